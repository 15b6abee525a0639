"""Django's ``migrate``, as the owner: the logins of web and worker may not change tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["verbosity"]:
            self.stdout.write("`manage.py prepare` does this and builds the walls; new tables need them.")
