"""What an organisation's projects are, who follows them, and who would be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from obsolescence.projects.models import (
    BuildDraws,
    BuildPlan,
    PlannedBuild,
    Project,
    ProjectSite,
    StageChange,
    Watcher,
)
from obsolescence.projects.rules import draws


def projects_of(organisation_id: int) -> QuerySet[Project]:
    return Project.objects.filter(organisation_id=organisation_id, archived_at=None).order_by("name")


def archived_projects_of(organisation_id: int) -> QuerySet[Project]:
    return Project.objects.filter(organisation_id=organisation_id, archived_at__isnull=False).order_by("name")


def project(organisation_id: int, project_id: int) -> Project:
    return Project.objects.get(organisation_id=organisation_id, pk=project_id)


def stages_of(organisation_id: int, project_id: int) -> QuerySet[StageChange]:
    """The stages a project has been in, newest first, with when we were told and by whom."""
    return (
        StageChange.objects.filter(organisation_id=organisation_id, project_id=project_id)
        .select_related("recorded_by")
        .order_by("-since_date", "-pk")
    )


def watchers_of(organisation_id: int, project_id: int) -> QuerySet[Watcher]:
    """Who follows a project, was asked, or said no."""
    return (
        Watcher.objects.filter(organisation_id=organisation_id, project_id=project_id)
        .select_related("user")
        .order_by("user__name", "pk")
    )


def unwatched_projects_of(organisation_id: int) -> QuerySet[Project]:
    """Projects whose alerts would reach nobody."""
    return (
        projects_of(organisation_id)
        .annotate(following=Count("watchers", filter=Q(watchers__watches=True)))
        .filter(following=0)
    )


def plans_of(organisation_id: int, project_id: int) -> QuerySet[BuildPlan]:
    """All versions of a project's build plan, the newest first."""
    return (
        BuildPlan.objects.filter(organisation_id=organisation_id, project_id=project_id)
        .select_related("recorded_by")
        .order_by("-version")
    )


def planned_builds(plan_id: int) -> QuerySet[PlannedBuild]:
    return PlannedBuild.objects.filter(plan_id=plan_id).select_related("site").order_by("site__code", "month")


@dataclass(frozen=True, slots=True)
class Planned:
    """A project as its forecast needs it: newest plan by site and month, with the day it was recorded."""

    organisation_id: int
    project_id: int
    name: str
    stage: str
    sharing: str
    sop: date | None
    eop: date | None
    attrition: float
    plan_version: int
    recorded_at: datetime | None
    plan: dict[int, dict[date, int]]


def ids_for_jobs(organisation_ids: list[int]) -> list[int]:
    """The projects of several organisations (jobs)."""
    rows = Project.objects.filter(organisation_id__in=organisation_ids, archived_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def planned_for_jobs(project_ids: list[int] | None = None) -> list[Planned]:
    """Projects that run, with their newest plans (jobs, over all customers); project_ids None: all."""
    projects = Project.objects.filter(archived_at=None).order_by("pk")
    if project_ids is not None:
        projects = projects.filter(pk__in=project_ids)
    rows = list(projects)
    newest = {
        plan.project_id: plan
        for plan in BuildPlan.objects.filter(project_id__in=[row.pk for row in rows]).order_by(
            "project_id", "version"
        )
    }
    builds: dict[int, dict[int, dict[date, int]]] = {}
    for build in PlannedBuild.objects.filter(plan_id__in=[plan.pk for plan in newest.values()]):
        builds.setdefault(build.plan_id, {}).setdefault(build.site_id, {})[build.month] = build.units
    return [_planned(row, newest.get(row.pk), builds) for row in rows]


def _planned(row: Project, plan: BuildPlan | None, builds: dict[int, dict[int, dict[date, int]]]) -> Planned:
    return Planned(
        organisation_id=row.organisation_id,
        project_id=row.pk,
        name=row.name,
        stage=row.stage,
        sharing=row.sharing if row.sharing_decided_at else "nothing",
        sop=row.sop_date,
        eop=row.eop_date,
        attrition=float(row.attrition),
        plan_version=row.plan_version,
        recorded_at=plan.recorded_at if plan else None,
        plan=builds.get(plan.pk, {}) if plan else {},
    )


def draws_for_jobs(project_ids: list[int] | None = None) -> dict[int, list[BuildDraws]]:
    """Project id → what it will build at each site, in joint draws (jobs); None: all."""
    rows = BuildDraws.objects.order_by("project_id", "site_id")
    found: dict[int, list[BuildDraws]] = {}
    for row in rows if project_ids is None else rows.filter(project_id__in=project_ids):
        found.setdefault(row.project_id, []).append(row)
    return found


def sites_of(organisation_id: int, project_id: int) -> QuerySet[ProjectSite]:
    """Where a project is built, designed and bought for."""
    return (
        ProjectSite.objects.filter(organisation_id=organisation_id, project_id=project_id)
        .select_related("site")
        .order_by("role", "site__name", "pk")
    )


def later_builds(organisation_id: int, project_id: int, after: date) -> list[tuple[str, date, int]]:
    """What the newest plan says from a month on: site code, month, units."""
    newest = plans_of(organisation_id, project_id).first()
    if newest is None:
        return []
    rows = planned_builds(newest.pk).filter(month__gte=after)
    return list(rows.values_list("site__code", "month", "units"))


@dataclass(frozen=True, slots=True)
class ExpectedBuilds:
    """Units that all sites will probably build in a month."""

    month: date
    p10: float
    p50: float
    p90: float


def expected_builds(organisation_id: int, project_id: int, *, months: int = 12) -> list[ExpectedBuilds]:
    """A project's builds by month from the joint draws of its sites; empty until they are drawn."""
    rows = list(BuildDraws.objects.filter(organisation_id=organisation_id, project_id=project_id))
    if not rows:
        return []
    ranges = draws.by_month(draws.together([bytes(row.draws) for row in rows]))[:months]
    return [
        ExpectedBuilds(month, one.p10, one.p50, one.p90)
        for month, one in zip(draws.months_from(rows[0].first_month, months), ranges, strict=True)
    ]


def chance_built(organisation_id: int, project_id: int, *, months: int = 12) -> float | None:
    """The chance that a project builds anything at any site within so many months; None until it is drawn."""
    rows = list(BuildDraws.objects.filter(organisation_id=organisation_id, project_id=project_id))
    return draws.chance_of_any(draws.together([bytes(row.draws) for row in rows]), months) if rows else None
