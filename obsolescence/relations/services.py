"""Write down what customers ask and what staff look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from obsolescence.base.refusals import Refused
from obsolescence.events import services as events
from obsolescence.relations.models import Enquiry

KINDS = {"question": "Question", "quote": "Request for a quote"}


def ask(
    *,
    organisation_id: int,
    by: int,
    kind: str,
    subject: str,
    text: str,
    at: datetime,
    project_id: int | None = None,
    bom_id: int | None = None,
    line_ids: Sequence[int] = (),
    part_ids: Sequence[int] = (),
) -> int:
    """A customer asks the distributor, or requests a quote; the dialogue is theirs to start. Returns its id."""
    if kind not in KINDS:
        raise Refused("Choose a question or a request for a quote.")
    if kind == "question" and not text.strip():
        raise Refused("Write what you want to know.")
    enquiry = Enquiry.objects.create(
        organisation_id=organisation_id,
        project_id=project_id,
        bom_id=bom_id,
        line_ids=list(line_ids),
        part_ids=list(part_ids),
        kind=kind,
        subject=subject[:200],
        text=text.strip()[:4000],
        asked_by_id=by,
        asked_at=at,
    )
    events.record(
        organisation_id=organisation_id,
        project_id=project_id,
        kind="enquiry",
        happened_at=at,
        ids={"enquiry": enquiry.pk, "parts": list(part_ids)},
        text=f"{KINDS[kind]}: {subject}",
    )
    return enquiry.pk


def record_look(
    *, organisation_id: int, project_id: int | None, user_id: int, who: str, kind: str, at: datetime
) -> None:
    """One of the distributor's staff saw a page, drawer or export row about a customer; once an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into relations_look (organisation_id, project_id, user_id, who, kind, looked_at, hour)"
            " values (%s, %s, %s, %s, %s, %s, date_trunc('hour', %s::timestamptz)) on conflict do nothing",
            [organisation_id, project_id or 0, user_id, who[:120], kind[:30], at, at],
        )


def answer(*, enquiry_id: int, at: datetime) -> int:
    """The distributor has answered an enquiry (staff); return the customer's organisation."""
    enquiry = Enquiry.objects.get(pk=enquiry_id)
    Enquiry.objects.filter(pk=enquiry_id, answered_at=None).update(answered_at=at)
    return enquiry.organisation_id
