"""``manage.py import_notices NOTICES.csv NOTICE_PARTS.csv``: notices, and whom they concern is told."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from obsolescence.base.feeds import open_text
from obsolescence.base.management.feed_command import FeedCommand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services


class Command(FeedCommand):
    help = "Record notices and their parts from two files; whoever follows an affected project is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("notices", type=Path)
        parser.add_argument("parts", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with open_text(options["notices"]) as notices, open_text(options["parts"]) as parts, as_jobs():
            done = services.import_notices(notices=notices, parts=parts, at=timezone.now())
        self.stdout.write(
            f"{done.read:,} notices read, {len(done.changed):,} new or changed; customers are told within a minute"
        )
        self.list_rejected(options["notices"], done.header, done.rejected, options)
        self.list_rejected(options["parts"], done.parts_header, done.rejected_parts, options)
