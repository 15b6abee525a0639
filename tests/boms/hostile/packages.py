"""Zip packages and old Office containers."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterator

from tests.boms.hostile.case import GOOD, HEADER, Hostile
from tests.boms.rules.xls import as_xls, container
from tests.boms.rules.xlsb import as_xlsb


def files() -> Iterator[Hostile]:
    yield from _packages()
    yield from _ole()


def package(parts: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="BOM" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def workbook(sheet: bytes | str, **more: bytes | str) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return package(parts | more)


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, *, before: str = "") -> str:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{rows}</sheetData></worksheet>"
    )


def good_rows() -> str:
    lines = (HEADER + GOOD).splitlines()
    return "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{'ABCD'[column]}{number}", text) for column, text in enumerate(line.split(",")))
        + "</row>"
        for number, line in enumerate(lines, start=1)
    )


def forged(data: bytes, *, size: int) -> bytes:
    """The package with another unpacked size declared in every header."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset : at + offset + 4] = struct.pack("<I", size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _packages() -> Iterator[Hostile]:
    zeros = bytes(64 * 1024 * 1024)
    yield Hostile("zip bomb in the sheet", "a.xlsx", lambda: workbook(zeros))
    yield Hostile(
        "zip bomb beside the sheet",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{"xl/media/x.bin": zeros}),
    )
    yield Hostile(
        "many middling bombs",
        "a.xlsx",
        lambda: workbook(
            sheet(good_rows()), **{f"xl/media/{n}.bin": bytes(30 * 1024 * 1024) for n in range(8)}
        ),
    )
    yield Hostile(
        "sizes declared too small",
        "a.xlsx",
        lambda: forged(workbook(sheet(good_rows()) + " " * 40_000_000), size=100),
    )
    yield Hostile(
        "sizes declared huge", "a.xlsx", lambda: forged(workbook(sheet(good_rows())), size=0x7FFFFFFF)
    )
    yield Hostile(
        "archive inside",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{"xl/embeddings/inner.zip": package({"a": "b"})}),
    )
    yield Hostile(
        "workbook inside",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{"xl/embeddings/inner.xlsx": workbook(sheet(good_rows()))}),
    )
    yield Hostile(
        "three thousand parts",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{f"xl/media/{n}.png": b"x" for n in range(3000)}),
    )
    yield Hostile(
        "path out of the package",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{"../../etc/passwd": b"x"}),
    )
    yield Hostile("absolute path", "a.xlsx", lambda: workbook(sheet(good_rows()), **{"/etc/passwd": b"x"}))
    yield Hostile("macros", "a.xlsx", lambda: workbook(sheet(good_rows()), **{"xl/vbaProject.bin": b"x"}))
    yield Hostile("macro ending", "a.xlsm", lambda: workbook(sheet(good_rows())))
    yield Hostile("cut off", "a.xlsx", lambda: workbook(sheet(good_rows()))[:-200])
    yield Hostile("cut in half", "a.xlsx", lambda: workbook(sheet(good_rows()))[:600])
    yield Hostile(
        "bytes turned",
        "a.xlsx",
        lambda: bytes(b ^ (0xFF if 300 < n < 340 else 0) for n, b in enumerate(workbook(sheet(good_rows())))),
    )
    yield Hostile("only the first two letters", "a.xlsx", lambda: b"PK")
    yield Hostile("an empty archive", "a.xlsx", lambda: package({}))
    yield Hostile("a plain archive", "bom.zip", lambda: package({"bom.csv": HEADER + GOOD}))
    yield Hostile(
        "a text document",
        "bom.docx",
        lambda: package({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>"}),
    )
    yield Hostile(
        "a presentation",
        "bom.pptx",
        lambda: package({"[Content_Types].xml": _TYPES, "ppt/presentation.xml": "<p/>"}),
    )
    yield Hostile("parts encrypted", "a.xlsx", lambda: _encrypted_flag(workbook(sheet(good_rows()))))
    yield Hostile(
        "no sheets at all",
        "a.xlsx",
        lambda: package(
            {
                "[Content_Types].xml": _TYPES,
                "xl/workbook.xml": _BOOK.replace('<sheet name="BOM" sheetId="1" r:id="rId1"/>', ""),
            }
        ),
    )
    yield Hostile(
        "binary workbook of rubbish", "a.xlsb", lambda: package({"xl/workbook.bin": bytes(range(256)) * 20})
    )
    yield Hostile(
        "binary workbook with a cell far away",
        "a.xlsb",
        lambda: as_xlsb([["MPN"], ["X"]], last=(1_048_575, 16_383)),
        None,
    )
    yield Hostile("name of a part that repeats", "a.xlsx", _repeated_part, None)


def _encrypted_flag(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _repeated_part() -> bytes:
    data = io.BytesIO(workbook(sheet(good_rows())))
    with zipfile.ZipFile(data, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", sheet(""))
    return data.getvalue()


def _ole() -> Iterator[Hostile]:
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield Hostile(
        "old workbook of rubbish",
        "a.xls",
        lambda: mark + bytes(504) + "Workbook".encode("utf-16-le") + bytes(range(256)) * 40,
    )
    yield Hostile(
        "old workbook with a password", "a.xls", lambda: as_xls([["MPN"], ["X"]], is_locked=True), False
    )
    yield Hostile(
        "old workbook with a cell far away",
        "a.xls",
        lambda: as_xls([["MPN", "Qty"], ["HV-1001K", 1], ["HV-2002K", 2]], last=(65_535, 255)),
        True,
    )
    yield Hostile(
        "old workbook of empty records", "a.xls", lambda: container("Workbook", b"\x80\0\0\0" * 15_000), None
    )
    yield Hostile("old workbook of zeros", "a.xls", lambda: mark + bytes(4096) + "Book".encode("utf-16-le"))
    yield Hostile(
        "password-protected workbook",
        "a.xlsx",
        lambda: mark + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(2000),
    )
    yield Hostile(
        "old text document",
        "a.xls",
        lambda: mark + bytes(1000) + "WordDocument".encode("utf-16-le") + bytes(2000),
    )
    yield Hostile(
        "sector chain in a circle",
        "a.xls",
        lambda: (
            mark
            + struct.pack(
                "<16sHHHHHHIIIIIIIIII", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 0, 0, 4096, 0, 0, 0, 0
            )
            + struct.pack("<109I", *range(109))
            + struct.pack("<128I", *[0] * 128) * 8
            + "Workbook".encode("utf-16-le")
        ),
    )
