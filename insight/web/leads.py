"""Leads: the ranked list, one lead with its six answers, what came of it; and the customer's own view of the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from insight.forecasts import queries as forecasts
from insight.leads import queries, services
from insight.leads.rules.ranking import TRIGGERS
from obsolescence.base import charts
from obsolescence.base.access import MemberRequest, StaffRequest, for_members, for_staff
from obsolescence.base.charts import specs
from obsolescence.base.page import go, page
from obsolescence.projects import queries as projects
from obsolescence.relations import services as relations

SALES = ("sales", "sales_manager")
ANSWERS = (
    ("trigger", "Why now", "bolt"),
    ("who", "Who", "user"),
    ("what", "What, how many", "box"),
    ("when", "When, how long", "cal"),
    ("where", "Where", "pin"),
    ("value", "How much", "euro"),
)


@for_staff()
def listing(request: StaffRequest) -> HttpResponse:
    """The most worthwhile first; filters stand in the address. A list is not a look."""
    mine = request.actor.user_id if request.GET.get("mine") == "1" else None
    wanted = queries.LeadFilter(request.GET.get("state", ""), request.GET.get("trigger", ""), mine)
    rows = list(queries.leads(wanted)[:200])
    context = {
        "leads": rows,
        "counts": queries.counts(),
        "states": queries.STATES,
        "wanted": wanted,
        "triggers": TRIGGERS,
        "today": timezone.localdate(),
    }
    return page(request, "insight/leads.html", context)


@for_staff()
def lead(request: StaffRequest, lead_id: int) -> HttpResponse:
    """One lead. The customer sees that it was looked at, and by whom."""
    one = queries.lead(lead_id)
    relations.record_look(
        organisation_id=one.organisation_id,
        project_id=one.project_id,
        user_id=request.actor.user_id,
        who=f"{request.actor.name}, {request.actor.staff_role.replace('_', ' ')}",
        kind="lead",
        at=timezone.now(),
    )
    place, many = queries.rank_of(one)
    context = _what_sales_sees(one.project_id) | {
        "lead": one,
        "answers": answers_of(one.answers),
        "place": place,
        "many": many,
        "steps": list(queries.steps_of(lead_id)),
        "is_open": one.closed_at is None,
        "can_work": request.actor.staff_role in (*SALES, "administrator"),
        "states": queries.STATES,
        "trigger_words": TRIGGERS.get(one.trigger, (one.trigger, 0))[0],
        "today": timezone.localdate(),
    }
    return page(request, "insight/lead.html", context)


@for_staff(*SALES)
@require_POST
def move(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Taken, contacted, quoted, won, lost with its reason."""
    services.move(
        lead_id=lead_id,
        state=request.POST.get("state", ""),
        by=request.actor.user_id,
        text=request.POST.get("text", ""),
        at=timezone.now(),
    )
    messages.success(request, "Noted.")
    return go(request, reverse("leads:lead", args=[lead_id]))


@for_members()
def mirror(request: MemberRequest, project_id: int) -> HttpResponse:
    """What sales sees of a project, for its own people: the same rows, the same figures, the same words."""
    project = projects.project(request.organisation_id, project_id)
    if project.sharing == "nothing" or not project.sharing_decided_at:
        raise Http404
    leads = [
        one for one in queries.leads_of_organisation(request.organisation_id) if one.project_id == project_id
    ]
    one = next((one for one in leads if one.closed_at is None), None)
    context = _what_sales_sees(project_id) | {
        "project": project,
        "lead": one,
        "answers": answers_of(one.answers) if one else [],
    }
    return page(request, "insight/_mirror.html", context)


def answers_of(stored: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "icon": icon,
            "key": key,
            **stored.get(key, {"head": "Not known", "text": "", "missing": True}),
        }
        for key, title, icon in ANSWERS
    ]


def _what_sales_sees(project_id: int) -> dict[str, Any]:
    parts = list(forecasts.parts_of(project_id))
    builds = list(forecasts.builds_of(project_id))
    return {
        "parts": parts[:25],
        "part_count": len(parts),
        "builds": builds,
        "figure": _figure(builds),
        "inputs": builds[0].inputs if builds else {},
        "expected": sum(part.value_12m or 0 for part in parts),
    }


def _figure(builds: list[Any]) -> charts.Figure | None:
    """Units to be built by month over all sites, as a range."""
    if not builds:
        return None
    first = builds[0].first_month
    months = [
        (
            (first.year * 12 + first.month - 1 + offset) // 12,
            (first.year * 12 + first.month - 1 + offset) % 12 + 1,
        )
        for offset in range(12)
    ]
    rows = [
        specs.Expected(
            f"{year}-{month:02}",
            sum(build.p10[offset] for build in builds),
            sum(build.p50[offset] for build in builds),
            sum(build.p90[offset] for build in builds),
        )
        for offset, (year, month) in enumerate(months)
    ]
    return charts.figure(
        specs.monthly_ranges(rows, width=760),
        title="Units built, by month",
        says="P10 to P90 with the middle; from joint draws of survival, slip and plan factor.",
        summary=f"from {rows[0].month} on, twelve months",
        columns=["Month", "P10", "P50", "P90"],
        rows=[[row.month, round(row.p10), round(row.p50), round(row.p90)] for row in rows],
    )


app_name = "leads"
urlpatterns = [
    path("", listing, name="list"),
    path("<int:lead_id>/", lead, name="lead"),
    path("<int:lead_id>/move/", move, name="move"),
    path("mirror/<int:project_id>/", mirror, name="mirror"),
]
