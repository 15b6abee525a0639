"""Lines that need a person's eye: proposals beside the customer's own text, one key a choice, bulk, and undo."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries, services
from obsolescence.boms.rules.matching import evidence
from obsolescence.boms.rules.matching.attributes import Candidate, attributes
from obsolescence.boms.rules.states import MOVING
from obsolescence.flow import intake
from obsolescence.parts import queries as parts
from obsolescence.parts.rules.makers import DIFFERENT, NOT_GIVEN, is_nobody
from obsolescence.risk import queries as risk
from obsolescence.web import questions

if TYPE_CHECKING:
    from obsolescence.boms.models import Line, Revision
    from obsolescence.parts.models import Offer, Part

GRADES = ("variant", "likely", "ambiguous", "none")
ASKED = "asked"  # beside the grades: what a colleague asked the person who looks
QUEUE = 60  # lines shown in the list at the left
COMPARED = 4  # proposals beside each other in the table
UNDO = "decided"  # what the session keeps of the last click: when, how many lines, where


@for_members()
def review(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The open lines of a revision, one of them with its proposals."""
    revision = queries.revision(request.organisation_id, revision_id)
    context = _counts(request, revision)
    context |= _queue(context, _named(request, revision_id, context["rows"]))
    context |= _of_line(request, context["line"])
    return page(request, "obsolescence/matching/review.html", context | _beside(context))


@for_members()
def looking(request: MemberRequest, revision_id: int) -> HttpResponse:
    """How many lines still wait for proposals, with the counts as they are by now; the page asks until none does."""
    revision = queries.revision(request.organisation_id, revision_id)
    context = _counts(request, revision)
    line = _line(request, revision_id)
    context |= _queue(context, line) | _of_line(request, line)
    has_come = "waits" in request.GET and not context.get("waits_for_proposals")
    context |= _beside(context) | {"is_live": True, "proposals_have_come": has_come}
    return render(request, "obsolescence/matching/_looking.html", context)


def _counts(request: MemberRequest, revision: Revision) -> dict[str, Any]:
    """How many lines are open, by grade, and how far the search for proposals has come."""
    organisation_id, grade = request.organisation_id, request.GET.get("grade", "")
    me = request.actor.user_id
    rows = queries.open_lines(organisation_id, revision.pk)
    grades = queries.open_by_grade(organisation_id, revision.pk)
    asked = queries.open_questions_in(organisation_id, revision.pk)
    of_me = sum(whom == me for _, whom in asked)
    count, hopeless = sum(one.count for one in grades), sum(one.hopeless for one in grades)
    grade = grade if grade in (*GRADES, ASKED) else ""
    by_grade = {"": count, ASKED: of_me} | {one.grade: one.count for one in grades}
    if grade == ASKED:
        rows = queries.lines_asked_about(organisation_id, revision.pk, user_id=me)
    elif grade:
        rows = rows.filter(grade_mpn=grade)
    return {
        "bom": revision.bom,
        "revision": revision,
        "summary": risk.summary_of(organisation_id, revision.pk, today=timezone.localdate()),
        "grade": grade,
        "grades": grades,
        "rows": rows,
        "row_count": by_grade.get(grade, 0),
        "open": count,
        "hopeless": hopeless,
        "eye": count - hopeless - sum(one.looking for one in grades),
        "waiting": queries.waiting_for_proposals(organisation_id, revision.pk).count(),
        "is_moving": revision.reading_state in MOVING,
        "asked_count": of_me,
        "asked_lines": {line_id for line_id, _ in asked},
        "undo": request.session.get(UNDO),
        "can_edit": request.actor.role in EDITORS,
    }


def _queue(context: dict[str, Any], line: Line | None) -> dict[str, Any]:
    queue = list(context["rows"][:QUEUE])
    line = line or next(iter(queue), None)
    if line is not None and line not in queue:
        queue = [line, *queue[: QUEUE - 1]]
    return {"line": line, "queue": queue, "more": max(0, context["row_count"] - len(queue))}


def _beside(context: dict[str, Any]) -> dict[str, Any]:
    """The lines before and after the one that is shown."""
    line, ids = context["line"], [one.pk for one in context["queue"]]
    at = ids.index(line.pk) if line is not None and line.pk in ids else 0
    return {"previous": ids[at - 1] if at else None, "next": ids[at + 1] if at + 1 < len(ids) else None}


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


