"""The shape that every kind of file is read into, and the limits that hold for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from obsolescence.base.refusals import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_COLUMNS = 512
MAX_ROWS = 200_000


class UnreadableFile(Refused):
    """The upload is not a table that can be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text cells. Row and column numbers count from 0 at the sheet's (or file's) very first cell.

    `marks` names cells whose text a spreadsheet program has changed: "date", "number" or "error".
    `roles`: role → columns, where the source itself says what is what (its header is row 0); empty for tables of people.
    `hidden_rows`, `struck_rows`: those that a workbook hides, and those with cells that are struck through.
    """

    name: str | None
    rows: list[list[str]]
    is_hidden: bool = False
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    roles: Mapping[str, list[int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()

    @property
    def has_content(self) -> bool:
        return any(cell.strip() for row in self.rows for cell in row)

    def cell(self, row: int, column: int) -> str:
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read. `kind` is "delimited text", "fixed-width text", "xlsx", "xls", "xlsb", "ods", "IPC-2581",
    "CycloneDX", "web page" or "Excel 2003 XML"."""

    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    delimiter: str | None = None
    warnings: tuple[str, ...] = ()

    def sheet(self, name: str | None) -> Sheet:
        """The sheet of that name; the first one where no sheet has it."""
        return next((sheet for sheet in self.sheets if sheet.name == name), self.sheets[0])


def trimmed(cells: list[str]) -> list[str]:
    """The row without the empty cells at its end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def too_many_rows() -> UnreadableFile:
    return UnreadableFile(
        f"The file has more than {MAX_ROWS:,} rows. Please split it, or remove the rows that are not parts."
    )


def too_many_columns() -> UnreadableFile:
    return UnreadableFile(
        f"The file has more than {MAX_COLUMNS} columns. Please keep only the columns of the parts list."
    )
