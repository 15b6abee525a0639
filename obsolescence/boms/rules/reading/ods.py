"""OpenDocument sheets, read as the text that the person saw in the cells; repeats are counted, not trusted."""

from dataclasses import dataclass, field
from xml.parsers import expat

from obsolescence.boms.rules.reading import packages
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

_MAX_CELLS = 8_000_000
_FAR = "Cells far outside of the table were left out."


def read_ods(data: bytes) -> Table:
    """All sheets of an .ods. A value repeated beyond the limits is refused, a lone one far away left out."""
    with packages.open_package(data) as package:
        xml = packages.read_entry(package, "content.xml")
    reader = _Reader()
    try:
        reader.parser().Parse(xml, True)
    except expat.ExpatError as error:
        raise UnreadableFile(
            "The sheet is damaged or incomplete. Please open it, save it again and upload that."
        ) from error
    if not reader.sheets:
        raise UnreadableFile("The file has no sheet with cells. Please check that the parts list is in it.")
    return Table(kind="ods", sheets=tuple(reader.sheets), warnings=(_FAR,) if reader.left_out else ())


@dataclass(slots=True)
class _Reader:
    sheets: list[Sheet] = field(default_factory=list)
    name: str = ""
    rows: list[list[str]] = field(default_factory=list)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    blank_rows: int = 0
    row: list[str] = field(default_factory=list)
    row_repeat: int = 1
    blank_cells: int = 0
    cell_repeat: int = 1
    text: list[str] = field(default_factory=list)
    depth_of_note: int = 0
    is_paragraph: bool = False
    cells: int = 0
    left_out: int = 0

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        return parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "office:annotation" or self.depth_of_note:
            self.depth_of_note += 1
        elif name == "table:table":
            self.name, self.rows, self.marks, self.blank_rows = attributes.get("table:name", ""), [], {}, 0
        elif name == "table:table-row":
            self.row, self.blank_cells = [], 0
            self.row_repeat = _repeat(attributes, "table:number-rows-repeated")
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.text.clear()
            self.cell_repeat = _repeat(attributes, "table:number-columns-repeated")
            self._note_date(attributes)
        elif name.startswith("text:"):
            self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        if name == "text:p":
            self.is_paragraph = True
            if self.text:
                self.text.append("\n")
        elif name == "text:s":
            self.text.append(" " * min(_repeat(attributes, "text:c"), 1000))
        elif name in ("text:line-break", "text:tab"):
            self.text.append("\n" if name == "text:line-break" else "\t")

    def _note_date(self, attributes: dict[str, str]) -> None:
        if attributes.get("office:value-type") == "date" and len(self.rows) + self.blank_rows < MAX_ROWS:
            self.marks[len(self.rows) + self.blank_rows, len(self.row) + self.blank_cells] = "date"

    def characters(self, data: str) -> None:
        if self.is_paragraph and not self.depth_of_note:
            self.text.append(data)

    def end(self, name: str) -> None:
        if self.depth_of_note:
            self.depth_of_note -= 1
        elif name == "text:p":
            self.is_paragraph = False
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell("".join(self.text))
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self.sheets.append(Sheet(name=self.name, rows=self.rows, marks=self.marks))

    def _end_cell(self, text: str) -> None:
        if not text:
            self.blank_cells += self.cell_repeat
            return
        start = len(self.row) + self.blank_cells
        if start >= MAX_COLUMNS:
            self.left_out += 1
            return
        if start + self.cell_repeat > MAX_COLUMNS:
            raise too_many_columns()
        self.row += [""] * self.blank_cells + [text] * self.cell_repeat
        self.blank_cells = 0

    def _end_row(self) -> None:
        row = trimmed(self.row)
        if not row:
            self.blank_rows += self.row_repeat
            return
        start = len(self.rows) + self.blank_rows
        if start >= MAX_ROWS:
            self.left_out += 1
            return
        if start + self.row_repeat > MAX_ROWS:
            raise too_many_rows()
        self.cells += self.row_repeat * len(row)
        if self.cells > _MAX_CELLS:
            raise too_many_rows()
        self.rows += [[] for _ in range(self.blank_rows)] + [list(row) for _ in range(self.row_repeat)]
        self.blank_rows = 0


def _repeat(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text[:12]), 1) if text.isascii() and text.isdigit() else 1
