"""Lines that need a person's eye: proposals beside the customer's own text, one key a choice, bulk, and undo."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base.access import BUYER, ENGINEER, OWNER, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries, services
from obsolescence.boms.rules.matching import evidence
from obsolescence.flow import intake
from obsolescence.parts import queries as parts
from obsolescence.parts.rules.makers import DIFFERENT, NOT_GIVEN, is_nobody
from obsolescence.risk import queries as risk

if TYPE_CHECKING:
    from obsolescence.boms.models import Line
    from obsolescence.parts.models import Part

EDITORS = (OWNER, ENGINEER, BUYER)
GRADES = ("variant", "likely", "ambiguous", "none")
QUEUE = 60  # lines shown in the list at the left
UNDO = "decided"  # what the session keeps of the last click: when, how many lines, where


@for_members()
def review(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The open lines of a revision, one of them with its proposals."""
    revision = queries.revision(request.organisation_id, revision_id)
    grade = request.GET.get("grade", "")
    rows = queries.open_lines(request.organisation_id, revision_id)
    grades = queries.open_by_grade(request.organisation_id, revision_id)
    shown = rows.filter(grade_mpn=grade) if grade in GRADES else rows
    line = _current(request, shown)
    queue = list(shown[:QUEUE])
    if line is not None and line not in queue:
        queue = [line, *queue[: QUEUE - 1]]
    context = {
        "bom": revision.bom,
        "revision": revision,
        "summary": risk.summary_of(request.organisation_id, revision_id, today=timezone.localdate()),
        "grade": grade if grade in GRADES else "",
        "grades": grades,
        "open": sum(one.count for one in grades),
        "hopeless": rows.filter(candidates=[]).count(),
        "queue": queue,
        "more": max(0, shown.count() - len(queue)),
        "undo": request.session.get(UNDO),
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/matching/review.html", context | _of_line(request, line, queue))


@for_members(*EDITORS)
@require_POST
def choose(request: MemberRequest, line_id: int) -> HttpResponse:
    """A person says which part the line means, or none; the next open line follows."""
    line, part, now = (
        queries.line(request.organisation_id, line_id),
        request.POST.get("part", ""),
        timezone.now(),
    )
    if not part:
        raise Refused("Choose one of the proposals, or “None of these”.")
    everywhere = "everywhere" in request.POST
    decided = intake.choose_part(
        organisation_id=request.organisation_id,
        line_id=line_id,
        part_id=None
        if part == "none"
        else int(part)
        if part.isascii() and part.isdigit() and len(part) < 19
        else 0,
        by=request.actor.user_id,
        at=now,
        everywhere=everywhere,
    )
    _remember(request, decided, now if everywhere and (line.mpn or line.cpn) else None, line)
    return go(request, _address(line.revision_id, request.POST.get("grade", ""), after=line.position))


@for_members(*EDITORS)
@require_POST
def accept(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take the first proposal of every open line of a grade, but none of another maker."""
    queries.revision(request.organisation_id, revision_id)
    grade, now = request.POST.get("grade", ""), timezone.now()
    if grade not in ("variant", "likely"):
        raise Refused("Variants and likely matches can be accepted together; the others one by one.")
    lines = queries.acceptable_lines(request.organisation_id, revision_id, grade)
    decided = intake.accept_proposals(
        organisation_id=request.organisation_id,
        line_ids=list(lines.values_list("pk", flat=True)),
        by=request.actor.user_id,
        at=now,
    )
    if not decided.lines:
        raise Refused("There is no open line of this grade.")
    _remember(request, decided, now, None)
    return go(request, _address(revision_id, ""))


@for_members(*EDITORS)
@require_POST
def undo(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take back the last click."""
    queries.revision(request.organisation_id, revision_id)
    last = request.session.pop(UNDO, None) or {}
    now = timezone.now()
    if last.get("at"):
        decided = intake.undo_decisions(
            organisation_id=request.organisation_id,
            by=request.actor.user_id,
            decided_at=datetime.fromisoformat(last["at"]),
            at=now,
        )
    elif last.get("line"):
        decided = intake.forget_choice(organisation_id=request.organisation_id, line_id=last["line"], at=now)
    else:
        raise Refused("There is nothing to take back.")
    messages.success(request, f"Taken back for {_lines(decided.lines)}.")
    return go(request, _address(revision_id, ""))


def _remember(
    request: MemberRequest, decided: services.Decided, at: datetime | None, line: Line | None
) -> None:
    """Keep the last click in the session, so that one more takes it back."""
    request.session[UNDO] = {
        "at": at.isoformat() if at else None,
        "line": line.pk if line else None,
        "says": f"{line.mpn or line.cpn or 'the line'}" if line else _lines(decided.lines),
    }
    where = f" in {len(decided.projects)} projects" if len(decided.projects) > 1 else ""
    messages.success(request, f"Saved for {_lines(decided.lines)}{where}.")


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _current(request: MemberRequest, rows: Any) -> Line | None:
    """The line that the address names, else the first one after a place, else the first."""
    wanted, after = request.GET.get("line", ""), request.GET.get("after", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return queries.line(request.organisation_id, int(wanted))
    is_place = after.isascii() and after.isdigit() and len(after) < 9
    following = rows.filter(position__gt=int(after)).exclude(candidates=[]).first() if is_place else None
    found: Line | None = following or rows.first()
    return found


def _of_line(request: MemberRequest, line: Line | None, queue: list[Line]) -> dict[str, Any]:
    if line is None:
        return {"line": None}
    known = parts.parts_by_id(line.candidates)
    proposed = [known[number] for number in line.candidates if number in known]
    text = request.GET.get("q", "").strip()
    if text:
        hits = [hit.id for hit in parts.search(text, limit=8) if hit.kind != "base" and hit.id not in known]
        found = parts.parts_by_id(hits)
        proposed = [*proposed, *(found[number] for number in hits if number in found)][:9]
    ids = [one.pk for one in queue]
    at = ids.index(line.pk) if line.pk in ids else 0
    count, where = queries.same_number_count(request.organisation_id, line)
    return {
        "line": line,
        "proposals": _proposals(line, proposed),
        "text": text,
        "is_near": line.grade_mpn in ("variant", "likely") and line.grade_maker != DIFFERENT,
        "raw": [(name, cell) for name, cell in line.raw.items() if cell][:12],
        "previous": ids[at - 1] if at else None,
        "next": ids[at + 1] if at + 1 < len(ids) else None,
        "same_count": count,
        "same_projects": where,
        "waits_for_proposals": line.proposed_at is None and bool(line.mpn),
    }


def _proposals(line: Line, proposed: list[Part]) -> list[dict[str, Any]]:
    makers = parts.makers()
    asked = None if is_nobody(line.manufacturer) else makers.named(line.manufacturer)
    offers = parts.best_offers([part.pk for part in proposed])
    asking = evidence.Asking(line.mpn, f"{line.description} {line.value} {line.footprint}")
    return [
        {
            "part": part,
            "pieces": evidence.marked(line.mpn or part.mpn, part.mpn),
            "evidence": evidence.evidence(
                asking,
                mpn=part.mpn,
                maker_relation=makers.relation(asked, part.manufacturer_id) if asked else NOT_GIVEN,
                texts=f"{part.description} {part.package}",
            ),
            "offer": offers.get(part.pk),
        }
        for part in proposed
    ]


def _address(revision_id: int, grade: str, *, after: int | None = None) -> str:
    query = {
        name: value
        for name, value in (("grade", grade if grade in GRADES else ""), ("after", after or ""))
        if value
    }
    address = reverse("matching:review", args=[revision_id])
    return f"{address}?{urlencode(query)}" if query else address


app_name = "matching"
urlpatterns = [
    path("revisions/<int:revision_id>/review/", review, name="review"),
    path("revisions/<int:revision_id>/review/accept/", accept, name="accept"),
    path("revisions/<int:revision_id>/review/undo/", undo, name="undo"),
    path("lines/<int:line_id>/review/", choose, name="choose"),
]
