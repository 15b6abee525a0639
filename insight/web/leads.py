"""Leads: the ranked list, one lead with its six answers, what came of it; and the customer's own view of the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from insight.forecasts import queries as forecasts
from insight.leads import queries, services
from insight.leads.rules.ranking import TRIGGERS
from obsolescence.accounts import queries as accounts
from obsolescence.base import charts
from obsolescence.base.access import MemberRequest, StaffRequest, for_members, for_staff
from obsolescence.base.charts import specs
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries as boms
from obsolescence.projects import queries as projects
from obsolescence.relations import queries as customers
from obsolescence.relations import services as relations

if TYPE_CHECKING:
    from insight.leads.models import Lead

SHOWN = 25
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
    raised_by = queries.triggers() | {wanted.trigger}
    context = {
        "leads": rows,
        "counts": queries.counts(),
        "states": queries.STATES,
        "wanted": wanted,
        "triggers": {name: words for name, words in TRIGGERS.items() if name in raised_by},
        "today": timezone.localdate(),
    }
    return page(request, "insight/leads.html", context)


@for_staff()
def lead(request: StaffRequest, lead_id: int) -> HttpResponse:
    """One lead. The customer sees that it was looked at, and by whom."""
    return _page(request, lead_id)


def _page(
    request: StaffRequest, lead_id: int, refused: str = "", typed: QueryDict | None = None
) -> HttpResponse:
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
    context = _what_sales_sees(one.organisation_id, one.project_id) | {
        "lead": one,
        "answers": answers_of(one.answers),
        "contact": _contact(one),
        "combined": _combined(one.organisation_id, one.project_id, one.probability),
        "place": place,
        "many": many,
        "history": _history(one),
        "is_open": one.closed_at is None,
        "can_work": request.actor.staff_role in (*SALES, "administrator"),
        "states": queries.STATES,
        "trigger_words": TRIGGERS.get(one.trigger, (one.trigger, 0))[0],
        "today": timezone.localdate(),
        "refused": refused,
        "typed": typed or {},
    }
    return page(request, "insight/lead.html", context, status=422 if refused else 200)


@for_staff(*SALES)
@require_POST
def move(request: StaffRequest, lead_id: int) -> HttpResponse:
    """Taken, contacted, quoted, won, lost with its reason; what is refused comes back as it was typed."""
    try:
        services.move(
            lead_id=lead_id,
            state=request.POST.get("state", ""),
            by=request.actor.user_id,
            text=request.POST.get("text", ""),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _page(request, lead_id, refusal.sentence, request.POST)
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
    context = _what_sales_sees(request.organisation_id, project_id) | {
        "project": project,
        "lead": one,
        "answers": answers_of(one.answers) if one else [],
        "contact": _contact(one) if one else None,
    }
    return page(request, "insight/_mirror.html", context)


def _contact(one: Lead) -> Any:
    return accounts.contact_or_none(one.organisation_id, one.answers.get("who", {}).get("contact") or 0)


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


def _what_sales_sees(organisation_id: int, project_id: int) -> dict[str, Any]:
    parts = list(forecasts.parts_of(project_id))
    builds = list(forecasts.builds_of(project_id))
    inputs = builds[0].inputs if builds else {}
    newest = projects.plans_of(organisation_id, project_id).first()
    return {
        "parts": parts[:SHOWN],
        "part_count": len(parts),
        "builds": builds,
        "figure": _figure(projects.expected_builds(organisation_id, project_id)),
        "inputs": inputs,
        "expected": sum(part.value_12m or 0 for part in parts),
        "less": _less(inputs, parts),
        "boms": list(boms.boms_of_project(organisation_id, project_id)),
        "plan": newest,
        "planned": list(projects.planned_builds(newest.pk)) if newest else [],
    }


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance with what it rests on."""

    words: str
    source: str
    share: float


def _combined(organisation_id: int, project_id: int, whole: float | None) -> list[Chance]:
    """The two chances whose product is the chance to buy: that anything is built, and that any of it is bought from us."""
    built = projects.chance_built(organisation_id, project_id)
    if not built or whole is None:
        return []
    first = next(iter(forecasts.builds_of(project_id)), None)
    parts = list(forecasts.parts_of(project_id))
    before = sum(part.share_source == "bought from us before" for part in parts)
    inputs = first.inputs if first else {}
    return [
        Chance(
            "Anything is built within 12 months",
            f"stage {inputs.get('stage')}, plan of {inputs.get('plan_recorded')}: draws of survival and slip",
            built,
        ),
        Chance(
            "Then at least one part is bought from us",
            f"{before} of {len(parts)} parts bought before",
            min(1.0, whole / built),
        ),
    ]


def _less(inputs: dict[str, Any], parts: list[Any]) -> list[Chance]:
    """What makes the expected quantity smaller than the plan; it is in the value, not in the chance."""
    if not parts:
        return []
    worth = sum(float(part.value_12m or 0) / (part.share or 1) for part in parts)
    bought = sum(float(part.value_12m or 0) for part in parts)
    share = bought / worth if worth else sum(part.share for part in parts) / len(parts)
    return [
        Chance("Of the plan that is built", "plans are optimistic: first estimate", inputs["plan_factor"]),
        Chance("Of the value that is bought from us", "by what was bought before, part by part", share),
    ]


def _figure(months: list[projects.ExpectedBuilds]) -> charts.Figure | None:
    """Units to be built by month over all sites, as a range."""
    if not months:
        return None
    rows = [specs.Expected(f"{one.month:%Y-%m}", one.p10, one.p50, one.p90) for one in months]
    return charts.figure(
        specs.monthly_ranges(rows, width=760),
        title="Units built, by month",
        says="P10 to P90 with the middle; from joint draws of survival, slip and plan factor.",
        summary=f"from {rows[0].month} on, twelve months",
        columns=["Month", "P10", "P50", "P90"],
        rows=[[row.month, round(row.p10), round(row.p50), round(row.p90)] for row in rows],
    )


def _history(one: Any) -> list[dict[str, Any]]:
    """What the customer did and what we did, the newest first."""
    steps = [
        {"icon": "user" if step.by else "bolt", "head": step.kind.capitalize(), "text": step.text, "at": step.happened_at,
         "who": step.by or "from the customer's own changes"}
        for step in queries.steps_of(one.pk)
    ]  # fmt: skip
    stages = [
        {"icon": "layers", "head": f"Stage {change.stage}", "text": f"since {change.since_date.isoformat()}",
         "at": change.recorded_at, "who": change.recorded_by or "the customer"}
        for change in projects.stages_of(one.organisation_id, one.project_id)
    ]  # fmt: skip
    plans = [
        {"icon": "chart", "head": f"Build plan version {plan.version}", "text": plan.note, "at": plan.recorded_at,
         "who": plan.recorded_by or "the customer"}
        for plan in projects.plans_of(one.organisation_id, one.project_id)
    ]  # fmt: skip
    asked = [
        {"icon": "comment", "head": enquiry.subject, "text": enquiry.text, "at": enquiry.asked_at,
         "who": enquiry.asked_by or "the customer"}
        for enquiry in customers.enquiries_of(one.organisation_id).filter(project_id=one.project_id)
    ]  # fmt: skip
    entries: list[dict[str, Any]] = [*steps, *stages, *plans, *asked]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)[:SHOWN]


app_name = "leads"
urlpatterns = [
    path("", listing, name="list"),
    path("<int:lead_id>/", lead, name="lead"),
    path("<int:lead_id>/move/", move, name="move"),
    path("mirror/<int:project_id>/", mirror, name="mirror"),
]
