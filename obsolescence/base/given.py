"""What a person or a file gave, read strictly: too long, too large or of another kind is refused in a sentence.

Plain Python without Django, so that rules may read too.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import available_timezones

from obsolescence.base.refusals import Refused

MOST = Decimal(10) ** 10  # no quantity, price or rate of a parts trade is larger; the columns take it
LEAST = Decimal(10) ** -8
LONGEST_NUMBER = 40
LARGEST_ID = 2**63 - 1
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def text(value: str, most: int, name: str) -> str:
    """Without white space around it, and of at most so many signs."""
    value = value.strip()
    if "\0" in value:
        raise Refused(f"{name} contains a sign that is no text (NUL).")
    if len(value) > most:
        raise Refused(f"{name} is longer than {most} characters.")
    return value


def decimal(value: str, name: str) -> Decimal:
    """A number within what the columns take. Its size is looked at before anything is computed with it."""
    try:
        number = Decimal(value.strip())
    except InvalidOperation as error:
        raise Refused(f"{name} {value[:LONGEST_NUMBER]!r} is not a number.") from error
    if not number.is_finite():
        raise Refused(f"{name} {value[:LONGEST_NUMBER]!r} is not a number.")
    size = number.copy_abs()  # abs() would round, and overflow on 1e9999999
    if len(value) > LONGEST_NUMBER or size >= MOST or 0 < size < LEAST:
        raise Refused(f"{name} {value[:LONGEST_NUMBER]!r} is too large or too small.")
    return number


def day(value: str, name: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise Refused(f"{name} {value[:LONGEST_NUMBER]!r} is not a date like 2026-11-24.") from error


def year(value: str, name: str) -> int:
    value = value.strip()
    if not (value.isascii() and value.isdecimal() and len(value) == 4):
        raise Refused(f"{name} {value[:LONGEST_NUMBER]!r} is not a year like 2026.")
    return int(value)


def currency(value: str) -> str:
    code = value.strip().upper() if value.isascii() else ""  # ß would become SS
    if not _CURRENCY.fullmatch(code):
        raise Refused(f"{value[:LONGEST_NUMBER]!r} is no currency: three letters such as EUR.")
    return code


def country(value: str) -> str:
    """Two capital letters, or nothing."""
    if not (value := value.strip()):
        return ""
    code = value.upper() if value.isascii() else ""
    if not _COUNTRY.fullmatch(code):
        raise Refused(f"{value[:LONGEST_NUMBER]!r} is no country: two letters such as DE.")
    return code


def time_zone(value: str) -> str:
    value = value.strip()
    if value not in _time_zones():
        raise Refused(f"{value[:LONGEST_NUMBER]!r} is no time zone: a name such as Europe/Berlin.")
    return value


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def row_id(value: str) -> int:
    """The id of a row that a form names; what can be none is 0, which no row has."""
    value = value.strip()
    if not (value.isascii() and value.isdecimal() and len(value) <= 19):
        return 0
    return number if (number := int(value)) <= LARGEST_ID else 0


def id_or_none(value: str | None) -> int | None:
    """The id of a row that an address or a form may name."""
    return row_id(value or "") or None
