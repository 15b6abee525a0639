"""``manage.py import_rates FILE…``: exchange rates (currency, date, rate)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


class Command(FeedCommand):
    help = "Take exchange rates: reporting currency for one unit of each currency, by day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_rates(lines=lines, source=path.name)
            self.stdout.write(f"{path.name}: {done.rates:,} rates")
            self.list_rejected(path, done.header, done.rejected, options)
