"""Numbers of a distributor that puts -ND behind its own: how they name one part in several packings.

Digi-Key sells one part cut (CT, or -1), on a full reel (TR, or -2) and on a reel of its own (DKR, or -6); the numbers of
the three differ in that alone. Some of its numbers hold the maker's, others a counter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_DISTRIBUTOR = (
    r"(?:digi-?\s?key|dk|mouser|farnell|element14|newark|arrow|avnet|rs|lcsc|tme|reichelt|conrad|distrelec)"
)
_NAMED_BEFORE = re.compile(
    rf"^\s*{_DISTRIBUTOR}(?:\s*(?:p/?n|part\s*(?:no|nr|number)?|sku|no|nr|#))?\s*[.:：=#]*\s+(?=\S{{5}})",
    re.I,
)
_NAMED_BEHIND = re.compile(rf"\s+[(\[]?{_DISTRIBUTOR}[)\]]?\s*$", re.I)
_PACKINGS = (("CT-ND", "TR-ND", "DKR-ND"), ("-1-ND", "-2-ND", "-6-ND"))
_END = re.compile(r"(?:-[126]|-?(?:CT|TR|DKR))?-ND$")


def without_distributor(text: str) -> str:
    """A distributor's number without the distributor's name. What is left is never taken for a maker's number."""
    return _NAMED_BEHIND.sub("", _NAMED_BEFORE.sub("", text))


def is_digikeys(number: str) -> bool:
    return number.upper().endswith("-ND")


def other_packings(fold: str) -> list[str]:
    """The numbers that the same part has in this distributor's other packings."""
    for ends in _PACKINGS:
        for end in ends:
            if fold.endswith(end):
                return [fold.removesuffix(end) + other for other in ends if other != end]
    return []


def is_plausible(
    fold: str, mpn: str, own: Iterable[str], beside: Iterable[tuple[str, Collection[str]]]
) -> bool:
    """Whether a folded number that holds a maker's number may be that part's: by the part's own, else its neighbours'.

    beside: the neighbours' folded numbers with the distributor's of each. Where nothing is known nothing speaks against it.
    """
    if ours := [sku for sku in own if is_digikeys(sku)]:
        return any(_END.sub("", sku) == _END.sub("", fold) for sku in ours)
    theirs = [(number, sku) for number, skus in beside for sku in skus if is_digikeys(sku)]
    return not theirs or any(_END.sub("", sku) == number for number, sku in theirs)
