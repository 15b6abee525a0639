"""Lifecycle words: what sources say, what it means here, and whom to believe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim as the rule needs it; dates of a coarse precision are the last day of their period."""

    status: str
    rank: int
    stated_on: date | None
    last_order_date: date | None = None
    last_ship_date: date | None = None


def status_today(claim: ClaimFacts, *, as_of: date) -> str:
    """An announced end is a last-time buy until its last order date has passed, obsolete after it."""
    if claim.status == "ltb" and claim.last_order_date is not None and claim.last_order_date < as_of:
        return "obsolete"
    return claim.status


def believe(claims: list[ClaimFacts]) -> int | None:
    """Index of the claim that decides, or None where no claim says anything.

    Lower rank first, within a rank the newest. Obsolete is left only for a later dated claim of the maker.
    """
    known = [i for i, claim in enumerate(claims) if claim.status != "unknown"]
    if not known:
        return None
    return min(known, key=lambda i: (claims[i].rank, -(claims[i].stated_on or date.min).toordinal(), i))
