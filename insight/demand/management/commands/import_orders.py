"""``manage.py import_orders FILE…``: order lines from the ERP."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from insight.demand import services
from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs


class Command(FeedCommand):
    help = "Take order lines: order, date, customer, site, part, qty, unit_price (currency, project_ref)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_orders(lines=lines, today=timezone.localdate())
            self.stdout.write(
                f"{path.name}: {done.read:,} rows, {done.stored:,} order lines new or changed,"
                f" {len(done.rejected):,} not taken"
            )
            self.list_rejected(path, done.header, done.rejected, options)
