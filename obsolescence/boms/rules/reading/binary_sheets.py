"""Binary workbooks (.xls, .xlsb) before calamine sees them: is there a password, and are there cells far away?

Calamine keeps the full rectangle around all cells. A lone cell in the last corner of a sheet would take more memory
than we give; such cells are made into records that say nothing, or left out.
"""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

from obsolescence.boms.rules.reading import ole, packages

_MOST_CELLS = 8_000_000  # of the rectangle
_MOST_RECORDS = 3_000_000  # that are looked at; what has more is not made of cells that people typed
_GAP_OF_ROWS, _GAP_OF_COLUMNS = 2_000, 100  # empty ones after which what follows is no part of the table

Cell = tuple[int, int, int]  # row, column, where its record begins

# Records of .xls: those of cells begin with row and column; the text of a formula follows it in a record of its own.
_LOCK, _NOTHING = 0x2F, 0x80
_CELLS = frozenset((0x06, 0x7E, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406))
_BEGINS, _ENDS, _TEXT_OF_FORMULA = 0x809, 0x0A, 0x207

# Records of .xlsb.
_ROW, _LAST_CELL = 0, 11


def is_locked(data: bytes) -> bool:
    """Whether an .xls is encrypted: a record near its beginning says so, all that follow are garbled."""
    book = ole.stream(data, "Workbook", "Book")
    if book is None:
        return False
    return next((kind == _LOCK for kind, _, _ in _records(book.content) if kind in (_LOCK, _ENDS)), False)


def without_far_cells(data: bytes) -> tuple[bytes, bool]:
    """(an .xls without its far-away cells, whether there were any)."""
    book = ole.stream(data, "Workbook", "Book")
    if book is None:
        return data, False
    far = [at for begins in _sheets(book.content) for at in _far(_cells(book.content, begins))]
    if not far:
        return data, False
    patched = bytearray(data)
    for at in far:
        for offset, byte in enumerate(struct.pack("<H", _NOTHING)):
            patched[book.place(at + offset)] = byte
    return bytes(patched), True


def _records(content: bytes, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """(kind, where it begins, length of what it holds) of each record of an .xls; zeros at the end are no records."""
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(content):
            return
        kind, length = struct.unpack_from("<HH", content, at)
        if not kind:
            return
        yield kind, at, length
        at += 4 + length


def _sheets(content: bytes) -> list[int]:
    """Where the parts of an .xls begin whose rectangle of cells is too large; as a rule none."""
    large: list[int] = []
    begins = row = column = 0
    for kind, at, length in _records(content):
        if kind == _BEGINS:
            begins, row, column = at, 0, 0
        elif kind in _CELLS and length >= 4 and at + 8 <= len(content):
            last_row, last_column = struct.unpack_from("<HH", content, at + 4)
            row, column = max(row, last_row), max(column, last_column)
            if (row + 1) * (column + 1) > _MOST_CELLS and begins not in large:
                large.append(begins)
    return large


def _cells(content: bytes, begins: int) -> list[Cell]:
    """The cells of one part of an .xls."""
    cells: list[Cell] = []
    for kind, at, length in islice(_records(content, begins), 1, None):
        if kind == _BEGINS:
            break
        if kind in _CELLS and length >= 4 and at + 8 <= len(content):
            cells.append((*struct.unpack_from("<HH", content, at + 4), at))
        elif kind == _TEXT_OF_FORMULA and cells:
            cells.append((*cells[-1][:2], at))
    return cells


def _far(cells: list[Cell]) -> list[int]:
    """Where the records begin whose cells lie beyond a wide gap; none where the rectangle is not too large."""
    if not cells:
        return []
    rows, columns = _edges(cells)
    return [at for row, column, at in cells if row > rows or column > columns]


def _edges(cells: list[Cell]) -> tuple[int, int]:
    """The last row and column before a wide gap, where the rectangle around all cells is too large."""
    last_row = max(row for row, _, _ in cells)
    last_column = max(column for _, column, _ in cells)
    if (last_row + 1) * (last_column + 1) <= _MOST_CELLS:
        return last_row, last_column
    rows = _before_a_gap({row for row, _, _ in cells}, _GAP_OF_ROWS)
    near = {column for row, column, _ in cells if row <= rows}
    return rows, _before_a_gap(near, _GAP_OF_COLUMNS)


def _before_a_gap(numbers: Iterable[int], gap: int) -> int:
    last = -1
    for number in sorted(numbers):
        if last >= 0 and number - last > gap:
            break
        last = number
    return last


def xlsb_without_far_cells(data: bytes) -> tuple[bytes, bool]:
    """(an .xlsb without its far-away cells, whether there were any)."""
    with packages.open_package(data) as package:
        names = package.namelist()
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".bin")]
        mended = {name: _mended(packages.read_entry(package, name)) for name in sheets}
        if not any(is_mended for _, is_mended in mended.values()):
            return data, False
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
            for name in dict.fromkeys(names):
                content = mended[name][0] if name in mended else packages.read_entry(package, name)
                written.writestr(name, content)
    return out.getvalue(), True


def _mended(content: bytes) -> tuple[bytes, bool]:
    row = column = 0
    for last_row, last_column, _ in _cells_of_xlsb(content):
        row, column = max(row, last_row), max(column, last_column)
    if (row + 1) * (column + 1) <= _MOST_CELLS:
        return content, False
    far = set(_far(list(_cells_of_xlsb(content))))
    kept: list[bytes] = []
    seen = 0
    for _, at, _, seen in _records_of_xlsb(content):
        if at not in far:
            kept.append(content[at:seen])
    return b"".join([*kept, content[seen:]]), bool(far)


def _cells_of_xlsb(content: bytes) -> Iterator[Cell]:
    row = 0
    for kind, at, begins, end in _records_of_xlsb(content):
        if kind <= _LAST_CELL and end - begins >= 4:
            number = struct.unpack_from("<I", content, begins)[0]
            if kind == _ROW:
                row = number
            else:
                yield row, number, at


def _records_of_xlsb(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(kind, where it begins, where what it holds begins, where it ends); kind and length take seven bits of each byte."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at >= len(content):
            return
        kind, begins = _seven_bits(content, at, most=2)
        length, begins = _seven_bits(content, begins, most=4)
        end = min(begins + length, len(content))
        yield kind, at, begins, end
        at = end


def _seven_bits(content: bytes, at: int, *, most: int) -> tuple[int, int]:
    value = 0
    for step in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            break
    return value, at
