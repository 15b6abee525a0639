"""Projects: the list, one project with its BOMs, stage, dates, what is shared, and who is told."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import EDITORS, OWNER, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import NotAllowed, Refused
from obsolescence.boms import queries as boms
from obsolescence.flow import changes
from obsolescence.projects import queries, services
from obsolescence.projects.rules.stages import SHARING_WORDS, STAGES, is_wider
from obsolescence.risk import queries as risk
from obsolescence.web import plans, project_page
from obsolescence.web.project_page import REMOVERS, Attempt


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
    values, wrong = request.POST, ""
    if request.method == "POST":
        try:
            return go(request, reverse("projects:project", args=[_create(request)]))
        except Refused as refusal:
            wrong = refusal.sentence
    context = {"stages": STAGES, "sharing_words": SHARING_WORDS, "values": values, "wrong": wrong}
    return page(request, "obsolescence/projects/create.html", context, status=422 if wrong else 200)


def _create(request: MemberRequest) -> int:
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
    return project_id


@for_members()
def project(request: MemberRequest, project_id: int) -> HttpResponse:
    """One project: BOMs, plan, dates, stage with its history, sharing, who follows it."""
    return project_page.render(request, project_id)


@for_members(*REMOVERS)
def delete(request: MemberRequest, project_id: int) -> HttpResponse:
    """Delete a project for good, after a page that says what goes with it."""
    one = queries.project(request.organisation_id, project_id)
    if request.method == "POST":
        changes.delete_project(
            organisation_id=request.organisation_id, project_id=project_id, at=timezone.now()
        )
        messages.success(request, f"{one.name} is deleted.")
        return go(request, reverse("projects:list"))
    context = {
        "project": one,
        "boms": boms.contents_of_project(request.organisation_id, project_id),
        "versions": queries.plans_of(request.organisation_id, project_id).count(),
    }
    return page(request, "obsolescence/projects/delete.html", context)


@for_members(*EDITORS)
@require_POST
def edit(request: MemberRequest, project_id: int) -> HttpResponse:
    """One form a subject; ``action`` says which. What is refused comes back as it was typed."""
    queries.project(request.organisation_id, project_id)
    try:
        _edit(request, project_id)
    except NotAllowed:
        raise
    except Refused as refusal:
        typed = {name: str(value) for name, value in request.POST.items()}
        attempt = Attempt(request.POST.get("action", ""), refusal.sentence, typed)
        return project_page.render(request, project_id, attempt)
    messages.success(request, "Saved.")
    return go(request, reverse("projects:project", args=[project_id]))


def _edit(request: MemberRequest, project_id: int) -> None:
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
        case "attrition":
            services.set_attrition(
                organisation_id=organisation_id,
                project_id=project_id,
                per_cent=values.get("attrition", ""),
                by=request.actor.user_id,
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
    path("<int:project_id>/delete/", delete, name="delete"),
    path("<int:project_id>/follow/", follow, name="follow"),
    *plans.urlpatterns,
]
