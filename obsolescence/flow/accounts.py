"""People and customer numbers: what changes about them → whom that concerns is told.

A colleague asks to join → the owners get a message, once. A customer number is confirmed or corrected → whoever follows
hears of it: orders, and what is learned from them, move along.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from obsolescence.accounts import queries
from obsolescence.accounts import services as accounts
from obsolescence.base.tenancy import as_organisation
from obsolescence.events import services as events
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.step import after_commit
from obsolescence.messaging import services as messaging


def ask_to_join(*, user_id: int, name: str, email: str, at: datetime) -> None:
    """A colleague asks to be let in; the organisation's owners are told once for each request."""
    with transaction.atomic():
        asked = accounts.ask_to_join(user_id=user_id)
        if not asked.is_new:
            return
        with as_organisation(asked.organisation_id, user_id=user_id):
            messaging.write(
                [
                    messaging.Draft(
                        organisation_id=asked.organisation_id,
                        user_id=owner,
                        topic="access",
                        key=f"join-{asked.request_id}",
                        subject=f"{name or email} asks to join {asked.organisation}",
                        link="/organisation/members/",
                        body={
                            "alerts": [],
                            "heading": f"{name or email} asks to join {asked.organisation}",
                            "sentence": f"{email} has the mail domain of {asked.organisation}."
                            " Let them in with a role, or decline.",
                            "items": [],
                            "more": 0,
                            "button": "Decide",
                            "why": f"You are an owner of {asked.organisation}.",
                        },
                    )
                    for owner in queries.owners_of(asked.organisation_id)
                ],
                at=at,
            )
        after_commit(deliver_messages)


def confirm_account(*, number: str, organisation_id: int | None, confirmed_by: int, at: datetime) -> None:
    """Staff says which organisation a customer number belongs to (None: to none yet); both sides of a change are told."""
    before = accounts.confirm_account(
        number=number, organisation_id=organisation_id, confirmed_by=confirmed_by, now=at
    )
    if before == organisation_id:
        return
    if before is not None:
        _record(before, "account_taken_back", f"Customer number {number} is no longer yours", at)
    if organisation_id is not None:
        _record(organisation_id, "account_confirmed", f"Customer number {number} is yours", at)


def _record(organisation_id: int, kind: str, text: str, at: datetime) -> None:
    events.record(organisation_id=organisation_id, kind=kind, happened_at=at, text=text)
