"""From plans to draws: what projects will build, drawn anew whenever stage, dates, sites or plan have changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from obsolescence.projects import services as projects


def draw_builds(*, project_ids: Sequence[int] | None, at: datetime) -> None:
    """Draw the builds of these projects (None: all) in the caller's transaction (jobs)."""
    projects.draw_builds(project_ids=project_ids, today=timezone.localdate(at), at=at)
