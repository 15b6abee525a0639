"""Django's ``createsuperuser``, which people try first: there are no superusers here, only staff with roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from obsolescence.base.refusals import Refused


class Command(createsuperuser.Command):
    help = "Lastbuy has no superusers: see staff."

    def handle(self, *args: Any, **options: Any) -> None:
        raise Refused(
            "Lastbuy has no superusers. `manage.py staff EMAIL administrator` makes somebody an administrator."
        )
