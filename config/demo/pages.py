"""Pages that exist only in the demo: one-click sign-in and the mailbox of the loopback mail server."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from config.demo.people import ONE_CLICK
from obsolescence.accounts.models import User
from obsolescence.base.access import open_to_all
from obsolescence.base.page import page

SHOWN = 100


@open_to_all
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, without a password; the demo is bound to loopback."""
    chosen = next((person for person in ONE_CLICK if person.email == request.POST.get("email")), None)
    user = User.objects.filter(email=chosen.email).first() if chosen else None
    if user is None:
        raise Http404
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create_from_request(request)  # so that it can be seen and ended like any other
    return redirect("home")


@open_to_all
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that the demo has sent, the newest first."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)
    return page(
        request,
        "demo/mailbox.html",
        {"mails": [_heading(file) for file in files[:SHOWN]], "count": len(files)},
    )


@open_to_all
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its headers and text; its HTML in a frame of its own."""
    message, file = _read(name)
    body = message.get_body(("plain",))
    context = {
        "mail": _heading(file),
        "text": body.get_content() if body else "",
        "headers": [
            (key, message[key])
            for key in ("From", "To", "Subject", "Message-ID", "List-Unsubscribe")
            if message[key]
        ],
        "has_html": message.get_body(("html",)) is not None,
    }
    response = page(request, "demo/mail.html", context)
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


@open_to_all
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program would show it: no script, styles of its own."""
    message, _ = _read(name)
    body = message.get_body(("html",))
    response = HttpResponse(body.get_content() if body else "")
    response._csp_replace = {  # type: ignore[attr-defined]
        "default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"], "sandbox": [""],
    }  # fmt: skip
    return response


def _read(name: str) -> tuple[EmailMessage, Path]:
    file = Path(settings.MAILBOX_DIR) / f"{name}.eml"
    if not file.is_file():
        raise Http404
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return message, file


def _heading(file: Path) -> dict[str, object]:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    stamp = int(file.stem.partition("-")[0]) / 1e9
    return {
        "name": file.stem,
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "at": datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone()),
    }


app_name = "demo"
urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("mailbox/", mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mail, name="mail"),
    path("mailbox/<slug:name>/html/", mail_html, name="mail_html"),
]
