"""Questions to the distributor about a line, a part or a BOM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries
from obsolescence.parts import queries as parts
from obsolescence.relations import services as relations
from obsolescence.risk import queries as risk

if TYPE_CHECKING:
    pass


@for_members(*EDITORS)
def enquire(request: MemberRequest) -> HttpResponse:
    """Ask the distributor about a line, a part or a BOM, or request a quote for it."""
    values = request.POST if request.method == "POST" else request.GET
    subject, ids = _subject(request, values)
    if request.method == "POST":
        relations.ask(
            organisation_id=request.organisation_id,
            by=request.actor.user_id,
            kind=values.get("kind", ""),
            subject=subject,
            text=values.get("text", ""),
            at=timezone.now(),
            **ids,
        )
        messages.success(request, "Sent. The distributor's answer comes to you directly.")
        return go(request, _back(values))
    context = {
        "subject": subject,
        "values": values,
        "kind": values.get("kind", "question"),
        "back": _back(values),
    }
    return page(request, "obsolescence/boms/enquire.html", context)


def _subject(request: MemberRequest, values: QueryDict) -> tuple[str, dict[str, Any]]:
    """What an enquiry is about, in words and as ids; what is not the organisation's own does not exist."""
    line_id, bom_id, part_id = (given.id_or_none(values.get(name)) for name in ("line", "bom", "part"))
    if line_id:
        one = queries.line(request.organisation_id, line_id)
        found = one.revision.bom
        ids = {"project_id": found.project_id, "bom_id": found.pk, "line_ids": [one.pk]}
        part_ids = {"part_ids": [one.part_id]} if one.part_id else {}
        return f"{one.mpn or one.description or 'Line'} ({found.name}, line {one.position})", ids | part_ids
    if bom_id:
        found = queries.bom(request.organisation_id, bom_id)
        return found.name, {"project_id": found.project_id, "bom_id": found.pk}
    if part_id:
        part = parts.part(part_id)
        uses = risk.where_used(request.organisation_id, part_id, limit=1)
        where = {"project_id": uses[0].project_id, "bom_id": uses[0].bom_id} if uses else {}
        return f"{part.mpn} ({part.manufacturer})", {"part_ids": [part.pk], **where}
    raise Refused("Choose a line, a part or a BOM to ask about.")


def _back(values: QueryDict) -> str:
    for name, view in (("line", "boms:line"), ("bom", "boms:bom"), ("part", "parts:part")):
        number = given.id_or_none(values.get(name))
        if number:
            return reverse(view, args=[number])
    return reverse("boms:list")
