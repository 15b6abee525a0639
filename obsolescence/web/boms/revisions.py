"""The revisions of a BOM: compared, released, still built; the BOM renamed, moved, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries, services
from obsolescence.flow import changes, intake
from obsolescence.projects import queries as projects
from obsolescence.web.boms import comparison
from obsolescence.web.boms.upload import KINDS

if TYPE_CHECKING:
    pass


@for_members()
def revisions(request: MemberRequest, bom_id: int) -> HttpResponse:
    """The revisions of a BOM, which one is built, and where another can be compared."""
    one = queries.bom(request.organisation_id, bom_id)
    rows = list(queries.revisions_of(request.organisation_id, bom_id))
    context = {
        "bom": one,
        "revisions": rows,
        "released": next((row.pk for row in rows if row.is_released), None),
        "projects": projects.projects_of(request.organisation_id),
        "words": queries.STATE_WORDS,
        "built": queries.built_number(request.organisation_id, bom_id),
        "kinds": KINDS,
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/boms/revisions.html", context)


@for_members()
def compare(request: MemberRequest, bom_id: int, old_id: int, new_id: int) -> HttpResponse:
    """What one revision changes against another."""
    one = queries.bom(request.organisation_id, bom_id)
    old, new = (
        queries.revision(request.organisation_id, number, bom_id=bom_id) for number in (old_id, new_id)
    )
    can_release = request.actor.role in EDITORS and old.is_released and new.reading_state == "ready"
    context = {
        "bom": one,
        "old": old,
        "new": new,
        "seen": queries.digest(request.organisation_id, old_id, new_id) if can_release else "",
    } | comparison.of_revisions(request.organisation_id, old, new, only=request.GET.get("what", ""))
    return page(request, "obsolescence/boms/compare.html", context)


@for_members(*EDITORS)
@require_POST
def release(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Make a revision the one that is built, or say which share an older one keeps."""
    revision = queries.revision(request.organisation_id, revision_id)
    if "share" in request.POST:
        services.set_still_built(
            organisation_id=request.organisation_id,
            revision_id=revision_id,
            share=request.POST["share"],
            at=timezone.now(),
        )
    else:
        services.release(
            organisation_id=request.organisation_id,
            revision_id=revision_id,
            at=timezone.now(),
            seen=request.POST.get("seen", "")[:64],
        )
        messages.success(request, f"Revision {revision.number} is the one that is built now.")
    intake.assess_again(organisation_id=request.organisation_id, revision_id=revision_id)
    return go(request, reverse("boms:revisions", args=[revision.bom_id]))


@for_members(*EDITORS)
@require_POST
def edit(request: MemberRequest, bom_id: int) -> HttpResponse:
    """Rename, move, put away, take back or delete a BOM."""
    organisation_id, action, now = request.organisation_id, request.POST.get("action", ""), timezone.now()
    queries.bom(organisation_id, bom_id)
    if action == "rename":
        services.rename(organisation_id=organisation_id, bom_id=bom_id, name=request.POST.get("name", ""))
    elif action == "move":
        changes.move_bom(
            organisation_id=organisation_id,
            bom_id=bom_id,
            project_id=given.id_or_none(request.POST.get("project")) or 0,
            at=now,
        )
    elif action in ("archive", "restore"):
        at = now if action == "archive" else None
        changes.archive_bom(organisation_id=organisation_id, bom_id=bom_id, at=at, now=now)
    elif action == "delete":
        services.delete(organisation_id=organisation_id, bom_id=bom_id, at=now)
        messages.success(request, "The BOM and its files are deleted.")
        return go(request, reverse("boms:list"))
    else:
        raise Refused("Choose what to do with the BOM.")
    messages.success(request, "Saved.")
    return go(request, reverse("boms:revisions", args=[bom_id]))
