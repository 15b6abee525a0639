"""``manage.py demo``: fill the demo world, or print its sign-ins."""

from __future__ import annotations

import socket
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone

from config.demo import world
from config.demo.people import ONE_CLICK
from obsolescence.accounts.models import User
from obsolescence.base.refusals import Refused

KEPT = ("django_migrations", "django_content_type", "auth_permission")


class Command(BaseCommand):
    help = "Fill the demo world (--if-empty, --anew), or print its sign-ins (--sign-ins)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--if-empty", action="store_true", help="fill it unless somebody is there already")
        what.add_argument("--anew", action="store_true", help="empty the database and fill it")
        what.add_argument("--sign-ins", action="store_true", help="print who can be signed in as")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise Refused("The demo exists only with DEMO=1, and never in production.")
        if options["sign_ins"]:
            self._print_sign_ins()
        elif options["anew"]:
            self._empty()
            self._fill()
        elif not User.objects.exists():
            self._fill()

    def _fill(self) -> None:
        started = time.monotonic()
        self.stdout.write("Filling the demo world …")
        world.fill(timezone.now(), can_mail=_takes_mail())
        self.stdout.write(f"The demo world is filled ({time.monotonic() - started:.0f} s).")

    def _empty(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("select tablename from pg_tables where schemaname = 'public'")
            names = ", ".join(f'"{name}"' for (name,) in cursor.fetchall() if name not in KEPT)
            cursor.execute(f"truncate {names} restart identity cascade")

    def _print_sign_ins(self) -> None:
        self.stdout.write(
            "Sign in with one click on the sign-in page, or with the password " + world.PASSWORD
        )
        for person in ONE_CLICK:
            self.stdout.write(f"  {person.says:38} {person.email}")
        self.stdout.write("Mails of the demo: /demo/mailbox/")


def _takes_mail() -> bool:
    """Whether the mail server answers; without it the demo's mails wait until everything runs."""
    try:
        with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=1):
            return True
    except OSError:
        return False
