"""Whose customer number is whose → whoever follows hears of it: orders, and what is learned from them, move along."""

from __future__ import annotations

from datetime import datetime

from obsolescence.accounts import services as accounts
from obsolescence.events import services as events


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
