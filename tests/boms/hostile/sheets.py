"""Sheets within packages that are whole."""

from __future__ import annotations

from collections.abc import Iterator

from tests.boms.hostile.case import LAUGHS, Hostile
from tests.boms.hostile.packages import cell, good_rows, package, sheet, workbook


def files() -> Iterator[Hostile]:
    yield from _worksheets()
    yield from _ods()


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
        lambda: workbook(LAUGHS + "<worksheet><sheetData/>&j;</worksheet>"),
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
        lambda: workbook(sheet(good_rows()), **{"xl/sharedStrings.xml": LAUGHS + "<sst/>"}),
    )
    yield Hostile(
        "laughs in utf-16",
        "a.xlsx",
        lambda: workbook((LAUGHS + "<worksheet>&j;</worksheet>").encode("utf-16")),
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
    yield Hostile("laughs in the content", "a.ods", lambda: ods("", **{"content.xml": LAUGHS + "<a>&j;</a>"}))
    yield Hostile(
        "encrypted sheet",
        "a.ods",
        lambda: ods(row("x"), **{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
    )
    yield Hostile("notes without end", "a.ods", lambda: ods("<office:annotation>" * 50_000), None)
