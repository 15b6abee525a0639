"""Between the web server and the views: who asks, in which role the database answers, and what to say when it cannot."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from obsolescence.accounts import queries as accounts
from obsolescence.accounts import services as accounts_services
from obsolescence.base.access import Actor, seat_of
from obsolescence.base.page import problem
from obsolescence.base.tenancy import as_user

# Who somebody is, their passwords and sessions: the login's own tables, which the roles of the seats may not write.
SIGN_IN = ("/accounts/", "/demo/sign-in/")

Handler = Callable[[HttpRequest], HttpResponse]


class services_away:
    """A database or broker that is away answers 503 with Retry-After instead of a trace."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, RedisError):
            return self._sorry(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, RedisError)):
            return self._sorry(request)
        return None

    def _sorry(self, request: HttpRequest) -> HttpResponse:
        response = render(None, "503.html", status=503)
        response["Retry-After"] = "10"
        return response


class no_nul:
    """A NUL is no text and no column takes it: said before anything is looked up by it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._has_nul(request):
            return problem(
                request, "What was sent contains a sign that is no text (NUL). Nothing was changed."
            )
        return self.get_response(request)

    def _has_nul(self, request: HttpRequest) -> bool:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return True
        if any("\0" in value for value in request.COOKIES.values()):
            return True
        return request.method == "POST" and any(
            "\0" in text for name, values in request.POST.lists() for text in (name, *map(str, values))
        )


class tenancy:
    """Open the transaction, become the role of the person who asks, roll back whatever did not succeed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = _actor_of(request)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            return self.get_response(request)
        if request.path.startswith(SIGN_IN):
            response = self.get_response(request)
        else:
            with seat_of(actor):
                response = self.get_response(request)
                if response.status_code >= 400 and connection.in_atomic_block:
                    transaction.set_rollback(True)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def _token_actor(secret: str) -> Actor | None:
    """The program that brings a token: it speaks for the person who made it, as far as the token goes."""
    row = accounts.token_by_secret(accounts_services.hash_of(secret))
    if row is None:
        return None
    return Actor(
        row.user_id,
        "",
        "",
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        role=row.role,
        scopes=tuple(row.scopes),
    )


def _actor_of(request: HttpRequest) -> Actor | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if request.path.startswith("/api/") and kind.lower() == "bearer":
        return _token_actor(secret.strip())
    if request.path.startswith("/static/") or not request.user.is_authenticated:
        return None
    user_id = int(request.user.pk)
    staff = accounts.staff_member(user_id)
    if staff is not None:
        return Actor(
            user_id,
            staff.name,
            staff.email,
            staff_role=staff.role,
            region=staff.region,
            time_zone=staff.time_zone,
        )
    with as_user(user_id):
        person = accounts.person(user_id)
        if person is None:
            logout(request)
            return None
        memberships = accounts.memberships_of(user_id)
    chosen = next(
        (m for m in memberships if m.organisation_id == request.session.get("organisation_id")), None
    )
    membership = chosen or (memberships[0] if memberships else None)
    if membership is None:
        return Actor(user_id, person.name, person.email, time_zone=person.time_zone)
    return Actor(
        user_id,
        person.name,
        person.email,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation_name,
        role=membership.role,
        time_zone=person.time_zone,
    )
