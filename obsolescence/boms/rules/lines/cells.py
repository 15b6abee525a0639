"""Cells of a line that need more than their own text to be understood."""

import re

from obsolescence.boms.rules.columns.content import is_placeholder
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.lines.quantities import read_quantity

_NAME = re.compile(r"[^\W\d][\w+./#-]{1,30}")  # "MOTOR_PWR"


def places_in(text: str, quantity_text: str) -> list[str]:
    """The expanded designators. Words that are none by form count when there are as many as the quantity says."""
    found = expand(text)
    if found.names or not text.strip():
        return list(found.names)
    names = [
        name
        for part in text.replace(";", ",").split(",")
        if (name := part.strip()) and not is_placeholder(name)
    ]
    is_counted = read_quantity(quantity_text) == len(names)
    return names if is_counted or (not quantity_text and all(map(_NAME.fullmatch, names))) else []


def unless_placeholder(text: str) -> str:
    return "" if is_placeholder(text) else text.strip()
