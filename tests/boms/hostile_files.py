"""Files that are out to do harm, or have come to harm: bombs, lies, endless ranges, cut-off bytes, other kinds."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEADER = "Reference,Qty,Manufacturer,MPN\n"
GOOD = "U1,1,Halvorn,HV-1001K\nR1 R2,2,Halvorn,HV-2002K\nC1,1,Other,XY-9009K\n"


@dataclass(frozen=True)
class Hostile:
    """A file; `is_read`: True it must be read, False it must be refused, None either is right."""

    id: str
    name: str
    make: Callable[[], bytes]
    is_read: bool | None = False


def hostile_files() -> Iterator[Hostile]:
    yield from _packages()
    yield from _worksheets()
    yield from _ods()
    yield from _ole()
    yield from _markup()
    yield from _other_kinds()
    yield from _texts()


# Zip packages


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


_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def _worksheets() -> Iterator[Hostile]:
    far = good_rows() + f'<row r="1048576">{cell("XFD1048576", "far")}</row>'
    yield Hostile("a lone cell far away", "a.xlsx", lambda: workbook(sheet(far)), True)
    yield Hostile(
        "a lone cell far right",
        "a.xlsx",
        lambda: workbook(sheet(good_rows() + f'<row r="9">{cell("XFD9", "far")}</row>')),
        True,
    )
    yield Hostile(
        "a lone cell far below",
        "a.xlsx",
        lambda: workbook(sheet(good_rows() + f'<row r="1048576">{cell("A1048576", "far")}</row>')),
        True,
    )
    yield Hostile(
        "far away in single quotes",
        "a.xlsx",
        lambda: workbook(sheet(far.replace('"XFD1048576"', "'XFD1048576'"))),
        None,
    )
    yield Hostile(
        "a cell beyond every sheet",
        "a.xlsx",
        lambda: workbook(sheet(good_rows() + f'<row r="9">{cell("ZZZZZZ99999999999", "x")}</row>')),
        None,
    )
    yield Hostile(
        "dimensions forged",
        "a.xlsx",
        lambda: workbook(sheet(good_rows(), before='<dimension ref="A1:XFD1048576"/>')),
        True,
    )
    yield Hostile(
        "dimensions backwards",
        "a.xlsx",
        lambda: workbook(sheet(good_rows(), before='<dimension ref="Z99:A1"/>')),
        None,
    )
    yield Hostile(
        "billion laughs in the sheet",
        "a.xlsx",
        lambda: workbook(_LAUGHS + "<worksheet><sheetData/>&j;</worksheet>"),
    )
    yield Hostile(
        "external entity",
        "a.xlsx",
        lambda: workbook(
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'
        ),
    )
    yield Hostile(
        "laughs among the strings",
        "a.xlsx",
        lambda: workbook(sheet(good_rows()), **{"xl/sharedStrings.xml": _LAUGHS + "<sst/>"}),
    )
    yield Hostile(
        "laughs in utf-16",
        "a.xlsx",
        lambda: workbook((_LAUGHS + "<worksheet>&j;</worksheet>").encode("utf-16")),
    )
    yield Hostile("a sheet that is no xml", "a.xlsx", lambda: workbook(b"\x00\x01\x02 not xml"))
    yield Hostile("xml a hundred thousand deep", "a.xlsx", lambda: workbook(sheet("<row>" * 100_000)), None)
    yield Hostile(
        "strings that are not there",
        "a.xlsx",
        lambda: workbook(sheet(good_rows() + '<row r="9"><c r="A9" t="s"><v>99999999</v></c></row>')),
        None,
    )
    yield Hostile(
        "numbers that are none",
        "a.xlsx",
        lambda: workbook(
            sheet(good_rows() + '<row r="9"><c r="A9"><v>1e999</v></c><c r="B9"><v>NaN</v></c></row>')
        ),
        None,
    )
    yield Hostile(
        "two hundred thousand columns",
        "a.xlsx",
        lambda: workbook(
            sheet('<row r="1">' + '<c t="inlineStr"><is><t>x</t></is></c>' * 200_000 + "</row>")
        ),
        None,
    )
    yield Hostile(
        "one row repeated a million times",
        "a.xlsx",
        lambda: workbook(sheet("<row><c><v>1</v></c></row>" * 400_000)),
        None,
    )


def _ods() -> Iterator[Hostile]:
    def ods(rows: str, **more: bytes | str) -> bytes:
        content = (
            '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="B">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        parts: dict[str, bytes | str] = {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
        }
        return package(parts | more)

    def row(text: str, *, rows: int = 1, columns: int = 1) -> str:
        return (
            f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}">'
            f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
        )

    yield Hostile("rows repeated without end", "a.ods", lambda: ods(row("MPN", rows=1_000_000_000)))
    yield Hostile("columns repeated without end", "a.ods", lambda: ods(row("MPN", columns=1_000_000_000)))
    yield Hostile("both repeated to the limits", "a.ods", lambda: ods(row("MPN", rows=190_000, columns=500)))
    yield Hostile("a million spaces", "a.ods", lambda: ods(row('<text:s text:c="999999999"/>MPN') * 50), None)
    yield Hostile(
        "laughs in the content", "a.ods", lambda: ods("", **{"content.xml": _LAUGHS + "<a>&j;</a>"})
    )
    yield Hostile(
        "encrypted sheet",
        "a.ods",
        lambda: ods(row("x"), **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
    )
    yield Hostile("notes without end", "a.ods", lambda: ods("<office:annotation>" * 50_000), None)


def _ole() -> Iterator[Hostile]:
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield Hostile(
        "old workbook of rubbish",
        "a.xls",
        lambda: mark + bytes(504) + "Workbook".encode("utf-16-le") + bytes(range(256)) * 40,
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


def _markup() -> Iterator[Hostile]:
    page = "<html><body><table><tr><td>Qty</td></tr></table></body></html>"
    yield Hostile("web page named .xls", "a.xls", lambda: page.encode(), None)
    yield Hostile(
        "web page of a login",
        "bom.xlsx",
        lambda: b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>",
    )
    yield Hostile(
        "script in a table",
        "a.xls",
        lambda: b"<table><tr><td><script>alert(1)</script></td></tr></table>",
        None,
    )
    yield Hostile("tables in tables", "a.xls", lambda: b"<table><tr><td>" * 20_000, None)
    yield Hostile(
        "spans without end",
        "a.xls",
        lambda: b'<table><tr><td colspan="999999999" rowspan="999999999">x</td></tr></table>',
        None,
    )
    yield Hostile("laughs as IPC-2581", "a.xml", lambda: _LAUGHS.encode() + b"<IPC-2581>&j;</IPC-2581>")
    yield Hostile("laughs within IPC-2581", "a.xml", lambda: b"<IPC-2581><!DOCTYPE a><Bom/></IPC-2581>")
    yield Hostile("IPC-2581 a million deep", "a.xml", lambda: b"<IPC-2581>" + b"<Bom>" * 1_000_000)
    yield Hostile(
        "IPC-2581 with items without end",
        "a.xml",
        lambda: b"<IPC-2581><Bom>" + b'<BomItem quantity="1"/>' * 250_000 + b"</Bom></IPC-2581>",
    )
    yield Hostile(
        "JSON a million deep",
        "a.json",
        lambda: b'{"bomFormat": "CycloneDX", "components": ' + b"[" * 1_000_000,
    )
    yield Hostile(
        "components in components",
        "a.json",
        lambda: (
            b'{"bomFormat":"CycloneDX","components":['
            + b'{"type":"device","name":"x","components":[' * 5_000
            + b"]}" * 5_000
            + b"]}"
        ),
        None,
    )
    yield Hostile(
        "components of another shape",
        "a.json",
        lambda: json.dumps(
            {
                "bomFormat": "CycloneDX",
                "components": [1, None, {"type": "device", "name": {"a": 1}, "properties": "x"}, []],
            }
        ).encode(),
        None,
    )
    yield Hostile(
        "a figure too long for a number",
        "a.json",
        lambda: (
            b'{"bomFormat":"CycloneDX","components":[{"type":"device","name":"x","version":'
            + b"9" * 1_000_000
            + b"}]}"
        ),
    )
    yield Hostile("other JSON", "a.json", lambda: b'{"hello": "world"}')


def _other_kinds() -> Iterator[Hostile]:
    yield Hostile("a PDF", "bom.pdf", lambda: b"%PDF-1.7\n" + bytes(500))
    yield Hostile("a PDF named .csv", "bom.csv", lambda: b"\n\n%PDF-1.4\n" + bytes(500))
    yield Hostile("an image named .xlsx", "bom.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500))
    yield Hostile(
        "image first, workbook after",
        "bom.xlsx",
        lambda: b"\xff\xd8\xff\xe0" + bytes(100) + workbook(sheet(good_rows())),
    )
    yield Hostile(
        "text first, workbook after",
        "bom.csv",
        lambda: (HEADER + GOOD).encode() + workbook(sheet(good_rows())),
        None,
    )
    yield Hostile("a program", "bom.csv", lambda: b"MZ\x90\x00" + bytes(500))
    yield Hostile("gzip", "bom.csv.gz", lambda: b"\x1f\x8b\x08\x00" + zlib.compress(b"x" * 100))
    yield Hostile("noise", "bom.csv", lambda: bytes((n * 7919 + (n >> 3) * 31) % 256 for n in range(20_000)))
    yield Hostile("nothing", "bom.csv", lambda: b"")
    yield Hostile("only blanks", "bom.csv", lambda: b" \r\n\t" * 1000)
    yield Hostile("twenty-one megabytes", "bom.csv", lambda: b"a,b\n" * (21 * 1024 * 256))


def _texts() -> Iterator[Hostile]:
    def table(more: str, encoding: str = "utf-8") -> bytes:
        return (HEADER + GOOD + more).encode(encoding)

    yield Hostile("a quotation mark never closed", "a.csv", lambda: table('"U9,1,X,Y\n' + GOOD * 2000), True)
    yield Hostile("quotation marks everywhere", "a.csv", lambda: table('"' * 100_001), None)
    yield Hostile("two hundred thousand columns of text", "a.csv", lambda: b"MPN," * 200_000)
    yield Hostile("a line of five megabytes", "a.csv", lambda: table("x" * 5_000_000))
    yield Hostile("a cell of almost a megabyte", "a.csv", lambda: table("U9,1,X," + "A" * 1_000_000), True)
    yield Hostile(
        "a designator list of almost a megabyte",
        "a.csv",
        lambda: table("R1-R9 " * 150_000 + ",1,X,AB-1234\n"),
        True,
    )
    yield Hostile("zeros between the letters", "a.csv", lambda: table("U9,1,X,Y\x00Z\x00123\n"), True)
    yield Hostile(
        "text from right to left in a number",
        "a.csv",
        lambda: table("U9,1,Halvorn,HV\u202e-1009K\u202c\n"),
        True,
    )
    yield Hostile(
        "a million resistors", "a.csv", lambda: table("R1-R1000000,1000000,Halvorn,HV-1010K\n"), True
    )
    yield Hostile(
        "many long ranges",
        "a.csv",
        lambda: table("".join(f"R{n}0000-R{n}9999,1,X,AB-{n}234\n" for n in range(1, 30))),
        True,
    )
    yield Hostile("brackets within brackets", "a.csv", lambda: table("R[" * 50_000 + ",1,X,AB-1234\n"), True)
    yield Hostile("half of utf-16", "a.csv", lambda: table("", "utf-16")[:-1], True)
    yield Hostile(
        "utf-16 with lone surrogates",
        "a.csv",
        lambda: b"\xff\xfe" + (HEADER + GOOD).encode("utf-16-le") + b"\x00\xd8\n\x00",
        True,
    )
    yield Hostile("broken utf-8", "a.csv", lambda: table("") + b"U9,1,\xff\xfe\xc3\x28,AB-1234\n", True)
    yield Hostile(
        "formulas", "a.csv", lambda: table("=cmd|'/c calc'!A1,1,=HYPERLINK(\"http://x\"),@SUM(1)\n"), True
    )
    yield Hostile("figures without end", "a.csv", lambda: table(f"U9,{'9' * 10_000},X,AB-1234\n"), True)
    yield Hostile("figures of other scripts", "a.csv", lambda: table("U٣,٣,X,AB-١٢٣٤\n²,²,X,²\n"), True)
    yield Hostile(
        "sixty thousand lines", "a.csv", lambda: (HEADER + "U1,1,Halvorn,HV-1001K\n" * 60_000).encode()
    )
    yield Hostile("three hundred thousand rows", "a.csv", lambda: b"a,b\n" * 300_000)
    yield Hostile("names in a path", "../../etc/passwd\x00.csv", lambda: table(""), True)
    yield Hostile("only commas", "a.csv", lambda: b",,,,\n" * 50_000)
    yield Hostile(
        "levels without end",
        "a.csv",
        lambda: ("Level,Qty,MPN\n" + "".join(f"{n % 99},9,AB-{n}234\n" for n in range(3000))).encode(),
        True,
    )
    yield Hostile(
        "parents in a circle",
        "a.csv",
        lambda: b"Parent,Item Number,Qty,MPN\nA,B,2,AB-1234\nB,A,2,AB-1235\n",
        True,
    )
    yield Hostile(
        "bars that invite backtracking",
        "a.csv",
        lambda: table(("- " * 40 + "!") * 200 + ",1,X,AB-1234\n"),
        True,
    )
