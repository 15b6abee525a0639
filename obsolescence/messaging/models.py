"""One outbox with one policy: consent, preferences, and every message with the reason why it was sent or not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import Tenant
from obsolescence.messaging.rules.policy import CHANNELS, TOPICS


class Consent(models.Model):
    """The consent ledger, append-only: who, when, by which mechanism, which wording, which purpose, which channel."""

    wall = Tenant(app="select, insert", jobs="select, insert", owner=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    topic = models.CharField(max_length=20, choices=[(t, t) for t in TOPICS])
    channel = models.CharField(max_length=10, choices=[(c, c) for c in CHANNELS])
    wants = models.BooleanField()
    mechanism = models.CharField(max_length=30)
    wording = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "user", "topic", "channel", "-decided_at"], name="consent_latest"
            )
        ]


class Message(models.Model):
    """One message to one person on one channel; the key makes it unique and is its Message-ID."""

    wall = Tenant(jobs="select, insert, update", owner=True)
    doors: ClassVar[dict[str, str]] = {
        "unsubscribe(text, text)": """
            create or replace function unsubscribe(text, text) returns varchar
            language sql volatile security definer set search_path = public as
            $$ insert into messaging_consent
                 (organisation_id, user_id, topic, channel, wants, mechanism, wording, decided_at)
               select organisation_id, recipient_id, topic, channel, false, 'one-click unsubscribe', $2, now()
               from messaging_message where secret_hash = $1 and $1 <> '' limit 1
               returning topic $$
        """
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=10, choices=[(c, c) for c in CHANNELS])
    topic = models.CharField(max_length=20, choices=[(t, t) for t in TOPICS])
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    body = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)  # of the one-click unsubscribe address
    state = models.CharField(max_length=10, default="due")
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key", "recipient", "channel"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state="due")),
            models.Index(
                fields=["organisation", "recipient", "channel", "-created_at"], name="message_inbox"
            ),
            models.Index(fields=["secret_hash"], name="message_secret", condition=~models.Q(secret_hash="")),
        ]
