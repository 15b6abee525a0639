"""Guess the table and the roles of its columns: header words and content are weighed together."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from obsolescence.boms.rules.columns.assign import assign
from obsolescence.boms.rules.columns.candidates import Candidate, candidates
from obsolescence.boms.rules.columns.column import Column, columns_of
from obsolescence.boms.rules.columns.confidence import confidences
from obsolescence.boms.rules.columns.doubts import doubts_of
from obsolescence.boms.rules.columns.mapping import IN_DOUBT, SURE, ColumnMapping, Doubt, repeats_of
from obsolescence.boms.rules.columns.partners import is_at_odds
from obsolescence.boms.rules.columns.profile import fit
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.reading.table import Sheet, Table

_WEIGHT = {
    "mpn": 4.0, "manufacturer_and_mpn": 3.5, "designator": 3.0, "quantity": 2.5, "manufacturer": 2.0,
    "distributor_sku": 2.0, "description": 1.5, "value": 1.5, "footprint": 1.0,
}  # fmt: skip
_LONGER_BY = 2.0
_CONTRADICTS = -0.3
_IF_SHIFTED = 0.9  # names above their own data need no such explanation
_ALSO_GOOD = 0.6
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
    return guess_tables(table)[0]


def guess_tables(table: Table) -> tuple[ColumnMapping, list[ColumnMapping]]:
    """The most likely table of a file, and the best of every other sheet that could be meant as well."""
    if known := next((sheet for sheet in table.sheets if sheet.roles), None):
        return _as_the_source_says(known), []
    best: Guess | None = None
    by_sheet: dict[str | None, Guess] = {}
    for sheet in sorted(table.sheets, key=lambda sheet: sheet.is_hidden):  # what is hidden comes last
        for found in _with_sections(list(_guesses(sheet))):
            if best is None or _is_better(found, best):
                best = found
            if sheet.name not in by_sheet or _is_better(found, by_sheet[sheet.name]):
                by_sheet[sheet.name] = found
    if best is None:
        return ColumnMapping(sheet=table.sheets[0].name, header_row=None), []
    others = [found for found in by_sheet.values() if found is not best and _could_be_meant(found, best)]
    return _mapping(best), [_mapping(found) for found in others]


def _with_sections(found: list[Guess]) -> list[Guess]:
    """The tables of a sheet; one that goes on below a title and the same header again ("Resistors") is one table.

    It goes on where no place is listed twice: a variant or an older state of the list has the same places again.
    """
    joined: list[Guess] = []
    for later in found:
        earlier = joined[-1] if joined else None
        if earlier is not None and _goes_on(earlier, later):
            whole = replace(earlier.candidate, end_row=later.candidate.end_row)
            joined[-1] = _guess(earlier.sheet, whole) or earlier
        else:
            joined.append(later)
    return joined


def _goes_on(earlier: Guess, later: Guess) -> bool:
    begins = later.candidate.header_row
    if (
        begins is None
        or begins != earlier.candidate.end_row
        or earlier.candidate.shift != later.candidate.shift
    ):
        return False
    before, after = _places(earlier), _places(later)
    return earlier.header == later.header and bool(before and after) and before.isdisjoint(after)


def _begins_again(found: Guess) -> bool:
    """The same header stands where the table ends, and what is below does not clearly belong to it; or it stands within
    the table, and places are listed above and below it. A person has to say whether that is one list or two."""
    header, end = found.candidate.header_row, found.candidate.end_row
    if header is None:
        return False
    repeats = repeats_of(found.sheet.rows[header])
    rows = range(found.candidate.first_row, min(end + 1, len(found.sheet.rows)))
    again = [row for row in rows if repeats(found.sheet.rows[row])]
    return bool(again) and (
        again[-1] == end or not _places(found, end=again[0]).isdisjoint(_places(found, start=again[0]))
    )


def _places(found: Guess, *, start: int | None = None, end: int | None = None) -> set[str]:
    """The designators of a table, or of its rows from ``start`` or before ``end``."""
    column = next(iter(found.roles.get("designator", [])), None)
    first = found.candidate.first_row if start is None else start
    rows = found.sheet.rows[first : found.candidate.end_row if end is None else end]
    cells = [row[column] for row in rows if column is not None and column < len(row)]
    return {name for cell in cells for name in expand(cell).names}


def _could_be_meant(found: Guess, best: Guess) -> bool:
    is_elsewhere = found.sheet is not best.sheet and not found.sheet.is_hidden
    names_parts = bool(found.roles.keys() & {"mpn", "manufacturer_and_mpn", "distributor_sku", "cpn"})
    has_header = found.candidate.header_row is not None
    return is_elsewhere and has_header and names_parts and found.quality > _ALSO_GOOD * best.quality


def _as_the_source_says(sheet: Sheet) -> ColumnMapping:
    return ColumnMapping(sheet=sheet.name, header_row=0).with_roles(sheet.roles)


def _is_better(found: Guess, best: Guess) -> bool:
    """Tables of the same columns are excerpts or variants of each other: the first, or a far longer one, is the list."""
    if found.sheet.is_hidden and not best.sheet.is_hidden:
        return found.quality > best.quality * _BETTER_BY  # its quality is halved already
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
    has_header = found.candidate.header_row is not None
    by_role, overall = confidences(found.columns, found.roles, found.scores, has_header=has_header)
    at_odds, begins_again = is_at_odds(found.columns, found.roles), _begins_again(found)
    overall = min(overall, IN_DOUBT) if at_odds or begins_again else overall
    doubts = doubts_of(
        found.columns, found.roles, by_role, has_header=has_header, at_odds=at_odds,
        overall=SURE if begins_again else overall,
    )  # fmt: skip
    end = found.candidate.end_row
    return ColumnMapping(
        sheet=found.sheet.name,
        header_row=found.candidate.header_row,
        roles=found.roles,
        confidence=by_role,
        overall=overall,
        end_row=end if end < len(found.sheet.rows) else None,
        doubts=(*doubts, *([Doubt("begins_again")] if begins_again else [])),
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
