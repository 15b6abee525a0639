"""Django's ``flush``, as the owner: the logins of web and worker may not empty tables."""

from __future__ import annotations

from django.core.management.base import CommandParser
from django.core.management.commands import flush


class Command(flush.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
