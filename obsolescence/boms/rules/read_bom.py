"""The whole of reading in one call, in this process: bytes → table → mapping → lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from obsolescence.boms.rules.columns import ColumnMapping, guess_at, guess_tables, header_fingerprint
from obsolescence.boms.rules.columns.mapping import Doubt
from obsolescence.boms.rules.lines import Problem, ReadLine, ReadLines, lines_of
from obsolescence.boms.rules.lines.marked import value_is_marked
from obsolescence.boms.rules.lines.population import leaves_out_most
from obsolescence.boms.rules.lines.problems import COMMAS_IN_DOUBT
from obsolescence.boms.rules.placing import is_plain_mark
from obsolescence.boms.rules.reading import Sheet, Table, read_table
from obsolescence.boms.rules.reasons import problems_of_doubts

_LOOKED_AT = 3_000  # lines, evenly taken
_PREVIEW_TOP, _PREVIEW_ABOVE, _PREVIEW_TABLE, _PREVIEW_END = 15, 3, 40, 6


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """Some rows of a sheet for the mapping page: (0-based row number, cells). name is None for text files."""

    name: str | None
    is_hidden: bool
    row_count: int
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class ReadBom:
    """A file as read. `headers` are the column names (keys of each line's `raw`) in order."""

    kind: str
    encoding: str | None
    delimiter: str | None
    mapping: ColumnMapping
    fingerprint: str
    headers: list[str]
    lines: list[ReadLine]
    problems: list[Problem]
    warnings: list[str]
    sheets: list[SheetPreview]
    left_out: list[tuple[int, list[str]]] = field(default_factory=list)  # as in ReadLines


def read_bom(data: bytes, *, filename: str, mapping: ColumnMapping | None = None) -> ReadBom:
    """Raises UnreadableFile. Only for files that we trust: others go through `guard.read_guarded`."""
    table = read_table(data, filename=filename)
    is_guessed = mapping is None or not mapping.roles
    mapping, others = _mapping_for(table, mapping)
    read = lines_of(table, mapping)
    if is_guessed and not table.sheet(mapping.sheet).roles:
        for doubt in _of_lines(read, mapping):
            mapping = mapping.in_doubt(doubt)
    doubts = [] if mapping.is_sure else problems_of_doubts(mapping, read.headers, read.lines)
    said = {doubt.code for doubt in doubts}
    return ReadBom(
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        mapping=mapping,
        fingerprint=header_fingerprint(table, mapping.header_row, sheet=mapping.sheet),
        headers=read.headers,
        lines=read.lines,
        problems=[*doubts, *(one for one in read.problems if one.code not in said), *_other_tables(others)],
        warnings=list(table.warnings),
        sheets=[_preview(sheet, mapping) for sheet in table.sheets],
        left_out=read.left_out,
    )


def _of_lines(read: ReadLines, mapping: ColumnMapping) -> Iterator[Doubt]:
    """What the lines themselves say may have been read the wrong way."""
    for column in _unread_marks(read, mapping):
        yield Doubt("marks_elsewhere", (column,), "dnp")
    if leaves_out_most(read.lines):
        yield Doubt("leaves_out_most", tuple(mapping.roles.get("dnp", [])))
    if any(problem.code == COMMAS_IN_DOUBT for problem in read.problems):
        yield Doubt(COMMAS_IN_DOUBT, tuple(mapping.roles.get("quantity", [])), "quantity")


def _unread_marks(read: ReadLines, mapping: ColumnMapping) -> list[int]:
    """Columns without a role that say of lines that they are not placed, where nothing that is read says so."""
    free = {name: column for column, name in enumerate(read.headers) if mapping.role_of(column) is None}
    placed = [line for line in read.lines[:: len(read.lines) // _LOOKED_AT + 1] if not line.dnp]
    return sorted(
        {
            free[name]
            for line in placed
            for name, cell in line.raw.items()
            if name in free and (is_plain_mark(cell) or value_is_marked(cell))
        }
    )


def _mapping_for(table: Table, mapping: ColumnMapping | None) -> tuple[ColumnMapping, list[ColumnMapping]]:
    """The mapping to read by, and those of other sheets that nobody has decided against."""
    if mapping is None:
        return guess_tables(table)
    if not mapping.roles:
        return guess_at(table, sheet=mapping.sheet, header_row=mapping.header_row), []
    return mapping, []


def _other_tables(others: list[ColumnMapping]) -> list[Problem]:
    if not others:
        return []
    names = ", ".join(f"“{mapping.sheet}”" for mapping in others[:5])
    sentence = f"There {'is another parts list' if len(others) == 1 else 'are further parts lists'} in this file: {names}."
    return [
        Problem(
            "further_tables",
            sentence,
            "Choose another sheet if that is the one you mean; each is a BOM of its own.",
        )
    ]


def _preview(sheet: Sheet, mapping: ColumnMapping) -> SheetPreview:
    """The top of the sheet, the beginning of the table where it lies further down, and its end."""
    wanted = set(range(_PREVIEW_TOP))
    if sheet.name == mapping.sheet:
        header, first = mapping.header_row or 0, mapping.first_row or 0
        end = len(sheet.rows) if mapping.end_row is None else mapping.end_row
        for start, count in ((header, _PREVIEW_TABLE), (first, _PREVIEW_TABLE), (end - 3, _PREVIEW_END)):
            wanted |= set(range(max(0, start - _PREVIEW_ABOVE), start + count))
    rows = [(number, sheet.rows[number]) for number in sorted(wanted) if number < len(sheet.rows)]
    return SheetPreview(sheet.name, sheet.is_hidden, len(sheet.rows), rows)
