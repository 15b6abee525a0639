"""Whether two names are probably those of one company."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Forms of companies and words between: they say nothing about which company it is.
_SAYS_NOTHING = frozenset(
    [
        "ab", "ag", "and", "as", "bv", "co", "company", "corp", "corporation", "de", "der", "die", "gmbh", "group",
        "gruppe", "holding", "inc", "incorporated", "international", "kg", "kgaa", "la", "le", "limited", "llc", "ltd",
        "mbh", "nv", "of", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "se", "sl", "spa", "srl", "the",
        "und",
    ]
)  # fmt: skip


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a company's name that say which one it is, folded: no legal form, no single letter."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace(".", "")
    words = re.findall(r"[^\W_]+", plain)
    return tuple(word for word in words if len(word) > 1 and word not in _SAYS_NOTHING)


def common_beginning(one: str, other: str) -> int:
    """How many words two names begin with together."""
    count = 0
    for mine, theirs in zip(words_of(one), words_of(other), strict=False):
        if mine != theirs:
            break
        count += 1
    return count
