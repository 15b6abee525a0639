"""``manage.py import_rates FILE…``: exchange rates (currency, date, rate)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services
from obsolescence.parts.management.commands.import_parts import open_text


class Command(BaseCommand):
    help = "Take exchange rates: reporting currency for one unit of each currency, by day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                rates = services.import_rates(lines=lines, source=path.name)
            self.stdout.write(f"{path.name}: {rates:,} rates")
