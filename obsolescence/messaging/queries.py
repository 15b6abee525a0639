"""What a person has been sent, and wants to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from obsolescence.messaging.models import Consent, Message
from obsolescence.messaging.rules.policy import CHANNELS, CHOOSABLE, WORDING


def unread_count(organisation_id: int, user_id: int) -> int:
    return inbox(organisation_id, user_id).filter(read_at=None).count()


def inbox(organisation_id: int, user_id: int) -> QuerySet[Message]:
    """The in-app messages of one person, newest first."""
    return Message.objects.filter(
        organisation_id=organisation_id, recipient_id=user_id, channel="inapp", state="sent"
    ).order_by("-created_at", "-pk")


def notes_of(organisation_id: int, user_id: int, *, limit: int = 5) -> QuerySet[Message]:
    """The newest in-app messages that are about something else than an alert."""
    return inbox(organisation_id, user_id).exclude(topic__in=("alert", "correction"))[:limit]


def unread_alerts_of(organisation_id: int, user_id: int) -> list[int]:
    """Ids of the alerts that a person's unread messages are about."""
    bodies = inbox(organisation_id, user_id).filter(read_at=None).values_list("body", flat=True)
    return [number for body in bodies for number in body.get("alerts", [])]


@dataclass(frozen=True, slots=True)
class Wish:
    """One topic with a person's choice for each channel; a choice never made counts as yes."""

    topic: str
    wording: str
    channels: list[tuple[str, bool]]


def wishes_of(organisation_id: int, user_id: int) -> list[Wish]:
    """What a person is told, and how: the newest entry of the consent ledger for each topic and channel."""
    rows = (
        Consent.objects.filter(organisation_id=organisation_id, user_id=user_id)
        .order_by("topic", "channel", "-decided_at", "-pk")
        .distinct("topic", "channel")
    )
    said = {(row.topic, row.channel): row.wants for row in rows}
    return [
        Wish(topic, WORDING[topic], [(channel, said.get((topic, channel), True)) for channel in CHANNELS])
        for topic in CHOOSABLE
    ]


def sent_lately(organisation_id: int, user_id: int, *, now: datetime) -> dict[str, int]:
    """A person's messages of 30 days: mails sent, shown here, not sent by decision."""
    return Message.objects.filter(
        organisation_id=organisation_id, recipient_id=user_id, created_at__gte=now - timedelta(days=30)
    ).aggregate(
        mails=Count("pk", filter=Q(channel="email", state="sent")),
        shown=Count("pk", filter=Q(channel="inapp", state="sent")),
        dropped=Count("pk", filter=Q(state="dropped")),
    )


def messages_of(organisation_id: int, user_id: int, *, limit: int = 100) -> QuerySet[Message]:
    """Every message written to a person with the decision and its reason."""
    return Message.objects.filter(organisation_id=organisation_id, recipient_id=user_id).order_by(
        "-created_at", "-pk"
    )[:limit]
