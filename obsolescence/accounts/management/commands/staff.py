"""``manage.py staff EMAIL ROLE``: who works at the distributor, and as what."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from obsolescence.accounts import services
from obsolescence.accounts.rules.roles import STAFF_ROLES


class Command(BaseCommand):
    help = (
        "Give one of the distributor's people a role (and an account where they have none), or take it away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", nargs="?", default="", help=", ".join(STAFF_ROLES))
        parser.add_argument("--name", default="", help="what the person is called")
        parser.add_argument("--region", default="", help="the region that they look after")
        parser.add_argument("--remove", action="store_true", help="they no longer work here")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            services.dismiss(email=options["email"])
            self.stdout.write(f"{options['email']} is no longer staff.")
            return
        is_new = services.appoint(
            email=options["email"], role=options["role"], region=options["region"], name=options["name"]
        )
        self.stdout.write(f"{options['email']} is {options['role'].replace('_', ' ')}.")
        if is_new:
            self.stdout.write(
                f"The account is new: choose its password at {settings.PUBLIC_URL.rstrip('/')}/accounts/password/reset/."
            )
