"""Text files: decode, find the delimiter, take the records as a CSV reader yields them."""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from obsolescence.boms.rules.reading.encodings import decoded
from obsolescence.boms.rules.reading.fixed_width import fixed_width_rows
from obsolescence.boms.rules.reading.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    Table,
    UnreadableFile,
    too_many_columns,
    too_many_rows,
    trimmed,
)

MAX_LINE = 1024 * 1024
_DELIMITERS = "\t;,|^~!"
_SAMPLE_LINES = 400
_LINE_END = re.compile(r"\r\n|\r|\n")
_LED_BY_APOSTROPHE = frozenset("=+-@\t\r")
_KEPT_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")

csv.field_size_limit(MAX_LINE * 2)


def read_text(data: bytes) -> Table:
    """Delimited or fixed-width text as one sheet without a name."""
    text, encoding = decoded(data)
    warnings: list[str] = []
    if "\x00" in text:
        text = text.replace("\x00", "")
        warnings.append("The file contained zero bytes, which were removed.")
    _refuse_binary(text)
    lines = _lines(text)
    delimiter = _delimiter(lines)
    if (rows := fixed_width_rows(lines, is_delimited=delimiter is not None)) is not None:
        return Table("fixed-width text", (Sheet(None, rows),), encoding=encoding, warnings=tuple(warnings))
    records = _records(text, lines, delimiter or ",", warnings)
    return Table(
        "delimited text",
        (Sheet(None, records),),
        encoding=encoding,
        delimiter=delimiter,
        warnings=tuple(warnings),
    )


def _refuse_binary(text: str) -> None:
    sample = text[:8192]
    if len(_CONTROL.findall(sample)) > 0.05 * len(sample):
        raise UnreadableFile(
            "The file is neither a spreadsheet nor text. Please save the parts list as .xlsx or .csv and upload that."
        )


def _lines(text: str) -> list[str]:
    lines = _LINE_END.split(text)
    if max(map(len, lines)) > MAX_LINE:
        raise UnreadableFile(
            "A line of the file is longer than 1 MB. Please check that the file is a parts list with line breaks."
        )
    if len(lines) > MAX_ROWS + 1:
        raise too_many_rows()
    return lines


def _delimiter(lines: list[str]) -> str | None:
    """The character that cuts the text most evenly into columns; None where none does."""
    sample = [line for line in lines[: _SAMPLE_LINES * 3] if line.strip()][:_SAMPLE_LINES]
    scores = {delimiter: _best_evenness(sample, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else None


def _best_evenness(sample: list[str], delimiter: str) -> float:
    """Line by line, which an unclosed quotation mark cannot spoil, or record by record, where cells have several lines."""
    by_line = _evenness(_parsed(sample, delimiter))
    if not any(line.count('"') % 2 for line in sample):
        return by_line
    try:
        records = list(
            csv.reader(io.StringIO("\n".join(sample), newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error:
        return by_line
    return max(by_line, _evenness(records))


def _evenness(records: Iterable[list[str]]) -> float:
    counts = Counter(map(len, records))
    counts.pop(0, None)
    total = sum(counts.values())
    columns, _ = max(
        counts.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]), default=(1, 0)
    )
    # Rows may lack their last cells, or carry one more: they still speak for the delimiter, a little.
    near = sum(
        number for width, number in counts.items() if 1 < width != columns and abs(width - columns) <= 2
    )
    share = (counts[columns] + 0.7 * near) / total if total and columns > 1 else 0.0
    return share * math.log2(columns + 1) if share >= 0.5 or _is_header_heavy(counts, total) else 0.0


def _is_header_heavy(counts: Counter[int], total: int) -> bool:
    """A long preamble above a short table: most lines have one cell, the rest agree on several."""
    wide = {width: number for width, number in counts.items() if width >= 4}
    return bool(wide) and max(wide.values()) >= 3 and max(wide.values()) >= 0.15 * total


def _parsed(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    for line in lines:
        try:
            yield next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            yield line.split(delimiter)


def _records(text: str, lines: list[str], delimiter: str, warnings: list[str]) -> list[list[str]]:
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        records = None
    if records is None or _has_unclosed_quote(records, delimiter):
        warnings.append("A quotation mark is not closed: every line was read for itself.")
        records = list(_parsed(lines, delimiter))
    rows = [trimmed([_as_meant(cell) for cell in record]) for record in records]
    while rows and not rows[-1]:
        rows.pop()
    if max(map(len, rows), default=0) > MAX_COLUMNS:
        raise too_many_columns()
    return rows


def _has_unclosed_quote(records: list[list[str]], delimiter: str) -> bool:
    """A cell that swallowed lines which are rows themselves, in a record that is not as wide as the others."""
    width = Counter(map(len, records)).most_common(1)[0][0] if records else 0
    return any(
        _swallowed_rows(cell, delimiter, width)
        for record in records
        if len(record) != width or len(records) == 1
        for cell in record
    )


def _swallowed_rows(cell: str, delimiter: str, width: int) -> bool:
    lines = _LINE_END.split(cell)
    return len(lines) >= 3 and cell.count(delimiter) >= max(2, width - 1)


def _as_meant(cell: str) -> str:
    """The text without what keeps a spreadsheet from running or rounding it: our apostrophe, or ="0436" around it."""
    if match := _KEPT_AS_TEXT.fullmatch(cell):
        return match[1].replace('""', '"')
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _LED_BY_APOSTROPHE else cell
