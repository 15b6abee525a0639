"""``manage.py import_parts FILE…``: take parts feeds (CSV, plain or gzip)."""

from __future__ import annotations

import csv
import gzip
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


def open_text(path: Path) -> TextIO:
    """A file, or a gzip of one, as UTF-8 text; Refused where it is not there."""
    if not path.is_file():
        raise Refused(f"{path} is not a file.")
    with path.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    if packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


class Command(BaseCommand):
    help = "Take parts feeds (CSV or gzip) into the catalogue; bad rows go to a file with their reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--rejected", type=Path, help="folder for the rows that were not taken (default var/rejected)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            started = time.monotonic()
            with open_text(path) as lines, as_jobs():
                done = services.import_parts(lines=lines, progress=self._tell)
            seconds = time.monotonic() - started
            self.stdout.write(
                f"{path.name}: {done.rows:,} rows in {seconds:.1f} s: {done.parts:,} parts new or changed,"
                f" {done.claims:,} new claims, {done.offers:,} offers, {done.statuses:,} statuses changed"
            )
            if done.rejected:
                self._list_rejected(path, done, options["rejected"] or settings.VAR_DIR / "rejected")

    def _tell(self, rows: int) -> None:
        self.stderr.write(f"read {rows:,} rows …")

    def _list_rejected(self, path: Path, done: services.Imported, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{path.name.removesuffix('.gz').removesuffix('.csv')}.rejected.csv"
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["row", "reason", *done.header])
            writer.writerows([number, reason, *values] for number, reason, values in done.rejected)
        self.stdout.write(
            f"{len(done.rejected):,} rows were not taken; they are listed with their reasons in {target}"
        )
