"""What the import commands say about rows that they did not take."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from obsolescence.base.feeds import Rejected, write_rejected

SHOWN = 5


class FeedCommand(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rejected", type=Path, help="folder for the rows that were not taken (default var/rejected)"
        )

    def list_rejected(
        self, source: Path, header: Sequence[str], rejected: Sequence[Rejected], options: dict[str, Any]
    ) -> None:
        """Name the first few rows that were not taken, and the file that holds all of them."""
        if not rejected:
            return
        target = write_rejected(
            options["rejected"] or settings.VAR_DIR / "rejected", source, header, rejected
        )
        for one in sorted(rejected)[:SHOWN]:
            self.stdout.write(f"  row {one.number}: {one.reason}")
        self.stdout.write(
            f"{len(rejected):,} rows of {source.name} were not taken; they are listed with their reasons in {target}"
        )
