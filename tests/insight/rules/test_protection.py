"""The rule of five, as a table."""

from __future__ import annotations

import pytest

from insight.demand.rules.protection import may_be_shown, protected, two_digits


@pytest.mark.parametrize(
    ("amounts", "shown"),
    [
        ([10, 10, 10, 10, 10], True),
        ([10, 10, 10, 10], False),
        ([10, 10, 10, 10, 0], False),
        ([161, 10, 10, 10, 10], False),
        ([160, 10, 10, 10, 10], True),
        ([], False),
    ],
)
def test_five_contribute_and_none_dominates(amounts: list[float], shown: bool) -> None:
    assert may_be_shown(dict(enumerate(amounts))) is shown


def test_what_may_not_be_shown_is_folded_into_other() -> None:
    many = dict.fromkeys(range(5), 10.0)
    few, fewer = {1: 5.0, 2: 5.0, 3: 5.0}, {4: 5.0, 5: 5.0}
    assert protected({"a": many, "b": few, "c": fewer}) == ({"a": 50.0}, 25.0)
    assert protected({"a": many, "b": few}) == ({"a": 50.0}, 0.0)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0, 0), (12_345, 12_000), (987, 990), (1.26, 1.3), (0.126, 0.13), (99, 99), (999, 1000)],
)
def test_two_digits(value: float, rounded: float) -> None:
    assert two_digits(value) == pytest.approx(rounded)
