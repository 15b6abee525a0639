"""Where tables may begin: rows whose words are headers, and where each such table ends."""

from dataclasses import dataclass

from obsolescence.boms.rules.columns.content import classes_of
from obsolescence.boms.rules.columns.mapping import folded_cell
from obsolescence.boms.rules.header_words import header_roles, speaks_of_parts
from obsolescence.boms.rules.reading.table import Sheet

_SEARCHED_ROWS = 100  # every row; further down only rows after a gap, as second tables begin
_MOST_CANDIDATES = 12
_MARKED = frozenset(("integer", "designator"))
_LOOKED_AT, _FEWEST, _NEARLY_ALL = 20, 3, 0.8
_FACTS = frozenset(("telling_sku", "integer", "number", "url", "money"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible table: its header row (None: no header), its first data row and the row after its last.

    shift: how many columns the names stand left of their data, where an export has put one in between.
    """

    header_row: int | None
    first_row: int
    end_row: int
    words: float
    shift: int = 0


def candidates(sheet: Sheet) -> list[Candidate]:
    """Possible tables of a sheet, in the order of their rows; the table without a header comes last."""
    rows = sheet.rows
    heads = [
        (number, words)
        for number in _likely_rows(rows)
        if (words := _header_strength(rows[number])) > 0 and not _repeated_below(rows, number)
    ]
    heads = _without_weaker_neighbours(heads)
    found = [Candidate(number, number + 1, _end_of(rows, number, heads), words) for number, words in heads]
    found = sorted(
        sorted(found, key=lambda item: -item.words)[:_MOST_CANDIDATES], key=lambda item: item.first_row
    )
    first = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    if first not in {item.header_row for item in found} and _is_unlike_what_follows(rows, first):
        found = [*found, Candidate(first, first + 1, len(rows), 0.0)]
    return [*found, Candidate(None, first, len(rows), 0.0)]


def _is_unlike_what_follows(rows: list[list[str]], first: int) -> bool:
    """Words of a tongue that we do not know above columns of numbers and designators: a header all the same."""
    below = [row for row in rows[first + 1 : first + 1 + _LOOKED_AT] if sum(map(bool, row)) > 1]
    if len(below) < _FEWEST:
        return False
    marked = 0
    for column, cell in enumerate(rows[first]):
        facts = [
            classes_of(row[column]) & _MARKED for row in below if column < len(row) and row[column].strip()
        ]
        if len(facts) < len(below) * _NEARLY_ALL or not cell.strip():
            continue
        common = frozenset.intersection(*facts)
        if common and classes_of(cell) & _MARKED:
            return False
        marked += bool(common)
    return marked >= 2


def _likely_rows(rows: list[list[str]]) -> list[int]:
    likely = []
    is_after_gap = True
    for number, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if (number < _SEARCHED_ROWS or is_after_gap) and filled and max(map(len, filled)) <= 120:
            likely.append(number)
        is_after_gap = len(filled) <= 1
    return likely


def _header_strength(row: list[str]) -> float:
    """How much a row speaks as a header: the roles its cells name, less the cells that name nothing."""
    cells = [cell for cell in row if cell.strip()]
    best: dict[str, float] = {}
    speaking = 0
    for cell in cells:
        roles = header_roles(cell)
        speaking += bool(roles) or speaks_of_parts(cell)
        for role, strength in roles.items():
            best[role] = max(best.get(role, 0.0), strength)
    if sum(map(_holds_facts, cells)) > 0.25 * len(cells):
        return 0.0
    strong = [strength for strength in best.values() if strength >= 0.5]
    if len(cells) <= 2 and max(best.values(), default=0.0) >= 0.8 and speaking == len(cells):
        return sum(strong)
    if _distinct_columns(cells) < 2 or speaking < 0.3 * len(cells):
        return 0.0
    return sum(strong) + 0.1 * speaking


def _holds_facts(cell: str) -> bool:
    """A number, a price, a part: what stands below headers, not in them."""
    if header_roles(cell):
        return False
    classes = classes_of(cell)
    is_part = "mpn" in classes and cell == cell.upper() and "_" not in cell  # "price100_Mouser" is none
    return is_part or bool(classes & _FACTS)


def _repeated_below(rows: list[list[str]], number: int) -> bool:
    """A header says what is below it; what is below says the same again only where both are lines."""
    below = rows[number + 1] if number + 1 < len(rows) else []
    pairs = [(cell, other) for cell, other in zip(rows[number], below, strict=False) if cell.strip()]
    return sum(cell == other for cell, other in pairs) > 0.2 * max(len(pairs), 5)


def _distinct_columns(cells: list[str]) -> int:
    """Number of different roles that different cells name at their strongest."""
    roles = set()
    for cell in cells:
        found = header_roles(cell)
        if found and max(found.values()) >= 0.5:
            roles.add(max(found, key=lambda role: found[role]))
    return len(roles)


def _without_weaker_neighbours(heads: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Of header rows that touch each other (two-row headers) only the strongest stays."""
    strength = dict(heads)
    return [
        (number, words)
        for number, words in heads
        if words > strength.get(number - 1, 0.0) and words >= strength.get(number + 1, 0.0)
    ]


def _end_of(rows: list[list[str]], header_row: int, heads: list[tuple[int, float]]) -> int:
    """Where the next table begins; a header that is merely repeated on every page does not end the table."""
    own = [folded_cell(cell) for cell in rows[header_row]]
    for number, words in heads:
        if number <= header_row or words < 2.5:
            continue
        same = [folded_cell(cell) for cell in rows[number]] == own
        if not same or _is_titled(rows, number):
            return number
    return len(rows)


def _is_titled(rows: list[list[str]], number: int) -> bool:
    """A title or a gap of two rows above: a table of its own, not the next page of this one."""
    above = [sum(bool(cell.strip()) for cell in row) for row in rows[max(0, number - 3) : number]]
    return 1 in above or above.count(0) >= 2
