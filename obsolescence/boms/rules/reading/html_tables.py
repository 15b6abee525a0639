"""Web pages with tables, which many systems save under the name .xls: each table becomes a sheet."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from obsolescence.boms.rules.reading.encodings import decoded
from obsolescence.boms.rules.reading.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    Table,
    UnreadableFile,
    too_many_columns,
    too_many_rows,
    trimmed,
)

_MOST_TABLES = 50  # laid out one in the other, pages have hundreds; a parts list has a few
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript"))
_BREAKS = frozenset(("br", "p", "div", "li"))


def read_html(data: bytes) -> Table:
    """The page's tables as sheets; one sheet without a name where there is one table. UnreadableFile for none."""
    text, encoding = decoded(data)
    page = _Page()
    page.feed(text)
    page.close()
    page.end_all()
    found = [rows for rows in page.tables if any(map(any, rows))]
    if not found:
        raise no_table()
    names = [None] if len(found) == 1 else [f"Table {number}" for number in range(1, len(found) + 1)]
    sheets = tuple(Sheet(name=name, rows=rows) for name, rows in zip(names, found, strict=True))
    return Table(kind="web page", sheets=sheets, encoding=encoding)


def no_table(named: str = "") -> UnreadableFile:
    return UnreadableFile(
        f"The file is a web page saved{named}, without a table of parts. Please open it in a spreadsheet program, "
        "save it as .xlsx and upload that."
    )


@dataclass(slots=True)
class _Open:
    """A table that has begun and not ended."""

    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None
    span: int = 1


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[_Open] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "table":
            self._begin_table()
        elif not self.open:
            return
        elif tag == "tr":
            self._begin_row(self.open[-1])
        elif tag in ("td", "th"):
            self._begin_cell(self.open[-1], dict(attrs))
        elif tag in _BREAKS and self.open[-1].cell:
            self.open[-1].cell.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "table" and self.open:
            self._end_table()
        elif tag in ("td", "th", "tr") and self.open:
            _end_cell(self.open[-1])

    def handle_data(self, data: str) -> None:
        if self.open and not self.unseen and self.open[-1].cell is not None:
            self.open[-1].cell.append(data)

    def end_all(self) -> None:
        while self.open:
            self._end_table()

    def _begin_table(self) -> None:
        if len(self.tables) + len(self.open) >= _MOST_TABLES:
            raise UnreadableFile(
                f"The web page has more than {_MOST_TABLES} tables. Please copy the parts list into a sheet, save it as .xlsx."
            )
        self.open.append(_Open())

    def _end_table(self) -> None:
        table = self.open.pop()
        _end_cell(table)
        self.tables.append([trimmed(row) for row in table.rows])

    def _begin_row(self, table: _Open) -> None:
        _end_cell(table)
        if len(table.rows) >= MAX_ROWS:
            raise too_many_rows()
        table.rows.append([])

    def _begin_cell(self, table: _Open, attributes: dict[str, str | None]) -> None:
        _end_cell(table)
        if not table.rows:
            table.rows.append([])
        span = attributes.get("colspan") or "1"
        table.span = min(int(span[:6]), MAX_COLUMNS) if span.isascii() and span.isdigit() else 1
        table.cell = []


def _end_cell(table: _Open) -> None:
    if table.cell is None:
        return
    lines = [" ".join(line.split()) for line in "".join(table.cell).split("\n")]
    table.rows[-1] += ["\n".join(line for line in lines if line), *[""] * (table.span - 1)]
    table.cell = None
    if len(table.rows[-1]) > 2 * MAX_COLUMNS:
        raise too_many_columns()
