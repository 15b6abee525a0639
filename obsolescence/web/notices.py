"""Notices at the distributor: the list, recording one, its rows, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import given
from obsolescence.base.access import CATALOGUE, StaffRequest, for_staff
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused
from obsolescence.flow import notices as flow
from obsolescence.parts import queries
from obsolescence.parts.rules import notices as rules
from obsolescence.parts.services import NewNotice, NoticeRow

STATES = {
    "telling": "Telling customers",
    "unconfirmed": "Unconfirmed",
    "waiting": "Rows wait",
    "withdrawn": "Withdrawn",
}
MAKERS_OWN, HIGH, LOW = "manufacturer", "high", "medium"
PAGE = 100


@for_staff()
def listing(request: StaffRequest) -> HttpResponse:
    """All notices with what they do, newest first."""
    state = request.GET.get("state", "")
    text = request.GET.get("q", "").strip()[:100]
    rows = queries.notices(state=state, text=text)
    context = {
        "notices": rows[:PAGE],
        "count": rows.count(),
        "states": STATES,
        "state": state,
        "text": text,
        "can_edit": request.actor.staff_role in (CATALOGUE, "administrator"),
    }
    return page(request, "obsolescence/notices/list.html", context)


@for_staff(CATALOGUE)
def record(request: StaffRequest) -> HttpResponse:
    """The form of a notice; what is wrong with it is said and what was typed stays."""
    values, wrong = request.POST, ""
    if request.method == "POST":
        try:
            notice_id, changed = flow.record_notice(_new(values), at=timezone.now())
        except Refused as refusal:
            wrong = refusal.sentence
        else:
            messages.success(request, _what_follows(notice_id, changed))
            return go(request, reverse("notices:notice", args=[notice_id]))
    start = request.GET if request.method != "POST" else values
    context = {"values": start, "wrong": wrong, "makers": queries.maker_names()}
    return page(request, "obsolescence/notices/record.html", context, status=422 if wrong else 200)


def _what_follows(notice_id: int, changed: bool) -> str:
    """What recording a notice leads to, as it is."""
    one = queries.notice(notice_id)
    if not changed and one.withdrawn_at is not None:
        return "This notice is known and was withdrawn; nothing is told. If it holds after all, reinstate it below."
    if not changed:
        return "This notice is known already, word for word; nobody is told again."
    if not one.counts:
        return "Recorded as unconfirmed: it stands beside its parts, changes no status and alerts nobody."
    if not one.rows.filter(part__isnull=False).exists():
        return "Recorded. None of its rows is a part of the catalogue yet: customers are told once one is."
    return "Recorded. Customers whose products it concerns are told now."


@for_staff()
def notice(request: StaffRequest, notice_id: int) -> HttpResponse:
    """One notice: dates against J-STD-048, its rows, and what it does."""
    one = queries.notice(notice_id)
    text = request.GET.get("q", "").strip()[:200]
    context = {
        "notice": one,
        "rows": [
            (
                row,
                rules.written(row.last_order_date, row.last_order_precision),
                rules.written(row.last_ship_date, row.last_ship_precision),
            )
            for row in one.rows.all()
        ],
        "issued": rules.written(one.issue_date, one.issue_precision),
        "last_order": rules.written(one.last_order_date, one.last_order_precision),
        "last_ship": rules.written(one.last_ship_date, one.last_ship_precision),
        "windows": rules.windows(one.issue_date, one.last_order_date, one.last_ship_date),
        "is_told": one.told_version >= one.version,
        "choosing": request.GET.get("row", ""),
        "hits": queries.search(text, limit=8) if text else [],
        "text": text,
        "can_edit": request.actor.staff_role in (CATALOGUE, "administrator"),
    }
    return page(request, "obsolescence/notices/notice.html", context)


@for_staff(CATALOGUE)
@require_POST
def withdraw(request: StaffRequest, notice_id: int) -> HttpResponse:
    """Take a notice back; exactly those who were told of it get a correction."""
    flow.withdraw_notice(notice_id=notice_id, reason=request.POST.get("reason", ""), at=timezone.now())
    messages.success(request, "Withdrawn. Whoever was told gets a correction.")
    return go(request, reverse("notices:notice", args=[notice_id]))


@for_staff(CATALOGUE)
@require_POST
def reinstate(request: StaffRequest, notice_id: int) -> HttpResponse:
    """A withdrawn notice holds after all."""
    flow.reinstate_notice(notice_id=notice_id, at=timezone.now())
    messages.success(request, "Reinstated. Customers whose products it concerns are told.")
    return go(request, reverse("notices:notice", args=[notice_id]))


@for_staff(CATALOGUE)
@require_POST
def choose(request: StaffRequest, row_id: int) -> HttpResponse:
    """Say which part a waiting row means."""
    part = request.POST.get("part", "")
    notice_id = flow.choose_part(row_id=row_id, part_id=given.row_id(part), at=timezone.now())
    return go(request, reverse("notices:notice", args=[notice_id]))


def _new(values: QueryDict) -> NewNotice:
    evidence = values.get("evidence", MAKERS_OWN)
    return NewNotice(
        maker=values.get("maker", ""),
        word=values.get("word", "PDN"),
        title=values.get("title", ""),
        number=values.get("number", ""),
        issued=values.get("issued", ""),
        last_order=values.get("last_order", ""),
        last_ship=values.get("last_ship", ""),
        reason=values.get("reason", ""),
        evidence=MAKERS_OWN if evidence == MAKERS_OWN else "reported by others",
        confidence=HIGH if evidence in (MAKERS_OWN, HIGH) else LOW,
        source_url=values.get("source_url", ""),
        rows=_rows(values.get("parts", "")),
    )


def _rows(text: str) -> list[NoticeRow]:
    """One part a line; a replacement may follow behind a comma, semicolon, tab or arrow."""
    rows = []
    for line in text.splitlines():
        for sign in ("→", "->", "\t", ";"):
            line = line.replace(sign, ",")
        part, _, replacement = (piece.strip() for piece in line.partition(","))
        if part:
            rows.append(NoticeRow(part=part, replacement=replacement.strip(" ,")))
    if not rows:
        raise Refused("Name at least one part, one a line.")
    return rows


app_name = "notices"
urlpatterns = [
    path("", listing, name="list"),
    path("new/", record, name="record"),
    path("<int:notice_id>/", notice, name="notice"),
    path("<int:notice_id>/withdraw/", withdraw, name="withdraw"),
    path("<int:notice_id>/reinstate/", reinstate, name="reinstate"),
    path("rows/<int:row_id>/part/", choose, name="choose"),
]
