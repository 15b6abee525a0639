"""Columns of remarks, and those that name the places which stay empty."""

from collections.abc import Iterator

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.header_words import yes_means_placed

_CALLED_SO = 0.9
_HALF = 0.5
_BY_NAME = 2.0


def take_remarks(columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    """Every column that is called so is read: what says "do not place" there is said of the line."""
    for column in _free(columns, roles):
        holds_facts = column.profile.share("mpn", "value", "package", "url") > _HALF
        if column.words.get("note", 0.0) >= _CALLED_SO and column.profile.filled and not holds_facts:
            roles.setdefault("note", []).append(column.index)
            scores.setdefault("note", _BY_NAME)


def take_places_left_out(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """ "R2" below "DNP" is one of the line's places that stays empty."""
    if "dnp" in roles or "designator" not in roles:
        return
    for column in _free(columns, roles):
        is_called_so = column.words.get("dnp", 0.0) >= _CALLED_SO and yes_means_placed(column.header) is False
        if is_called_so and column.profile.share("designator") >= _HALF:
            roles["dnp"], scores["dnp"] = [column.index], _BY_NAME
            return


def _free(columns: list[Column], roles: dict[str, list[int]]) -> Iterator[Column]:
    taken = {index for indices in roles.values() for index in indices}
    return (column for column in columns if column.index not in taken)
