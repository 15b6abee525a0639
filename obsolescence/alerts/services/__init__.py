"""From what changed to the people it concerns: alerts at once, what the catalogue newly knows once a night."""

from obsolescence.alerts.services.digests import tell_of_matches
from obsolescence.alerts.services.following import (
    Followed,
    acknowledge,
    follow_notice,
    follow_parts,
    raise_for_revision,
    raise_missed,
    reopen,
)

__all__ = [
    "Followed",
    "acknowledge",
    "follow_notice",
    "follow_parts",
    "raise_for_revision",
    "raise_missed",
    "reopen",
    "tell_of_matches",
]
