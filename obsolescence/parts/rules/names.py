"""How names of makers and part numbers are folded so that the same thing is found under other spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LEGAL_FORM = re.compile(
    r"[\s,.]+(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|gmbh|ag|kg|se|sa|spa|s\.p\.a|bv|b\.v|nv|n\.v|plc|pte|kk|k\.k|oy|ab|as)\.?$",
    re.IGNORECASE,
)


# Signs that look alike in print: dashes of all kinds, quotation marks, and the Cyrillic and Greek letters that
# keyboards of those scripts put in the place of Latin ones. No maker's number means them.
_ALIKE = str.maketrans(
    "‐‑‒–—―−﹘﹣－⁃АВЕКМНОРСТУХІЅЈаесорхуіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "-----------ABEKMHOPCTYXISJaecopxyisjABEZHIKMNOPTYX",
)
_UNSEEN = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xAD, 0xFEFF, 0xAE, 0x2122]
)


_ASCII = [chr(code) for code in range(128)]
_SPACES = dict.fromkeys((ord(sign) for sign in _ASCII if sign.isspace() and sign != "\n"), "")
_SIGNS = dict.fromkeys((ord(sign) for sign in _ASCII if not sign.isalnum() and sign != "\n"), "")


@lru_cache(maxsize=65_536)  # a cell is folded by every look at it
def fold_mpn(text: str) -> str:
    """A part number with width, case, look-alike signs and white space folded; dashes, dots, slashes distinguish parts."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN).translate(_ALIKE)).translate(_ALIKE)
    return "".join(text.split()).upper()


def fold_mpns(texts: Sequence[str]) -> list[str]:
    """``fold_mpn`` of many texts at once: millions of plain numbers go through one call for thousands."""
    together = "\n".join(texts)
    if together.count("\n") != len(texts) - 1 or not together.isascii():
        return [fold_mpn(text) for text in texts]
    return together.translate(_SPACES).upper().split("\n")


def mpn_keys(folded: Sequence[str]) -> list[str]:
    """``mpn_key`` of many numbers that are folded already."""
    together = "\n".join(folded)
    if not folded or not together.isascii():
        return [mpn_key(text) for text in folded]
    return together.translate(_SIGNS).split("\n")


@lru_cache(maxsize=65_536)
def mpn_key(text: str) -> str:
    """Letters and digits only. Different real parts may share it (2.4 V and 24 V Zeners): never an identity."""
    folded = fold_mpn(text)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=20_000)
def manufacturer_key(text: str) -> str:
    """A maker's name without case, punctuation and legal form: "Analog Devices, Inc." → "analogdevices"."""
    name = unicodedata.normalize("NFKC", text).strip()
    while True:
        shorter = _LEGAL_FORM.sub("", name).strip()
        if shorter == name or not shorter:
            break
        name = shorter
    key = "".join(filter(str.isalnum, name.casefold()))
    return key or name.casefold()
