"""Projects: the list, one project with its BOMs, stage, dates, what is shared, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.accounts import queries as accounts
from obsolescence.base import charts, given
from obsolescence.base.access import BUYER, ENGINEER, OWNER, MemberRequest, for_members
from obsolescence.base.charts import specs
from obsolescence.base.page import go, page
from obsolescence.base.refusals import NotAllowed, Refused
from obsolescence.boms import queries as boms
from obsolescence.flow import changes
from obsolescence.projects import queries, services
from obsolescence.projects.rules.draws import months_from
from obsolescence.projects.rules.plan_text import read_plan
from obsolescence.projects.rules.stages import SHARING_WORDS, SITE_ROLES, STAGES, is_wider
from obsolescence.risk import queries as risk

EDITORS = (OWNER, ENGINEER, BUYER)
GRID_MONTHS = 12


@for_members()
def listing(request: MemberRequest) -> HttpResponse:
    """All projects with their lines and what is expected to end."""
    figures = {row["revision__bom__project_id"]: row for row in risk.heat_of(request.organisation_id)}
    rows = [(project, figures.get(project.pk)) for project in queries.projects_of(request.organisation_id)]
    context = {
        "rows": rows,
        "unwatched": {project.pk for project in queries.unwatched_projects_of(request.organisation_id)},
        "archived": queries.archived_projects_of(request.organisation_id),
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/projects/list.html", context)


@for_members(*EDITORS)
def create(request: MemberRequest) -> HttpResponse:
    """A new project; sharing is chosen here, and nothing is ticked before."""
    if request.method == "POST":
        values, now = request.POST, timezone.now()
        project_id = services.create_project(
            organisation_id=request.organisation_id,
            name=values.get("name", ""),
            by=request.actor.user_id,
            at=now,
            stage=values.get("stage") or "concept",
            sop_date=_month(values, "sop"),
            eop_date=_month(values, "eop"),
            sharing=values.get("sharing") or None,
            end_customer=values.get("end_customer", "").strip()[:160],
        )
        services.watch(
            organisation_id=request.organisation_id,
            project_id=project_id,
            user_id=request.actor.user_id,
            why="created",
            at=now,
        )
        return go(request, reverse("projects:project", args=[project_id]))
    context = {"stages": STAGES, "sharing_words": SHARING_WORDS}
    return page(request, "obsolescence/projects/create.html", context)


@for_members()
def project(request: MemberRequest, project_id: int) -> HttpResponse:
    """One project: BOMs, dates, stage with its history, sharing, who follows it."""
    organisation_id = request.organisation_id
    one = queries.project(organisation_id, project_id)
    watchers = list(queries.watchers_of(organisation_id, project_id))
    mine = next((row for row in watchers if row.user_id == request.actor.user_id), None)
    context = {
        "project": one,
        "boms": list(boms.boms_of_project(organisation_id, project_id)),
        "stages": STAGES,
        "history": list(queries.stages_of(organisation_id, project_id)),
        "sharing_words": SHARING_WORDS,
        "following": [row for row in watchers if row.watches],
        "asked": [row for row in watchers if row.watches is None],
        "i_follow": bool(mine and mine.watches),
        "i_am_asked": bool(mine and mine.watches is None),
        "site_roles": list(queries.sites_of(organisation_id, project_id)),
        "roles": SITE_ROLES,
        "can_edit": request.actor.role in EDITORS,
        "is_owner": request.actor.role == OWNER,
        "today": timezone.localdate(),
        "sites": list(accounts.sites_of(organisation_id)),
    } | _plan(organisation_id, project_id, timezone.localdate())
    return page(request, "obsolescence/projects/project.html", context)


@for_members(*EDITORS)
@require_POST
def plan(request: MemberRequest, project_id: int) -> HttpResponse:
    """A new version of the build plan: typed into the grid, pasted, or from a CSV file."""
    queries.project(request.organisation_id, project_id)
    file, text = request.FILES.get("file"), request.POST.get("text", "")
    if isinstance(file, UploadedFile):
        text, mechanism = file.read().decode("utf-8-sig", errors="replace"), "csv"
    elif text.strip():
        mechanism = "pasted"
    else:
        later = queries.later_builds(request.organisation_id, project_id, _grid_end())
        text, mechanism = _grid(request.POST, later), "typed"
    found = read_plan(text)
    if found.problems:
        rows = " ".join(f"Row {number}: {sentence}" for number, sentence in found.problems[:5])
        raise Refused(f"Nothing was saved. {rows}")
    version = services.record_plan(
        organisation_id=request.organisation_id,
        project_id=project_id,
        rows=found.rows,
        by=request.actor.user_id,
        at=timezone.now(),
        mechanism=mechanism,
        note=request.POST.get("note", ""),
    )
    messages.success(request, f"Build plan version {version} is kept. Earlier versions stay.")
    return go(request, f"{reverse('projects:project', args=[project_id])}#plan")


def _grid_end() -> date:
    return months_from(timezone.localdate(), GRID_MONTHS + 1)[-1]


def _grid(values: QueryDict, later: Iterable[tuple[str, date, int]]) -> str:
    """The typed grid as rows of site, month and units; empty cells say nothing. later: what was planned beyond it stays."""
    rows = [f"{site}\t{month:%Y-%m}\t{units}" for site, month, units in later]
    for name, value in values.dict().items():
        units = str(value)
        kind, _, rest = name.partition(":")
        site, _, month = rest.rpartition(":")
        if kind == "units" and units.strip():
            rows.append(f"{site}\t{month}\t{units.strip()}")
    return "\n".join(rows)


def _plan(organisation_id: int, project_id: int, today: date) -> dict[str, Any]:
    """The newest plan by site over twelve months from now, and the versions before it."""
    versions = list(queries.plans_of(organisation_id, project_id))
    builds = list(queries.planned_builds(versions[0].pk)) if versions else []
    months = months_from(today, GRID_MONTHS)
    units = {(build.site.code, build.month): build.units for build in builds}
    rows = [
        (site, [(month, units.get((site.code, month))) for month in months])
        for site in accounts.sites_of(organisation_id)
        if site.kind != "head_office" or any(code == site.code for code, _ in units)
    ]
    return {
        "versions": versions,
        "months": months,
        "plan_rows": rows,
        "plan_total": sum(build.units for build in builds),
        "plan_until": max((build.month for build in builds), default=None),
        "plan_figure": _plan_figure(queries.expected_builds(organisation_id, project_id)),
    }


def _plan_figure(months: list[queries.ExpectedBuilds]) -> charts.Figure | None:
    """What the plan usually becomes, by month."""
    if not months:
        return None
    rows = [specs.Expected(f"{one.month:%Y-%m}", one.p10, one.p50, one.p90) for one in months]
    return charts.figure(
        specs.monthly_ranges(rows, width=700),
        title="What will probably be built",
        says="Units of all sites by month, P10 to P90: plans slip, shrink and sometimes stop.",
        summary=f"{len(rows)} months from {rows[0].month}",
        columns=["Month", "P10", "P50", "P90"],
        rows=[[row.month, round(row.p10), round(row.p50), round(row.p90)] for row in rows],
        note="First estimates by stage, not yet learned from what you built.",
    )


@for_members(*EDITORS)
@require_POST
def edit(request: MemberRequest, project_id: int) -> HttpResponse:
    """One form a subject; ``action`` says which."""
    organisation_id, values, now = request.organisation_id, request.POST, timezone.now()
    one = queries.project(organisation_id, project_id)
    match values.get("action"):
        case "rename":
            services.rename(
                organisation_id=organisation_id, project_id=project_id, name=values.get("name", "")
            )
        case "production":
            services.set_production(
                organisation_id=organisation_id,
                project_id=project_id,
                sop_date=_month(values, "sop"),
                eop_date=_month(values, "eop"),
                at=now,
            )
        case "stage":
            changes.change_stage(
                organisation_id=organisation_id,
                project_id=project_id,
                stage=values.get("stage", ""),
                since=_day(values, "since") or timezone.localdate(),
                by=request.actor.user_id,
                at=now,
            )
        case "sharing":
            if is_wider(one.sharing, values.get("sharing", "")) and request.actor.role != OWNER:
                raise NotAllowed(
                    "Only an owner can share more of a project; engineers and buyers can share less."
                )
            services.choose_sharing(
                organisation_id=organisation_id,
                project_id=project_id,
                sharing=values.get("sharing", ""),
                by=request.actor.user_id,
                at=now,
            )
        case "customers":
            services.set_customers(
                organisation_id=organisation_id,
                project_id=project_id,
                end=values.get("end_customer", ""),
                design=values.get("design_customer", ""),
                purchasing=values.get("purchasing_customer", ""),
                at=now,
            )
        case "site":
            services.set_site(
                organisation_id=organisation_id,
                project_id=project_id,
                site_id=given.row_id(values.get("site", "")),
                role=values.get("role", ""),
                at=now,
            )
        case "remove_site":
            services.remove_site(
                organisation_id=organisation_id,
                project_id=project_id,
                site_role_id=given.row_id(values.get("site_role", "")),
                at=now,
            )
        case "archive" | "restore" as action:
            changes.archive_project(
                organisation_id=organisation_id,
                project_id=project_id,
                at=now if action == "archive" else None,
                now=now,
            )
        case _:
            raise Refused("Choose what to change.")
    messages.success(request, "Saved.")
    return go(request, reverse("projects:project", args=[project_id]))


@for_members()
@require_POST
def follow(request: MemberRequest, project_id: int) -> HttpResponse:
    """Follow a project, or stop; anybody may for themselves."""
    queries.project(request.organisation_id, project_id)
    services.answer_watch(
        organisation_id=request.organisation_id,
        project_id=project_id,
        user_id=request.actor.user_id,
        watches=request.POST.get("watches") == "1",
        at=timezone.now(),
    )
    return go(request, reverse("projects:project", args=[project_id]))


def _month(values: QueryDict, name: str) -> date | None:
    """A month (its 28th day, so that the whole of it may still be built) or a day; empty is none."""
    text = values.get(name, "").strip()
    return _read(f"{text}-28" if len(text) == 7 else text, name)


def _day(values: QueryDict, name: str) -> date | None:
    return _read(values.get(name, "").strip(), name)


def _read(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{name.upper()} {text[:20]!r} is not a date: write 2031-06 or 2031-06-30.") from error


app_name = "projects"
urlpatterns = [
    path("", listing, name="list"),
    path("new/", create, name="create"),
    path("<int:project_id>/", project, name="project"),
    path("<int:project_id>/edit/", edit, name="edit"),
    path("<int:project_id>/plan/", plan, name="plan"),
    path("<int:project_id>/follow/", follow, name="follow"),
]
