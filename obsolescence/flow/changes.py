"""What people put away, take back, move or bring into another stage → alerts that waited meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs
from obsolescence.boms import services as boms
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.step import after_commit, step
from obsolescence.projects import services as projects


def archive_project(*, organisation_id: int, project_id: int, at: datetime | None, now: datetime) -> None:
    """Put a project away (at) or take it back (None): what was announced meanwhile is told now."""
    projects.archive(organisation_id=organisation_id, project_id=project_id, at=at, now=now)
    after_commit(raise_missed_alerts)


def change_stage(
    *, organisation_id: int, project_id: int, stage: str, since: date, by: int | None, at: datetime
) -> None:
    """A project comes into a stage; one that had ended and runs again hears what it missed."""
    projects.change_stage(
        organisation_id=organisation_id, project_id=project_id, stage=stage, since=since, by=by, at=at
    )
    after_commit(raise_missed_alerts)


def archive_bom(*, organisation_id: int, bom_id: int, at: datetime | None, now: datetime) -> None:
    """Put a BOM away (at) or take it back (None)."""
    boms.archive(organisation_id=organisation_id, bom_id=bom_id, at=at, now=now)
    after_commit(raise_missed_alerts)


def move_bom(*, organisation_id: int, bom_id: int, project_id: int, at: datetime) -> None:
    """Put a BOM into another project, whose people may not have been told about its parts."""
    boms.move(organisation_id=organisation_id, bom_id=bom_id, project_id=project_id, at=at)
    after_commit(raise_missed_alerts)


def delete_project(*, organisation_id: int, project_id: int, at: datetime) -> None:
    """Delete a project and all that is in it; demand and totals follow by its event."""
    boms.delete_project(organisation_id=organisation_id, project_id=project_id, at=at)


@step
def raise_missed_alerts() -> None:
    """Facts that stand and lines that are built, without an alert; the sweep asks the same."""
    with as_jobs():
        if alerts.raise_missed(at=timezone.now()):
            after_commit(deliver_messages)
