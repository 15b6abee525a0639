"""The outbox: write messages in the transaction of what they tell, decide and deliver them later."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from obsolescence.base.refusals import Refused
from obsolescence.messaging.models import Consent, Message
from obsolescence.messaging.rules import policy
from obsolescence.messaging.rules.letters import Letter

LEASE = timedelta(seconds=30)
LAST_ATTEMPT = 14  # after about a day of trying


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to one person; ``key`` says what it tells, and makes it unique for that person and channel."""

    organisation_id: int
    user_id: int
    topic: str
    key: str
    subject: str
    body: dict[str, Any]  # sentence, items [{title, says, link}], button, alerts [ids], reason
    link: str = ""
    channels: Sequence[str] = field(default=policy.CHANNELS)


def write(drafts: Sequence[Draft], *, at: datetime) -> int:
    """Put messages into the outbox, in the caller's transaction; one that was written before is not written twice.

    Runs as jobs, or as the organisation whose people are written to. Returns how many are new.
    """
    rows = [
        Message(
            organisation_id=draft.organisation_id,
            recipient_id=draft.user_id,
            channel=channel,
            topic=draft.topic,
            key=draft.key[:120],
            subject=draft.subject[:300],
            body=draft.body,
            link=draft.link[:300],
            created_at=at,
            due_at=at,
        )
        for draft in drafts
        for channel in draft.channels
    ]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from messaging_message where created_at = %s", [at])
        before = cursor.fetchone()[0]
        Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        cursor.execute("select count(*) from messaging_message where created_at = %s", [at])
        return int(cursor.fetchone()[0]) - int(before)


def cancel(*, alert_ids: Sequence[int], reason: str) -> int:
    """Drop what has not left yet about some alerts (jobs); return how many messages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update messaging_message set state = 'dropped', reason = %s"
            " where state = 'due' and attempts = 0 and topic in ('alert', 'correction')"
            " and exists (select 1 from jsonb_array_elements_text(body -> 'alerts') a where a::bigint = any(%s))",
            [reason, list(alert_ids)],
        )
        return int(cursor.rowcount)


def claim_due(*, now: datetime, limit: int = 200) -> list[Letter]:
    """Take due messages that nobody else holds (jobs, its own transaction) under a lease of 30 s."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + LEASE, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return []
        cursor.execute(
            "update messaging_message m set secret_hash = t.hash from unnest(%s::bigint[], %s::text[]) as t(id, hash)"
            " where m.id = t.id and m.channel = 'email' and m.secret_hash = ''",
            [ids, [hash_of(_secret(number)) for number in ids]],
        )
        cursor.execute(_FACTS, [ids])
        return [_letter(row) for row in cursor.fetchall()]


def sent(message: Letter, *, reason: str, at: datetime) -> None:
    _record(message.id, state="sent", reason=reason, sent_at=at, lease_until=None, error="")


def dropped(message: Letter, *, reason: str) -> None:
    _record(message.id, state="dropped", reason=reason, lease_until=None)


def failed(message: Letter, *, error: str, is_final: bool, now: datetime) -> None:
    """Remember a failure: try again later with growing, scattered pauses, or give up and say so."""
    if is_final or message.attempts >= LAST_ATTEMPT:
        _record(
            message.id, state="failed", reason="could not be delivered", error=error[:500], lease_until=None
        )
        return
    pause = min(5 * 2**message.attempts, 7200) * random.uniform(0.8, 1.2)  # noqa: S311
    _record(message.id, due_at=now + timedelta(seconds=pause), error=error[:500], lease_until=None)


def _record(message_id: int, **values: Any) -> None:
    Message.objects.filter(pk=message_id).update(**values)


def state_wish(
    *, organisation_id: int, user_id: int, topic: str, channel: str, wants: bool, mechanism: str, at: datetime
) -> None:
    """Append to the consent ledger what a person wants, with the wording that they saw."""
    if topic not in policy.CHOOSABLE or channel not in policy.CHANNELS:
        raise Refused("There is no such topic.")
    Consent.objects.create(
        organisation_id=organisation_id,
        user_id=user_id,
        topic=topic,
        channel=channel,
        wants=wants,
        mechanism=mechanism,
        wording=policy.WORDING[topic],
        decided_at=at,
    )


def unsubscribe(*, secret: str) -> str | None:
    """One click, no sign-in: stop this topic on this channel; return the topic, None for an unknown secret."""
    with connection.cursor() as cursor:
        cursor.execute("select unsubscribe(%s, %s)", [hash_of(secret), "List-Unsubscribe of a message"])
        row = cursor.fetchone()
    return None if row is None else row[0]


def read(*, organisation_id: int, user_id: int, message_ids: Sequence[int] | None, at: datetime) -> int:
    """Mark in-app messages of a person as read (None: all)."""
    rows = Message.objects.filter(
        organisation_id=organisation_id, recipient_id=user_id, channel="inapp", read_at=None
    )
    return (rows if message_ids is None else rows.filter(pk__in=message_ids)).update(read_at=at)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def _secret(message_id: int) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"message {message_id}".encode(), hashlib.sha256
    ).hexdigest()[:40]


def _letter(row: Sequence[Any]) -> Letter:
    *values, is_verified, is_member, wants, was_told = row
    topic, channel = values[7], values[6]
    values[10] = json.loads(values[10])  # a cursor of Django's hands over jsonb as its text
    facts = policy.Facts(topic, channel, is_verified, is_member, wants, was_told)
    return Letter(*values, secret=_secret(values[0]), facts=facts)  # type: ignore[misc]


_CLAIM = """
update messaging_message set lease_until = %(until)s, attempts = attempts + 1
where id in (
    select id from messaging_message
    where state = 'due' and due_at <= %(now)s and (lease_until is null or lease_until < %(now)s)
    order by due_at, id limit %(limit)s for update skip locked
)
returning id
"""

# Told before: another message of the same channel that left, about the same alerts, unless this one corrects it.
_FACTS = """
select m.id, m.organisation_id, o.name, u.id, u.name, u.email, m.channel, m.topic, m.key, m.subject, m.body, m.link,
    m.attempts, m.created_at,
    exists (select 1 from account_emailaddress e where e.user_id = u.id and lower(e.email) = lower(u.email) and e.verified),
    u.is_active and exists (select 1 from accounts_membership s
        where s.user_id = u.id and s.organisation_id = m.organisation_id),
    (select c.wants from messaging_consent c
     where c.organisation_id = m.organisation_id and c.user_id = u.id and c.topic = m.topic and c.channel = m.channel
     order by c.decided_at desc, c.id desc limit 1),
    m.topic = 'alert' and exists (select 1 from messaging_message e
        where e.organisation_id = m.organisation_id and e.recipient_id = u.id and e.channel = m.channel
          and e.topic = 'alert' and e.state = 'sent' and e.id <> m.id
          and (e.body -> 'alerts') @> (m.body -> 'alerts'))
from messaging_message m
join accounts_organisation o on o.id = m.organisation_id
join accounts_user u on u.id = m.recipient_id
where m.id = any(%s)
order by m.due_at, m.id
"""
