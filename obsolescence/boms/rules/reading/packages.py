"""Zip-based spreadsheets are looked through before any parser sees them: sizes counted, traps refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from obsolescence.boms.rules.reading.table import UnreadableFile

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1024 * 1024  # a small part may be as repetitive as it likes
_CHUNK = 256 * 1024
_ARCHIVES = {
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".bz2",
    ".xz",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".docx",
    ".pptx",
    ".ods",
    ".jar",
}
_XML_ENDINGS = (".xml", ".rels", ".vml")
_DECLARATION = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)",
    re.I,
)


def macro_file() -> UnreadableFile:
    return UnreadableFile(
        "The file contains macros. Please save it as .xlsx (without macros) and upload that."
    )


def password_protected() -> UnreadableFile:
    return UnreadableFile(
        "The file is password-protected. Please remove the password, save it and upload it again."
    )


def damaged() -> UnreadableFile:
    return UnreadableFile("The file is damaged or incomplete. Please open it, save it again and upload that.")


def _unpacks_too_large() -> UnreadableFile:
    return UnreadableFile(
        "The file unpacks to far more data than a parts list needs, so we did not open it. "
        "Please copy the parts list into a new workbook and upload that."
    )


def kind_of_package(data: bytes) -> str:
    """ "xlsx", "xlsb" or "ods" after the whole package has been checked; UnreadableFile for everything else."""
    with open_package(data) as package:
        entries = package.infolist()
        names = {entry.filename for entry in entries}
        _check_entries(entries)
        kind = _kind_by_names(package, names)
        _check_contents(package, entries)
        return kind


def open_package(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged() from error


def read_entry(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of a package that has been checked; empty where it is missing."""
    try:
        return package.read(name)
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise _unpacks_too_large()
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    name = entry.filename.casefold()
    if entry.flag_bits & 0x1:
        raise password_protected()
    if path.is_absolute() or ".." in path.parts:
        raise damaged()
    if "vbaproject" in name or "macrosheets/" in name or name.startswith("basic/"):
        raise macro_file()
    if path.suffix.casefold() in _ARCHIVES:
        raise UnreadableFile(
            "The file contains further files inside. Please save the sheet with the parts list alone as .xlsx or .csv."
        )
    if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise _unpacks_too_large()


def _kind_by_names(package: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(re.fullmatch(r"/?xl/\w*workbook\w*\.xml", name, re.I) for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in read_entry(package, "mimetype")[:200]:
        if b"encryption-data" in read_entry(package, "META-INF/manifest.xml"):
            raise password_protected()
        return "ods"
    raise UnreadableFile(_what_else(names))


def _what_else(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "The file is a text document, not a table. Please copy the parts list into a sheet, save it as .xlsx."
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        return "The file is an Apple Numbers document. Please export it as .xlsx or .csv and upload that."
    if not names:
        return "The file is an empty archive. Please upload the parts list itself."
    return "The file is a packed archive. Please unpack it and upload the parts list itself."


def _check_contents(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once without keeping it: what a zip declares and what it holds can differ."""
    total = 0
    for entry in entries:
        size = 0
        for chunk in _chunks(package, entry):
            size += len(chunk)
            total += len(chunk)
            if total > MAX_UNPACKED_BYTES or (
                size > _RATIO_COUNTS_FROM and size > MAX_RATIO * max(entry.compress_size, 1)
            ):
                raise _unpacks_too_large()


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    is_xml = entry.filename.casefold().endswith(_XML_ENDINGS)
    tail = b""
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                if is_xml and _DECLARATION.search(tail + chunk):
                    raise UnreadableFile(
                        "The file contains document-type declarations, which spreadsheet programs do not write. "
                        "Please copy the parts list into a new workbook and upload that."
                    )
                tail = chunk[-32:]
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error
