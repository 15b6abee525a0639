"""By SMTP: a plain-text part, an HTML part with its styles inlined, one-click unsubscribe (RFC 8058)."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.utils import formataddr, parseaddr

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from obsolescence.messaging.rules.letters import Letter
from obsolescence.messaging.rules.policy import WORDING


class Undeliverable(Exception):
    """The receiving server refused for good: trying again would change nothing."""


@contextmanager
def line() -> Iterator[BaseEmailBackend]:
    """One SMTP connection for a batch; opening and closing are the backend's."""
    connection = get_connection()
    try:
        yield connection
    finally:
        connection.close()


def send(message: Letter, over: BaseEmailBackend) -> None:
    """Send one message; raise Undeliverable where trying again is useless, OSError where it may help."""
    try:
        compose(message, over).send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            raise Undeliverable(_words(refused.recipients.values())) from refused
        raise
    except smtplib.SMTPResponseException as refused:
        over.close()
        if refused.smtp_code in (550, 551, 552, 553, 554):
            raise Undeliverable(f"{refused.smtp_code} {refused.smtp_error!r}") from refused
        raise


def compose(message: Letter, over: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail of a message. Its Message-ID is made of the message's own id: a second sending is known as the same."""
    base = settings.PUBLIC_URL.rstrip("/")
    unsubscribe = f"{base}/messages/unsubscribe/{message.secret}/"
    context = {
        "message": message,
        "body": message.body,
        "base": base,
        "link": f"{base}{message.link}" if message.link else base,
        "product": settings.PRODUCT_NAME,
        "distributor": settings.DISTRIBUTOR_NAME,
        "unsubscribe": unsubscribe,
        "preferences": f"{base}/messages/preferences/",
        "wording": WORDING[message.topic],
    }
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=render_to_string("mail/message.txt", context),
        to=[formataddr((message.name, message.email))],
        headers={
            "Message-ID": f"<message-{message.id}@{domain}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
        connection=over,
    )
    html = render_to_string("mail/message.html", context)
    inlined = css_inline.inline(html, load_remote_stylesheets=False, keep_at_rules=True)  # dark is an at-rule
    mail.attach_alternative(inlined, "text/html")
    return mail


def _words(answers: Iterable[tuple[int, bytes]]) -> str:
    return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in answers)
