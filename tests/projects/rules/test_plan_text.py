"""Build plans as people paste them."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from obsolescence.projects.rules.plan_text import NotAPlan, PlannedUnits, month_of, read_plan, text_of

MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "site\t2027-03\t2027-04\nBRNO\t100\t1,200\n",
        "site;month;units\nBRNO;2027-03;100\nBRNO;2027-04;1.200\n",
        "BRNO,2027-03,100\nBRNO,04/2027,1200",
        "site\t2027-03-01\t2027-04-01\n\nBRNO\t100\t1 200",
    ],
)
def test_both_shapes_are_read(text: str) -> None:
    plan = read_plan(text)
    assert plan.problems == []
    assert plan.rows == [PlannedUnits("BRNO", MARCH, 100), PlannedUnits("BRNO", APRIL, 1200)]


@pytest.mark.parametrize(
    ("text", "row", "words"),
    [
        ("site;month;units\nBRNO;2027-03;many", 2, "'many' is no number of units"),
        ("site;month;units\nBRNO;2027-03;100\nBRNO;soon;5", 3, "No month was found"),
        ("site;month;units\nBRNO;2027-03;-5", 2, "no number of units"),
        ("site;month;units\nBRNO;2027-03;1.5", 2, "no number of units"),
        ("site;month;units\nBRNO;2027-03;²", 2, "no number of units"),
        ("site;month;units\nBRNO;2027-03;٣", 2, "no number of units"),
        ("site;month;units\nBRNO;2027-03;" + "5" * 5000, 2, "no number of units"),
    ],
)
def test_a_bad_row_gets_a_sentence_with_its_number(text: str, row: int, words: str) -> None:
    [(number, sentence)] = read_plan(text).problems
    assert number == row
    assert words in sentence


@pytest.mark.parametrize("text", ["", "2027", "2027-13", "0-1", "13.2027", "Q1 2027"])
def test_what_is_no_month(text: str) -> None:
    assert month_of(text) is None


def test_an_empty_text_is_an_empty_plan() -> None:
    assert read_plan("  \n\n").rows == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str) -> None:
    assert len(read_plan(end.join(["site;month;units", "BRNO;2027-03;1", "BRNO;2027-04;2"])).rows) == 2


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_refused_with_what_helps(start: bytes) -> None:
    with pytest.raises(NotAPlan, match="save the sheet as CSV"):
        text_of(start + b"anything")


def test_a_cell_without_end_is_refused() -> None:
    before = csv.field_size_limit(100_000)
    try:
        [(_, sentence)] = read_plan('"' + "x" * 200_000).problems
        assert "a cell in it does not end" in sentence
    finally:
        csv.field_size_limit(before)
