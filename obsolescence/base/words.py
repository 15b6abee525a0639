"""How facts are said: numbers, money, percentages, dates, spans of time; alike on pages and in mail.

Plain Python without Django. Spaces inside a figure are no-break spaces, so that it never falls apart.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from decimal import Decimal

UNKNOWN = "unknown"
NBSP = "\N{NO-BREAK SPACE}"
RISK_THRESHOLDS = (0.05, 0.15, 0.30, 0.50, 0.70, 0.90)
HIGH_RISK = 0.50
URGENT_DAYS = 30

Number = int | float | Decimal


def quantity(number: Number | None) -> str:
    """A count or an amount: 4,200 or 0.5; unknown for None."""
    if number is None:
        return UNKNOWN
    value = Decimal(str(number))
    if value == value.to_integral_value():
        return f"{int(value):,}"
    return f"{value.normalize():,f}"


def compact(number: Number | None) -> str:
    """A large amount in three figures: 84.2 k, 2.97 m; unknown for None."""
    if number is None:
        return UNKNOWN
    value = float(number)
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        # 999.6 thousand reads as 1.00 m, never as 1,000 k
        if abs(value) >= size * 0.9995:
            return f"{_three_figures(value / size)}{NBSP}{letter}"
    return _three_figures(value) if value % 1 else f"{value:,.0f}"


def _three_figures(value: float) -> str:
    decimals = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:,.{decimals}f}"


def money(value: Number | None, currency: str | None = None) -> str:
    """61,430 EUR from a hundred on, 3.72 EUR below, 0.0042 EUR for a resistor; unknown for None."""
    if value is None:
        return UNKNOWN
    amount = Decimal(str(value))
    said = f"{amount:,.0f}" if abs(amount) >= 100 or not amount else f"{amount:,.{_decimals(amount)}f}"
    return f"{said}{NBSP}{currency}" if currency else said


def _decimals(amount: Decimal) -> int:
    return 2 if abs(amount) >= Decimal("0.1") else 4


def percent(share: Number | None) -> str:
    """A share between 0 and 1 as whole per cent; never 0 % or 100 % for what is only nearly so."""
    if share is None:
        return UNKNOWN
    value = float(share)
    if 0 < value < 0.005:
        return f"<{NBSP}1{NBSP}%"
    if 0.995 <= value < 1:
        return f">{NBSP}99{NBSP}%"
    return f"{value * 100:.0f}{NBSP}%"


def risk_step(probability: Number) -> int:
    """The step 0 to 6 of the one scale for probabilities (below 5, 15, 30, 50, 70, 90 %, and above)."""
    return bisect_right(RISK_THRESHOLDS, float(probability))


def until(day: date, today: date) -> str:
    """How far a day lies ahead: passed, today, in 10 d, in 6 mo, in 3 y."""
    days = (day - today).days
    if days < 0:
        return "passed"
    if days == 0:
        return "today"
    if days <= 60:
        return f"in{NBSP}{days}{NBSP}d"
    if days < 730:
        return f"in{NBSP}{round(days / 30.44)}{NBSP}mo"
    return f"in{NBSP}{round(days / 365.25)}{NBSP}y"


def is_urgent(day: date, today: date) -> bool:
    """Whether a day that has not passed is so near that it is shown in orange."""
    return timedelta(0) <= day - today <= timedelta(days=URGENT_DAYS)


def ago(then: datetime, now: datetime) -> str:
    """How long ago a moment was: just now, 5 minutes ago, 2 hours ago; both aware or both naive."""
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return "just now"
    for size, unit in (
        (31_557_600, "year"),
        (2_629_800, "month"),
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
    ):
        count = int(seconds // size)
        if count:
            return f"{count}{NBSP}{unit}{'' if count == 1 else 's'} ago"
    return "just now"


def initials(name: str) -> str:
    """One or two capitals for a person or an organisation; a question mark for nobody."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[1][0]).upper()
