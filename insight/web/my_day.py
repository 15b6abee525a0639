"""A sales person's first page: what to do now, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from insight.leads import queries
from obsolescence.base.access import Actor
from obsolescence.base.page import page


def page_of(request: HttpRequest) -> HttpResponse:
    """My own open leads and the best that nobody has taken, each with its next step."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = list(queries.leads(queries.LeadFilter(mine=actor.user_id))[:20])
    free = list(queries.leads(queries.LeadFilter(state="open"))[:8])
    context = {
        "mine": mine,
        "free": free,
        "counts": queries.counts(),
        "today": timezone.localdate(),
        "expected": sum(float(one.expected_value or 0) for one in mine),
    }
    return page(request, "insight/my_day.html", context)
