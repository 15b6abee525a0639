"""How a command of ``manage.py`` ends when something it needs is not there: with a sentence, not a trace."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError
from kombu.exceptions import OperationalError as QueueAway
from psycopg import errors
from redis.exceptions import ConnectionError as BrokerAway
from redis.exceptions import TimeoutError as BrokerSilent

from obsolescence.base.refusals import Refused

SERVICES_DOWN = "The database or the broker does not answer. Start them with `make up` or `make services`."
NOT_ALLOWED = (
    "The database does not let this command do that: its login sees no customer's rows and changes no table."
)
NOT_PREPARED = "The database is not at this version: run `manage.py prepare`."
HOW_TO_COPY = (
    "`manage.py prepare` brings tables and rights up to date; docs/operations.md says how to back up."
)


def run(argv: list[str]) -> int:
    """Run a command line; return its exit status (2 where a service is down or the input is refused)."""
    try:
        execute_from_command_line(argv)
    except (Exception, SystemExit) as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _sentence(error: BaseException) -> str | None:
    """What to say about an error that has a known cause; Django's own commands may have wrapped it."""
    for one in _causes(error):
        if isinstance(one, Refused):
            return one.sentence
        if isinstance(one, (OperationalError, BrokerAway, BrokerSilent, QueueAway)):
            return f"{SERVICES_DOWN} ({_first_line(one)})"
        if isinstance(one, ConnectionRefusedError):
            return f"A server that this command needs does not answer ({one.strerror}): for mail, see EMAIL_HOST and EMAIL_PORT."
        if isinstance(one, ProgrammingError):
            return _refused_by_database(one)
    return None


def _refused_by_database(error: ProgrammingError) -> str | None:
    if isinstance(error.__cause__, errors.InsufficientPrivilege):
        return f"{NOT_ALLOWED} ({_first_line(error)}) {HOW_TO_COPY}"
    if isinstance(error.__cause__, (errors.UndefinedTable, errors.UndefinedColumn)):
        return f"{NOT_PREPARED} ({_first_line(error)})"
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
