"""What a person has been sent, and may be sent."""

from __future__ import annotations

from django.db.models import QuerySet

from obsolescence.messaging.models import Message


def unread_count(organisation_id: int, user_id: int) -> int:
    return inbox(organisation_id, user_id).filter(read_at=None).count()


def inbox(organisation_id: int, user_id: int) -> QuerySet[Message]:
    """The in-app messages of one person, newest first."""
    return Message.objects.filter(
        organisation_id=organisation_id, recipient_id=user_id, channel="inapp", state="sent"
    ).order_by("-created_at", "-pk")
