"""Who asks, and whether they may: decided in the view, never in a template.

The middleware (``config.middleware``) finds out who asks and puts an ``Actor`` on the request.
A view says who it is for with one decorator; everybody else gets a sign-in page, a 404 (a stranger learns
nothing) or a 403 with a sentence that says who can.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse

from obsolescence.base.page import problem
from obsolescence.base.refusals import NotAllowed, Refused
from obsolescence.base.tenancy import as_organisation, as_staff, as_user

log = logging.getLogger("lastbuy.access")

OWNER, ENGINEER, BUYER, VIEWER = "owner", "engineer", "buyer", "viewer"
EDITORS = (OWNER, ENGINEER, BUYER)  # who may change what the organisation keeps here
SALES, SALES_MANAGER, CATALOGUE, SERVICE, ADMINISTRATOR = (
    "sales",
    "sales_manager",
    "catalogue_manager",
    "service_desk",
    "administrator",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request: a member of the chosen organisation, or one of the distributor's staff."""

    user_id: int
    name: str
    email: str
    organisation_id: int | None = None
    organisation_name: str = ""
    role: str = ""
    staff_role: str = ""
    region: str = ""
    time_zone: str = ""
    scopes: tuple[str, ...] | None = (
        None  # of the token that a program came with; None: a person in a browser
    )

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_role)


def seat_of(actor: Actor) -> AbstractContextManager[None]:
    """The database role in which a person's requests are answered."""
    if actor.is_staff:
        return as_staff(actor.user_id)
    if actor.organisation_id is not None:
        return as_organisation(actor.organisation_id, user_id=actor.user_id)
    return as_user(actor.user_id)


class MemberRequest(HttpRequest):
    """A request of a signed-in member: ``actor.organisation_id`` is set."""

    actor: Actor
    organisation_id: int


class StaffRequest(HttpRequest):
    """A request of one of the distributor's staff."""

    actor: Actor


View = Callable[..., HttpResponse]


def for_members(*roles: str, who: str = "") -> Callable[[View], View]:
    """Let members of an organisation in; with roles named, only those (``who`` says in words who can)."""

    def allows(actor: Actor) -> None:
        if actor.organisation_id is None:
            raise Http404
        if roles and actor.role not in roles:
            raise NotAllowed(f"Your role ({actor.role}) cannot do this. {who or _who_can(roles)}")

    return _guarded(allows, member=True)


def for_staff(*roles: str) -> Callable[[View], View]:
    """Let the distributor's staff in; with roles named, only those and administrators."""

    def allows(actor: Actor) -> None:
        if not actor.is_staff:
            raise Http404
        if roles and actor.staff_role not in (*roles, ADMINISTRATOR):
            raise NotAllowed(f"Your role ({_words(actor.staff_role)}) cannot do this. {_who_can(roles)}")

    return _guarded(allows)


def for_everybody_signed_in(view: View) -> View:
    """Let any signed-in person in, with or without an organisation."""
    return _guarded(lambda actor: None)(view)


def open_to_all(view: View) -> View:
    """Mark a view that asks nobody who they are (sign-in, health, one-click unsubscribe)."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def _guarded(allows: Callable[[Actor], None], *, member: bool = False) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast("Actor | None", getattr(request, "actor", None))
            if actor is None:
                return redirect_to_login(request.get_full_path())
            try:
                allows(actor)
                if member:
                    request.organisation_id = actor.organisation_id  # type: ignore[attr-defined]
                return answer(view, request, *args, **kwargs)
            except ObjectDoesNotExist as missing:
                raise Http404 from missing
            except NotAllowed as refusal:
                return problem(request, refusal.sentence, status=403)
            except Refused as refusal:
                return problem(request, refusal.sentence, status=422)

        guarded.asks_who = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's answer; what the database itself refuses to keep is undone and said rather than a crash.

    Services refuse with better sentences; this is the net below them. References are looked at here, not at the commit,
    when it is too late to say anything.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return view(request, *args, **kwargs)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            response = view(request, *args, **kwargs)
            cursor.execute("set constraints all immediate; set constraints all deferred")
            return response
    except DataError as error:
        log.warning("%s: %s", request.path, error)
        raise Refused("A text is too long or a number too large. Nothing was changed.") from error
    except IntegrityError as error:
        log.warning("%s: %s", request.path, error)
        raise Refused(
            "That exists already, or refers to something that does not. Nothing was changed."
        ) from error


def _who_can(roles: tuple[str, ...]) -> str:
    return f"People with the role {' or '.join(map(_words, roles))} can."


def _words(role: str) -> str:
    return role.replace("_", " ")
