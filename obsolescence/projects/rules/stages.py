"""The words for a project's life, its sites and its sharing."""

from __future__ import annotations

STAGES = ("concept", "prototype", "pilot", "production", "sustainment", "ended", "cancelled")
SHARING = ("full", "anonymous", "nothing")
SITE_ROLES = ("build", "design", "purchasing")

SHARING_WORDS = {
    "full": "Sales sees this project, its parts, plan and people, and may offer what fits.",
    "anonymous": "Counts only in totals of at least five customers; nobody sees that it is yours.",
    "nothing": "Nobody at the distributor sees anything of it. Tracking and alerts work all the same.",
}


def is_wider(now: str, wanted: str) -> bool:
    """Whether a choice shows the distributor more than the one that holds."""
    return wanted in SHARING and SHARING.index(wanted) < SHARING.index(now)
