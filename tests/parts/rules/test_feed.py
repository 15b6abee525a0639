"""Rows of a parts feed, thousands at once, read as one by one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obsolescence.base.feeds import BadRow
from obsolescence.parts.rules import feed
from obsolescence.parts.rules.names import fold_mpn, fold_mpns, mpn_key, mpn_keys

TEXTS = st.lists(st.text(alphabet=st.sampled_from("aZ0-./ \t\n\x1c\x85ß–Вﷺ\\µ"), max_size=8), max_size=6)


@settings(deadline=None)
@given(TEXTS)
def test_many_numbers_are_folded_as_each_of_them(texts: list[str]) -> None:
    folded = [fold_mpn(text) for text in texts]
    assert fold_mpns(texts) == folded
    assert mpn_keys(folded) == [mpn_key(text) for text in folded]


CELL = st.sampled_from(
    ["", " ", "HV-1", " 2026-01-01", "active", "1.50", "7", "EUR", "22 weeks", "x" * 121, "-3", "base_x"]
)
HEADER = [
    "manufacturer",
    "mpn",
    "status",
    "status_date",
    "price",
    "currency",
    "stock",
    "lead_time",
    "mpn_kind",
    "status",
]


@settings(deadline=None)
@given(st.lists(st.tuples(*[CELL] * len(HEADER)), max_size=5))
def test_rows_together_are_read_as_each_of_them(rows: list[tuple[str, ...]]) -> None:
    numbered = [(number, row) for number, row in enumerate(rows, start=2)]
    one_by_one: list[tuple[object, ...]] = []
    reasons = set()
    for row in numbered:
        try:
            one_by_one += feed.staged(HEADER, [row], date(2026, 1, 2))
        except BadRow as bad:
            reasons.add(bad.sentence)
    if reasons:
        with pytest.raises(BadRow) as refusal:
            list(feed.staged(HEADER, numbered, date(2026, 1, 2)))
        assert refusal.value.sentence in reasons
    else:
        assert list(feed.staged(HEADER, numbered, date(2026, 1, 2))) == one_by_one


def test_a_row_becomes_what_the_staging_table_takes() -> None:
    header = [
        "manufacturer",
        "mpn",
        "status",
        "status_raw",
        "status_source",
        "snapshot_date",
        "price",
        "stock",
        "lead_time",
    ]
    row = [" Halvorn ", "hv–1 a", "EOL", "Last buy", "library", "2026-01-01", "1e-2", "7", "about 2 weeks"]
    [staged] = feed.staged(header, [(2, row)])
    said = dict(zip(feed.STAGED, staged, strict=True))
    assert {name: said[name] for name in ("row_number", "maker", "maker_raw", "mpn", "mpn_fold", "mpn_key", "status", "word")} == {
        "row_number": 2, "maker": "Halvorn", "maker_raw": "Halvorn", "mpn": "hv–1 a", "mpn_fold": "HV-1A", "mpn_key": "HV1A",
        "status": "ltb", "word": "Last buy",
    }  # fmt: skip
    assert (said["stated_on"], said["is_snapshot"], said["rank"]) == ("2026-01-01", "t", "4")
    assert (said["price"], said["stock"], said["lead_time_days"], said["moq"]) == ("0.01", "7", "14", None)
