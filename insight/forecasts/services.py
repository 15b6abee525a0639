"""Forecasts per project × site, and per part from them: draws of builds × quantity × attrition × share (jobs)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from insight.demand import queries as demand
from insight.demand.rules.protection import may_be_shown, two_digits
from insight.forecasts.models import BuildForecast, MonthTotal, PartForecast
from obsolescence.projects import queries as projects
from obsolescence.projects.rules import draws as rules

ASSUMED_LEAD_DAYS = 16 * 7  # where no offer names a lead time; said wherever it is used
BUFFER_DAYS = 14
RUNNING = ("production", "sustainment")


def refresh(*, project_ids: Sequence[int] | None, today: date, at: datetime) -> list[int]:
    """Make the forecasts of projects anew (None: all) and return the ids of those that have one.

    A project that shares nothing, has no plan or has ended keeps no forecast. The same inputs give the same figures.
    """
    wanted = projects.planned_for_jobs(None if project_ids is None else list(project_ids))
    done = []
    for project in wanted:
        BuildForecast.objects.filter(project_id=project.project_id).delete()
        if project.sharing == "nothing" or not project.plan or project.recorded_at is None:
            continue
        _forecast(project, today, at)
        done.append(project.project_id)
    return done


def refresh_totals(*, at: datetime) -> int:
    """Write the totals by month anew, over shared and anonymous projects (jobs); return how many months may be shown."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_MONTH)
        months: dict[date, dict[int, list[float]]] = {}
        for month, organisation, is_anonymous, *values in cursor.fetchall():
            found = months.setdefault(month, {}).setdefault(organisation, [0.0, 0.0, 0.0])
            for place, value in enumerate(values):
                found[place] += two_digits(float(value)) if is_anonymous else float(value)
    MonthTotal.objects.all().delete()
    shown = {
        month: found
        for month, found in months.items()
        if may_be_shown({organisation: values[0] for organisation, values in found.items()})
    }
    MonthTotal.objects.bulk_create(
        MonthTotal(
            month=month,
            mean=sum(values[0] for values in found.values()),
            p10=sum(values[1] for values in found.values()),
            p90=sum(values[2] for values in found.values()),
            organisations=len(found),
            made_at=at,
        )
        for month, found in shown.items()
    )
    return len(shown)


_BY_MONTH = """
with worth as (
    select builds_id, sum(units_per_build * share * coalesce(unit_price, 0)) as per_unit
    from forecasts_partforecast group by 1
)
select (b.first_month + make_interval(months => m.n - 1))::date, b.organisation_id, p.sharing = 'anonymous',
    sum(b.mean[m.n] * w.per_unit), sum(b.p10[m.n] * w.per_unit), sum(b.p90[m.n] * w.per_unit)
from forecasts_buildforecast b join worth w on w.builds_id = b.id join projects_project p on p.id = b.project_id
cross join generate_series(1, 24) m(n)
where b.mean[m.n] is not null
group by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Need:
    """One part of a project's released and still built BOMs: pieces per built unit, and from which lines."""

    part_id: int
    per_unit: float
    lines: list[int]


def _forecast(project: projects.Planned, today: date, at: datetime) -> None:
    recorded = project.recorded_at.date() if project.recorded_at else today
    inputs = rules.PlanInputs(
        stage=project.stage,
        plan=project.plan,
        recorded_on=recorded,
        today=today,
        seed=project.project_id,
        eop=project.eop,
    )
    needs = needs_of(project.project_id)
    parts = [need.part_id for need in needs]
    shares = demand.shares_of(project.organisation_id, parts, today)
    terms = demand.terms_of(parts)
    alive = rules.alive_probability(project.stage, recorded, today)
    for site, drawn in rules.draw(inputs).items():
        months = rules.by_month(drawn)
        year = rules.range_of(drawn[:, :12].sum(axis=1))
        builds = BuildForecast.objects.create(
            organisation_id=project.organisation_id,
            project_id=project.project_id,
            site_id=site,
            first_month=today.replace(day=1),
            mean=[month.mean for month in months],
            p10=[month.p10 for month in months],
            p50=[month.p50 for month in months],
            p90=[month.p90 for month in months],
            total_12m={"mean": year.mean, "p10": year.p10, "p50": year.p50, "p90": year.p90},
            p_build_3m=rules.chance_of_any(drawn, 3),
            p_build_12m=rules.chance_of_any(drawn, 12),
            inputs={
                "stage": project.stage,
                "alive": alive,
                "plan_recorded": recorded.isoformat(),
                "plan_version": project.plan_version,
                "plan_factor": rules.PLAN_FACTOR_MEDIAN,
            },
            rules_version=rules.VERSION,
            made_at=at,
        )
        needed = [
            month for month, drawn in zip(rules.months_from(today), months, strict=True) if drawn.mean > 0.5
        ]
        timing = _Needed(needed, project.stage in RUNNING, today)
        PartForecast.objects.bulk_create(
            [
                _part(builds, need, shares[need.part_id], terms.get(need.part_id), year, timing)
                for need in needs
            ],
            batch_size=2000,
        )


