"""One line: what it says, which part it is, how endangered and why; its note and approved alternates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.boms import queries, services
from obsolescence.boms.rules.editing import FIELDS, RELATIONS, written
from obsolescence.flow import intake
from obsolescence.parts import queries as parts
from obsolescence.risk import queries as risk
from obsolescence.web import questions

if TYPE_CHECKING:
    pass


@for_members()
def line(request: MemberRequest, line_id: int) -> HttpResponse:
    """Everything about one line: in the drawer, or as a page of its own."""
    return page(
        request,
        "obsolescence/boms/line.html",
        _line_context(request, line_id),
        fragment="obsolescence/boms/_line.html",
    )


@for_members(*EDITORS)
@require_POST
def choose(request: MemberRequest, line_id: int) -> HttpResponse:
    """A person says which part a line means, that none does, or that matching shall decide again."""
    now, what = timezone.now(), request.POST.get("part", "")
    if what == "again":
        decided = intake.forget_choice(organisation_id=request.organisation_id, line_id=line_id, at=now)
    else:
        decided = intake.choose_part(
            organisation_id=request.organisation_id,
            line_id=line_id,
            part_id=None if what == "none" else given.id_or_none(what) or 0,
            by=request.actor.user_id,
            at=now,
            everywhere="everywhere" in request.POST,
        )
    messages.success(request, _said(decided))
    return go(request, reverse("boms:line", args=[line_id]))


def _said(decided: services.Decided) -> str:
    if decided.lines < 2:
        return "Saved. The risk is worked out anew."
    places = f" in {len(decided.projects)} projects" if len(decided.projects) > 1 else ""
    return f"Saved for {decided.lines} lines{places}. Their risk is worked out anew."


@for_members(*EDITORS)
@require_POST
def note(request: MemberRequest, line_id: int) -> HttpResponse:
    services.write_note(
        organisation_id=request.organisation_id, line_id=line_id, note=request.POST.get("note", "")
    )
    messages.success(request, "Note saved.")
    return go(request, reverse("boms:line", args=[line_id]))


@for_members(*EDITORS)
@require_POST
def approve(request: MemberRequest, line_id: int) -> HttpResponse:
    """Approve an alternate of a line's part, or take an approval back."""
    back = given.id_or_none(request.POST.get("withdraw"))
    queries.line(request.organisation_id, line_id)
    if back:
        services.withdraw_approval(organisation_id=request.organisation_id, approval_id=back)
        messages.success(request, "The approval is taken back.")
    else:
        services.approve_alternate(
            organisation_id=request.organisation_id,
            line_id=line_id,
            alternate=request.POST.get("alternate", ""),
            relation=request.POST.get("relation", ""),
            note=request.POST.get("note", ""),
            everywhere="everywhere" in request.POST,
            by=request.actor.user_id,
            at=timezone.now(),
        )
        messages.success(request, "The alternate is approved.")
    return go(request, reverse("boms:line", args=[line_id]))


def _line_context(request: MemberRequest, line_id: int) -> dict[str, Any]:
    one = queries.line(request.organisation_id, line_id)
    known = parts.parts_by_id(one.candidates)
    judged = risk.risk_of(request.organisation_id, line_id)
    text = request.GET.get("q", "").strip()
    reasons = list(judged.reasons) if judged else []
    return {
        "line": one,
        "revision": one.revision,
        "bom": one.revision.bom,
        "risk": judged,
        "reasons": [_reason(reason) for reason in reasons],
        "most": max([abs(reason[1]) for reason in reasons if reason[1] is not None], default=1),
        "candidates": [known[number] for number in one.candidates if number in known],
        "choice": queries.choice_of(request.organisation_id, line_id),
        "approvals": list(queries.approvals_of(request.organisation_id, one)),
        "relations": RELATIONS,
        "history": list(queries.history_of(request.organisation_id, line_id)),
        "editable": [(name, label, written(getattr(one, name))) for name, label in FIELDS.items()],
        "hits": parts.search(text, limit=8) if text else [],
        "text": text,
        "raw": list(one.raw.items()),
        "can_edit": request.actor.role in EDITORS,
        "today": timezone.localdate(),
        "offers": list(parts.offers_of(one.part_id)[:3]) if one.part_id else [],
    } | questions.of_line(request, one)


def _reason(reason: list[Any]) -> dict[str, Any]:
    sentence, points, source, day = reason
    return {"sentence": sentence, "points": points, "source": source, "day": day}
