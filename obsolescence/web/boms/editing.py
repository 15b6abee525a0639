"""Values of lines typed in place, for one line or many, and the last edit taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Busy, Refused
from obsolescence.boms import queries
from obsolescence.boms.rules.editing import FIELDS, written
from obsolescence.flow import intake

if TYPE_CHECKING:
    from obsolescence.boms.models import Line, Revision


EDITED = "edited"  # what the session keeps of the last edit, so that one more click takes it back


@for_members(*EDITORS)
def edit_cell(request: MemberRequest, line_id: int, field: str) -> HttpResponse:
    """One value of a line as a field to type into; typed, the line's row with what follows from it."""
    one = queries.line(request.organisation_id, line_id)
    if field not in FIELDS:
        raise Refused("Quantity, part number, maker, your own number and placing can be edited.")
    if request.method != "POST":
        return _field(request, one, field, written(getattr(one, field)))
    now, text = timezone.now(), request.POST.get("value", "")
    try:
        with transaction.atomic():
            edited = intake.edit_lines(
                organisation_id=request.organisation_id,
                line_ids=[line_id],
                field=field,
                text=text,
                by=request.actor.user_id,
                at=now,
            )
    except Busy:
        raise
    except Refused as refusal:
        return _field(request, one, field, text[:200], wrong=refusal.sentence)
    if edited.lines:
        _keep_for_undo(request, now, f"line {one.position}")
        messages.success(request, f"Line {one.position}: {FIELDS[field]} saved.")
    return go(request, _back_to_bom(request, one.revision))


def _field(request: MemberRequest, line: Line, field: str, value: str, *, wrong: str = "") -> HttpResponse:
    """The field to type into; what was typed stays where it was refused."""
    query = request.POST.get("query", "")[:1000] if request.method == "POST" else request.GET.urlencode()
    context = {
        "line": line,
        "field": field,
        "label": FIELDS[field],
        "value": value,
        "wrong": wrong,
        "back": f"{reverse('boms:bom', args=[line.revision.bom_id])}?{query}",
        "query": query,
    }
    whole, part = "obsolescence/boms/edit_cell.html", "obsolescence/boms/_edit_cell.html"
    return page(request, whole, context, fragment=part, status=422 if wrong else 200)


@for_members(*EDITORS)
@require_POST
def edit_many(request: MemberRequest, revision_id: int) -> HttpResponse:
    """One value for all ticked lines."""
    revision = queries.revision(request.organisation_id, revision_id)
    line_ids = [number for text in request.POST.getlist("line") if (number := given.id_or_none(text))]
    action = request.POST.get("action", "")
    if not line_ids:
        raise Refused("Tick the lines first.")
    if action not in ("dnp", "placed"):
        raise Refused("Choose what to do with the ticked lines.")
    now = timezone.now()
    edited = intake.edit_lines(
        organisation_id=request.organisation_id,
        line_ids=line_ids,
        field="dnp",
        text="yes" if action == "dnp" else "no",
        by=request.actor.user_id,
        at=now,
    )
    _keep_for_undo(request, now, f"{edited.lines} lines")
    what = "not placed" if action == "dnp" else "placed"
    messages.success(request, f"{edited.lines} line{'' if edited.lines == 1 else 's'} marked as {what}.")
    return go(request, _back_to_bom(request, revision))


@for_members(*EDITORS)
@require_POST
def undo_edit(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take back the last edit of this person."""
    revision = queries.revision(request.organisation_id, revision_id)
    last = request.session.pop(EDITED, None)
    if not last:
        raise Refused("There is nothing to take back.")
    done = intake.undo_edits(
        organisation_id=request.organisation_id,
        by=request.actor.user_id,
        edited_at=datetime.fromisoformat(last["at"]),
        at=timezone.now(),
    )
    messages.success(request, f"Taken back for {done.lines} line{'' if done.lines == 1 else 's'}.")
    return go(request, _back_to_bom(request, revision))


def _keep_for_undo(request: MemberRequest, at: datetime, says: str) -> None:
    request.session[EDITED] = {"at": at.isoformat(), "says": says}


def _back_to_bom(request: MemberRequest, revision: Revision) -> str:
    """The table as it was filtered, where the form says so."""
    query = QueryDict(request.POST.get("query", "")[:1000], mutable=True)
    query["revision"] = str(revision.pk)
    return f"{reverse('boms:bom', args=[revision.bom_id])}?{query.urlencode()}"
