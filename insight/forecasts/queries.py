"""Forecasts as the distributor sees them: a project's own where it is shared in full, totals under the one rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from insight.demand.rules.protection import may_be_shown
from insight.forecasts.models import BuildForecast, MonthTotal, PartForecast, ProjectForecast


def builds_of(project_id: int) -> QuerySet[BuildForecast]:
    return BuildForecast.objects.filter(project_id=project_id).select_related("site").order_by("site__code")


def project_forecast(project_id: int) -> ProjectForecast | None:
    """What a project is worth to us; None where it has no plan or shares nothing."""
    return ProjectForecast.objects.filter(project_id=project_id).first()


def parts_of(project_id: int) -> QuerySet[PartForecast]:
    """A project's parts, the greatest expected value first; unknown value last."""
    return (
        PartForecast.objects.filter(project_id=project_id)
        .select_related("part__manufacturer", "site")
        .order_by(F("value_12m").desc(nulls_last=True), "-mean_12m", "part__mpn")
    )


@dataclass(frozen=True, slots=True)
class Month:
    """Expected value in one month in the reporting currency, as a range."""

    month: date
    mean: float
    p10: float
    p50: float
    p90: float


def totals_by_month(*, months: int = 12) -> list[Month]:
    """Forward demand of everybody, by month, as far as the rule of five lets it be shown (it was applied when written)."""
    rows = MonthTotal.objects.filter(span=1).order_by("month")[:months]
    return [Month(row.month, row.mean, row.p10, row.p50, row.p90) for row in rows]


def total_of_the_year() -> Month | None:
    """The same for twelve months together, from the summed draws; None where the rule hides it."""
    row = MonthTotal.objects.filter(span=12).first()
    return None if row is None else Month(row.month, row.mean, row.p10, row.p50, row.p90)


@dataclass(frozen=True, slots=True)
class Group:
    """Expected demand of twelve months under one heading; id names the customer, where there is one."""

    id: int
    name: str
    value: float
    pieces: float
    projects: int
    order_by: date | None


def by_customer(*, limit: int = 50) -> list[Group]:
    """Customers who share in full, by what their projects will probably bring: they chose to be seen by name."""
    return _named("o.id, o.name", limit)


def by_site(*, limit: int = 50) -> list[Group]:
    """Where parts will probably go, customer by customer, of projects shared in full."""
    return _named("o.id, coalesce(nullif(s.name, ''), s.code) || ' ' || s.country || ' · ' || o.name", limit)


def _named(key: str, limit: int) -> list[Group]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select {key}, coalesce(sum(f.value_12m), 0), sum(f.mean_12m), count(distinct f.project_id), min(f.order_by)
            from forecasts_partforecast f join accounts_organisation o on o.id = f.organisation_id
            join accounts_site s on s.id = f.site_id
            group by 1, 2 order by 3 desc, 2 limit %s
            """,
            [limit],
        )
        return [
            Group(number, name, float(value), float(pieces), many, order_by)
            for number, name, value, pieces, many, order_by in cursor.fetchall()
        ]


def by_maker(*, limit: int = 20) -> tuple[list[dict[str, Any]], float]:
    """Expected value of twelve months by maker, where the rule of five lets it be shown; the rest as one figure."""
    return _grouped("m.id, m.name", limit)


def by_part(*, limit: int = 30) -> tuple[list[dict[str, Any]], float]:
    """Expected value of twelve months by part, under the same rule."""
    return _grouped("p.id, p.mpn || ' · ' || m.name", limit)


def _grouped(key: str, limit: int) -> tuple[list[dict[str, Any]], float]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select {key}, f.organisation_id, sum(f.value_12m), sum(f.mean_12m)
            from forecasts_partforecast f join parts_part p on p.id = f.part_id
            join parts_manufacturer m on m.id = p.manufacturer_id
            group by 1, 2, 3
            """
        )
        groups: dict[tuple[int, str], dict[int, tuple[float, float]]] = {}
        for number, name, organisation, value, pieces in cursor.fetchall():
            groups.setdefault((number, name), {})[organisation] = (float(value or 0), float(pieces or 0))
    shown: list[dict[str, Any]] = []
    rest = 0.0
    for (number, name), found in groups.items():
        values = {organisation: value for organisation, (value, _) in found.items()}
        if may_be_shown(values):
            shown.append(
                {
                    "id": number,
                    "name": name,
                    "value": sum(values.values()),
                    "pieces": sum(pieces for _, pieces in found.values()),
                    "organisations": len(found),
                }
            )
        else:
            rest += sum(values.values())
    shown.sort(key=lambda row: -row["value"])
    return shown[:limit], rest + sum(row["value"] for row in shown[limit:])
