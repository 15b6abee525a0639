"""``manage.py import_orders FILE…``: order lines from the ERP."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from insight.demand import services
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts.management.commands.import_parts import open_text

SHOWN = 20


class Command(BaseCommand):
    help = "Take order lines: order, date, customer, site, part, qty, unit_price (currency, project_ref)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_orders(lines=lines)
            self.stdout.write(
                f"{path.name}: {done.read:,} rows, {done.stored:,} order lines new or changed,"
                f" {len(done.rejected):,} not taken"
            )
            for number, sentence in done.rejected[:SHOWN]:
                self.stdout.write(f"  row {number}: {sentence}")
            if len(done.rejected) > SHOWN:
                self.stdout.write(f"  … all of them in {self._listed(path, done)}")

    def _listed(self, path: Path, done: services.ImportedOrders) -> Path:
        """Write every row that was not taken with its reason; return the file."""
        folder: Path = settings.VAR_DIR / "rejected"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{path.name.removesuffix('.gz').removesuffix('.csv')}.rejected.csv"
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["row", "reason"])
            writer.writerows(done.rejected)
        return target
