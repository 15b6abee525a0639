"""How sure a guess is: per role and for the roles that decide whether a line is bought right."""

from collections.abc import Sequence

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.columns.mapping import SURE
from obsolescence.boms.rules.columns.unclear import doubtful_numbers, several_counts, unclear_marks

_CRITICAL = ("mpn", "manufacturer_and_mpn", "quantity", "designator")


_ASKS = 0.7  # below what goes straight on


def confidences(
    columns: Sequence[Column],
    roles: dict[str, list[int]],
    scores: dict[str, float],
    *,
    has_header: bool,
) -> tuple[dict[str, float], float]:
    """(role → 0 to 1, overall 0 to 1)."""
    taken = {index for indices in roles.values() for index in indices}
    by_role = {role: _of_role(role, columns, roles, scores, taken) for role in roles}
    critical = [by_role[role] for role in _CRITICAL if role in by_role]
    overall = min(critical, default=0.0)
    if not ({"mpn", "manufacturer_and_mpn"} & roles.keys()):
        overall = min(overall, 1.0 - _missed("mpn", columns, taken))
        overall = min(overall, by_role.get("distributor_sku", 1.0))  # the only numbers there are
    for role in ("quantity", "designator"):
        if role not in roles:
            overall = min(overall, 1.0 - _missed(role, columns, taken))
    counts_nothing = not roles.keys() & {"quantity", "quantity_for", "designator"}
    is_doubtful = any(doubtful_numbers(columns, roles)) or any(several_counts(columns, roles))
    if counts_nothing or unclear_marks(columns, roles) or is_doubtful:
        overall = min(overall, _ASKS)
    return by_role, round(overall if has_header else overall * 0.8, 3)


def _of_role(
    role: str,
    columns: Sequence[Column],
    roles: dict[str, list[int]],
    scores: dict[str, float],
    taken: set[int],
) -> float:
    """High score, and no other column that would have been nearly as good."""
    base = min(1.0, 0.35 + 0.25 * scores[role])
    rivals = [column.score(role) for column in columns if column.index not in taken and column.profile.filled]
    rival = max(rivals, default=-1.0)
    margin = scores[role] - rival
    return round(base if margin >= 1.0 else base * (0.7 + 0.3 * max(0.0, margin)), 3)


def _missed(role: str, columns: Sequence[Column], taken: set[int]) -> float:
    """How likely the role is there after all: the best column that nearly got it."""
    return max((likely for likely, _ in _near(role, columns, taken)), default=0.0)


def may_be_missed(role: str, columns: Sequence[Column], taken: set[int]) -> int | None:
    """The free column that nearly got the role, where that alone keeps the guess from being sure."""
    likely, index = max(_near(role, columns, taken), default=(0.0, 0), key=lambda one: one[0])
    return index if 1.0 - likely < SURE else None


def _near(role: str, columns: Sequence[Column], taken: set[int]) -> list[tuple[float, int]]:
    return [
        (0.6 * min(1.0, max(0.0, column.score(role) + 0.5) / 1.5), column.index)
        for column in columns
        if column.profile.filled and column.index not in taken
    ]
