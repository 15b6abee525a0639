"""``manage.py import_accounts FILE…``: customer numbers from the ERP."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from obsolescence.accounts import services
from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs


class Command(FeedCommand):
    help = (
        "Take the ERP's customer numbers: number, name (mail_domain, country); staff confirms whose they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            with open_text(path) as lines, as_jobs():
                done = services.import_accounts(lines=lines)
            self.stdout.write(
                f"{path.name}: {done.read:,} rows, {done.changed:,} customer numbers new or changed"
            )
            self.list_rejected(path, done.header, done.rejected, options)
