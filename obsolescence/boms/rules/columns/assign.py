"""Give the roles to the columns, the clearest first; what is left over may stand in for a role that nobody has.

A score is 2 x header words (0 to 1) + 1.5 x content (-1 to 1). From 1.0 on a role is given: a plain header alone
is enough unless the content speaks against it, content alone has to be nearly without exception.
"""

import re
from collections.abc import Iterator

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.columns.hidden import take_hidden
from obsolescence.boms.rules.columns.partners import (
    follow_the_maker,
    take_numbers_beside_shops,
    take_order_numbers,
)
from obsolescence.boms.rules.columns.remarks import take_places_left_out, take_remarks
from obsolescence.boms.rules.header_words import ROLES, boards_of, is_of_other_things

ENOUGH = 1.0
_COUNTS_UP = 0.9  # share of the steps that go up in a column that numbers the lines
_WHOLE = 0.7
_SOME, _MOST = 0.3, 0.6  # shares of part numbers
_HALF = 0.5  # of the lines
_SAYS_NUMBER = re.compile(
    r"\b(?:part (?:number|no)|pn|mpn|artikelnummer|teilenummer)\b|型号|品番|型番|артикул"
)
_MAKERS = 0.5  # share of known makers from which on a column "Vendor 2" names makers
_SEVERAL = frozenset(("distributor_sku", "alternate_mpn", "alternate_manufacturer"))
_ALTERNATE_OF = {"mpn": "alternate_mpn", "manufacturer": "alternate_manufacturer"}
_OF_ONE_FORM = 0.6  # share of cells in one form from which on the numbers are taken to be of one house


def assign(columns: list[Column]) -> tuple[dict[str, list[int]], dict[str, float]]:
    """Give roles to columns, the clearest first: (role → columns, role → score of its first column)."""
    # Of two columns that claim a role about equally the fuller one is meant.
    wishes = sorted(
        _wishes(columns),
        key=lambda wish: (-wish[0] - 0.2 * wish[1].profile.fill, wish[1].folded.ordinal or 0, wish[1].index),
    )
    roles: dict[str, list[int]] = {}
    scores: dict[str, float] = {}
    taken: dict[int, str] = {}
    for score, column, role in wishes:
        if column.index in taken:
            continue
        if role in roles and role not in _SEVERAL:
            continue
        roles.setdefault(role, []).append(column.index)
        scores.setdefault(role, score)
        taken[column.index] = role
    _take_alternates(columns, roles, scores, taken)
    _take_what_stands_for(columns, roles, scores)
    follow_the_maker(columns, roles, scores)
    take_order_numbers(columns, roles, scores)
    take_numbers_beside_shops(columns, roles, scores)
    _take_hidden_numbers(columns, roles, scores)
    take_hidden(columns, roles, scores)
    take_places_left_out(columns, roles, scores)
    take_remarks(columns, roles, scores)
    return roles, scores


