"""The rows that were not read as lines: titles, totals, remarks. To look at, to download, to take as lines after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from obsolescence.base import export
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.boms import queries
from obsolescence.boms.rules.area import column_letters
from obsolescence.flow import intake
from obsolescence.web.columns import number

if TYPE_CHECKING:
    from obsolescence.boms.models import Revision

SHOWN = 500


@for_members(*EDITORS)
def rows(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Each row with a tick: ticked, it is a line. Posted, the file is read again by it."""
    revision = queries.revision(request.organisation_id, revision_id)
    found = _all(revision)
    if request.method == "POST":
        ticked = {row for text in request.POST.getlist("row") if (row := number(text)) is not None}
        not_shown = {one.row for one in found[SHOWN:] if one.is_taken}
        intake.take_rows(
            organisation_id=request.organisation_id,
            revision_id=revision_id,
            rows=ticked | not_shown,
            by=request.actor.user_id,
            at=timezone.now(),
        )
        query = urlencode({"revision": revision.pk})
        return go(request, f"{reverse('boms:bom', args=[revision.bom_id])}?{query}")
    context = {
        "revision": revision,
        "bom": revision.bom,
        "headers": _headers(revision, found[:SHOWN]),
        "rows": found[:SHOWN],
        "count": len(found),
        "taken": sum(one.is_taken for one in found),
    }
    return page(request, "obsolescence/mapping/left_out.html", context)


@for_members()
def as_csv(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The rows as CSV: number in the file, then the cells as they are."""
    revision = queries.revision(request.organisation_id, revision_id)
    found = [one for one in _all(revision) if not one.is_taken]
    lines: list[list[export.Cell]] = [[one.row + 1, *one.cells] for one in found]
    return export.as_csv(f"{revision.bom.name}-rows-left-out.csv", ["Row", *_headers(revision, found)], lines)


@dataclass(frozen=True, slots=True)
class RowLeftOut:
    """row: 0-based in the file."""

    row: int
    cells: list[str]
    is_taken: bool


def _all(revision: Revision) -> list[RowLeftOut]:
    """The rows that are left out, and those that were until a person took them, in the order of the file."""
    left_out = [RowLeftOut(row, cells, False) for row, cells in revision.preview.get("left_out", [])]
    names: list[str] = revision.preview.get("headers", [])
    taken = [
        RowLeftOut(line.row_number, [str(line.raw.get(name, "")) for name in names], True)
        for line in queries.lines_in_rows(revision, (revision.mapping or {}).get("taken_rows", []))
    ]
    return sorted([*left_out, *taken], key=lambda one: one.row)


def _headers(revision: Revision, found: list[RowLeftOut]) -> list[str]:
    width = max((len(one.cells) for one in found), default=0)
    names: list[str] = revision.preview.get("headers", [])
    return [*names, *(column_letters(column) for column in range(len(names), width))][:width]


urlpatterns = [
    path("revisions/<int:revision_id>/left-out/", rows, name="rows_left_out"),
    path("revisions/<int:revision_id>/left-out.csv", as_csv, name="left_out"),
]
