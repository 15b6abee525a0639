"""Alerts: the organisation's list, one alert with its lines and who was told, acknowledging."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.alerts import queries, services
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.messaging import queries as messaging
from obsolescence.messaging import services as messaging_services
from obsolescence.parts.rules import notices


@for_members()
def listing(request: MemberRequest) -> HttpResponse:
    """What changed, by day; opening the page reads the in-app messages."""
    tab = request.GET.get("show", "todo")
    tab = tab if tab in queries.TABS else "todo"
    unread = set(messaging.unread_alerts_of(request.organisation_id, request.actor.user_id))
    alerts = list(queries.alerts_of(request.organisation_id, tab)[:200])
    counts = queries.counts_of(request.organisation_id)
    context = {
        "tab": tab,
        "tabs": [(name, words, counts[name]) for name, (words, _) in queries.TABS.items()],
        "days": [
            (day, list(found))
            for day, found in groupby(alerts, key=lambda one: timezone.localdate(one.raised_at))
        ],
        "unread": unread,
        "notes": list(messaging.notes_of(request.organisation_id, request.actor.user_id)),
        "today": timezone.localdate(),
        "can_edit": request.actor.role in EDITORS,
        "wishes": messaging.wishes_of(request.organisation_id, request.actor.user_id),
        "sent": messaging.sent_lately(request.organisation_id, request.actor.user_id, now=timezone.now()),
    }
    response = page(request, "obsolescence/alerts/list.html", context)
    messaging_services.read(
        organisation_id=request.organisation_id,
        user_id=request.actor.user_id,
        message_ids=None,
        at=timezone.now(),
    )
    return response


@for_members()
def alert(request: MemberRequest, alert_id: int) -> HttpResponse:
    """One alert: what was announced, by whom, which lines it concerns, who was told."""
    one = queries.alert(request.organisation_id, alert_id)
    found = queries.row_of(one)
    row, notice = found["row"], found["notice"]
    context = {
        "alert": one,
        "fact": one.fact,
        "part": one.fact.part,
        "notice": notice,
        "row": row,
        "last_order": notices.written(row.last_order_date, row.last_order_precision) if row else "",
        "last_ship": notices.written(row.last_ship_date, row.last_ship_precision) if row else "",
        "windows": notices.windows(notice.issue_date, row.last_order_date, row.last_ship_date)
        if notice and row
        else [],
        "lines": list(queries.lines_of(one)),
        "told": list(queries.told_about(request.organisation_id, alert_id)),
        "later": queries.later_word_on(one),
        "today": timezone.localdate(),
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/alerts/alert.html", context)


@for_members(*EDITORS)
@require_POST
def acknowledge(request: MemberRequest, alert_id: int) -> HttpResponse:
    """Somebody has taken care; or the alert is opened again."""
    if "reopen" in request.POST:
        services.reopen(organisation_id=request.organisation_id, alert_id=alert_id)
        return go(request, reverse("alerts:alert", args=[alert_id]))
    services.acknowledge(
        organisation_id=request.organisation_id,
        alert_id=alert_id,
        user_id=request.actor.user_id,
        note=request.POST.get("note", ""),
        at=timezone.now(),
    )
    messages.success(request, "Acknowledged for your organisation.")
    return go(request, reverse("alerts:list"))


app_name = "alerts"
urlpatterns = [
    path("", listing, name="list"),
    path("<int:alert_id>/", alert, name="alert"),
    path("<int:alert_id>/acknowledge/", acknowledge, name="acknowledge"),
]
