"""What a lead is worth looking at first, and its next step in one sentence."""

from __future__ import annotations

from datetime import date

VERSION = "leads-2"

TRIGGERS = {
    "enquiry": ("Asked for it", 1.0),
    "notice": ("A part ends", 0.9),
    "bom_uploaded": ("New BOM", 0.5),
    "bom_revised": ("New revision", 0.55),
    "bom_released": ("Revision released", 0.6),
    "stage_changed": ("Stage changed", 0.7),
    "plan_changed": ("Build plan changed", 0.7),
    "sharing_changed": ("Project shared", 0.5),
    "part_chosen": ("Part chosen", 0.3),
    "project_created": ("New project", 0.4),
    "notice_withdrawn": ("Notice withdrawn", 0.3),
    "project_restored": ("Project taken back", 0.5),
    "bom_restored": ("BOM taken back", 0.5),
    "bom_moved": ("BOM moved", 0.5),
}


def weight_of(trigger: str) -> float:
    """How strongly a trigger says that a need is near; 0 to 1."""
    return TRIGGERS.get(trigger, ("", 0.3))[1]


def rank(*, expected_value: float | None, order_by: date | None, trigger: str, today: date) -> float:
    """Higher is first: expected value, more when its order date is near, more for a strong trigger."""
    value = expected_value if expected_value is not None else 500.0
    return float(value**0.5) * (0.4 + urgency(order_by, today)) * (0.5 + weight_of(trigger))


def urgency(order_by: date | None, today: date) -> float:
    """1 where the order date is here, falling to 0 over half a year; what has passed stays at 0.8."""
    if order_by is None:
        return 0.3
    days = (order_by - today).days
    return 0.8 if days < 0 else max(0.0, 1 - days / 182)


def next_step(
    *,
    trigger: str,
    contact: str,
    order_by: date | None,
    today: date,
    project: str,
    is_change: bool = False,
    has_plan: bool = False,
    ending: str = "",
) -> str:
    """One sentence a sales person can act on.

    is_change: the notice announces a change, not an end. ending: the part that can be ordered until order_by.
    """
    who = contact or "the owner of the organisation"
    if trigger == "enquiry":
        return f"Answer {who}: they asked about {project}."
    if trigger == "notice" and is_change:
        return f"Ask {who} whether the change concerns {project}, and offer samples or an alternate."
    if trigger == "notice" and ending and order_by is not None:
        return f"Offer {who} a last-time buy of {ending} for {project}, to be ordered by {order_by.isoformat()}, or an alternate."
    if trigger == "notice":
        return f"Offer {who} an alternate for {project}, or what is left."
    if order_by is None and has_plan:
        return f"Ask {who} how {project} goes on: its plan holds nothing that an order of today could serve."
    if order_by is None:
        return f"Ask {who} for the build plan of {project}: without it the quantity is unknown."
    if order_by < today:
        return f"Call {who} today: parts for {project} should have been ordered by {order_by.isoformat()}."
    return f"Quote {who} for {project}; to arrive in time it must be ordered by {order_by.isoformat()}."
