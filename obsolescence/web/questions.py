"""A colleague's word on a line: asked from the match review, answered there in words or by choosing a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.accounts import queries as accounts
from obsolescence.base import given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go
from obsolescence.base.refusals import Refused
from obsolescence.boms import queries, services
from obsolescence.flow import questions as flow

if TYPE_CHECKING:
    from obsolescence.boms.models import Line


@for_members(*EDITORS)
@require_POST
def ask(request: MemberRequest, line_id: int) -> HttpResponse:
    """Ask a colleague which part a line means."""
    line = queries.line(request.organisation_id, line_id)
    whom = given.id_or_none(request.POST.get("whom", ""))
    if whom is None:
        raise Refused("Choose whom you ask.")
    flow.ask(
        organisation_id=request.organisation_id,
        line_id=line_id,
        by=request.actor.user_id,
        whom=whom,
        text=request.POST.get("text", ""),
        at=timezone.now(),
    )
    messages.success(request, "Asked. The answer will stand here, and you will be told.")
    return go(request, _address(line, request))


@for_members()
@require_POST
def answer(request: MemberRequest, line_id: int) -> HttpResponse:
    """Answer in words; or, by whoever asked, take the question back."""
    line = queries.line(request.organisation_id, line_id)
    question_id = given.id_or_none(request.POST.get("question", ""))
    if question_id is None:
        raise Refused("This question is not there any more. Look at the line again.")
    who: dict[str, Any] = {
        "organisation_id": request.organisation_id,
        "line_id": line_id,
        "question_id": question_id,
        "by": request.actor.user_id,
        "at": timezone.now(),
    }
    if "withdraw" in request.POST:
        services.withdraw(**who)
        messages.success(request, "The question is taken back.")
    else:
        flow.answer(**who, text=request.POST.get("text", ""))
        messages.success(request, "Answered.")
    return go(request, _address(line, request))


def of_line(request: MemberRequest, line: Line) -> dict[str, Any]:
    """What was asked about a line, and who can be asked."""
    asked = list(queries.questions_of(request.organisation_id, line.pk))
    waiting_for = {one.asked_id for one in asked if one.outcome == "open"}
    members = accounts.members_of(request.organisation_id).filter(user__is_active=True)
    return {
        "questions": asked,
        "me": request.actor.user_id,
        "colleagues": [
            (one.user_id, one.user.name or one.user.email, one.role)
            for one in members
            if one.user_id != request.actor.user_id and one.user_id not in waiting_for
        ]
        if request.actor.role in EDITORS
        else [],
    }


def _address(line: Line, request: MemberRequest) -> str:
    grade = request.POST.get("grade", "")
    query = {"line": line.pk} | ({"grade": grade} if grade.isalpha() and len(grade) < 20 else {})
    return f"{reverse('matching:review', args=[line.revision_id])}?{urlencode(query)}"


app_name = "questions"
urlpatterns = [
    path("lines/<int:line_id>/ask/", ask, name="ask"),
    path("lines/<int:line_id>/answer/", answer, name="answer"),
]
