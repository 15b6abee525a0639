"""What the words and dates of notices mean."""

from __future__ import annotations

from datetime import date

import pytest

from obsolescence.parts.rules import notices


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("PDN", "PDN"),
        ("EOL", "PDN"),
        ("EOL (reported)", "PDN"),
        ("EOL announcement (reported)", "PDN"),
        ("phase-out", "PDN"),
        ("business exit", "PDN"),
        ("PCN/PDN", "PDN"),
        ("PCN", "PCN"),
        ("DN (packing change)", "PCN"),
        ("field report (false EOL)", "report"),
        ("field report (substitution)", "report"),
        ("rumour", "report"),
        ("status table", "report"),
        ("status label", "report"),
        ("dataset row", "report"),
        ("longevity commitment", "report"),
        ("something new", "report"),
        ("", "report"),
    ],
)
def test_kind(word: str, kind: str) -> None:
    assert notices.kind_of(word) == kind


@pytest.mark.parametrize(
    ("kind", "evidence", "confidence", "counts"),
    [
        ("PDN", "primary(manufacturer docs)", "medium", True),
        ("PDN", "secondary(news)", "high", True),
        ("PDN", "secondary(news)", "medium", False),
        ("PDN", "", "", False),
        ("report", "primary(manufacturer docs)", "high", False),
    ],
)
def test_what_counts(kind: str, evidence: str, confidence: str, counts: bool) -> None:
    assert notices.does_count(kind, evidence, confidence) is counts


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31), "year"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("2012-Q3", date(2012, 7, 1), date(2012, 9, 30), "quarter"),
        ("2012-03-05", date(2012, 3, 5), date(2012, 3, 5), "day"),
    ],
)
def test_a_coarse_date_is_a_period(text: str, first: date, last: date, precision: str) -> None:
    period = notices.period_of(text)
    assert period == notices.Period(first, last, precision)
    assert notices.first_day(last, precision) == first
    assert notices.written(last, precision) == text


@pytest.mark.parametrize("text", ["2012-13", "soon", "31.12.2012", "2012-02-30"])
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        notices.period_of(text)


def test_windows_of_the_standard() -> None:
    order, ship = notices.windows(date(2026, 1, 31), date(2026, 7, 31), date(2026, 12, 31))
    assert (order.is_met, order.months) == (True, 6.0)
    assert (ship.is_met, ship.months) == (False, 11.0)
    assert notices.windows(None, date(2026, 7, 31), None)[0].is_met is None


def test_a_change_with_a_last_order_date_ends_a_part_unless_only_the_packing_changes() -> None:
    assert notices.ends_a_part("PCN", "PCN", has_last_order=True)
    assert not notices.ends_a_part("PCN", "PCN", has_last_order=False)
    assert not notices.ends_a_part("PCN", "DN (packing change)", has_last_order=True)
    assert notices.ends_a_part("PDN", "EOL", has_last_order=False)
