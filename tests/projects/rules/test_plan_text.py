"""Build plans as people paste them."""

from __future__ import annotations

from datetime import date

import pytest

from obsolescence.projects.rules.plan_text import PlannedUnits, month_of, read_plan

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
