"""Which kind of file it is: its first bytes decide, its ending is heard, and a lie is named."""

import re
from enum import StrEnum
from pathlib import PurePath

from obsolescence.boms.rules.reading import ole, packages
from obsolescence.boms.rules.reading.html_tables import no_table
from obsolescence.boms.rules.reading.table import MAX_BYTES, UnreadableFile


class Kind(StrEnum):
    TEXT = "text"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    IPC2581 = "ipc-2581"
    CYCLONEDX = "cyclonedx"
    HTML = "html"
    EXCEL2003 = "excel2003"


_SAVE = "Please save the parts list as .xlsx or .csv and upload that."

# First bytes → what it is. Longer marks of containers (zip, OLE) are looked into below.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BM", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"RIFF", "an image, a sound or a film"),
    (b"7z\xbc\xaf\x27\x1c", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x1f\x8b", "a packed archive"),
    (b"BZh", "a packed archive"),
    (b"\xfd7zXZ", "a packed archive"),
    (b"\x28\xb5\x2f\xfd", "a packed archive"),
    (b"{\\rtf", "a text document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
_BINARY_ONLY = {b"BM", b"MZ"}  # short enough to begin a real text: only with a zero byte near them

_ENDINGS = {
    "pdf": "a PDF",
    "doc": "a text document",
    "docx": "a text document",
    "png": "an image",
    "jpg": "an image",
    "jpeg": "an image",
    "gif": "an image",
    "zip": "a packed archive",
    "exe": "a program",
}
_MACRO_ENDINGS = {"xlsm", "xltm", "xlam"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")


def kind_of(data: bytes, *, filename: str) -> Kind:
    """The kind of a file that we can read; UnreadableFile for every other."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile("The file is larger than 20 MB. Please split it and try again.")
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("The file is empty. Please check that the parts list was saved into it.")
    ending = PurePath(filename).suffix.lstrip(".").casefold()
    if data.startswith(b"PK"):
        return _kind_of_package(data, ending)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    _refuse_foreign(data, ending)
    return _kind_of_markup(data, ending)


def _kind_of_package(data: bytes, ending: str) -> Kind:
    if ending in _MACRO_ENDINGS:
        raise packages.macro_file()
    return Kind(packages.kind_of_package(data))


def _kind_of_ole(data: bytes) -> Kind:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise packages.password_protected()
    if ole.runs_in_circles(data):
        raise packages.damaged()
    if holds("Workbook") or holds("Book"):
        return Kind.XLS
    what = "a text document" if holds("WordDocument") else "an Office file without a sheet"
    raise UnreadableFile(f"The file is {what}, not a table. {_SAVE}")


def _refuse_foreign(data: bytes, ending: str) -> None:
    head = data[:1024]
    if b"%PDF-" in head:
        raise UnreadableFile("The file is a PDF, which holds no table cells to read. " + _SAVE)
    for mark, what in _FOREIGN:
        if head.startswith(mark) and (mark not in _BINARY_ONLY or b"\x00" in head):
            raise UnreadableFile(f"The file is {what}, not a table. {_SAVE}")
    if head.startswith(_OLD_EXCEL):
        raise UnreadableFile("The file comes from an Excel older than 97, which we do not read. " + _SAVE)
    if ending in _MACRO_ENDINGS:
        raise packages.macro_file()
    if ending in _ENDINGS:
        raise UnreadableFile(f"The file's name says that it is {_ENDINGS[ending]}, not a table. {_SAVE}")


def _kind_of_markup(data: bytes, ending: str) -> Kind:
    """XML and JSON that say what is what are read; other markup is refused; all the rest is text."""
    text = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?ipc-2581\b", text, re.S):
        return Kind.IPC2581
    if text.startswith(b"{") and re.search(
        rb'"bomformat"\s*:\s*"cyclonedx"', data.replace(b"\x00", b"").lower()
    ):
        return Kind.CYCLONEDX
    if (
        re.match(rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|table|meta|style)\b", text)
        or b"<html" in text[:1024]
    ):
        return _kind_of_page(data, ending)
    if text.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        return Kind.EXCEL2003
    _refuse_markup(text)
    return Kind.TEXT


def _kind_of_page(data: bytes, ending: str) -> Kind:
    if b"<table" in data.replace(b"\x00", b"").lower():
        return Kind.HTML
    raise no_table(f" under the name .{ending}" if ending in {"xls", "xlsx", "csv"} else "")


def _refuse_markup(text: bytes) -> None:
    if text.startswith((b"<?xml", b"<!doctype", b"<!entity")):
        raise UnreadableFile(
            "The file is XML, not a table. Please save the parts list as .xlsx or .csv (or as IPC-2581) and upload that."
        )
    if text.startswith(b"{") and b'"' in text[:40] and b":" in text[:80]:
        raise UnreadableFile("The file is JSON, not a table. " + _SAVE)
