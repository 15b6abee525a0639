"""Text, markup, and files of other kinds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from tests.boms.hostile.case import GOOD, HEADER, LAUGHS, Hostile
from tests.boms.hostile.packages import good_rows, sheet, workbook


def files() -> Iterator[Hostile]:
    yield from _markup()
    yield from _other_kinds()
    yield from _texts()


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
    yield Hostile("laughs as IPC-2581", "a.xml", lambda: LAUGHS.encode() + b"<IPC-2581>&j;</IPC-2581>")
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
