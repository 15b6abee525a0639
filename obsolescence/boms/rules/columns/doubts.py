"""Why a guess is not sure enough to go straight on: every reason has a code, and the columns that it is about."""

from collections.abc import Iterator, Mapping, Sequence

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.columns.confidence import may_be_missed
from obsolescence.boms.rules.columns.mapping import SURE, Doubt
from obsolescence.boms.rules.columns.unclear import doubtful_numbers, several_counts, unclear_marks

_NAMED = 0.5  # strength of a header word from which on it names a role
_OF_ONE_FORM = 0.6
_DECIDES = ("mpn", "manufacturer_and_mpn", "quantity", "designator")


def doubts_of(
    columns: Sequence[Column],
    roles: Mapping[str, list[int]],
    confidence: Mapping[str, float],
    *,
    has_header: bool,
    at_odds: bool,
    overall: float,
) -> tuple[Doubt, ...]:
    """Everything that a person should look at before the file goes on, what decides first. Never empty below SURE."""
    found = [
        *_of_roles(columns, roles, confidence),
        *_of_missing(columns, roles),
        *_of_marks(columns, roles),
        *several_counts(columns, roles),
        *doubtful_numbers(columns, roles),
        *([Doubt("other_maker", _of_maker_and_number(roles))] if at_odds else []),
        *([] if has_header else [Doubt("no_header")]),
    ]
    is_explained = any(doubt.code != "role_unsure" or doubt.role in _DECIDES for doubt in found)
    return tuple(found if overall >= SURE or is_explained else [*found, Doubt("unsure")])


def _of_roles(
    columns: Sequence[Column], roles: Mapping[str, list[int]], confidence: Mapping[str, float]
) -> Iterator[Doubt]:
    order = sorted(confidence, key=lambda role: (role not in _DECIDES, confidence[role]))
    for role in order:
        if confidence[role] < SURE and roles.get(role):
            column = columns[roles[role][0]]
            yield Doubt(_kind(column, role), (column.index,), role)


def _kind(column: Column, role: str) -> str:
    """Which of the known reasons stands behind a role that is not sure."""
    if role == "mpn" and column.words.get("cpn") and column.profile.uniform >= _OF_ONE_FORM:
        return "house_numbers"
    if role == "mpn" and column.words.get("mpn", 0.0) < _NAMED:
        return "hidden_numbers"
    if role == "quantity" and "quantity_for" in column.words:
        return "quantity_of_a_build"
    if role == "quantity" and column.words.get("line_number", 0.0) > column.words.get("quantity", 0.0):
        return "quantity_or_line_number"
    return "role_unsure"


def _of_missing(columns: Sequence[Column], roles: Mapping[str, list[int]]) -> Iterator[Doubt]:
    """Roles that nobody has and that a free column may have."""
    taken = {index for indices in roles.values() for index in indices}
    missing = ["quantity", "designator"]
    if not roles.keys() & {"mpn", "manufacturer_and_mpn"}:
        missing.insert(0, "mpn")
    for role in missing:
        if role not in roles and (near := may_be_missed(role, columns, taken)) is not None:
            yield Doubt("role_missed", (near,), role)
    if not roles.keys() & {"quantity", "quantity_for", "designator"}:
        yield Doubt("counts_nothing")


def _of_marks(columns: Sequence[Column], roles: Mapping[str, list[int]]) -> Iterator[Doubt]:
    if unclear := unclear_marks(columns, roles):
        yield Doubt("unclear_marks", unclear)


def _of_maker_and_number(roles: Mapping[str, list[int]]) -> tuple[int, ...]:
    return tuple(roles[role][0] for role in ("manufacturer", "mpn") if roles.get(role))
