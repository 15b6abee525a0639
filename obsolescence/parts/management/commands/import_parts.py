"""``manage.py import_parts FILE…``: take parts feeds (CSV, plain or gzip)."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


class Command(FeedCommand):
    help = "Take parts feeds (CSV or gzip) into the catalogue; bad rows go to a file with their reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

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
            self.list_rejected(path, done.header, done.rejected, options)

    def _tell(self, rows: int) -> None:
        self.stderr.write(f"read {rows:,} rows …")
