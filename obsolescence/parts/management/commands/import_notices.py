"""``manage.py import_notices NOTICES.csv NOTICE_PARTS.csv``: notices, and whom they concern is told."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services
from obsolescence.parts.management.commands.import_parts import open_text


class Command(BaseCommand):
    help = "Record notices and their parts from two files; whoever follows an affected project is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("notices", type=Path)
        parser.add_argument("parts", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with open_text(options["notices"]) as notices, open_text(options["parts"]) as parts, as_jobs():
            done = services.import_notices(notices=notices, parts=parts, at=timezone.now())
        self.stdout.write(
            f"{done.read:,} notices read, {len(done.changed):,} new or changed; customers are told within a minute"
        )
        names = {"notices": options["notices"].name, "parts": options["parts"].name}
        for kind, number, sentence in done.rejected:
            self.stdout.write(f"{names[kind]} row {number}: {sentence}")
