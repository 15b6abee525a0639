"""Files that other systems give us: CSV in UTF-8 with a header row, plain or gzip, read alike by every import command.

Plain Python without Django. A row that cannot be taken is kept with its reason and does not stop the rest.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TextIO

from obsolescence.base import given
from obsolescence.base.refusals import Refused


class BadRow(Refused):
    """A row that cannot be taken; the sentence says why."""


class Rejected(NamedTuple):
    """A row that was not taken. number: as a spreadsheet counts, the header being 1, whatever line breaks are in it."""

    number: int
    reason: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    values: list[str]
    cells: dict[str, str]

    def text(self, name: str, most: int = 2000) -> str:
        """A cell without white space around it; empty where the file has no such column."""
        return given.text(self.cells.get(name, ""), most, name)


def open_text(path: Path) -> TextIO:
    """A file, or a gzip of one, as UTF-8 text; Refused where it is not there."""
    if not path.is_file():
        raise Refused(f"{path} is not a file.")
    try:
        with path.open("rb") as start:
            packed = start.read(2) == b"\x1f\x8b"
        if packed:
            return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Refused(f"{path} cannot be opened: {error.strerror}.") from error


@dataclass(slots=True)
class Feed:
    """The rows of a file, one after the other; what is wrong with the file itself is Refused.

    what: how the file is called where a column of ``needs`` is missing. is_strict: a row with fewer cells than the header
    is bad too; spreadsheets leave empty cells at the end out.
    """

    lines: TextIO
    what: str
    needs: Sequence[str]
    is_strict: bool = False
    header: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    read: int = 0  # rows that hold anything

    def __post_init__(self) -> None:
        self._records = self._numbered()
        self.header = [name.strip().lstrip("\ufeff").lower() for name in next(self._records, (1, []))[1]]
        missing = [name for name in self.needs if name not in self.header]
        if missing:
            raise Refused(f"This is no {self.what}: the column {missing[0]} is missing. See docs/feeds.md.")

    _records: Iterator[tuple[int, list[str]]] = field(init=False)

    def __iter__(self) -> Iterator[Row]:
        for number, values in self.records():
            yield Row(number, values, dict(zip(self.header, values, strict=False)))

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their numbers, as plain lists: for feeds of millions."""
        width = len(self.header)
        for number, values in self._records:
            if not values:
                continue
            self.read += 1
            if len(values) > width or (self.is_strict and len(values) < width):
                self.rejected.append(Rejected(number, f"{len(values)} columns instead of {width}.", values))
            elif "\0" in "".join(values):
                self.rejected.append(
                    Rejected(number, "The row contains signs that are no text (NUL).", values)
                )
            else:
                yield number, values

    def reject(self, row: Row, reason: str) -> None:
        self.rejected.append(Rejected(row.number, reason, row.values))

    def _numbered(self) -> Iterator[tuple[int, list[str]]]:
        number = 0
        reader = csv.reader(self.lines)
        try:
            for number, values in enumerate(reader, start=1):
                yield number, values
        except csv.Error as error:
            raise Refused(f"The file stops making sense after row {number}: {error}.") from error
        except UnicodeDecodeError as error:
            raise Refused(
                f"The file is not UTF-8 text (near row {number + 1}): save it as CSV UTF-8 and try again."
            ) from error
        except (EOFError, OSError, zlib.error) as error:
            raise Refused(f"The file is damaged (near row {number + 1}): fetch it again.") from error


def write_rejected(folder: Path, source: Path, header: Sequence[str], rejected: Sequence[Rejected]) -> Path:
    """Write every row that was not taken with its reason; return the file.

    Its name carries where the source lies: two feeds of the same name do not overwrite each other's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:8]
    target = folder / f"{source.name.removesuffix('.gz').removesuffix('.csv')}-{place}.rejected.csv"
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["row", "reason", *header])
        writer.writerows([one.number, one.reason, *one.values] for one in sorted(rejected))
    return target
