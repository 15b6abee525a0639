"""Ranges of cells as people write them: understood, written back, and refused with a sentence."""

from __future__ import annotations

import pytest

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules.area import (
    Area,
    as_remembered,
    read_area,
    refuse_outside,
    rows_outside,
    to_remember,
)
from obsolescence.boms.rules.columns import ColumnMapping
from obsolescence.boms.rules.read_bom import read_bom


@pytest.mark.parametrize(
    ("text", "area", "written"),
    [
        ("B12:K240", Area(11, 240, 1, 11), "B12:K240"),
        ("$b$12 : $k$240", Area(11, 240, 1, 11), "B12:K240"),
        ("'BOM main'!B12:K240", Area(11, 240, 1, 11), "B12:K240"),
        ("12-240", Area(11, 240), "12:240"),
        ("12 bis 240", Area(11, 240), "12:240"),
        ("12:", Area(11), "12:"),
        ("B12", Area(11, None, 1), "B12:"),
        ("B:K", Area(None, None, 1, 11), "B:K"),
        ("A1:K240", Area(None, 240, None, 11), "A1:K240"),
        ("AA1:AB9", Area(None, 9, 26, 28), "AA1:AB9"),
        ("  ", Area(), ""),
    ],
)
def test_a_range_is_understood_and_written_back(text: str, area: Area, written: str) -> None:
    assert read_area(text) == area
    assert str(area) == written
    assert read_area(written) == area


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("the table", "“the table” names no cells"),
        ("foo", "“foo” names no cells"),
        (":", "names no cells"),
        ("B0:K9", "Rows count from 1."),
        ("B240:K12", "The last row, 12, stands above the first, 240."),
        ("K1:B9", "The last column, B, stands left of the first, K."),
        ("A1:ZZZ9", "more than 512 columns"),
        ("B12:K240:Z9", "names no cells"),
    ],
)
def test_a_bad_range_is_a_sentence(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says.replace("(", r"\(")):
        read_area(text)


def test_a_range_that_reads_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="begins in row 300, but the sheet ends with row 240"):
        refuse_outside(Area(first_row=299), header_row=0, row_count=240)
    with pytest.raises(Refused, match="column names stand in row 30, and the range ends with row 20"):
        refuse_outside(Area(end_row=20), header_row=29, row_count=240)


def test_what_lies_outside_is_named() -> None:
    assert list(rows_outside(Area(5, 10), header_row=0, row_count=12)) == [(1, 4), (10, 11)]
    assert list(rows_outside(Area(), header_row=3, row_count=12)) == []


def test_the_end_of_a_table_is_the_files_own() -> None:
    place = to_remember(Area(7, 240, 1, 11), 4)
    assert place == {"first_column": 1, "end_column": 11, "below": 2}
    assert as_remembered(place, 9, end_row=None) == Area(12, None, 1, 11)
    assert to_remember(Area(5, 240), 4) == {}


TWO_TABLES = (
    b"Old list,,,,New list,,\n"
    b"MPN,Qty,Ref,,MPN,Qty,Ref\n"
    b"number,pieces,place,,number,pieces,place\n"
    b"HV-1001K,1,U1,,HW-1001K,4,U1\n"
    b"HV-2002K,2,R1 R2,,HW-2002K,5,R1\n"
    b"HV-3003K,2,R3 R4,,HW-3003K,6,R3\n"
    b"checked by,,,,AB-1234C,7,R9\n"
)


def test_only_the_cells_of_the_range_are_read() -> None:
    area = read_area("E4:G6")
    mapping = (
        ColumnMapping(None, 1).with_roles({"mpn": [0, 4], "quantity": [5], "designator": [6]}).within(area)
    )
    assert mapping.roles["mpn"] == [4]
    bom = read_bom(TWO_TABLES, filename="two.csv", mapping=mapping)
    assert [(line.row, line.mpn, str(line.quantity)) for line in bom.lines] == [
        (3, "HW-1001K", "4"), (4, "HW-2002K", "5"), (5, "HW-3003K", "6"),
    ]  # fmt: skip
    assert all("HV" not in cell for line in bom.lines for cell in line.raw.values())
    assert bom.left_out == []
    assert ColumnMapping.from_json(bom.mapping.to_json()) == bom.mapping
