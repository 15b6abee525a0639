"""What an organisation's projects are."""

from __future__ import annotations

from django.db.models import QuerySet

from obsolescence.projects.models import Project


def projects_of(organisation_id: int) -> QuerySet[Project]:
    return Project.objects.filter(organisation_id=organisation_id, archived_at=None).order_by("name")
