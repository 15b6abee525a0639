"""The one rule that protects totals: five contributors or more, none above 80 %."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)
FEWEST, LARGEST_SHARE = 5, 0.8


def may_be_shown(by_organisation: Mapping[int, float]) -> bool:
    """Whether a total may be shown, given what each organisation contributes to it."""
    amounts = [abs(amount) for amount in by_organisation.values() if amount]
    total = sum(amounts)
    return len(amounts) >= FEWEST and total > 0 and max(amounts) <= LARGEST_SHARE * total


def protected(groups: Mapping[Group, Mapping[int, float]]) -> tuple[dict[Group, float], float]:
    """Totals by group that may be shown, and what is folded into "other" (0 where even that is too telling)."""
    shown = {group: sum(found.values()) for group, found in groups.items() if may_be_shown(found)}
    rest: dict[int, float] = {}
    for group, found in groups.items():
        if group not in shown:
            for organisation, amount in found.items():
                rest[organisation] = rest.get(organisation, 0.0) + amount
    return shown, sum(rest.values()) if may_be_shown(rest) else 0.0


def two_digits(value: float) -> float:
    """Rounded to two significant digits: anonymous projects enter totals only so."""
    if value == 0:
        return 0.0
    return round(value, 1 - math.floor(math.log10(abs(value))))