def _line(request: MemberRequest, revision_id: int) -> Line | None:
    """The line that the address names; one of another revision is not there."""
    wanted = given.id_or_none(request.GET.get("line", ""))
    line = queries.line(request.organisation_id, wanted) if wanted is not None else None
    if line is not None and line.revision_id != revision_id:
        raise Http404
    return line


def _named(request: MemberRequest, revision_id: int, rows: Any) -> Line | None:
    """The line that the address names, or the first one after a place that it names."""
    if (line := _line(request, revision_id)) is not None:
        return line
    after = request.GET.get("after", "")
    is_place = after.isascii() and after.isdigit() and len(after) < 9
    if not is_place:
        return None
    later = rows.filter(position__gt=int(after))
    found: Line | None = (
        later if request.GET.get("grade") == ASKED else later.exclude(candidates=[])
    ).first()
    return found


def _of_line(request: MemberRequest, line: Line | None) -> dict[str, Any]:
    if line is None:
        return {"line": None}
    known = parts.parts_by_id(line.candidates)
    proposed = [known[number] for number in line.candidates if number in known]
    text = request.GET.get("q", "").strip()
    if text:
        hits = [hit.id for hit in parts.search(text, limit=8) if hit.kind != "base" and hit.id not in known]
        found = parts.parts_by_id(hits)
        proposed = [*proposed, *(found[number] for number in hits if number in found)][:9]
    count, where = queries.same_number_count(request.organisation_id, line)
    return {
        "line": line,
        "text": text,
        "is_near": line.grade_mpn in ("variant", "likely") and line.grade_maker != DIFFERENT,
        "raw": [(name, cell) for name, cell in line.raw.items() if cell][:12],
        "around": list(queries.lines_around(line)),
        "same_count": count,
        "same_projects": where,
        "waits_for_proposals": line.part_id is None and line.proposed_at is None and bool(line.mpn),
        **_proposals(line, proposed),
        **questions.of_line(request, line),
    }


def _proposals(line: Line, proposed: list[Part]) -> dict[str, Any]:
    makers = parts.makers()
    asked = None if is_nobody(line.manufacturer) else makers.named(line.manufacturer)
    offers = parts.best_offers([part.pk for part in proposed])
    texts = f"{line.description} {line.value} {line.footprint}"
    proposals = [
        {
            "part": part,
            "pieces": evidence.marked(line.mpn or part.mpn, part.mpn),
            "evidence": evidence.evidence(
                evidence.Asking(line.mpn, texts),
                mpn=part.mpn,
                maker_relation=makers.relation(asked, part.manufacturer_id) if asked else NOT_GIVEN,
                texts=f"{part.description} {part.package}",
            ),
            "offer": offers.get(part.pk),
        }
        for part in proposed
    ]
    compared = proposed[:COMPARED]
    rows = attributes(texts, [_candidate(part, offers.get(part.pk)) for part in compared])
    return {"proposals": proposals, "compared": compared, "attributes": rows if len(compared) > 1 else []}


def _candidate(part: Part, offer: Offer | None) -> Candidate:
    package = "" if part.package == "-" else part.package
    facts = {
        "Kind": part.category,
        "Mounting": part.mounting,
        "Last order date": part.last_order_date.isoformat() if part.last_order_date else "",
        "Replacement": part.replacement,
        "Packing": f"{offer.pack:,} pieces" if offer and offer.pack else "",
        "Lead time": offer.lead_time_text if offer else "",
    }
    return Candidate(f"{part.description} {package}", package, facts)


def _address(revision_id: int, grade: str, *, after: int | None = None) -> str:
    query = {
        name: value
        for name, value in (("grade", grade if grade in (*GRADES, ASKED) else ""), ("after", after or ""))
        if value
    }
    address = reverse("matching:review", args=[revision_id])
    return f"{address}?{urlencode(query)}" if query else address


app_name = "matching"
urlpatterns = [
    path("revisions/<int:revision_id>/review/", review, name="review"),
    path("revisions/<int:revision_id>/review/accept/", accept, name="accept"),
    path("revisions/<int:revision_id>/review/undo/", undo, name="undo"),
    path("revisions/<int:revision_id>/review/looking/", looking, name="looking"),
    path("lines/<int:line_id>/review/", choose, name="choose"),
]
