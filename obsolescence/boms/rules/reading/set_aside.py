"""Rows of a workbook that somebody has hidden or struck out. Looked for in the bytes: calamine knows values only."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from obsolescence.boms.rules.reading import packages
from obsolescence.boms.rules.reading.sparse_xlsx import elements, sheet_paths
from obsolescence.boms.rules.reading.table import MAX_ROWS, Sheet, Table, UnreadableFile

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")


SetAside = dict[str, tuple[frozenset[int], frozenset[int]]]  # sheet → (hidden, struck) rows, 0-based


def rows_set_aside(package: zipfile.ZipFile) -> SetAside:
    """The hidden and the struck rows of each sheet of an .xlsx."""
    try:
        styles = _struck_styles(package)
        paths = sheet_paths(package)
    except UnreadableFile:
        return {}  # the reader of the cells says what is wrong, or makes do
    return {name: _set_aside(packages.read_entry(package, path), styles) for name, path, _ in paths}


def with_rows_set_aside(table: Table, found: SetAside) -> Table:
    """The table whose sheets know them."""
    return replace(table, sheets=tuple(_with(sheet, found) for sheet in table.sheets))


def _with(sheet: Sheet, found: SetAside) -> Sheet:
    hidden, struck = found.get(sheet.name or "", (frozenset(), frozenset()))
    return replace(sheet, hidden_rows=hidden, struck_rows=struck) if hidden or struck else sheet


def _set_aside(xml: bytes, styles: Iterable[int]) -> tuple[frozenset[int], frozenset[int]]:
    """(hidden, struck) rows, 0-based. Nothing is looked through that cannot have any."""
    hidden = frozenset(_hidden_rows(xml)) if b"hidden=" in xml else frozenset()
    return hidden, frozenset(_struck_rows(xml, styles)) if styles else frozenset()


def _hidden_rows(xml: bytes) -> Iterator[int]:
    number = -1
    for match in _ROW.finditer(xml):
        own = _NUMBER.search(match[1])
        number = int(own[1]) - 1 if own else number + 1
        if number < MAX_ROWS and _HIDDEN.search(match[1]):
            yield number


def _struck_rows(xml: bytes, styles: Iterable[int]) -> Iterator[int]:
    """Rows with a filled cell in one of the styles."""
    known = b"|".join(b"%d" % style for style in styles)
    cell = re.compile(
        rb"""<(?:\w+:)?c\b(?=[^>]*\bs=["'](?:%s)["'])[^>]*\br=["'][A-Z]{1,3}(\d{1,7})["'][^>]*(?<!/)>"""
        % known
    )
    return (int(match[1]) - 1 for match in cell.finditer(xml))


def _struck_styles(package: zipfile.ZipFile) -> list[int]:
    """Numbers of the cell styles whose font is struck through."""
    struck: set[int] = set()
    styles: list[int] = []
    section, font = "", -1
    wanted = {"fonts", "fills", "font", "strike", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "xf"}
    for name, attributes in elements(packages.read_entry(package, "xl/styles.xml"), wanted):
        if name == "font":
            font += section == "fonts"
        elif name == "strike":
            if section == "fonts" and attributes.get("val", "1") in ("1", "true"):
                struck.add(font)
        elif name == "xf":
            if section == "cellXfs":
                styles.append(int(text) if (text := attributes.get("fontId", "0")).isdigit() else 0)
        else:
            section = name
    return [style for style, own in enumerate(styles) if own in struck]
