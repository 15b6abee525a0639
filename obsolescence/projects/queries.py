"""What an organisation's projects are, who follows them, and who would be told."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from obsolescence.projects.models import Project, StageChange, Watcher


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
