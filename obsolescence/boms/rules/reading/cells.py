"""How the value of a spreadsheet cell becomes the text that the person saw."""

import datetime as dt
import math

_LARGEST_EXACT = 1e15  # beyond it a float no longer holds every digit of a part number


def cell_text(value: object) -> str:
    """Whole numbers without ".0", others as short as they round-trip, dates as ISO."""
    if isinstance(value, str):
        return value.replace("\x00", "") if "\x00" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        is_date_only = value.time() == dt.time(0)
        return value.date().isoformat() if is_date_only else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def number_text(value: float) -> str:
    if math.isfinite(value) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))
    # Excel keeps 15 digits: 0.012100000000000001 is a rounding ghost of what was typed.
    return f"{value:.15g}" if abs(value) < _LARGEST_EXACT else repr(value)


def mark_of(value: object) -> str | None:
    """Why the cell's text may not be what was typed: a date, a number, or nothing to say."""
    if isinstance(value, (dt.date, dt.datetime, dt.time, dt.timedelta)):
        return "date"
    if isinstance(value, float):
        return "number"
    return None
