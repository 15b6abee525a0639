"""``manage.py import_manufacturers FILE…``: makers with successors, and their aliases."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


class Command(FeedCommand):
    help = (
        "Take makers (manufacturer, aliases, acquired_by_or_successor, …) or aliases (alias, manufacturer)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_manufacturers(lines=lines)
            self.stdout.write(f"{path.name}: {done.makers:,} makers, {done.aliases:,} aliases")
            if done.merging:
                self.stdout.write(
                    f"{done.merging:,} makers turned out to be other names; their parts come together within a minute"
                )
            for conflict in done.conflicts:
                self.stdout.write(f"  conflict: {conflict}")
            self.list_rejected(path, done.header, done.rejected, options)
