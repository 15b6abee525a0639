"""Which column is what, over the customer's own rows: shown at once, changed at any time, remembered for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import export
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Busy, Refused
from obsolescence.boms import queries
from obsolescence.boms.rules.area import read_area
from obsolescence.flow import intake
from obsolescence.web import columns as columns_of
from obsolescence.web import columns_shown as shown
from obsolescence.web import left_out

if TYPE_CHECKING:
    from obsolescence.boms.models import Revision

TEMPLATE = (
    "Customer part number",
    "Manufacturer",
    "MPN",
    "Quantity",
    "Reference",
    "Description",
    "DNP",
    "Alternate MPN",
)
SAMPLE = (
    ("C-1001", "Halvorn Semiconductor", "HVM1000A", 1, "U1", "32-bit microcontroller, 8 kB flash", "", ""),
    ("C-1002", "Kestrel Micro", "KMD1000A", 2, "U2 U3", "SDRAM, 8 Mbit", "", "KMD1020B"),
    ("C-2001", "Brightwell Passives", "BWC1060B", 4, "C1-C4", "Electrolytic capacitor, 64 uF", "", ""),
    ("C-2002", "Nichicon", "UVR1H101MPD", 1, "C5", "Electrolytic capacitor, 100 uF 50 V", "", ""),
    ("C-3001", "Ostara Connect", "OCH1180A", 1, "J1", "Board header, 64 poles", "DNP", ""),
)


@for_members(*EDITORS)
def columns(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The columns with our guess, over the first rows; or, posted, what a person says they are."""
    revision = queries.revision(request.organisation_id, revision_id)
    asked = columns_of.Asked.of(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return page(request, "obsolescence/mapping/columns.html", _context(revision, asked))
    try:
        _confirm(request, revision, asked)
    except Busy:
        raise
    except Refused as refusal:
        context = _context(revision, asked, typed=request.POST, wrong=refusal.sentence)
        return page(request, "obsolescence/mapping/columns.html", context, status=422)
    return go(request, _bom_address(revision))


def _confirm(request: MemberRequest, revision: Revision, asked: columns_of.Asked) -> None:
    if asked.has_moved:
        raise Refused("You chose other column names: these are their columns. Look at them, then go on.")
    chosen = columns_of.mapping_of(asked)
    table = columns_of.table_of(revision, asked)
    if table.wrong_cells:
        raise Refused(table.wrong_cells)
    intake.confirm_mapping(
        organisation_id=request.organisation_id,
        revision_id=revision.pk,
        by=request.actor.user_id,
        sheet=chosen.sheet,
        header_row=chosen.header_row,
        roles={role: list(found) for role, found in chosen.roles.items()},
        at=timezone.now(),
        remember="remember" in request.POST,
        area=chosen.area,
    )


@for_members(*EDITORS)
@require_POST
def look(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Another header row or other cells: the same form over those rows, fetched from the file where they are new."""
    revision = queries.revision(request.organisation_id, revision_id)
    asked = columns_of.Asked.of(request.POST)
    if not columns_of.is_kept(revision, asked):
        intake.look_at_rows(
            organisation_id=request.organisation_id,
            revision_id=revision.pk,
            sheet=asked.sheet,
            header_row=asked.header_row,
            area=read_area(asked.cells or ""),
        )
        revision = queries.revision(request.organisation_id, revision_id)
    context = _context(revision, asked, typed=request.POST)
    status = 422 if context["wrong_cells"] else 200
    template = "obsolescence/mapping/columns.html"
    return page(request, template, context, fragment="obsolescence/mapping/_columns.html", status=status)


@for_members(*EDITORS)
@require_POST
def reading(request: MemberRequest, revision_id: int) -> HttpResponse:
    """What the first rows are read as with the columns as they are chosen just now; nothing is saved."""
    revision = queries.revision(request.organisation_id, revision_id)
    asked = columns_of.Asked.of(request.POST)
    columns_of.mapping_of(asked)  # refuses what cannot be
    context = shown.as_read(columns_of.table_of(revision, asked)) | {"is_live": True}
    return render(request, "obsolescence/mapping/_reading.html", context)


@for_members(*EDITORS)
@require_POST
def guess(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Undo of remembered columns: guess them from this file alone."""
    revision = queries.revision(request.organisation_id, revision_id)
    intake.guess_again(organisation_id=request.organisation_id, revision_id=revision_id, at=timezone.now())
    messages.success(request, "The columns are guessed from this file alone.")
    return go(request, _bom_address(revision))


@for_members()
def template(request: MemberRequest) -> HttpResponse:
    """An empty list with the columns that we know best."""
    return export.as_csv("bom-template.csv", TEMPLATE, [])


@for_members()
def sample(request: MemberRequest) -> HttpResponse:
    """A small list to try the service with: invented parts, a line that is not placed, an alternate."""
    return export.as_csv("bom-sample.csv", TEMPLATE, SAMPLE)


def _context(
    revision: Revision, asked: columns_of.Asked, *, typed: QueryDict | None = None, wrong: str = ""
) -> dict[str, Any]:
    table = columns_of.table_of(revision, asked, with_guesses=True)
    context = shown.of_table(table) | shown.as_read(table)
    if table.wrong_cells:  # what was typed stays to be corrected
        context["cells"] = (asked.cells or "")[:60]
    return context | {
        "bom": revision.bom,
        "wrong": "" if wrong == table.wrong_cells else wrong,
        "remember": typed is None or "remember" in typed,
    }


def _bom_address(revision: Revision) -> str:
    return f"{reverse('boms:bom', args=[revision.bom_id])}?{urlencode({'revision': revision.pk})}"


app_name = "mapping"
urlpatterns = [
    path("template.csv", template, name="template"),
    path("sample.csv", sample, name="sample"),
    *left_out.urlpatterns,
    path("revisions/<int:revision_id>/columns/", columns, name="columns"),
    path("revisions/<int:revision_id>/columns/reading/", reading, name="reading"),
    path("revisions/<int:revision_id>/columns/look/", look, name="look"),
    path("revisions/<int:revision_id>/columns/guess/", guess, name="guess"),
]
