"""A project's build plan: typed into the grid, pasted, or from a CSV file; every version stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go
from obsolescence.base.refusals import Refused
from obsolescence.projects import queries, services
from obsolescence.projects.rules.draws import months_from
from obsolescence.projects.rules.plan_text import PlannedUnits, read_plan, text_of
from obsolescence.web import project_page
from obsolescence.web.project_page import GRID_MONTHS, Attempt


@for_members(*EDITORS)
@require_POST
def plan(request: MemberRequest, project_id: int) -> HttpResponse:
    """A new version of the build plan; what cannot be read comes back as it was typed."""
    queries.project(request.organisation_id, project_id)
    try:
        rows, mechanism = _rows(request, project_id)
        version = services.record_plan(
            organisation_id=request.organisation_id,
            project_id=project_id,
            rows=rows,
            by=request.actor.user_id,
            at=timezone.now(),
            mechanism=mechanism,
            note=request.POST.get("note", ""),
        )
    except Refused as refusal:
        typed = {name: str(value) for name, value in request.POST.items()}
        return project_page.render(request, project_id, Attempt("plan", refusal.sentence, typed))
    messages.success(request, f"Build plan version {version} is kept. Earlier versions stay.")
    return go(request, f"{reverse('projects:project', args=[project_id])}#plan")


def _rows(request: MemberRequest, project_id: int) -> tuple[list[PlannedUnits], str]:
    """What was handed in, and how; Refused where a row makes no sense."""
    file, text = request.FILES.get("file"), request.POST.get("text", "")
    if isinstance(file, UploadedFile):
        text, mechanism = text_of(file.read()), "csv"
    elif text.strip():
        mechanism = "pasted"
    else:
        later = queries.later_builds(request.organisation_id, project_id, _grid_end())
        text, mechanism = _grid(request.POST, later), "typed"
    found = read_plan(text)
    if found.problems:
        rows = " ".join(f"Row {number}: {sentence}" for number, sentence in found.problems[:5])
        raise Refused(f"Nothing was saved. {rows}")
    return found.rows, mechanism


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


urlpatterns = [path("<int:project_id>/plan/", plan, name="plan")]
