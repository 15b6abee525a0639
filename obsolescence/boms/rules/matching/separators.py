"""Whether two numbers of the same letters and digits are the same number.

A dash, slash or space left out or put in changes nothing; a point between digits does (2.4 V and 24 V), and so do the
marks that makers use for plating and packing (``+``, ``#``, ``=``).
"""

from __future__ import annotations

import re
from enum import IntEnum

_SIGN = re.compile(r"[A-Z0-9]", re.I)
_MARKS = frozenset("+#=*")


class Agreement(IntEnum):
    """How well two ways of writing agree, the best first."""

    SAME = 0  # the same places are separated, by whatever sign
    HARMLESS = 1  # one of them has separators that the other leaves out
    MOVED = 2  # both are separated, at different places
    MARKED = 3  # a plating or packing mark differs
    OTHER = 4  # a decimal point differs: another part


def agreement(one: str, other: str) -> Agreement:
    """Compare two numbers that have the same letters and digits."""
    gaps, others = _gaps(one), _gaps(other)
    added = taken = False
    worst = Agreement.SAME
    for place in gaps.keys() | others.keys():
        here, there = gaps.get(place, ""), others.get(place, "")
        if _is_point(here, one, place) != _is_point(there, other, place):
            return Agreement.OTHER
        if (_MARKS & set(here)) != (_MARKS & set(there)):
            worst = Agreement.MARKED
        elif place[1]:  # at the very end a full stop or a dash is dirt
            continue
        added |= bool(here) and not there
        taken |= bool(there) and not here
    if worst is Agreement.MARKED:
        return worst
    if added and taken:
        return Agreement.MOVED
    return Agreement.HARMLESS if added or taken else Agreement.SAME


Place = tuple[int, bool]  # after how many letters and digits, and whether it is the very end


def _gaps(text: str) -> dict[Place, str]:
    """The separators between the letters and digits, by place; what stands before the first is dirt."""
    gaps: dict[int, str] = {}
    count = 0
    for sign in text:
        if _SIGN.match(sign):
            count += 1
        elif count and not sign.isspace():
            gaps[count] = gaps.get(count, "") + sign
    return {(place, place == count): signs for place, signs in gaps.items()}


def _is_point(signs: str, text: str, place: Place) -> bool:
    """A point before a digit, or a comma between two digits that begins no packing code of three."""
    if signs not in (".", ",") or place[1]:
        return False
    letters = [sign for sign in text if _SIGN.match(sign)]
    after = "".join(letters[place[0] :])
    if signs == ".":
        return after[0].isdigit()
    return letters[place[0] - 1].isdigit() and after[0].isdigit() and not re.fullmatch(r"\d{3}", after)
