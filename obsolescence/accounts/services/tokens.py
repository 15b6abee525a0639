"""Tokens for programs, and answers that are given again to the same key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from obsolescence.accounts.models import ApiAnswer, ApiToken
from obsolescence.accounts.rules.roles import SCOPES
from obsolescence.accounts.services.hashes import hash_of
from obsolescence.base.refusals import Refused

LONGEST_TOKEN_DAYS = 366


def make_token(
    *, organisation_id: int, name: str, scopes: list[str], days: int, created_by: int, now: datetime
) -> str:
    """Make a token for programs; return its secret, which is shown once and of which only the hash is kept."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Refused("Give the token a name of up to 80 signs, such as the program that uses it.")
    chosen = [scope for scope in SCOPES if scope in scopes]
    if not chosen:
        raise Refused("Choose what the token may do.")
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Refused(f"A token lasts 1 to {LONGEST_TOKEN_DAYS} days.")
    secret = f"lb_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        organisation_id=organisation_id,
        name=name,
        scopes=chosen,
        secret_hash=hash_of(secret),
        beginning=secret[:9],
        created_by_id=created_by,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return secret


def revoke_token(*, organisation_id: int, token_id: int, now: datetime) -> None:
    """End a token; programs that use it are refused from now on."""
    if not ApiToken.objects.filter(organisation_id=organisation_id, pk=token_id).exists():
        raise ApiToken.DoesNotExist
    ApiToken.objects.filter(organisation_id=organisation_id, pk=token_id, revoked_at=None).update(
        revoked_at=now
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer given before to the same key."""

    status: int
    body: Any


def begin_answer(*, organisation_id: int, key: str, request_hash: str, now: datetime) -> Earlier | None:
    """Claim an Idempotency-Key; return what it was answered before, None where this request is the first.

    Raises Refused where the key came with another request. Two at once: the second waits for the first to commit.
    """
    ApiAnswer.objects.filter(
        organisation_id=organisation_id, created_at__lt=now - timedelta(hours=24)
    ).delete()
    answer, is_new = ApiAnswer.objects.get_or_create(
        organisation_id=organisation_id,
        key=key,
        defaults={"request_hash": request_hash, "created_at": now},
    )
    if is_new:
        return None
    if answer.request_hash != request_hash:
        raise Refused("This Idempotency-Key was used with another request. Use a new one.")
    return Earlier(answer.status or 202, answer.body)


def keep_answer(*, organisation_id: int, key: str, status: int, body: Any) -> None:
    ApiAnswer.objects.filter(organisation_id=organisation_id, key=key).update(status=status, body=body)
