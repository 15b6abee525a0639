"""What a person is told and how; every decision with its reason; unsubscribing with one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from obsolescence.base.access import MemberRequest, for_members, open_to_all
from obsolescence.base.page import go, page
from obsolescence.messaging import queries, services
from obsolescence.messaging.rules.policy import CHANNELS, CHOOSABLE


@for_members()
def preferences(request: MemberRequest) -> HttpResponse:
    """Topic by topic, channel by channel; only what changed is written to the ledger."""
    wishes = queries.wishes_of(request.organisation_id, request.actor.user_id)
    if request.method == "POST":
        now = {(wish.topic, channel): wants for wish in wishes for channel, wants in wish.channels}
        for topic in CHOOSABLE:
            for channel in CHANNELS:
                wants = f"{topic}-{channel}" in request.POST
                if wants != now[topic, channel]:
                    services.state_wish(
                        organisation_id=request.organisation_id,
                        user_id=request.actor.user_id,
                        topic=topic,
                        channel=channel,
                        wants=wants,
                        mechanism="preferences page",
                        at=timezone.now(),
                    )
        messages.success(request, "Saved.")
        return go(request, reverse("messages:preferences"))
    context = {
        "wishes": wishes,
        "sent": queries.messages_of(request.organisation_id, request.actor.user_id),
    }
    return page(request, "obsolescence/messages/preferences.html", context)


@csrf_exempt
@open_to_all
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """One click in a mail program is a POST (RFC 8058); a person who follows the link confirms with a button."""
    topic = services.unsubscribe(secret=secret) if request.method == "POST" else ""
    context = {"secret": secret, "done": bool(topic), "unknown": topic is None}
    return page(
        request, "obsolescence/messages/unsubscribe.html", context, status=404 if topic is None else 200
    )


app_name = "messages"
urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("unsubscribe/<slug:secret>/", unsubscribe, name="unsubscribe"),
]
