"""An .xlsx read cell by cell with a streaming parser: slower than calamine, but no cell costs its neighbours.

Used for sheets with lone cells far away (one value in the last cell of a sheet would ask for 17 billion cells)
and for sheets that calamine refuses. The package has been checked before: no DOCTYPE, bounded size.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.parsers import expat

from obsolescence.boms.rules.reading import packages
from obsolescence.boms.rules.reading.cells import cell_text, mark_of, number_text
from obsolescence.boms.rules.reading.table import MAX_COLUMNS, MAX_ROWS, Sheet, Table, UnreadableFile, trimmed

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,9})")
_ZEROS = re.compile(rb"""formatCode=["']00+["']""")
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_FAR = "Cells far outside of the table were left out."


def read_xlsx_sparse(data: bytes) -> Table:
    """Like `spreadsheets.read_xlsx`, one cell at a time; cells beyond the limits are left out with a warning."""
    with packages.open_package(data) as package:
        strings = _shared_strings(package)
        styles = _styles(package)
        found = sheet_paths(package)
        readers = [_read_sheet(package, path, strings, styles) for _, path, _ in found]
    if not readers:
        raise UnreadableFile(
            "The workbook has no sheet with cells. Please check that the parts list is in it."
        )
    sheets = tuple(
        Sheet(name=name, rows=reader.to_rows(), is_hidden=is_hidden, marks=reader.marks)
        for (name, _, is_hidden), reader in zip(found, readers, strict=True)
    )
    has_far = any(reader.left_out for reader in readers)
    return Table(kind="xlsx", sheets=sheets, warnings=(_FAR,) if has_far else ())


def _parse(xml: bytes, parser: expat.XMLParserType) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnreadableFile(
            "The workbook is damaged or incomplete. Please open it, save it as .xlsx and upload that."
        ) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def elements(xml: bytes, wanted: set[str]) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) in wanted:
            found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    if xml:
        _parse(xml, parser)
    return found


def sheet_paths(package: zipfile.ZipFile) -> list[tuple[str, str, bool]]:
    """(name, path in the package, hidden?) of every worksheet, in the workbook's order."""
    relations = {
        attributes.get("Id", ""): normpath(join("xl", attributes.get("Target", ""))).lstrip("/")
        for _, attributes in elements(
            packages.read_entry(package, "xl/_rels/workbook.xml.rels"), {"Relationship"}
        )
    }
    return [
        (attributes.get("name", ""), path, attributes.get("state", "visible") != "visible")
        for _, attributes in elements(packages.read_entry(package, "xl/workbook.xml"), {"sheet"})
        if "worksheets/" in (path := relations.get(attributes.get("id", ""), ""))
    ]


def _shared_strings(package: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    reader = _StringReader(strings)
    xml = packages.read_entry(package, "xl/sharedStrings.xml")
    if xml:
        _parse(xml, reader.parser())
    return strings


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of the cell styles that show a date, and of those that show so many figures ("00000" → 5)."""

    dates: frozenset[int]
    figures: Mapping[int, int]


def shows_leading_zeros(package: zipfile.ZipFile) -> bool:
    """Whether some cells may show more zeros than their numbers have: only a reader that heeds styles keeps them."""
    return _ZEROS.search(packages.read_entry(package, "xl/styles.xml")) is not None


def _styles(package: zipfile.ZipFile) -> _Styles:
    codes: dict[int, str] = {}
    formats: list[int] = []
    is_cell_style = False
    for name, attributes in elements(
        packages.read_entry(package, "xl/styles.xml"), {"numFmt", "cellXfs", "xf", "cellStyles"}
    ):
        if name == "numFmt":
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "xf" and is_cell_style:
            formats.append(_whole(attributes.get("numFmtId", "")))
        else:
            is_cell_style = name == "cellXfs"
    dates = _DATE_FORMATS | {number for number, code in codes.items() if _shows_date(code)}
    figures = {number: len(code) for number, code in codes.items() if re.fullmatch("0{2,30}", code)}
    return _Styles(
        frozenset(index for index, number in enumerate(formats) if number in dates),
        {index: figures[number] for index, number in enumerate(formats) if number in figures},
    )


def _shows_date(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).casefold()
    return bool(re.search(r"[dmyh]", bare)) and "general" not in bare


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


@dataclass(slots=True)
class _StringReader:
    strings: list[str]
    text: list[str] = field(default_factory=list)
    is_text: bool = False
    is_phonetic: bool = False

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        return parser

    def start(self, name: str, _: dict[str, str]) -> None:
        local = _local(name)
        if local == "si":
            self.text.clear()
        self.is_phonetic = self.is_phonetic or local == "rPh"
        self.is_text = local == "t" and not self.is_phonetic

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "si":
            self.strings.append("".join(self.text))
        if local == "rPh":
            self.is_phonetic = False
        self.is_text = False

    def characters(self, data: str) -> None:
        if self.is_text:
            self.text.append(data)


@dataclass(slots=True)
class _SheetReader:
    strings: list[str]
    styles: _Styles
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    left_out: int = 0
    row: int = -1
    column: int = -1
    kind: str = "n"
    style: int = 0
    text: list[str] = field(default_factory=list)
    is_value: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "row":
            self.row = _whole(attributes.get("r", "")) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif local == "c":
            self._start_cell(attributes)
        self.is_value = local in ("v", "t")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        if reference:
            self.row = int(reference[2]) - 1
            self.column = _column(reference[1])
        else:
            self.column += 1
        self.kind = attributes.get("t", "n")
        self.style = _whole(attributes.get("s", ""))
        self.text.clear()

    def characters(self, data: str) -> None:
        if self.is_value:
            self.text.append(data)

    def end(self, name: str) -> None:
        self.is_value = False
        if _local(name) == "c" and self.text:
            self._store("".join(self.text))

    def _store(self, text: str) -> None:
        if not (0 <= self.row < MAX_ROWS and 0 <= self.column < MAX_COLUMNS):
            self.left_out += 1
            return
        value = self._value(text)
        self.cells.setdefault(self.row, {})[self.column] = cell_text(value)
        mark = "error" if self.kind == "e" else mark_of(value)
        if mark:
            self.marks[self.row, self.column] = mark

    def _value(self, text: str) -> object:
        if self.kind == "s":
            index = _whole(text)
            return self.strings[index] if index < len(self.strings) else ""
        if self.kind == "b":
            return text.strip() == "1"
        if self.kind != "n":
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        if self.style in self.styles.dates:
            return _date(number)
        figures = self.styles.figures.get(self.style, 0)
        return number_text(number).zfill(figures) if figures and number >= 0 else number

    def to_rows(self) -> list[list[str]]:
        rows: list[list[str]] = [[] for _ in range(max(self.cells, default=-1) + 1)]
        for number, cells in self.cells.items():
            row = [""] * (max(cells) + 1)
            for column, text in cells.items():
                row[column] = text
            rows[number] = trimmed(row)
        while rows and not rows[-1]:
            rows.pop()
        return rows


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _date(number: float) -> object:
    try:
        return dt.datetime(1899, 12, 30) + dt.timedelta(days=number)  # noqa: DTZ001 (a spreadsheet has no zone)
    except OverflowError:
        return number


def _read_sheet(package: zipfile.ZipFile, path: str, strings: list[str], styles: _Styles) -> _SheetReader:
    reader = _SheetReader(strings=strings, styles=styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    xml = packages.read_entry(package, path)
    if xml:
        _parse(xml, parser)
    return reader
