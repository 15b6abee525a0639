"""An organisation's alerts: what changed, which lines it concerns, who was told and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from obsolescence.alerts.models import Alert, AlertLine
from obsolescence.messaging.models import Message

TABS: dict[str, tuple[str, Any]] = {
    # An alert whose lines are gone with their project asks nobody for anything.
    "todo": (
        "To do",
        Q(acknowledged_at=None, withdrawn_at=None) & Exists(AlertLine.objects.filter(alert=OuterRef("pk"))),
    ),
    "ends": ("Discontinued", Q(fact__kind="pdn", withdrawn_at=None)),
    "changes": ("Changes", Q(fact__kind="pcn", withdrawn_at=None)),
    "done": ("Acknowledged", Q(acknowledged_at__isnull=False, withdrawn_at=None)),
    "withdrawn": ("Withdrawn or replaced", Q(withdrawn_at__isnull=False)),
}


def alerts_of(organisation_id: int, tab: str = "todo") -> QuerySet[Alert]:
    """Alerts of a tab, the newest day first, within it what must be done soonest."""
    return (
        Alert.objects.filter(TABS[tab][1], organisation_id=organisation_id)
        .select_related("fact__part__manufacturer", "fact__notice", "acknowledged_by")
        .annotate(
            line_count=Count("lines", distinct=True), project_count=Count("lines__project_id", distinct=True)
        )
        .order_by("-raised_at", F("fact__act_by").asc(nulls_last=True), "pk")
    )


def counts_of(organisation_id: int) -> dict[str, int]:
    """How many alerts each tab holds."""
    return Alert.objects.filter(organisation_id=organisation_id).aggregate(
        **{name: Count("pk", filter=condition) for name, (_, condition) in TABS.items()}
    )


def due_of(organisation_id: int, *, limit: int = 6) -> QuerySet[Alert]:
    """What is to be done, by the last day on which it can be."""
    return (
        alerts_of(organisation_id)
        .filter(fact__kind="pdn")
        .order_by(F("fact__act_by").asc(nulls_last=True), "pk")[:limit]
    )


def alert(organisation_id: int, alert_id: int) -> Alert:
    return Alert.objects.select_related(
        "fact__part__manufacturer", "fact__notice__manufacturer", "fact__corrects", "acknowledged_by"
    ).get(organisation_id=organisation_id, pk=alert_id)


def later_word_on(one: Alert) -> Alert | None:
    """The alert that replaced this one, where its notice was corrected."""
    return Alert.objects.filter(organisation_id=one.organisation_id, fact__corrects=one.fact_id).first()


def lines_of(one: Alert) -> QuerySet[AlertLine]:
    return (
        AlertLine.objects.filter(alert=one)
        .select_related("line__revision__bom__project", "line__risk")
        .order_by("line__revision__bom__project__name", "line__position")
    )


def told_about(organisation_id: int, alert_id: int) -> QuerySet[Message]:
    """Every message about an alert with its state and the reason why it was sent or not."""
    return (
        Message.objects.filter(organisation_id=organisation_id, body__alerts__contains=[alert_id])
        .select_related("recipient")
        .order_by("created_at", "recipient__name", "channel")
    )


def row_of(one: Alert) -> dict[str, Any]:
    """The notice's row that names the alert's part: dates and replacement as the source gave them."""
    notice = one.fact.notice
    found = notice.rows.filter(part_id=one.fact.part_id).first() if notice else None
    return {"row": found, "notice": notice}
