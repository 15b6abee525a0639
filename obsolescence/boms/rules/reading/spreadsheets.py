"""Excel workbooks through calamine; a sheet that calamine cannot take is read cell by cell instead."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import python_calamine as calamine

from obsolescence.boms.rules.reading import binary_sheets, packages, set_aside, sparse_xlsx
from obsolescence.boms.rules.reading.cells import cell_text, mark_of
from obsolescence.boms.rules.reading.table import MAX_COLUMNS, MAX_ROWS, Sheet, Table, UnreadableFile, trimmed

_MAX_AREA = 8_000_000  # cells; calamine keeps a full rectangle in memory
_ROW = re.compile(rb"r=[\"'](\d+)")
_LAST_ROW = re.compile(rb"<(?:\w+:)?(?:row|c) [^>]*?r=[\"'][A-Z]{0,3}(\d+)")
FAR_CELLS = "Cells far outside of the table were left out."
_ERRORS = {"#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NULL!", "#NUM!"}


def read_xlsx(data: bytes) -> Table:
    """The sheets of an .xlsx; far-away lone cells are left out, not refused.

    Calamine is fast but knows values only: what a style adds (zeros in front) is read cell by cell.
    """
    with packages.open_package(data) as package:
        is_for_calamine, found = _suits_calamine(package), set_aside.rows_set_aside(package)
    return set_aside.with_rows_set_aside(_read_xlsx_cells(data, is_for_calamine=is_for_calamine), found)


def _read_xlsx_cells(data: bytes, *, is_for_calamine: bool) -> Table:
    if is_for_calamine:
        try:
            return _read_with_calamine(data, kind="xlsx")
        except calamine.CalamineError:
            pass  # for instance a dimension that some exporters write without columns: "1:41"
    return sparse_xlsx.read_xlsx_sparse(data)


def read_xlsb(data: bytes) -> Table:
    """The sheets of an .xlsb, without far-away lone cells."""
    near, is_cut = binary_sheets.xlsb_without_far_cells(data)
    return _with_warning(_read_or_refuse(near, kind="xlsb"), is_cut=is_cut)


def read_xls(data: bytes) -> Table:
    """The sheets of an .xls, without far-away lone cells."""
    if binary_sheets.is_locked(data):
        raise packages.password_protected()
    near, is_cut = binary_sheets.without_far_cells(data)
    return _with_warning(_read_or_refuse(near, kind="xls"), is_cut=is_cut)


def _with_warning(table: Table, *, is_cut: bool) -> Table:
    return replace(table, warnings=tuple({*table.warnings, FAR_CELLS})) if is_cut else table


def _read_or_refuse(data: bytes, *, kind: str) -> Table:
    try:
        return _read_with_calamine(data, kind=kind)
    except calamine.CalamineError as error:
        raise UnreadableFile(
            "The workbook is damaged or incomplete. Please open it, save it as .xlsx and upload that."
        ) from error


def _suits_calamine(package: zipfile.ZipFile) -> bool:
    if sparse_xlsx.shows_leading_zeros(package):
        return False
    sheets = (
        name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
    )
    return all(_area(packages.read_entry(package, name)) <= _MAX_AREA for name in sheets)


def _area(sheet_xml: bytes) -> int:
    """Cells of the rectangle around all cells. The exact height is counted only where a bound for it is too high."""
    width = _width(sheet_xml)
    if width > MAX_COLUMNS:
        return _MAX_AREA + 1
    digits: int = max(map(len, _ROW.findall(sheet_xml)), default=6)
    is_bound = re.search(rb"r=[\"'][A-Z]{1,3}\d{%d}" % (digits + 1), sheet_xml) is None
    if is_bound and width * (10**digits - 1) <= _MAX_AREA:
        return width * int(10**digits - 1)
    height = max(map(int, set(_LAST_ROW.findall(sheet_xml))), default=0)
    return width * height if height <= MAX_ROWS else _MAX_AREA + 1


def _width(sheet_xml: bytes) -> int:
    """Number of the last column; looks only for cells further right than those seen before."""
    width, start = 0, 0
    while width <= MAX_COLUMNS and (match := _further_right(width).search(sheet_xml, start)):
        width, start = column_index(match[1]) + 1, match.end()
    return width


@lru_cache(maxsize=MAX_COLUMNS + 1)
def _further_right(width: int) -> re.Pattern[bytes]:
    """Cells beyond so many columns: with 28 ("AB") seen, AC to AZ, BA to ZZ, and all of three letters."""
    if width < 26:
        letters = rf"[{chr(65 + width)}-Z]|[A-Z]{{2,3}}"
    else:
        first, second = divmod(width - 26, 26)
        later = f"|[{chr(66 + first)}-Z][A-Z]" if first < 25 else ""
        letters = f"{chr(65 + first)}[{chr(65 + second)}-Z]{later}|[A-Z]{{3}}"
    return re.compile(rb"r=[\"'](" + letters.encode() + rb")\d")


def column_index(letters: bytes) -> int:
    """0 for "A", 25 for "Z", 26 for "AA"."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _read_with_calamine(data: bytes, *, kind: str) -> Table:
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(workbook, index, meta)
            for index, meta in enumerate(workbook.sheets_metadata)
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise packages.password_protected() from error
    if not sheets:
        raise UnreadableFile(
            "The workbook has no sheet with cells. Please check that the parts list is in it."
        )
    has_far = any(is_cut for _, is_cut in sheets)
    return Table(
        kind=kind, sheets=tuple(sheet for sheet, _ in sheets), warnings=(FAR_CELLS,) if has_far else ()
    )


def _sheet(
    workbook: calamine.CalamineWorkbook, index: int, meta: calamine.SheetMetadata
) -> tuple[Sheet, bool]:
    sheet = workbook.get_sheet_by_index(index)
    left = (
        sheet.start[1] if sheet.start else 0
    )  # calamine counts rows from the sheet's top, columns from the data
    rows, marks, is_cut = _text_rows(sheet.iter_rows(), left=left)
    is_hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return Sheet(name=meta.name, rows=rows, is_hidden=is_hidden, marks=marks), is_cut


def _text_rows(
    values: Iterable[Sequence[object]], *, left: int
) -> tuple[list[list[str]], dict[tuple[int, int], str], bool]:
    rows: list[list[str]] = []
    marks: dict[tuple[int, int], str] = {}
    is_cut = False
    for number, cells in enumerate(values):
        if number >= MAX_ROWS:
            is_cut = True
            break
        row = trimmed([cell_text(value) for value in cells])
        _mark(marks, number, left, cells, row)
        row = [""] * left + row if row and left else row
        is_cut = is_cut or len(row) > MAX_COLUMNS
        rows.append(row[:MAX_COLUMNS])
    while rows and not rows[-1]:
        rows.pop()
    return rows, marks, is_cut


def _mark(
    marks: dict[tuple[int, int], str], number: int, left: int, cells: Sequence[object], row: list[str]
) -> None:
    for column, value in enumerate(cells[: len(row)], start=left):
        if isinstance(value, str):
            if value in _ERRORS:
                marks[number, column] = "error"
        elif (mark := mark_of(value)) is not None:
            marks[number, column] = mark
