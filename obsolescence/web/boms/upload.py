"""A file on its way: uploaded, read, matched, assessed; taken back; given back as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import export, given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries, services
from obsolescence.flow import intake
from obsolescence.projects import queries as projects

if TYPE_CHECKING:
    pass


KINDS = "CSV, XLSX, XLS, XLSB, ODS, text, IPC-2581 or CycloneDX, up to 20 MB and 50,000 lines"


@for_members(*EDITORS)
def upload(request: MemberRequest) -> HttpResponse:
    """Take files: dropped, chosen or pasted; into a project or BOM where one is named, else into a project of its own."""
    if request.method != "POST":
        context = {"kinds": KINDS, "projects": projects.projects_of(request.organisation_id)}
        return page(request, "obsolescence/boms/upload.html", context | _target(request.GET))
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise Refused("Choose a file first, or drop one on the page.")
    received = intake.receive_bom(
        organisation_id=request.organisation_id,
        by=request.actor.user_id,
        filename=file.name,
        data=file.read(),
        at=timezone.now(),
        project_id=given.id_or_none(request.POST.get("project")),
        bom_id=given.id_or_none(request.POST.get("bom")),
    )
    if not received.is_new:
        messages.info(request, "You have this file already: here it is.")
    return go(request, _address(received.bom_id, received.revision_id))


@for_members()
def progress(request: MemberRequest, revision_id: int) -> HttpResponse:
    """How far intake has come, asked again every half second while it moves; done, the page is loaded anew."""
    revision = queries.revision(request.organisation_id, revision_id)
    state = queries.progress(revision)
    if not state.is_moving:
        return go(request, _address(revision.bom_id, revision_id))
    context = {"progress": state, "revision": revision}
    return page(
        request, "obsolescence/boms/_progress.html", context, fragment="obsolescence/boms/_progress.html"
    )


@for_members()
def original(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The customer's file as it came, to save and never to open in the browser."""
    file = queries.file_of(request.organisation_id, revision_id)
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = export.attachment(file.filename)
    return response


@for_members(*EDITORS)
@require_POST
def undo(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take an upload back."""
    bom_id = services.undo_upload(
        organisation_id=request.organisation_id, revision_id=revision_id, at=timezone.now()
    )
    messages.success(request, "The upload is taken back.")
    return go(request, reverse("boms:bom", args=[bom_id]) if bom_id else reverse("boms:list"))


def _target(values: QueryDict) -> dict[str, Any]:
    return {
        "project_id": given.id_or_none(values.get("project")),
        "bom_id": given.id_or_none(values.get("bom")),
    }


def _address(bom_id: int, revision_id: int) -> str:
    return f"{reverse('boms:bom', args=[bom_id])}?{urlencode({'revision': revision_id})}"
