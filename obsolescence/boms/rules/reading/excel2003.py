"""XML spreadsheets of Excel 2003, which planning systems still write under the name .xls."""

from dataclasses import dataclass, field
from xml.parsers import expat

from obsolescence.boms.rules.reading.declarations import refuse_declarations
from obsolescence.boms.rules.reading.table import MAX_COLUMNS, MAX_ROWS, Sheet, Table, UnreadableFile, trimmed

_FAR = "Cells far outside of the table were left out."


def read_excel2003(data: bytes) -> Table:
    """The worksheets as sheets. Raises UnreadableFile for damaged XML, declarations in it, and no cells."""
    reader = _Reader()
    try:
        reader.parser().Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        raise UnreadableFile(
            "The XML spreadsheet is damaged or incomplete. Please open it, save it as .xlsx and upload that."
        ) from error
    if not reader.sheets:
        raise UnreadableFile("The file has no sheet with cells. Please check that the parts list is in it.")
    return Table(
        kind="Excel 2003 XML", sheets=tuple(reader.sheets), warnings=(_FAR,) if reader.left_out else ()
    )


@dataclass(slots=True)
class _Reader:
    sheets: list[Sheet] = field(default_factory=list)
    name: str = ""
    rows: list[list[str]] = field(default_factory=list)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    row: int = -1
    column: int = -1
    text: list[str] | None = None
    kind: str = ""
    left_out: bool = False

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        refuse_declarations(parser)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        return parser

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "Worksheet":
            self.name, self.rows, self.marks, self.row = attributes.get("ss:Name", ""), [], {}, -1
        elif local == "Row":
            self.row = _place(attributes, self.row)
            self.column = -1
        elif local == "Cell":
            self.column = _place(attributes, self.column)
        elif local == "Data":
            self.text, self.kind = [], attributes.get("ss:Type", "")

    def characters(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "Data" and self.text is not None:
            self._store("".join(self.text))
            self.text = None
        elif local == "Worksheet":
            self.sheets.append(Sheet(self.name, [trimmed(row) for row in self.rows], marks=self.marks))

    def _store(self, text: str) -> None:
        if not (0 <= self.row < MAX_ROWS and 0 <= self.column < MAX_COLUMNS):
            self.left_out = True
            return
        self.rows += [[] for _ in range(self.row + 1 - len(self.rows))]
        cells = self.rows[self.row]
        cells += [""] * (self.column + 1 - len(cells))
        cells[self.column] = text
        if mark := {"DateTime": "date", "Number": "number", "Error": "error"}.get(self.kind):
            self.marks[self.row, self.column] = mark


def _place(attributes: dict[str, str], before: int) -> int:
    """ss:Index counts from 1 and leaves out what is empty."""
    index = attributes.get("ss:Index", "")
    return int(index[:9]) - 1 if index.isascii() and index.isdigit() else before + 1
