"""What may be typed over what a file says, and how it is understood."""

from __future__ import annotations

from decimal import Decimal

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules.lines.quantities import read_quantity

FIELDS = {
    "mpn": "part number",
    "manufacturer": "maker",
    "cpn": "your own number",
    "quantity": "quantity",
    "dnp": "placing",
}
RELATIONS = {"fff": "form, fit, function", "functional": "functional", "upgrade": "upgrade"}
IDENTITY = ("mpn", "manufacturer", "cpn")  # what a match hangs on
_LONGEST = 500
_YES, _NO = ("yes", "true", "1", "dnp", "not placed"), ("", "no", "false", "0", "placed")


def understood(field: str, text: str) -> str | Decimal | bool | None:
    """A typed value as it is stored; an empty quantity is None. Raises Refused with a sentence."""
    if field not in FIELDS:
        raise Refused("Quantity, part number, maker, your own number and placing can be edited.")
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise Refused(f"The {FIELDS[field]} is longer than {_LONGEST} signs.")
    if field == "quantity":
        return _quantity(text)
    if field == "dnp":
        return _placing(text.casefold())
    return text


def _quantity(text: str) -> Decimal | None:
    if not text:
        return None
    number = read_quantity(text)
    if number is None or number < 0 or number >= Decimal(10) ** 12:
        raise Refused("Write the quantity as a number, such as 4 or 0.5.")
    return number


def _placing(text: str) -> bool:
    if text in _YES or text in _NO:
        return text in _YES
    raise Refused("Say yes where the line is not placed, no where it is.")


def written(value: object) -> str:
    """A stored value as its history shows it."""
    if isinstance(value, bool):
        return "not placed" if value else "placed"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
