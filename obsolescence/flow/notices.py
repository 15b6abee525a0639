"""A notice arrives, changes or is withdrawn → facts, alerts and messages for every customer → delivery."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.step import after_commit, step
from obsolescence.parts import queries as part_queries
from obsolescence.parts import services as parts
from obsolescence.risk import services as risk


def record_notice(new: parts.NewNotice, *, at: datetime) -> tuple[int, bool]:
    """Record a notice (staff or jobs) and, once that is committed, tell whom it concerns; its id, and whether it is news."""
    notice_id, changed = parts.record_notice(new, at=at)
    if changed:
        after_commit(tell_of_notice, notice_id=notice_id)
    return notice_id, changed


def withdraw_notice(*, notice_id: int, reason: str, at: datetime) -> None:
    """Take a notice back and correct everybody who was told."""
    if parts.withdraw_notice(notice_id=notice_id, reason=reason, at=at):
        after_commit(tell_of_notice, notice_id=notice_id)


def reinstate_notice(*, notice_id: int, at: datetime) -> None:
    """A withdrawn notice holds after all: its customers are told again."""
    if parts.reinstate_notice(notice_id=notice_id, at=at):
        after_commit(tell_of_notice, notice_id=notice_id)


def choose_part(*, row_id: int, part_id: int, at: datetime) -> int:
    """A person says which part a waiting row means; its customers are told. Returns the notice's id."""
    notice_id = parts.choose_part(row_id=row_id, part_id=part_id, at=at)
    after_commit(tell_of_notice, notice_id=notice_id)
    return notice_id


@step
def tell_of_notice(notice_id: int) -> None:
    """Judge the lines that it concerns, tell their people, over all customers; a second time finds nothing to do."""
    with as_jobs():
        risk.assess_stale(today=timezone.localdate(), at=timezone.now())
        alerts.follow_notice(notice_id=notice_id, today=timezone.localdate(), at=timezone.now())
        after_commit(deliver_messages)


def tell_what_stands_still() -> None:
    """For the sweep: notices whose customers have not been told of the newest version."""
    with as_jobs():
        waiting = part_queries.untold_notices()
    for notice_id in waiting:
        tell_of_notice.delay(notice_id=notice_id)
