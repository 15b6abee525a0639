"""The catalogue has grown → open lines and waiting notices are looked up again → judged, alerted; told once a night."""

from __future__ import annotations

from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import services as boms
from obsolescence.flow.changes import raise_missed_alerts
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.notices import tell_of_notice
from obsolescence.flow.step import after_commit, step
from obsolescence.parts import services as parts
from obsolescence.risk import services as risk


def catch_up_with_catalogue() -> None:
    """For the sweep: whatever was imported, by whom and how often, half a minute later it is known to BOMs and notices."""
    with as_jobs():
        for notice_id in parts.resolve_waiting(at=timezone.now()):
            after_commit(tell_of_notice, notice_id=notice_id)
        for organisation_id in boms.organisations_behind():
            after_commit(match_again, organisation_id=organisation_id)


@step
def match_again(organisation_id: int) -> None:
    """One organisation's open lines against the catalogue as it is now; what is found is judged and alerted."""
    now = timezone.now()
    with as_organisation(organisation_id):
        if boms.match_again(organisation_id=organisation_id, at=now):
            risk.assess_stale(today=timezone.localdate(), at=now, organisation_id=organisation_id)
            after_commit(raise_missed_alerts)


@step
def tell_of_matches() -> None:
    """Every night: one message to each person whose lines were found."""
    with as_jobs():
        if alerts.tell_of_matches(at=timezone.now()):
            after_commit(deliver_messages)
