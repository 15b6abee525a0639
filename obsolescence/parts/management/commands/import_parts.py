"""``manage.py import_parts FILE…``: take parts feeds (CSV, plain or gzip)."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from obsolescence.base import given
from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


class Command(FeedCommand):
    help = "Take parts feeds (CSV or gzip) into the catalogue; bad rows go to a file with their reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--as-of",
            default="",
            help="the day of the snapshot that a file is (2026-11-24); it dates what is undated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = given.day(options["as_of"], "--as-of") if options["as_of"] else None
        for path in options["files"]:
            started = time.monotonic()
            with open_text(path) as lines, as_jobs():
                done = services.import_parts(lines=lines, as_of=as_of, progress=self._tell)
            seconds = time.monotonic() - started
            self.stdout.write(
                f"{path.name}: {done.rows:,} rows in {seconds:.1f} s: {done.parts:,} parts new or changed,"
                f" {done.claims:,} new claims, {done.offers:,} offers, {done.statuses:,} statuses changed"
            )
            self.list_rejected(path, done.header, done.rejected, options)

    def _tell(self, rows: int) -> None:
        self.stderr.write(f"read {rows:,} rows …")
