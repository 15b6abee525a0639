"""Quantities as people write them: "5", "5.0", "2 pcs", "1,000", "0,5"."""

import re
from decimal import Decimal, InvalidOperation

_QUANTITY = re.compile(
    r"(?:qty|x)?\s*(\d{1,9}(?:[.,\u00a0 ']\d{3})*(?:[.,]\d+)?|\d+)\s*"
    r"(?:x|pcs?\.?|pieces?|ea\.?|each|stk\.?|stück|st\.?|units?|uds?\.?|шт\.?|个|只|個|本|枚|m|cm|mm|g|kg|ml|l)?",
    re.I,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'\u00a0 ])\d{3})(?:\1\d{3})*")


def read_quantity(text: str) -> Decimal | None:
    """The number of a quantity cell; None where it is no number. A decimal comma is understood."""
    match = _QUANTITY.fullmatch(text.strip())
    if not match:
        return None
    digits = match[1]
    if _THOUSANDS.fullmatch(digits) and not re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        digits = re.sub(r"[.,'\u00a0 ]", "", digits)
    try:
        return Decimal(digits.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
