"""Binary workbooks: cells far away are left out, a password is named."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.guard import read_guarded
from obsolescence.boms.rules.reading import ole
from obsolescence.boms.rules.reading.table import UnreadableFile
from tests.boms.rules.xls import as_xls, container
from tests.boms.rules.xlsb import as_xlsb

ROWS: list[list[str | int]] = [
    ["Reference", "Manufacturer", "MPN", "Quantity"],
    ["U1", "Halvorn", "HV-1001K", 1],
    ["R1, R2", "Halvorn", "HV-2002K", 2],
    ["D1", "Other", "XY-9009K", 1],
]


@pytest.mark.parametrize(
    ("data", "name", "is_far"),
    [
        pytest.param(as_xls(ROWS), "a.xls", False, id="xls"),
        pytest.param(as_xls(ROWS, last=(65_535, 255)), "a.xls", True, id="xls, far"),
        pytest.param(as_xlsb(ROWS), "a.xlsb", False, id="xlsb"),
        pytest.param(as_xlsb(ROWS, last=(1_048_575, 16_383)), "a.xlsb", True, id="xlsb, far"),
        pytest.param(as_xlsb(ROWS, last=(1_048_575, 9)), "a.xlsb", True, id="xlsb, far below"),
    ],
)
def test_the_table_is_read_and_what_is_far_away_is_not(data: bytes, name: str, is_far: bool) -> None:
    bom = read_guarded(data, filename=name)

    assert [line.mpn for line in bom.lines] == ["HV-1001K", "HV-2002K", "XY-9009K"]
    assert bom.mapping.is_sure
    assert ("Cells far outside of the table were left out." in bom.warnings) == is_far


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_xls(ROWS, is_locked=True), "old.xls"),
        (container("EncryptedPackage", bytes(range(256)) * 20), "new.xlsx"),
        (container("EncryptedPackage", bytes(range(256)) * 20), "new under an old name.xls"),
    ],
)
def test_a_password_is_named(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile, match="password"):
        read_guarded(data, filename=name)


def test_a_stream_is_found_where_it_stands() -> None:
    data = container("Notes", b"first" + bytes(5000) + b"last")
    found = ole.stream(data, "Workbook", "Notes")

    assert found is not None
    assert found.content.startswith(b"first")
    at = found.content.index(b"last")
    assert data[found.place(at) : found.place(at) + 4] == b"last"
    assert ole.stream(data, "Workbook") is None
    assert ole.stream(data[:600], "Notes") is None


def test_a_damaged_container_ends_every_walk() -> None:
    whole = as_xls(ROWS, last=(65_535, 255))
    for at in (30, 32, 44, 48, 56, 60, 68, 72, 76, 80, 512, 516, 1024 + 116, 1024 + 128 + 116):
        for filling in (b"\x00\x00\x00\x00", b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f"):
            data = whole[:at] + filling + whole[at + 4 :]
            found = ole.stream(data, "Workbook")
            assert found is None or len(found.content) <= len(data)
            ole.runs_in_circles(data)
