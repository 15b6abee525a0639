"""``manage.py import_manufacturers FILE…``: makers with successors, and their aliases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services
from obsolescence.parts.management.commands.import_parts import open_text


class Command(BaseCommand):
    help = (
        "Take makers (manufacturer, aliases, acquired_by_or_successor, …) or aliases (alias, manufacturer)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                makers, aliases = services.import_manufacturers(lines=lines)
            self.stdout.write(f"{path.name}: {makers:,} makers, {aliases:,} aliases")
