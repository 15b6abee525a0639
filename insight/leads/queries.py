"""Leads as staff see them: only of projects that are shared in full (the rows' own policy)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from insight.leads.models import Lead, LeadStep
from insight.leads.rules.states import OPEN_STATES

STATES = {
    "open": "To take",
    "taken": "Taken",
    "contacted": "Contacted",
    "quoted": "Quoted",
    "won": "Won",
    "lost": "Lost",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """What a list of leads shows, as its address says it."""

    state: str = ""
    trigger: str = ""
    mine: int | None = None


def leads(wanted: LeadFilter) -> QuerySet[Lead]:
    """Leads, the most worthwhile first; without a state chosen the open ones."""
    rows = Lead.objects.select_related("organisation", "project", "owner")
    rows = rows.filter(state=wanted.state) if wanted.state in STATES else rows.filter(state__in=OPEN_STATES)
    if wanted.trigger:
        rows = rows.filter(trigger=wanted.trigger)
    if wanted.mine:
        rows = rows.filter(owner_id=wanted.mine)
    return rows.order_by("-rank", "pk")


def triggers() -> set[str]:
    """What has raised the leads that stand open."""
    return set(Lead.objects.filter(state__in=OPEN_STATES).values_list("trigger", flat=True).distinct())


def counts() -> dict[str, int]:
    return {row["state"]: row["many"] for row in Lead.objects.values("state").annotate(many=Count("pk"))}


def lead(lead_id: int) -> Lead:
    return Lead.objects.select_related("organisation", "project", "owner").get(pk=lead_id)


def rank_of(one: Lead) -> tuple[int, int]:
    """The place of a lead among the open ones, and how many there are."""
    rows = Lead.objects.filter(state__in=OPEN_STATES)
    return rows.filter(rank__gt=one.rank).count() + 1, rows.count()


def steps_of(lead_id: int) -> QuerySet[LeadStep]:
    return LeadStep.objects.filter(lead_id=lead_id).select_related("by").order_by("-happened_at", "-pk")


def leads_of_organisation(organisation_id: int) -> QuerySet[Lead]:
    return (
        Lead.objects.filter(organisation_id=organisation_id)
        .select_related("project", "owner", "organisation")
        .order_by("-rank", "pk")
    )


def expected_by_organisation() -> dict[int, tuple[int, float]]:
    """Open leads and their expected value by customer."""
    rows = (
        Lead.objects.filter(state__in=OPEN_STATES)
        .values("organisation_id")
        .annotate(many=Count("pk"), value=Sum("expected_value"))
    )
    return {row["organisation_id"]: (row["many"], float(row["value"] or 0)) for row in rows}
