"""The outbox is emptied: claim what is due, ask the policy, send, record. Nobody else sends."""

from __future__ import annotations

import logging

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from obsolescence.base.tenancy import as_jobs
from obsolescence.flow.step import step
from obsolescence.messaging import services as messaging
from obsolescence.messaging.channels import email
from obsolescence.messaging.rules.letters import Letter
from obsolescence.messaging.rules.policy import decide

log = logging.getLogger("lastbuy.delivery")


@step
def deliver_messages() -> None:
    """Deliver everything that is due, batch by batch; wakes every 5 s and after each fan-out."""
    while _deliver_batch():
        pass


def _deliver_batch() -> int:
    with as_jobs():
        batch = messaging.claim_due(now=timezone.now())
    with email.line() as line:
        errors = [error for message in batch if (error := _deliver(message, line))]
    if errors:
        log.warning("%s of %s messages did not leave: %s", len(errors), len(batch), errors[0])
    return len(batch)


def _deliver(message: Letter, line: BaseEmailBackend) -> Exception | None:
    """One message: its failure is its own; a crash after sending sends it again with the same Message-ID."""
    decision = decide(message.facts)
    if not decision.send:
        with as_jobs():
            messaging.dropped(message, reason=decision.reason)
        return None
    try:
        if message.channel == "email":
            email.send(message, line)
    except email.Undeliverable as refusal:
        return _failed(message, refusal, is_final=True)
    except OSError as error:  # smtplib's errors are OSErrors
        return _failed(message, error, is_final=False)
    with as_jobs():
        messaging.sent(message, reason=decision.reason, at=timezone.now())
    return None


def _failed(message: Letter, error: Exception, *, is_final: bool) -> Exception:
    with as_jobs():
        messaging.failed(message, error=str(error), is_final=is_final, now=timezone.now())
    return error
