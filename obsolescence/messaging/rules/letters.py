"""A message on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from obsolescence.messaging.rules.policy import Facts


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that is ours for the length of a lease, with what the policy needs to know.

    secret: opens the one-click unsubscribe address of this message; only its hash is stored.
    """

    id: int
    organisation_id: int
    organisation: str
    user_id: int
    name: str
    email: str
    channel: str
    topic: str
    key: str
    subject: str
    body: dict[str, Any]
    link: str
    attempts: int
    created_at: datetime
    secret: str
    facts: Facts
