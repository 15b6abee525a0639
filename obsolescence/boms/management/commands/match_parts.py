"""``manage.py match_parts FILE --out OUT``: which part of the catalogue each row of a list means."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandParser

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from obsolescence.boms.rules.matching import Match
from obsolescence.boms.services import Number, match_numbers
from obsolescence.parts import queries as parts

REQUIRED = ("manufacturer", "mpn")
ADDED = (
    "matched_manufacturer",
    "matched_mpn",
    "grade_mpn",
    "grade_maker",
    "accepted",
    "reason",
    "candidates",
)
CHUNK = 5_000


class Command(BaseCommand):
    help = "Match a CSV file (columns manufacturer, mpn, optional sku, description) to the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV file; its other columns are passed through")
        parser.add_argument("--out", required=True, help="CSV file to write: all columns and the match")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with (
                Path(options["file"]).open(encoding="utf-8-sig", newline="") as lines,
                Path(options["out"]).open("w", encoding="utf-8", newline="") as out,
            ):
                count = _match(lines, out)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Refused(f"The list cannot be read or written: {error}.") from error
        self.stdout.write(f"{options['out']}: {count['rows']:,} rows, {count['accepted']:,} accepted")


def _match(lines: TextIO, out: TextIO) -> dict[str, int]:
    reader = csv.DictReader(lines)
    header = list(reader.fieldnames or ())
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Refused(f"The list needs the columns manufacturer and mpn; {missing[0]} is missing.")
    writer = csv.DictWriter(
        out, [*header, *(name for name in ADDED if name not in header)], extrasaction="ignore"
    )
    writer.writeheader()
    count = {"rows": 0, "accepted": 0}
    for rows in _chunks(reader):
        with as_jobs():
            for row, added in zip(rows, _answers(rows), strict=True):
                writer.writerow(row | added)
                count["rows"] += 1
                count["accepted"] += int(added["accepted"])
    return count


def _chunks(reader: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while rows := list(islice(reader, CHUNK)):
        yield rows


def _answers(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, str]]:
    numbers = [
        Number(
            mpn=row.get("mpn") or "",
            manufacturer=row.get("manufacturer") or "",
            sku=row.get("sku") or "",
            description=row.get("description") or "",
        )
        for row in rows
    ]
    matches = match_numbers(numbers)
    known = parts.parts_by_id(
        list({part for match in matches for part in (*match.candidates, match.part_id) if part is not None})
    )
    names = {number: (part.manufacturer.name, part.mpn) for number, part in known.items()}
    for match in matches:
        yield _answer(match, names)


def _answer(match: Match, names: dict[int, tuple[str, str]]) -> dict[str, str]:
    maker, mpn = names[match.part_id] if match.part_id is not None else ("", "")
    proposals = [match.part_id, *match.candidates] if match.part_id is not None else match.candidates
    return {
        "matched_manufacturer": maker,
        "matched_mpn": mpn,
        "grade_mpn": match.grade_mpn,
        "grade_maker": match.grade_maker,
        "accepted": str(int(match.part_id is not None)),
        "reason": match.reason,
        "candidates": "|".join(" ".join(names[number]) for number in proposals[:5] if number in names),
    }
