"""How a command of ``manage.py`` ends when something it needs is not there: with a sentence, not a trace."""

from __future__ import annotations

import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError
from redis.exceptions import ConnectionError as BrokerAway

from obsolescence.base.refusals import Refused

SERVICES_DOWN = "The database or the broker does not answer. Start them with `make up` or `make services`."


def run(argv: list[str]) -> int:
    """Run a command line; return its exit status (2 where a service is down or the input is refused)."""
    try:
        execute_from_command_line(argv)
    except (OperationalError, BrokerAway) as error:
        print(f"{SERVICES_DOWN} ({_first_line(error)})", file=sys.stderr)  # noqa: T201
        return 2
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
