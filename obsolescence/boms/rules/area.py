"""Which cells of a sheet belong to the table: "B12:K240" as people write it, and a sheet without the rest."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules.reading.table import MAX_COLUMNS, Sheet

HOW = (
    "Write a range as in a spreadsheet: B12:K240, only rows (12:240), only columns (B:K), or nothing for all."
)
_CORNER = r"([A-Z]{0,3})(\d{0,7})"
_WRITTEN = re.compile(rf"{_CORNER}(?:\s*(?::|-|–|\.\.|\bTO\b|\bBIS\b)\s*{_CORNER})?")


@dataclass(frozen=True, slots=True)
class Area:
    """Rows and columns, 0-based; ends are the index after the last. None: as far as the sheet goes."""

    first_row: int | None = None
    end_row: int | None = None
    first_column: int | None = None
    end_column: int | None = None

    @property
    def is_everything(self) -> bool:
        return self == Area()

    def has_column(self, column: int) -> bool:
        return (self.first_column or 0) <= column and (self.end_column is None or column < self.end_column)

    def has_row(self, row: int) -> bool:
        return (self.first_row or 0) <= row and (self.end_row is None or row < self.end_row)

    def __str__(self) -> str:
        """ "B12:K240", "12:240", "B:K"; "B12:" where it is open at its end, "" for everything."""
        if self.is_everything:
            return ""
        has_columns = self.first_column is not None or self.end_column is not None
        has_rows = self.first_row is not None or self.end_row is not None
        first = column_letters(self.first_column or 0) if has_columns else ""
        first += str((self.first_row or 0) + 1) if has_rows else ""
        last = "" if self.end_column is None else column_letters(self.end_column - 1)
        return f"{first}:{last}{'' if self.end_row is None else self.end_row}"


def read_area(text: str) -> Area:
    """The cells that a person names. Raises Refused with a sentence."""
    plain = text.rpartition("!")[2].replace("$", "").strip().upper()
    if not plain:
        return Area()
    match = _WRITTEN.fullmatch(plain)
    if match is None or not any(match.groups()) or plain.isalpha():
        raise Refused(f"“{text.strip()[:40]}” names no cells. {HOW}")
    left, top, right, bottom = (group or "" for group in match.groups())
    if any(row and int(row) == 0 for row in (top, bottom)):
        raise Refused("Rows count from 1.")
    area = Area(
        first_row=int(top or 1) - 1 or None,
        end_row=int(bottom) if bottom else None,
        first_column=_index(left) or None,
        end_column=None if not right else (_index(right) or 0) + 1,
    )
    _refuse_upside_down(area, left, top, right, bottom)
    return area


def _refuse_upside_down(area: Area, left: str, top: str, right: str, bottom: str) -> None:
    if area.end_row is not None and area.end_row <= (area.first_row or 0):
        raise Refused(f"The last row, {bottom}, stands above the first, {top}.")
    if area.end_column is not None and area.end_column <= (area.first_column or 0):
        raise Refused(f"The last column, {right}, stands left of the first, {left}.")
    if max(area.first_column or 0, (area.end_column or 1) - 1) >= MAX_COLUMNS:
        raise Refused(f"No list that we read has more than {MAX_COLUMNS} columns.")


def refuse_outside(area: Area, *, header_row: int | None, row_count: int) -> None:
    """Refuse, in a sentence, a range of which nothing would be read."""
    if area.first_row is not None and area.first_row >= row_count:
        raise Refused(
            f"The range begins in row {area.first_row + 1}, but the sheet ends with row {row_count}."
        )
    if header_row is not None and area.end_row is not None and header_row >= area.end_row - 1:
        raise Refused(
            f"The column names stand in row {header_row + 1}, and the range ends with row {area.end_row}:"
            " no line would be left. Choose a later last row, or another row with column names."
        )


def to_remember(area: Area, header_row: int | None) -> dict[str, int]:
    """What of a range belongs to the header and not to the file: its columns, and how far below the first line is.

    Where the table ends is the file's own: the next one has more lines, or fewer.
    """
    below = None if area.first_row is None or header_row is None else area.first_row - header_row - 1
    kept = {"first_column": area.first_column, "end_column": area.end_column, "below": below or None}
    return {name: value for name, value in kept.items() if value is not None and value >= 0}


def as_remembered(place: Mapping[str, int], header_row: int, *, end_row: int | None) -> Area:
    """The range that `to_remember` kept, below the header of another file."""
    below = place.get("below")
    return Area(
        first_row=None if below is None else header_row + 1 + below,
        end_row=end_row,
        first_column=place.get("first_column"),
        end_column=place.get("end_column"),
    )


def without_the_rest(sheet: Sheet, area: Area) -> Sheet:
    """The sheet with nothing in the columns outside; rows and columns keep their numbers."""
    if area.first_column is None and area.end_column is None:
        return sheet
    start = area.first_column or 0
    rows = [[*[""] * min(start, len(cells)), *cells[start : area.end_column]] for cells in sheet.rows]
    return replace(sheet, rows=rows, roles=_inside(sheet.roles, area))


def _inside(roles: Mapping[str, list[int]], area: Area) -> Mapping[str, list[int]]:
    kept = {
        role: [column for column in columns if area.has_column(column)] for role, columns in roles.items()
    }
    return {role: columns for role, columns in kept.items() if columns}


def rows_outside(area: Area, *, header_row: int | None, row_count: int) -> Iterator[tuple[int, int]]:
    """(first, last) of the rows, 0-based, that a range leaves out above and below; the header is not among them."""
    first = area.first_row or 0
    above = 0 if header_row is None else header_row + 1
    if above < first:
        yield above, first - 1
    if area.end_row is not None and area.end_row < row_count:
        yield area.end_row, row_count - 1


def column_letters(index: int) -> str:
    """As in a spreadsheet: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _index(letters: str) -> int | None:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1 if letters else None
