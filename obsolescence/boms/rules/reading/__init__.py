"""Bytes of an uploaded file become a Table of text, or one sentence that says why not."""

from collections.abc import Callable

from obsolescence.boms.rules.reading.cyclonedx import read_cyclonedx
from obsolescence.boms.rules.reading.excel2003 import read_excel2003
from obsolescence.boms.rules.reading.html_tables import read_html
from obsolescence.boms.rules.reading.ipc2581 import read_ipc2581
from obsolescence.boms.rules.reading.kinds import Kind, kind_of
from obsolescence.boms.rules.reading.ods import read_ods
from obsolescence.boms.rules.reading.spreadsheets import read_xls, read_xlsb, read_xlsx
from obsolescence.boms.rules.reading.table import Sheet, Table, UnreadableFile
from obsolescence.boms.rules.reading.text import read_text

__all__ = ["Sheet", "Table", "UnreadableFile", "read_table"]

_READERS: dict[Kind, Callable[[bytes], Table]] = {
    Kind.TEXT: read_text,
    Kind.XLSX: read_xlsx,
    Kind.XLSB: read_xlsb,
    Kind.XLS: read_xls,
    Kind.ODS: read_ods,
    Kind.IPC2581: read_ipc2581,
    Kind.CYCLONEDX: read_cyclonedx,
    Kind.HTML: read_html,
    Kind.EXCEL2003: read_excel2003,
}


def read_table(data: bytes, *, filename: str) -> Table:
    """All sheets of a file as text cells; content and ending decide together what kind of file it is.

    Raises UnreadableFile with one sentence that names the cause and the remedy.
    Hostile spreadsheets can bring the process down: call it through `guard.read_guarded`.
    """
    table = _READERS[kind_of(data, filename=filename)](data)
    if not any(sheet.has_content for sheet in table.sheets):
        raise UnreadableFile("The file holds no table: all its cells are empty. Please check the file.")
    return table