@dataclass(frozen=True, slots=True)
class _Needed:
    """The months in which a project needs parts. One that runs already has what it builds next: the first need that counts
    is the first that an order of today can still serve."""

    months: Sequence[date]
    runs: bool
    today: date

    def first(self, days_before: int) -> date | None:
        served = self.today + timedelta(days=days_before)
        if self.runs:
            return next((month for month in self.months if month >= served), None)
        return self.months[0] if self.months else None


def _part(
    builds: BuildForecast,
    need: Need,
    share: demand.Share,
    terms: demand.Terms | None,
    year: rules.Range,
    needed: _Needed,
) -> PartForecast:
    pieces = need.per_unit * share.share
    lead = terms.lead_time_days if terms and terms.lead_time_days is not None else None
    days = ASSUMED_LEAD_DAYS if lead is None else lead
    price = terms.price if terms else None
    first_need = needed.first(days + BUFFER_DAYS)
    return PartForecast(
        organisation_id=builds.organisation_id,
        builds=builds,
        project_id=builds.project_id,
        site_id=builds.site_id,
        part_id=need.part_id,
        units_per_build=need.per_unit,
        share=share.share,
        share_source=share.source,
        mean_12m=year.mean * pieces,
        p10_12m=year.p10 * pieces,
        p50_12m=year.p50 * pieces,
        p90_12m=year.p90 * pieces,
        p_buy_3m=builds.p_build_3m * share.share,
        p_buy_12m=builds.p_build_12m * share.share,
        unit_price=price,
        currency="",
        value_12m=None if price is None else (price * Decimal(year.mean * pieces)).quantize(Decimal("0.01")),
        first_need=first_need,
        order_by=first_need and first_need - timedelta(days=days + BUFFER_DAYS),
        lead_time_days=days,
        lead_time_is_assumed=lead is None,
        contributors={"lines": need.lines, "share": share.source} | builds.inputs,
    )


def needs_of(project_id: int) -> list[Need]:
    """Pieces of each part per built unit: the released revision with what the still built ones leave, attrition on top."""
    with connection.cursor() as cursor:
        cursor.execute(_NEEDS, {"project": project_id})
        found: dict[int, list[Any]] = defaultdict(lambda: [0.0, []])
        for part_id, per_unit, lines in cursor.fetchall():
            found[part_id][0] += float(per_unit)
            found[part_id][1] += lines
    return [Need(part_id, per_unit, lines) for part_id, (per_unit, lines) in found.items() if per_unit > 0]


_NEEDS = """
with built as (
    select r.id, case when r.is_released then 1 - coalesce((select sum(o.still_built_share) from boms_revision o
            where o.bom_id = r.bom_id and not o.is_released and o.still_built_share > 0), 0)
        else r.still_built_share end as share, p.attrition
    from boms_revision r join boms_bom b on b.id = r.bom_id and b.archived_at is null
    join projects_project p on p.id = b.project_id
    where b.project_id = %(project)s and (r.is_released or r.still_built_share > 0)
)
select l.part_id, sum(coalesce(l.quantity, 0) * greatest(built.share, 0) * (1 + built.attrition)), array_agg(l.id)
from boms_line l join built on built.id = l.revision_id
where l.part_id is not null and not l.dnp
group by l.part_id
"""
