"""A binary workbook made by hand, as nothing that we have can write one: records of MS-XLSB, only those that are needed."""

from __future__ import annotations

import io
import struct
import zipfile

_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
_CELL_REAL, _CELL_TEXT, _ROW = 5, 6, 0
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 129, 130, 131, 132
_BEGIN_SHEETS, _END_SHEETS, _BEGIN_DATA, _END_DATA, _DIMENSION, _SHEET = 143, 144, 145, 146, 148, 156


def as_xlsb(rows: list[list[str | int]], *, last: tuple[int, int] = (0, 0)) -> bytes:
    """The rows as the only sheet of an .xlsb; numbers stay numbers. last: a further cell at (row, column), or none."""
    book = _record(_SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text("BOM"))
    parts: dict[str, bytes | str] = {
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin"),
        "xl/workbook.bin": b"".join(
            [_record(_BEGIN_BOOK), _record(_BEGIN_SHEETS), book, _record(_END_SHEETS), _record(_END_BOOK)]
        ),
        "xl/worksheets/sheet1.bin": _sheet(rows, last),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def _sheet(rows: list[list[str | int]], last: tuple[int, int]) -> bytes:
    last_column = max(map(len, rows)) - 1
    records = [
        _record(_BEGIN_SHEET),
        _record(_DIMENSION, struct.pack("<IIII", 0, len(rows) - 1, 0, last_column)),
    ]
    records.append(_record(_BEGIN_DATA))
    for number, row in enumerate(rows):
        records.append(_record(_ROW, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0)))
        records += [_cell(column, cell) for column, cell in enumerate(row)]
    if last != (0, 0):
        records += [_record(_ROW, struct.pack("<IIHHBI", last[0], 0, 300, 0, 0, 0)), _cell(last[1], "far")]
    return b"".join([*records, _record(_END_DATA), _record(_END_SHEET)])


def _cell(column: int, cell: str | int) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(cell, int):
        return _record(_CELL_REAL, place + struct.pack("<d", cell))
    return _record(_CELL_TEXT, place + _text(cell))


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + length + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