def _take_what_stands_for(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """A lone "MPN 2" leads where no other number is there; the count of a build is a quantity where there is no other."""
    _take_back_house_numbers(columns, roles, scores)
    _take_for_a_quantity(columns, roles, scores)
    for role, other in (("mpn", "alternate_mpn"), ("quantity", "quantity_for")):
        if role in roles or other not in roles or "manufacturer_and_mpn" in roles:
            continue
        first, *rest = roles.pop(other)
        roles[role] = [first]
        if rest:
            roles[other] = rest
        scores[role] = _standing_in(columns[first], role)


def _take_hidden_numbers(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """Where no column is the number's, one of names or values that mostly holds numbers may be: a person has to look."""
    if roles.keys() & {"mpn", "manufacturer_and_mpn"}:
        return
    likely = [column for column in columns if _may_hide_numbers(column, roles)]
    if not likely:
        return
    column = max(likely, key=lambda column: column.profile.share("mpn", "maker_mpn") * column.profile.fill)
    _leave(column.index, roles, scores, but_for=())
    names_makers = column.profile.share("maker_mpn") > column.profile.share("mpn")
    role = "manufacturer_and_mpn" if names_makers else "mpn"
    roles[role], scores[role] = [column.index], ENOUGH


def _may_hide_numbers(column: Column, roles: dict[str, list[int]]) -> bool:
    """Values among the numbers ("10k", "LM358DR") are to be expected where the header names both."""
    role = next((role for role, indices in roles.items() if column.index in indices), None)
    names_both = bool(_SAYS_NUMBER.search(column.folded.words))
    share = column.profile.share("mpn", "maker_mpn")
    is_enough = share >= _SOME if names_both else share >= _MOST and column.profile.share("value") < _SOME
    foreign = column.profile.share("telling_sku", "url", "designator", "package")
    is_full = (
        bool(column.header.strip()) and column.profile.fill >= _HALF
    )  # a few words beside the table are none
    is_free = role in (None, "description", "value")
    return is_free and is_full and is_enough and foreign < _SOME and not _is_coded(column)


def _is_coded(column: Column) -> bool:
    """Numbers of one form are a house's or a shop's own, and prices and dates are no numbers of parts."""
    return column.profile.uniform >= _OF_ONE_FORM or is_of_other_things(column.header)


def _take_for_a_quantity(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """A "Number" that does not count upwards numbers no lines: where nothing else is a quantity it may be one."""
    if roles.keys() & {"quantity", "quantity_for", "designator"} or "line_number" not in roles:
        return
    profile = columns[roles["line_number"][0]].profile
    if profile.climbs < _COUNTS_UP and profile.share("integer") >= _WHOLE:
        roles["quantity"] = roles.pop("line_number")
        scores.pop("line_number")
        scores["quantity"] = ENOUGH  # a guess: a person has to look


def _take_back_house_numbers(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """A lone "Part Number" is taken at its word; where its cells are all of one house's form a person has to look."""
    if roles.keys() & {"mpn", "manufacturer_and_mpn"} or "cpn" not in roles:
        return
    column = columns[roles["cpn"][0]]
    if column.words.get("mpn", 0.0) >= 0.6:
        roles["mpn"] = roles.pop("cpn")
        is_of_one_house = column.profile.uniform >= _OF_ONE_FORM
        scores["mpn"] = ENOUGH if is_of_one_house else max(column.score("mpn"), ENOUGH)


def _standing_in(column: Column, role: str) -> float:
    """A total may be that of one board or of a thousand, unless the header or the designators say so."""
    if role == "quantity" and not column.counted and boards_of(column.header) is None:
        return min(column.score(role), ENOUGH)
    return max(column.score(role), 2.0)


def _wishes(columns: list[Column]) -> Iterator[tuple[float, Column, str]]:
    for column in columns:
        for role in ROLES:
            if not column.profile.filled and not _says_no_everywhere(column, role):
                continue
            score = column.score(role)
            if score >= ENOUGH:
                yield score, column, role


def _says_no_everywhere(column: Column, role: str) -> bool:
    """A column "DNP" full of "False" counts as empty elsewhere, and yet answers what it is asked."""
    return role == "dnp" and column.words.get("dnp", 0.0) >= 0.9 and column.profile.printed > 0


def _take_alternates(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float], taken: dict[int, str]
) -> None:
    """Further columns of the same name ("MPN" five times, "MPN2") are alternates; the first of them leads."""
    for role, alternate in _ALTERNATE_OF.items():
        if role not in roles:
            continue
        group = sorted(
            (column for column in columns if _is_of_group(column, role, columns[roles[role][0]], taken)),
            key=lambda column: (column.folded.ordinal or 0, column.index),
        )
        if not group:
            continue
        if role == "mpn":
            group = _without_a_house(group, columns, roles, scores)
        roles[role] = [group[0].index]
        if scores[role] > ENOUGH:
            scores[role] = max(scores[role], group[0].score(role))
        for column in group:
            _leave(column.index, roles, scores, but_for=(role, alternate))
            taken[column.index] = role if column is group[0] else alternate
        others = [column.index for column in group[1:]]
        if others:
            roles[alternate] = others + [index for index in roles.get(alternate, []) if index not in others]
            scores.setdefault(alternate, 2.0)


def _without_a_house(
    group: list[Column], columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> list[Column]:
    """Two columns "Part Number", the one all of one form and the other not: the first is the house's own, no alternate.

    Where their cells do not tell, a person has to look.
    """
    is_called_either = all(column.folded.ordinal is None and column.words.get("cpn") for column in group)
    if len(group) < 2 or not is_called_either:
        return group
    of_makers = [column for column in group if column.profile.uniform < _OF_ONE_FORM]
    house = [column for column in group if column not in of_makers]
    if not of_makers or not house or max(column.profile.share("mpn") for column in of_makers) < _MOST:
        scores["mpn"] = ENOUGH
        return group
    _leave(house[0].index, roles, scores, but_for=())
    roles.setdefault("cpn", [house[0].index])
    scores.setdefault("cpn", 2.0)
    roles["mpn"], scores["mpn"] = [of_makers[0].index], columns[of_makers[0].index].score("mpn")
    return of_makers


def _leave(
    index: int, roles: dict[str, list[int]], scores: dict[str, float], *, but_for: tuple[str, ...]
) -> None:
    """A column has one role."""
    for role in [role for role, indices in roles.items() if index in indices and role not in but_for]:
        roles[role].remove(index)
        if not roles[role]:
            del roles[role]
            scores.pop(role, None)


def _is_of_group(column: Column, role: str, leader: Column, taken: dict[int, str]) -> bool:
    if column.index == leader.index:
        return True
    names_makers = role == "manufacturer" and column.profile.share("maker") >= _MAKERS
    is_free = taken.get(column.index) in (None, role, "cpn", "note", _ALTERNATE_OF[role]) or (
        names_makers and taken.get(column.index) == "supplier_name"
    )
    return (
        is_free
        and bool(column.profile.filled)
        and column.words.get(role, 0.0) >= 0.6
        and bool(leader.header.strip())
        and column.folded.words == leader.folded.words
        and column.score(role) >= 0.5
    )
