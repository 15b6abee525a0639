"""Marks of what is not placed that stand in the same cell as something else: before or after a value, at one of several places."""

import re
from functools import lru_cache

from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.placing_words import MARKS

# Nothing else is called so; the others are words of their own, and count only beside a value ("NC/22pF", "10K(NC)").
_STRONG = r"dnp|dni|dnf|d\.n\.p\.?|no[\s_-]?pop"
_WEAK = r"n/c|n\.?c\.?|n\.?f\.?|n\.?m\.?|n\.?b\.?|n\.?i\.?|n\.?a\.?"
_VALUE = (
    r"\d+(?:[.,]\d+)?\s?(?:[pnuµμmkMGR]|Ω|ohm|[A-Za-z]{1,3})"  # figures and a letter: "100_nF" is no "nF"
)
_PASSIVE = r"\d+(?:[.,]\d+)?\s?(?:[pnuµμ](?:F|H)?|[kKMR]\d?|mH|Ω|ohms?)"  # "NC 24V" is a contact
_BEFORE = re.compile(
    rf"[\s(*\[]*(?:{_STRONG})[\s)\]*:/_,;-]+\S.*|"
    rf"\(?(?:{_WEAK})\)?\s*[/_(:]\s*{_VALUE}.*|"
    rf"(?:{_WEAK})\s+{_PASSIVE}(?:\b.*)?|"
    r"na\s*\(.+\)",
    re.I,
)
_BEHIND = re.compile(rf"{_VALUE}\S*\s*[/_(\[]\s*(?:{_WEAK})\s*[)\]]?|{_VALUE}\S*\s+\((?:{_WEAK})\)", re.I)
_MARK = rf"(?:{MARKS})"
_IN_BRACKETS = re.compile(rf"[(\[]\s*([^()\[\]]*?\b{_MARK}\b[^()\[\]]*?)\s*[)\]]", re.I)
_MARKED = re.compile(rf"\b{_MARK}\b", re.I)
_BEGINS = re.compile(rf"\s*[(\[]?{_MARK}\b", re.I)
_BETWEEN = re.compile(r"[,;\n]+")


@lru_cache(maxsize=4096)
def value_is_marked(cell: str) -> bool:
    """ "DNI 18pF", "NC/22pF", "NA(100nF/10V)", "10K_NC": the value of a part that is left out."""
    text = cell.strip()
    return bool(_BEFORE.fullmatch(text) or _BEHIND.fullmatch(text))


@lru_cache(maxsize=1024)
def places_marked(text: str) -> tuple[str, ...]:
    """The places of a cell that a mark is about, where it is not about all: R3 of "R1, R2, DNP: R3" or "R1 (R3 DNP)".

    Empty where the mark stands behind the last of several: that may be about all of them.
    """
    if not _MARKED.search(text):
        return ()
    marked: list[str] = []
    plain: list[str] = []
    for group in _IN_BRACKETS.findall(text):
        marked += expand(group).names
    pieces = [piece for piece in _BETWEEN.split(_IN_BRACKETS.sub(_kept, text)) if piece.strip()]
    for place, piece in enumerate(pieces):
        is_marked = bool(_MARKED.search(piece))
        if is_marked and _may_be_of_all(piece, is_first=place == 0, is_last=place == len(pieces) - 1):
            return ()
        (marked if is_marked else plain).extend(expand(piece).names)
    return tuple(dict.fromkeys(marked)) if marked and set(plain) - set(marked) else ()


def _may_be_of_all(piece: str, *, is_first: bool, is_last: bool) -> bool:
    """ "DNP R1, R2" and "R1, R2 DNP": a mark at either end of the cell."""
    begins = bool(_BEGINS.match(piece))
    return begins if is_first else is_last and not begins


def _kept(match: re.Match[str]) -> str:
    """A bracket that names places of its own is dealt with; a bare mark belongs to what stands before it."""
    return " " if expand(match[1]).names else f" {match[1]} "
