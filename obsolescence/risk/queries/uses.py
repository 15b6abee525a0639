"""Where parts are used and how endangered what an organisation builds is. Probability None is unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from obsolescence.boms.models import Line
from obsolescence.risk.models import LineRisk


def risk_of(organisation_id: int, line_id: int) -> LineRisk | None:
    return LineRisk.objects.filter(organisation_id=organisation_id, line_id=line_id).first()


@dataclass(frozen=True, slots=True)
class Use:
    """A line of the organisation that uses a part."""

    project_id: int
    project: str
    bom_id: int
    bom: str
    revision: int
    position: int
    line_id: int
    quantity: Decimal | None
    designators: list[str]
    probability: float | None
    horizon: date | None


def where_used(organisation_id: int, part_id: int, *, limit: int = 100) -> list[Use]:
    """Where an organisation uses a part, in what it builds (released or still built), by project."""
    rows = (
        Line.objects.filter(organisation_id=organisation_id, part_id=part_id, revision__bom__archived_at=None)
        .filter(Q(revision__is_released=True) | Q(revision__still_built_share__gt=0))
        .select_related("revision__bom__project", "risk")
        .defer("raw", "revision__preview", "revision__problems", "revision__mapping")
        .order_by("revision__bom__project__name", "revision__bom__name", "position")[:limit]
    )
    return [_use(row) for row in rows]


def _use(row: Line) -> Use:
    bom = row.revision.bom
    judged: LineRisk | None = getattr(row, "risk", None)
    return Use(
        project_id=bom.project_id,
        project=bom.project.name,
        bom_id=bom.pk,
        bom=bom.name,
        revision=row.revision.number,
        position=row.position,
        line_id=row.pk,
        quantity=row.quantity,
        designators=row.designators,
        probability=judged.probability if judged else None,
        horizon=judged.horizon if judged else None,
    )


def built_lines(organisation_id: int) -> QuerySet[Line]:
    """Lines that an organisation builds now: released or still built, of projects that run."""
    return (
        Line.objects.filter(
            organisation_id=organisation_id, dnp=False, is_assembly=False, revision__bom__archived_at=None
        )
        .filter(Q(revision__is_released=True) | Q(revision__still_built_share__gt=0))
        .filter(revision__bom__project__archived_at=None)
        .exclude(revision__bom__project__stage__in=("ended", "cancelled"))
    )


def parts_at_risk(organisation_id: int, *, limit: int = 8) -> list[dict[str, Any]]:
    """The parts most likely to end before the organisation's horizons: part, maker, worst probability, lines, projects."""
    rows = (
        built_lines(organisation_id)
        .filter(risk__probability__gte=0.2)
        .values(
            "part_id",
            "part__mpn",
            "part__manufacturer__name",
            "part__status",
            "part__last_order_date",
            "part__last_ship_date",
        )
        .annotate(
            probability=Max("risk__probability"),
            lines=Count("pk"),
            projects=Count("revision__bom__project", distinct=True),
            horizon=Max("risk__horizon"),
            project=Min("revision__bom__project__name"),
        )
        .order_by(F("part__last_order_date").asc(nulls_last=True), "-probability", "part__mpn")
    )
    return [dict(row) for row in rows[:limit]]


def figures_of(organisation_id: int) -> dict[str, Any]:
    """An organisation's figures: lines built, at high risk, unknown, matched, the next day to order by."""
    return built_lines(organisation_id).aggregate(
        lines=Count("pk"),
        matched=Count("part"),
        to_review=Count("pk", filter=Q(part=None) & ~Q(candidates=[])),
        high=Count("pk", filter=Q(risk__probability__gte=0.5)),
        unknown=Count("pk", filter=Q(risk__probability=None)),
        projects=Count("revision__bom__project", distinct=True),
    )


def heat_of(organisation_id: int) -> list[dict[str, Any]]:
    """Each project with its lines, the expected number that ends before its horizon, and its worst statuses."""
    rows = (
        built_lines(organisation_id)
        .values(
            "revision__bom__project_id",
            "revision__bom__project__name",
            "revision__bom__project__stage",
            "revision__bom__project__eop_date",
        )
        .annotate(
            lines=Count("pk"),
            unknown=Count("pk", filter=Q(risk__probability=None)),
            high=Count("pk", filter=Q(risk__probability__gte=0.5)),
            obsolete=Count("pk", filter=Q(risk__status="obsolete")),
            ltb=Count("pk", filter=Q(risk__status="ltb")),
            nrnd=Count("pk", filter=Q(risk__status="nrnd")),
            expected=Sum("risk__probability"),
        )
        .order_by(F("expected").desc(nulls_last=True), "revision__bom__project__name")
    )
    return [dict(row) for row in rows]
