"""Which line of a new revision is which of the old one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from obsolescence.boms.rules.pairing import Change, PairLine, diff, pair


def line(
    number: int, mpn: str = "", maker: str = "", cpn: str = "", places: str = "", quantity: int = 1
) -> PairLine:
    return PairLine(number, mpn, maker, cpn, frozenset(places.split()), Decimal(quantity))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            [line(1, cpn="A", places="R1"), line(2, cpn="A", places="R2")],
            [line(11, cpn="A", places="R2")],
            {11: 2},
        ),
        ([line(1, cpn="A", mpn="X")], [line(11, cpn="a ", mpn="Y")], {11: 1}),
        ([line(1, "X", "M", places="R1")], [line(11, "X", "M", places="R1")], {11: 1}),
        ([line(1, "X", "M"), line(2, "X", "M")], [line(11, "x", "m"), line(12, "X", "M")], {11: 1, 12: 2}),
        ([line(1, "X", "M", places="R1 R2 R3")], [line(11, "Y", "N", places="R2 R3 R9")], {11: 1}),
        ([line(1, "X", "M", places="R1 R2 R3")], [line(11, "Y", "N", places="R3 R8 R9")], {}),
        ([line(1, "X", "M")], [line(11, "Y", "M")], {}),
        ([line(1, "X")], [line(11, "X"), line(12, "X")], {11: 1}),
    ],
)
def test_pair(old, new, expected) -> None:
    assert pair(old, new) == expected


def test_diff_names_what_changed() -> None:
    old = [line(1, "X", "M", places="R1"), line(2, "Z", "M", places="R5"), line(3, "Q", "M", places="U1")]
    new = [
        line(11, "X", "M", places="R1", quantity=2),
        line(12, "N", "M", places="C9"),
        line(13, "P", "M", places="U1"),
    ]
    assert diff(old, new) == [
        Change(1, 11, ("quantity",)),
        Change(3, 13, ("part",)),
        Change(None, 12, ("added",)),
        Change(2, None, ("removed",)),
    ]
