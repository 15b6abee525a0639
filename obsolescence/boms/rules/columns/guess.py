"""Guess the table and the roles of its columns: header words and content are weighed together.

A score is 2 x header words (0 to 1) + 1.5 x content (-1 to 1). From 1.0 on a role is given: a plain header alone
is enough unless the content speaks against it, content alone has to be nearly without exception.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from obsolescence.boms.rules.columns.candidates import Candidate, candidates
from obsolescence.boms.rules.columns.column import Column, columns_of
from obsolescence.boms.rules.columns.confidence import confidences
from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.columns.profile import fit
from obsolescence.boms.rules.header_words import ROLES, boards_of
from obsolescence.boms.rules.reading.table import Sheet, Table

ENOUGH = 1.0
_SEVERAL = frozenset(("distributor_sku", "alternate_mpn", "alternate_manufacturer"))
_ALTERNATE_OF = {"mpn": "alternate_mpn", "manufacturer": "alternate_manufacturer"}
_WEIGHT = {
    "mpn": 4.0, "manufacturer_and_mpn": 3.5, "designator": 3.0, "quantity": 2.5, "manufacturer": 2.0,
    "distributor_sku": 2.0, "description": 1.5, "value": 1.5, "footprint": 1.0,
}  # fmt: skip
_LONGER_BY = 2.0
_CONTRADICTS = -0.3
_IF_SHIFTED = 0.9  # names above their own data need no such explanation
_OF_ONE_FORM = 0.6  # share of cells in one form from which on the numbers are taken to be of one house
_BETTER_BY = 1.08  # a later table must be clearly better than the first to be taken instead


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible table with its roles and what speaks for it."""

    sheet: Sheet
    candidate: Candidate
    columns: list[Column]
    roles: dict[str, list[int]]
    scores: dict[str, float]
    quality: float

    @property
    def header(self) -> list[str]:
        """Empty where the table has none."""
        return [column.folded.words for column in self.columns if column.header.strip()]

    @property
    def filled(self) -> set[int]:
        """The columns that play a role."""
        return {column for columns in self.roles.values() for column in columns}

    @property
    def length(self) -> int:
        """Rows with something in them."""
        return max((column.profile.rows for column in self.columns), default=0)


def guess_mapping(table: Table) -> ColumnMapping:
    """The most likely table of a file and the roles of its columns; roles that are not there stay out."""
    best: Guess | None = None
    if known := next((sheet for sheet in table.sheets if sheet.roles), None):
        return _as_the_source_says(known)
    for sheet in table.sheets:
        for found in _guesses(sheet):
            if best is None or _is_better(found, best):
                best = found
    if best is None:
        return ColumnMapping(sheet=table.sheets[0].name, header_row=None)
    return _mapping(best)


def _as_the_source_says(sheet: Sheet) -> ColumnMapping:
    return ColumnMapping(sheet=sheet.name, header_row=0).with_roles(sheet.roles)


def _is_better(found: Guess, best: Guess) -> bool:
    """Tables of the same columns are excerpts or variants of each other: the first, or a far longer one, is the list."""
    if found.header and found.header == best.header and found.filled == best.filled:
        return found.length > best.length * _LONGER_BY
    return found.quality > best.quality * _BETTER_BY


def guess_at(table: Table, *, sheet: str | None, header_row: int | None) -> ColumnMapping:
    """The roles of the columns of the table that a person has pointed at."""
    chosen = table.sheet(sheet)
    if chosen.roles and header_row == 0:
        return _as_the_source_says(chosen)
    known = next((item for item in candidates(chosen) if item.header_row == header_row), None)
    first = 0 if header_row is None else header_row + 1
    candidate = known or Candidate(header_row, first, len(chosen.rows), 1.0)
    columns = columns_of(chosen, candidate)
    roles, scores = assign(columns)
    return _mapping(Guess(chosen, candidate, columns, roles, scores, 0.0))


