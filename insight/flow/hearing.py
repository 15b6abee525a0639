"""What changed in the customers' wing → forecasts → leads, within seconds; everything again at night."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from insight.demand import services as demand
from insight.forecasts import services as forecasts
from insight.leads import services as leads
from insight.leads.rules.ranking import weight_of
from insight.leads.services import Trigger
from obsolescence.base.tenancy import as_jobs
from obsolescence.events import queries as events
from obsolescence.events.models import Event
from obsolescence.flow import planning
from obsolescence.flow.step import step
from obsolescence.parts import queries as parts
from obsolescence.projects import queries as projects

# What may leave a project without anything that is built.
TAKES_LINES_AWAY = {"bom_archived", "bom_moved", "bom_deleted", "bom_undone"}

# What changes figures; everything else only touches the lead.
CHANGES_FIGURES = TAKES_LINES_AWAY | {
    "plan_changed",
    "stage_changed",
    "bom_released",
    "bom_restored",
    "sharing_changed",
    "part_chosen",
    "bom_edited",
    "lines_matched",
    "project_archived",
    "project_restored",
    "project_deleted",
    "notice",
}

# What changes which orders are an organisation's: the share bought from us of all its projects.
CHANGES_SHARES = {"orders_imported", "account_confirmed", "account_taken_back"}


@step
def hear_events() -> None:
    """Claim the open events that nobody else holds and bring what hangs on their projects up to date."""
    _follow_merged_parts()
    while _hear_some():
        pass


def _follow_merged_parts() -> None:
    """Parts that turned out to be one: orders follow the row that stays, forecasts are worked out anew."""
    now = timezone.now()
    with as_jobs():
        pairs = parts.merged_parts()
        if not pairs:
            return
        demand.follow_parts(pairs=pairs)
        concerned = forecasts.forget_parts(part_ids=[old for old, _ in pairs])
        if concerned:
            forecasts.refresh(project_ids=concerned, today=timezone.localdate(), at=now)
            forecasts.refresh_totals(at=now)


def _hear_some() -> int:
    now, today = timezone.now(), timezone.localdate()
    with as_jobs():
        _one_at_a_time()
        heard = events.claim_open(now=now)
        by_project: dict[int, list[Event]] = {}
        for event in heard:
            if event.project_id is not None:
                by_project.setdefault(event.project_id, []).append(event)
        changed = [
            number
            for number, found in by_project.items()
            if any(one.kind in CHANGES_FIGURES for one in found)
        ]
        bought = {event.organisation_id for event in heard if event.kind in CHANGES_SHARES}
        concerned = projects.ids_for_jobs(sorted(bought)) if bought else []
        changed = sorted({*changed, *concerned})
        if changed:
            planning.draw_builds(project_ids=changed, at=now)
            forecasts.refresh(project_ids=changed, today=today, at=now)
            forecasts.refresh_totals(at=now)
        leads.refresh(
            triggers={
                **dict.fromkeys(concerned),
                **{number: _trigger(found) for number, found in by_project.items()},
            },
            today=today,
            at=now,
        )
    return len(heard)


def _one_at_a_time() -> None:
    """Draws and forecasts are replaced: two hands at once would write the same rows. The second waits its turn."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('insight: forecasts', 0))")


def _trigger(found: list[Event]) -> Trigger:
    """The strongest of the events, the newest among equals."""
    best = max(found, key=lambda event: (weight_of(event.kind), event.happened_at))
    takes_lines_away = any(event.kind in TAKES_LINES_AWAY for event in found)
    return Trigger(best.kind, best.text, best.happened_at, best.ids, takes_lines_away)


@step
def refresh_everything() -> None:
    """At night: every forecast, every open lead and the list of missing parts anew, from the same rules."""
    now, today = timezone.now(), timezone.localdate()
    with as_jobs():
        _one_at_a_time()
        planning.draw_builds(project_ids=None, at=now)
        done = forecasts.refresh(project_ids=None, today=today, at=now)
        forecasts.refresh_totals(at=now)
        leads.refresh(triggers=dict.fromkeys(done), today=today, at=now)
        demand.refresh_missing(at=now)
