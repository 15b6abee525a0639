"""Lifecycle words: what sources say, what it means here, and whom to believe."""

from __future__ import annotations

import re
from functools import lru_cache

STATUSES = ("preview", "active", "nrnd", "ltb", "obsolete", "unknown")

# Order of trust, 1 first: a maker's own word beats everything said about it.
MAKER, MAKER_DATA_AT_DISTRIBUTOR, DISTRIBUTOR, LIBRARY, GUESS = 1, 2, 3, 4, 5
RANK_WORDS = {
    MAKER: "the maker's own word",
    MAKER_DATA_AT_DISTRIBUTOR: "maker's data at a distributor",
    DISTRIBUTOR: "a distributor's own word",
    LIBRARY: "a parts library",
    GUESS: "a guess",
}

# Words of feeds that mean one of our states. What a distributor discontinued *there* says nothing about the part.
FEED_STATUS = {
    "preview": "preview",
    "preliminary": "preview",
    "active": "active",
    "nrnd": "nrnd",
    "ltb": "ltb",
    "eol": "ltb",  # announced; obsolete only once the last order date has passed
    "obsolete": "obsolete",
    "discontinued": "obsolete",
    "unknown": "unknown",
    "": "unknown",
}
AT_DISTRIBUTOR = "discontinued_at_distributor"

_RANKS = [
    (re.compile(r"^(manufacturer|maker)", re.I), MAKER),
    (re.compile(r"octopart|nexar|siliconexpert", re.I), MAKER_DATA_AT_DISTRIBUTOR),
    (re.compile(r"^(api|distributor)", re.I), DISTRIBUTOR),
    (re.compile(r"library|symbol", re.I), LIBRARY),
]


@lru_cache(maxsize=1024)
def rank_of(source: str) -> int:
    """How far a source is trusted (1 = most), judged by how it names itself; an unknown kind is a guess."""
    return next((rank for pattern, rank in _RANKS if pattern.search(source)), GUESS)
