"""Who is looking: the only code that says SET LOCAL ROLE.

The login role may read nothing of a tenant; inside a transaction it becomes exactly one of

* ``lastbuy_app``: one organisation's own rows,
* ``lastbuy_staff``: what customers share with the distributor (row policies contain the sharing switch),
* ``lastbuy_jobs``: every row, only in tables that a cross-tenant step names; the web's login may not become it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

APP, STAFF, JOBS = "lastbuy_app", "lastbuy_staff", "lastbuy_jobs"


@dataclass(frozen=True, slots=True)
class _Seat:
    role: str
    organisation_id: int | None
    user_id: int | None


_LOGIN = _Seat("none", None, None)
_seat: ContextVar[_Seat] = ContextVar("seat", default=_LOGIN)


@contextmanager
def as_organisation(organisation_id: int, *, user_id: int | None = None) -> Iterator[None]:
    """See and write the rows of one organisation; a transaction of its own or a part of the one that runs."""
    with _seated(_Seat(APP, organisation_id, user_id)):
        yield


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """A signed-in person who has not chosen an organisation: sees which ones they belong to, nothing else."""
    with _seated(_Seat(APP, None, user_id)):
        yield


@contextmanager
def as_staff(user_id: int) -> Iterator[None]:
    """The distributor's view: of customers only what they share."""
    with _seated(_Seat(STAFF, None, user_id)):
        yield


@contextmanager
def as_jobs() -> Iterator[None]:
    """A cross-tenant step: fan-out of notices, forecasts, sweeps. Refused to the web's login."""
    with _seated(_Seat(JOBS, None, None)):
        yield


def is_seated() -> bool:
    """Whether a role has been chosen for what runs now."""
    return _seat.get() is not _LOGIN


@contextmanager
def _seated(seat: _Seat) -> Iterator[None]:
    before = _seat.get()
    with transaction.atomic():
        token = _seat.set(seat)
        _take(seat)
        try:
            yield
        finally:
            _seat.reset(token)
            # A setting made inside a savepoint outlives its release: put the former seat back.
            # After an error the rollback of the savepoint has done so already.
            if not connection.needs_rollback and not _is_broken():
                _take(before)


def _is_broken() -> bool:
    """Whether PostgreSQL refuses every statement until the rollback that is about to come."""
    raw = connection.connection
    return raw is None or raw.info.transaction_status.name == "INERROR"


def _take(seat: _Seat) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.org', %s, true), set_config('app.user', %s, true),"
            " set_config('role', %s, true)",
            [_text(seat.organisation_id), _text(seat.user_id), seat.role],
        )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
