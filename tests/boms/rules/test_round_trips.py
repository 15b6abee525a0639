"""What is written is read again as it was, and no bytes bring more than a refusal."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from obsolescence.base.export import as_csv, as_xlsx
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.lines.quantities import read_quantity
from obsolescence.boms.rules.read_bom import ReadBom, read_bom
from obsolescence.boms.rules.reading import read_table
from obsolescence.boms.rules.reading.table import UnreadableFile
from obsolescence.boms.rules.wire import from_wire, to_wire

HEADER = ["Reference", "Quantity", "Manufacturer", "MPN", "Description"]
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\ufeff\u2028\u2029\x85"
)
TEXT = st.text(LETTERS, max_size=12)
CELL = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "=1+1",
            "+49",
            "-",
            "@x",
            "'=",
            'a "quoted" one',
            "a,b;c|d\te",
            "two\nlines",
            "007",
            "1E05",
            "_x000D_",
        ]
    ),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["U1", "R1, R2", "C1-C3"]), st.integers(0, 9999).map(str), CELL, CELL, CELL),
    min_size=3,
    max_size=8,
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_read(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the blank cells at their ends."""
    cut = []
    for row in rows:
        end = len(row)
        while end and not row[end - 1]:
            end -= 1
        cut.append(row[:end])
    return cut


def answer(data: bytes, name: str) -> ReadBom | str:
    try:
        return read_bom(data, filename=name)
    except UnreadableFile as refusal:
        return refusal.sentence


def over_the_wire(read: ReadBom) -> ReadBom:
    return from_wire(json.loads(json.dumps(to_wire(read))))


@FEW
@given(ROWS)
def test_our_csv_comes_back(rows: list[tuple[str, ...]]) -> None:
    table = [list(row) for row in rows]
    found = read_table(as_csv("bom", HEADER, table).content, filename="bom.csv")

    # An apostrophe that a person has typed before such a text cannot be told from ours.
    expected = [
        [cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell for cell in row] for row in table
    ]
    assert found.sheets[0].rows == as_read([HEADER, *expected])


@FEW
@given(ROWS)
def test_our_xlsx_comes_back(rows: list[tuple[str, ...]]) -> None:
    table = [list(row) for row in rows]
    found = read_table(as_xlsx("bom", HEADER, table).content, filename="bom.xlsx")

    assert found.sheets[0].rows == as_read([HEADER, *table])


@FEW
@given(
    ROWS,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_separator_and_encoding(
    rows: list[tuple[str, ...]], separator: str, encoding: str, end: str
) -> None:
    plain = [[cell.replace("\n", " ").replace("'", "") for cell in row] for row in rows]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [HEADER, *plain]
    )
    found = read_table(text.getvalue().encode(encoding), filename="bom.txt")

    assert found.sheets[0].rows == as_read([HEADER, *plain])


@FEW
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.txt", "a.xls", "a", "a.json"]))
def test_any_bytes(data: bytes, name: str) -> None:
    assume(not data.startswith((b"PK", b"\xd0\xcf")))
    found = answer(data, name)

    assert found.endswith(".") if isinstance(found, str) else over_the_wire(found) == found


WORDS = st.sampled_from(
    ["Qty", "MPN", "Ref", "Level", "DNP", "R1", "R1-R3", "C[1,2", "1", "2.5", "0,5", "-", "LM358DR", "Murata", "10k", '"', ",", ";",
     "\t", "\n", "\r\n", "\r", " ", "Total", "..1", "1.1", "x", "\x00", "é", "数量", "DNP", "#NAME?", "May-21", "'=1"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map("".join))
def test_any_words_of_parts_lists(text: str) -> None:
    found = answer(text.encode(), "words.csv")

    assert found.endswith(".") if isinstance(found, str) else over_the_wire(found) == found


PREFIX = st.sampled_from(["C", "R", "U", "LED", "TP", "SW"])


@given(
    PREFIX,
    st.lists(st.integers(1, 9999), min_size=1, max_size=30, unique=True),
    st.sampled_from([",", ", ", " ", ";", "\n", " / "]),
)
def test_lists_of_places(prefix: str, numbers: list[int], separator: str) -> None:
    names = [f"{prefix}{number}" for number in numbers]

    assert expand(separator.join(names)).names == names


@given(
    PREFIX,
    st.integers(1, 5000),
    st.integers(1, 400),
    st.sampled_from(["-", " - ", "–", "..", " to ", " thru "]),
)
def test_ranges_of_places(prefix: str, first: int, count: int, dash: str) -> None:
    last = first + count
    found = expand(f"{prefix}{first}{dash}{prefix}{last}")

    assert found.names == [f"{prefix}{number}" for number in range(first, last + 1)]


@given(st.integers(0, 10**6), st.sampled_from(["{}", " {} ", "{} pcs", "{}.0", "x{}", "{} Stk."]))
def test_whole_quantities(number: int, form: str) -> None:
    assert read_quantity(form.format(number)) == number


@given(st.text(max_size=60))
def test_any_quantity_text(text: str) -> None:
    found = read_quantity(text)

    assert found is None or found >= 0


@pytest.mark.parametrize("text", ["'=SUM(A1)", "'-5V"])
def test_our_apostrophe_is_taken_off(text: str) -> None:
    read = read_bom(
        f"Ref,Qty,MPN,Description\nU1,1,HV-1001K,{text}\nU2,1,HV-1002K,x\n".encode(), filename="a.csv"
    )

    assert read.lines[0].description == text[1:]
