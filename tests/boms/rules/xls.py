"""Old containers made by hand, as nothing that we have can write one: a directory, a table of sectors, one stream."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_BEGIN, _FINISH, _SHEET, _LOCK, _TEXT, _NUMBER = 0x809, 0x0A, 0x85, 0x2F, 0x204, 0x203


def as_xls(
    rows: Sequence[Sequence[str | int]], *, last: tuple[int, int] = (0, 0), is_locked: bool = False
) -> bytes:
    """The rows as the only sheet of an .xls. last: a further cell at (row, column); is_locked: all cells are garbled."""
    cells = [(row, column, cell) for row, line in enumerate(rows) for column, cell in enumerate(line)]
    if last != (0, 0):
        cells.append((*last, "far"))
    sheet = b"".join([_begin(0x10), *(_cell(*cell) for cell in cells), _record(_FINISH)])
    before = _begin(0x05)
    if is_locked:  # version 1.1 of the cipher, a salt, a check and its hash
        before += _record(_LOCK, struct.pack("<HHH", 1, 1, 1) + bytes(range(48)))
        sheet = bytes(byte ^ 0x5A for byte in sheet)
    name = b"BOM"
    length = len(before) + 4 + 8 + len(name) + 4
    listed = _record(_SHEET, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    return container("Workbook", before + listed + _record(_FINISH) + sheet)


def container(name: str, content: bytes) -> bytes:
    """A container with one stream."""
    content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(content) // _SECTOR
    table = [_TABLE, _END, *range(3, 2 + sectors), _END]
    assert len(table) <= _SECTOR // 4, "a larger one takes a second sector of the table"
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
        _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 2, len(content))
    fat = struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    return header + fat + directory.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, begins: int, length: int, *, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return (
        head + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<III", begins, length, 0)
    )


def _begin(kind: int) -> bytes:
    return _record(_BEGIN, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, cell: str | int) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int):
        return _record(_NUMBER, place + struct.pack("<d", cell))
    return _record(_TEXT, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
