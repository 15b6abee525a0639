"""``manage.py prepare``: bring the database to this version, as its owner: tables, then walls."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from obsolescence.base import walls


class Command(BaseCommand):
    help = "Migrate the database as its owner and build the walls between tenants."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", database="owner", interactive=False, verbosity=options["verbosity"])
        owner = connections["owner"]
        with owner.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(4711)")
        walls.build(owner)
        owner.close()
        self.stdout.write("The database is ready.")
