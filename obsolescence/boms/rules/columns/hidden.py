"""Columns whose cells say unmistakably what they are under a header that says something else."""

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.header_words import is_of_other_things

_ENOUGH = 1.0  # a guess: a person has to look at it
_UNMISTAKABLE = 0.9  # share of the cells that look like nothing else
_NAMES = 0.6  # share of known makers: many makers are not known
_HALF = 0.5
_TOLD_BY = {"designator": (None, "cpn", "note", "dnp", "line_number"), "manufacturer": (None, "note")}


def take_hidden(columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    """Designators under "Customer #", makers under a word that nobody knows; no column that has its role by its word."""
    for role, may_be_called, looks_right in (
        ("designator", _TOLD_BY["designator"], _holds_places),
        ("manufacturer", _TOLD_BY["manufacturer"], _holds_makers),
    ):
        if role in roles or "manufacturer_and_mpn" in roles:
            continue
        likely = [
            column
            for column in columns
            if _role_of(column, roles) in may_be_called
            and looks_right(column)
            and not is_of_other_things(column.header)  # a library of symbols may be called as a maker is
        ]
        if len(likely) == 1:
            _leave(likely[0].index, roles, scores)
            roles[role], scores[role] = [likely[0].index], _ENOUGH


def _holds_places(column: Column) -> bool:
    """Each designator stands once, and an LCSC number ("C2040") is none."""
    profile = column.profile
    is_order_number = profile.share("sku") > _HALF
    return (
        profile.share("designator") >= _UNMISTAKABLE
        and profile.distinct >= _UNMISTAKABLE
        and profile.fill >= _HALF
        and not is_order_number
        and "value" not in column.words
    )


def _holds_makers(column: Column) -> bool:
    return (
        column.profile.share("maker") >= _NAMES
        and column.profile.share("distributor") < _HALF
        and column.profile.share("mpn") < _HALF
    )


def _role_of(column: Column, roles: dict[str, list[int]]) -> str | None:
    return next((role for role, indices in roles.items() if column.index in indices), None)


def _leave(index: int, roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    for role in [role for role, indices in roles.items() if index in indices]:
        roles[role] = [other for other in roles[role] if other != index]
        if not roles[role]:
            del roles[role]
            scores.pop(role, None)
