"""How sure a guess is: per role and for the roles that decide whether a line is bought right."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from obsolescence.boms.rules.columns.mapping import SURE
from obsolescence.boms.rules.columns.profile import Profile
from obsolescence.boms.rules.header_words import is_of_other_things, yes_means_placed

_CRITICAL = ("mpn", "manufacturer_and_mpn", "quantity", "designator")


_ASKED_BY_NAME = 0.9  # a header that asks of each line whether it is placed
_ALL_BUT_FEW = 0.95
_FEW = 0.05
_CALLED_SO, _CLEARLY, _FAR_MORE = 0.8, 2.0, 1.3
_ASKS = 0.7  # below what goes straight on


class ScoredColumn(Protocol):
    @property
    def header(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def words(self) -> dict[str, float]: ...
    @property
    def profile(self) -> Profile: ...
    def score(self, role: str) -> float: ...


def confidences(
    columns: Sequence[ScoredColumn],
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
    is_outdone = outdone("mpn", columns, roles) is not None
    if counts_nothing or is_outdone or unclear_marks(columns, roles, taken):
        overall = min(overall, _ASKS)
    return by_role, round(overall if has_header else overall * 0.8, 3)


def outdone(role: str, columns: Sequence[ScoredColumn], roles: Mapping[str, list[int]]) -> int | None:
    """The column that was left over although it is called the same as the role's and says it of far more lines."""
    if role not in roles:
        return None
    taken = {index for indices in roles.values() for index in indices}
    fill = next(column.profile.fill for column in columns if column.index == roles[role][0])
    fuller = (
        column.index
        for column in columns
        if column.index not in taken
        and column.words.get(role, 0.0) >= _CALLED_SO
        and column.score(role) >= _CLEARLY
        and column.profile.fill > fill * _FAR_MORE
    )
    return next(fuller, None)


def unclear_marks(
    columns: Sequence[ScoredColumn], roles: Mapping[str, list[int]], taken: set[int]
) -> tuple[int, ...]:
    """Columns of yes and no, or of crosses, of which nobody can tell which means placed.

    Read the wrong way they buy what is not placed.
    """
    unclear = [column.index for column in columns if _is_unclear_mark(column, roles, taken)]
    return tuple(sorted({*unclear, *_ticking_some_lines(columns, taken)}))


def _is_unclear_mark(column: ScoredColumn, roles: Mapping[str, list[int]], taken: set[int]) -> bool:
    """Yes and no under a header that does not say of what, or answers in words that we do not know."""
    if column.index not in roles.get("dnp", []):
        return column.index not in taken and _may_tell_what_is_placed(column)
    has_marks = column.profile.yes + column.profile.no > 0
    is_asked = column.words.get("dnp", 0.0) >= _ASKED_BY_NAME
    return (has_marks and yes_means_placed(column.header) is None) or (
        is_asked and column.profile.riddles > 0
    )


def _ticking_some_lines(columns: Sequence[ScoredColumn], taken: set[int]) -> list[int]:
    """Crosses and blanks under a header that nobody knows may say what is placed; columns that share the lines out among
    themselves (SMT here, THT there) say of what sort each line is."""
    ticked = [column for column in columns if column.index not in taken and _is_ticked(column)]
    lines = sum(column.profile.printed for column in ticked)
    rows = ticked[0].profile.rows if ticked else 0
    are_sorts = len(ticked) > 1 and abs(lines - rows) <= _FEW * rows
    return [] if are_sorts else [column.index for column in ticked]


def _is_ticked(column: ScoredColumn) -> bool:
    profile = column.profile
    is_for_some = 0 < profile.printed < profile.rows
    is_marked = profile.ticks > _ALL_BUT_FEW
    return is_for_some and is_marked and bool(column.header.strip()) and not is_of_other_things(column.header)


def _may_tell_what_is_placed(column: ScoredColumn) -> bool:
    """Nothing but yes and no; nothing but yes is telling only where the header could mean it."""
    marks = column.profile.yes + column.profile.no
    is_answered = column.profile.yes > 0 and (column.profile.no > 0 or "dnp" in column.words)
    return marks > _ALL_BUT_FEW and is_answered and not is_of_other_things(column.header)


def _of_role(
    role: str,
    columns: Sequence[ScoredColumn],
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


def _missed(role: str, columns: Sequence[ScoredColumn], taken: set[int]) -> float:
    """How likely the role is there after all: the best column that nearly got it."""
    return max((likely for likely, _ in _near(role, columns, taken)), default=0.0)


def may_be_missed(role: str, columns: Sequence[ScoredColumn], taken: set[int]) -> int | None:
    """The free column that nearly got the role, where that alone keeps the guess from being sure."""
    likely, index = max(_near(role, columns, taken), default=(0.0, 0), key=lambda one: one[0])
    return index if 1.0 - likely < SURE else None


def _near(role: str, columns: Sequence[ScoredColumn], taken: set[int]) -> list[tuple[float, int]]:
    return [
        (0.6 * min(1.0, max(0.0, column.score(role) + 0.5) / 1.5), column.index)
        for column in columns
        if column.profile.filled and column.index not in taken
    ]
