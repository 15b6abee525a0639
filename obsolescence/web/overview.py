"""The customer's first page: what must be done by when, what changed, what ends when, where it bites."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from obsolescence.alerts import queries as alerts
from obsolescence.base import charts
from obsolescence.base.access import Actor
from obsolescence.base.charts import timeline
from obsolescence.base.page import page
from obsolescence.base.words import is_urgent
from obsolescence.boms import queries as boms
from obsolescence.events import queries as events
from obsolescence.projects import queries as projects
from obsolescence.risk import queries as risk

YEARS_SHOWN = 5
QUESTIONS_SHOWN = 6


def page_of(request: HttpRequest) -> HttpResponse:
    """The overview of the chosen organisation; without any BOM it is the place to drop the first one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    organisation_id = actor.organisation_id or 0
    today = timezone.localdate()
    figures = risk.figures_of(organisation_id)
    due = list(alerts.due_of(organisation_id))
    worst = risk.parts_at_risk(organisation_id)
    heat = risk.heat_of(organisation_id)
    context = {
        "figures": figures,
        "due": due,
        "urgent": sum(1 for one in due if one.fact.act_by and is_urgent(one.fact.act_by, today)),
        "open_alerts": alerts.counts_of(organisation_id)["todo"],
        "recent": list(events.recent(organisation_id, limit=8)),
        "kinds": events.KINDS,
        "heat": heat,
        "most": max([row["expected"] or 0 for row in heat], default=1) or 1,
        "worst": worst,
        "figure": _figure(worst, today),
        "unwatched": projects.unwatched_projects_of(organisation_id)[:5],
        "asked": list(boms.questions_to(organisation_id, actor.user_id)[:QUESTIONS_SHOWN]),
        "today": today,
        "has_projects": projects.projects_of(organisation_id).exists(),
        "headline": _headline(due, today),
    }
    return page(request, "obsolescence/overview.html", context)


def _headline(due: list[Any], today: date) -> str:
    """The answer, not a greeting."""
    soon = [one for one in due if one.fact.act_by and is_urgent(one.fact.act_by, today)]
    if soon:
        return f"{len(soon)} decision{'s are' if len(soon) > 1 else ' is'} due within 30 days"
    if due:
        return f"{len(due)} decision{'s are' if len(due) > 1 else ' is'} open, none within 30 days"
    return "Nothing has to be decided today"


def _figure(worst: list[dict[str, Any]], today: date) -> charts.Figure | None:
    """The parts whose last order is known and still ahead, on one time line."""
    ahead = [
        row
        for row in worst
        if row["part__last_order_date"]
        and (row["part__last_ship_date"] or row["part__last_order_date"]) >= today
    ]
    if not ahead:
        return None
    endings = [
        timeline.Ending(
            row["part__mpn"], row["part__status"], row["part__last_order_date"], row["part__last_ship_date"]
        )
        for row in ahead
    ]
    last = max(row["part__last_ship_date"] or row["part__last_order_date"] for row in ahead)
    until = min(last + timedelta(days=200), today + timedelta(days=365 * YEARS_SHOWN))
    return charts.figure(
        timeline.timeline(endings, today=today, until=until),
        title="What ends when",
        says="The makers' own last order and last shipment dates, the soonest first.",
        summary=f"{len(ahead)} parts with a known end",
        columns=["Part", "Last order", "Last shipment"],
        rows=[
            [
                row["part__mpn"],
                row["part__last_order_date"].isoformat(),
                row["part__last_ship_date"].isoformat() if row["part__last_ship_date"] else "not given",
            ]
            for row in ahead
        ],
    )
