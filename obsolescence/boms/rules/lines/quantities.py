"""Quantities as people write them: "5", "5.0", "2 pcs", "1,000", "0,5", "1.234,5"."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_QUANTITY = re.compile(
    r"(?:qty|x)?\s*(\d{1,9}(?:[.,\u00a0 '’]\d{3})*(?:[.,]\d+)?|\d+|[.,]\d+)\s*"
    r"(?:x|pcs?\.?|pieces?|ea\.?|each|stk\.?|stück|stck\.?|st\.?|units?|uds?\.?|u|pz\.?|шт\.?|个|只|個|本|枚|件|m|cm|mm|g|kg|ml|l)?",
    re.I,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,'’\u00a0 ])\d{3})(?:\1\d{3})*")
_BOTH = re.compile(r"\d{1,3}(?:([.,'’\u00a0 ])\d{3})+(?!\1)([.,])\d+")
_AS_REQUIRED = re.compile(
    r"a\s*[/.]?\s*r\.?|as[\s-]*(?:req(?:uired|['’]?d|\.)?|needed)|nach bedarf|selon (?:le )?besoin|au besoin|"
    r"seg[uú]n (?:sea )?necesario|q\.\s?b\.|по (?:потребности|мере необходимости)|适量|適量|按需|필요시",
    re.I,
)
_AFTER_COMMA = re.compile(r"\D*(\d+),(\d+)\D*")


@lru_cache(maxsize=4096)
def read_quantity(text: str, *, comma_is_decimal: bool = False) -> Decimal | None:
    """The number of a quantity cell; None where it is no number.

    "3,000" is three thousand unless the column is known to write decimals with a comma; "3.000" is three.
    """
    match = _QUANTITY.fullmatch(text.strip())
    if not match:
        return None
    try:
        return Decimal(_plain(match[1], comma_is_decimal))
    except InvalidOperation:
        return None


def _plain(digits: str, comma_is_decimal: bool) -> str:
    """The figures with a point before decimals and nothing between thousands."""
    if both := _BOTH.fullmatch(digits):
        whole, _, part = digits.rpartition(both[2])
        return f"{re.sub(_SEPARATORS, '', whole)}.{part}"
    grouped = _THOUSANDS.fullmatch(digits)
    is_decimal = re.fullmatch(r"\d{1,3}\.\d{3}", digits) or (comma_is_decimal and digits.count(",") == 1)
    if grouped and not is_decimal:
        return re.sub(_SEPARATORS, "", digits)
    return digits.replace(",", ".").replace(" ", "")


_SEPARATORS = r"[.,'’\u00a0 ]"


def writes_decimals_with_comma(cells: Iterable[str]) -> bool:
    """Whether a column's commas stand before decimals: other than three figures follow, a zero leads, or all cells have one.

    Where all have one and three figures, planning systems print whole numbers so ("4,000"): mostly zeros follow. Else
    the commas stand between thousands ("1,200"), for nobody uses 1.2 of most parts.
    """
    filled = [cell for cell in cells if any(map(str.isdigit, cell))]
    parts = _comma_parts(filled)
    if any(whole == "0" or len(part) != 3 for whole, part in parts):
        return True
    zeros = sum(part == "000" for _, part in parts)
    return len(parts) >= 2 and len(parts) == len(filled) and zeros >= len(parts) / 2


def commas_are_unclear(cells: Iterable[str]) -> bool:
    """Whether every quantity is like "1,200" or "4,000": thousands to one reader, decimals to another."""
    filled = [cell for cell in cells if any(map(str.isdigit, cell))]
    parts = _comma_parts(filled)
    return 0 < len(parts) == len(filled) and all(whole != "0" and len(part) == 3 for whole, part in parts)


def _comma_parts(filled: Sequence[str]) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for cell in filled if (match := _AFTER_COMMA.fullmatch(cell))]


def is_as_required(text: str) -> bool:
    """Whether a quantity is left to the one who builds: "AR", "as required"."""
    return bool(_AS_REQUIRED.fullmatch(text.strip()))
