"""Cells of a line that need more than their own text to be understood."""

import re

from obsolescence.boms.rules.columns.content import is_placeholder
from obsolescence.boms.rules.designators import counted, expand
from obsolescence.boms.rules.lines.quantities import read_quantity
from obsolescence.boms.rules.places import is_usual_prefix

_NAME = re.compile(r"[^\W\d][\w+./#-]{1,30}")  # "MOTOR_PWR"
_LISTED = re.compile(r"[,;\s]+")
_MOST = 2_000  # words of a cell that are looked at one by one


def places_in(text: str, quantity_text: str) -> list[str]:
    """The expanded designators. Words that are none by form count when there are as many as the quantity says."""
    found = expand(text)
    if not text.strip() or (found.names and not found.unread):
        return list(found.names)
    if found.names:
        return _with_names(text, quantity_text) or list(found.names)
    names = [
        name
        for part in text.replace(";", ",").split(",")
        if (name := part.strip()) and not is_placeholder(name)
    ]
    is_counted = read_quantity(quantity_text) == len(names)
    return names if is_counted or (not quantity_text and all(map(_NAME.fullmatch, names))) else []


def _with_names(text: str, quantity_text: str) -> list[str]:
    """ "C_ADC, C_V12, C3": names among numbered places, where the quantity counts them too or their letters tell; else none."""
    words = [word for word in _LISTED.split(text) if word][:_MOST]
    read = [(word, expand(word).names) for word in words]
    named = [word for word, names in read if not names]
    listed = list(dict.fromkeys(name for word, names in read for name in (names or [word])))
    if not all(map(_NAME.fullmatch, named)):
        return []
    is_told = all("_" in word and is_usual_prefix(word.partition("_")[0]) for word in named)
    return listed if is_told or read_quantity(quantity_text) == len(listed) else []


def has_lost_places(text: str, places: list[str], quantity_text: str) -> bool:
    """Whether a cell of designators says more than was read: words that are none, and fewer places than the quantity."""
    found = expand(text)
    is_counted = read_quantity(quantity_text) == len(places)
    return bool(places and found.unread) and len(places) <= len(found.names) and not is_counted


def quantity_in(quantity_text: str, designator_text: str) -> str:
    """The text that says how many: the quantity's own, or the count of places without numbers ("4x R")."""
    if quantity_text or (count := counted(designator_text)) is None:
        return quantity_text
    return str(count)


def unless_placeholder(text: str) -> str:
    return "" if is_placeholder(text) else text.strip()
