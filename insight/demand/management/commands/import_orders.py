"""``manage.py import_orders FILE…``: order lines from the ERP."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from insight.demand import services
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts.management.commands.import_parts import open_text


class Command(BaseCommand):
    help = "Take order lines: order, date, customer, site, part, qty, unit_price (currency, project_ref)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_orders(lines=lines)
            self.stdout.write(f"{path.name}: {done.read:,} rows, {done.stored:,} order lines new or changed")
            for number, sentence in done.rejected:
                self.stdout.write(f"  row {number}: {sentence}")