def _mapping(found: Guess) -> ColumnMapping:
    by_role, overall = confidences(
        found.columns, found.roles, found.scores, has_header=found.candidate.header_row is not None
    )
    end = found.candidate.end_row
    return ColumnMapping(
        sheet=found.sheet.name,
        header_row=found.candidate.header_row,
        roles=found.roles,
        confidence=by_role,
        overall=overall,
        end_row=end if end < len(found.sheet.rows) else None,
    )


def _guesses(sheet: Sheet) -> Iterator[Guess]:
    for candidate in candidates(sheet):
        found = _guess(sheet, candidate)
        if found is None:
            continue
        yield found
        if _may_be_shifted(found) and (shifted := _guess(sheet, replace(candidate, shift=1))):
            yield replace(shifted, quality=shifted.quality * _IF_SHIFTED)


def _guess(sheet: Sheet, candidate: Candidate) -> Guess | None:
    columns = columns_of(sheet, candidate)
    if not columns:
        return None
    roles, scores = assign(columns)
    quality = _quality(columns, roles, scores, candidate)
    if candidate.header_row is None:
        quality *= 0.5 if roles.keys() & {"mpn", "designator", "distributor_sku"} else 0.1
    return Guess(sheet, candidate, columns, roles, scores, quality * (0.5 if sheet.is_hidden else 1.0))


def _may_be_shifted(found: Guess) -> bool:
    """Data reach further right than names, and what stands below a plain name is not what it says."""
    if found.candidate.header_row is None:
        return False
    named = [column for column in found.columns if column.header.strip()]
    has_more = any(column.profile.filled and not column.header.strip() for column in found.columns[-1:])
    return has_more and any(
        column.words.get(role, 0.0) >= 1.0 and fit(role, column.profile) < _CONTRADICTS
        for column in named
        for role in ("designator", "quantity", "mpn")
    )


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
    return roles, scores


def _take_what_stands_for(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """A lone "MPN 2" leads where no other number is there; the count of a build is a quantity where there is no other."""
    _take_back_house_numbers(columns, roles, scores)
    for role, other in (("mpn", "alternate_mpn"), ("quantity", "quantity_for")):
        if role in roles or other not in roles or "manufacturer_and_mpn" in roles:
            continue
        first, *rest = roles.pop(other)
        roles[role] = [first]
        if rest:
            roles[other] = rest
        scores[role] = _standing_in(columns[first], role)


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
        roles[role] = [group[0].index]
        scores[role] = max(scores[role], group[0].score(role))
        for column in group:
            taken[column.index] = role if column is group[0] else alternate
        others = [column.index for column in group[1:]]
        if others:
            roles[alternate] = others + [index for index in roles.get(alternate, []) if index not in others]
            scores.setdefault(alternate, 2.0)


def _is_of_group(column: Column, role: str, leader: Column, taken: dict[int, str]) -> bool:
    if column.index == leader.index:
        return True
    is_free = taken.get(column.index) in (None, role, "cpn", "note", _ALTERNATE_OF[role])
    return (
        is_free
        and bool(column.profile.filled)
        and column.words.get(role, 0.0) >= 0.6
        and bool(leader.header.strip())
        and column.folded.words == leader.folded.words
        and column.score(role) >= 0.5
    )


def _quality(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float], candidate: Candidate
) -> float:
    rows = columns[0].profile.rows
    worth = 0.0
    for role, indices in roles.items():
        filled = max(columns[index].profile.fill for index in indices)
        worth += _WEIGHT.get(role, 0.3) * (0.4 + 0.6 * min(1.0, filled)) * min(1.0, scores[role] / 2.0)
    # Three lines hardly make a table; of two good ones the longer is more likely the main one.
    length = min(1.0, 0.4 + 0.2 * math.log2(1 + rows)) + 0.04 * max(0.0, math.log2((1 + rows) / 8))
    return worth * length * (1.0 + 0.02 * min(candidate.words, 8.0))
