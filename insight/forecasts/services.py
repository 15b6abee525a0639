"""Forecasts per project × site, and per part from them: draws of builds × quantity × attrition × share (jobs)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from insight.demand import queries as demand
from insight.demand.rules.protection import may_be_shown, two_digits
from insight.forecasts.models import BuildForecast, MonthTotal, PartForecast, ProjectForecast
from obsolescence.projects import queries as projects
from obsolescence.projects.models import BuildDraws
from obsolescence.projects.rules import draws as rules

ASSUMED_LEAD_DAYS = 16 * 7  # where no offer names a lead time; said wherever it is used
BUFFER_DAYS = 14
ORDERS_A_YEAR = 4  # a price is taken at the quantity of a quarter's need


def refresh(*, project_ids: Sequence[int] | None, today: date, at: datetime) -> list[int]:
    """Make the forecasts of projects anew (None: all) and return the ids of those that have one.

    A project that shares nothing, has no plan or has ended keeps no forecast. The same inputs give the same figures.
    """
    ids = None if project_ids is None else list(project_ids)
    drawn = projects.draws_for_jobs(ids)
    done = []
    for model in (BuildForecast, ProjectForecast):  # of projects that were put away
        model.objects.filter(project__archived_at__isnull=False).delete()
    for project in projects.planned_for_jobs(ids):
        BuildForecast.objects.filter(project_id=project.project_id).delete()
        ProjectForecast.objects.filter(project_id=project.project_id).delete()
        sites = drawn.get(project.project_id)
        if sites and project.sharing != "nothing" and project.stage not in ("ended", "cancelled"):
            _forecast(project, sites, today, at)
            done.append(project.project_id)
    return done


def forget_parts(*, part_ids: Sequence[int]) -> list[int]:
    """Drop what was forecast for parts that are another's second row (jobs); return the projects to be worked out anew."""
    rows = PartForecast.objects.filter(part_id__in=part_ids)
    concerned = sorted(set(rows.values_list("project_id", flat=True)))
    rows.delete()
    return concerned


def refresh_totals(*, at: datetime) -> int:
    """Write the totals by month anew, over shared and anonymous projects (jobs); return how many months may be shown.

    Quantiles are those of the summed draws. Anonymous projects enter in monthly steps rounded to two digits, and only
    where they pass the rule of five among themselves: else what is shared in full would give them away.
    """
    rows = list(ProjectForecast.objects.select_related("project").defer("builds_12m"))
    MonthTotal.objects.all().delete()
    if not rows:
        return 0
    first = max(row.first_month for row in rows)
    drawn = [
        (row, rules.unpack(bytes(row.value_draws), row.months)) for row in rows if row.first_month == first
    ]
    steps = [(month, place, place + 1) for place, month in enumerate(rules.months_from(first))]
    shown = [
        MonthTotal(month=month, span=end - start, **total, made_at=at)
        for month, start, end in [*steps, (first, 0, 12)]
        if (total := _total(drawn, start, end)) is not None
    ]
    MonthTotal.objects.bulk_create(shown)
    return len(shown)


def _total(drawn: Sequence[tuple[ProjectForecast, Any]], start: int, end: int) -> dict[str, Any] | None:
    """Mean, P10, P90 of the value from month ``start`` up to ``end``; None where the rule lets nothing be shown."""
    shared, hidden = _values(drawn, start, end, "full"), _values(drawn, start, end, "anonymous")
    if may_be_shown({organisation: float(found.mean()) for organisation, found in hidden.items()}):
        for organisation, found in hidden.items():
            mean = float(found.mean())
            scale = two_digits(mean) / mean if mean else 0.0
            shared[organisation] = shared.get(organisation, 0) + found * scale
    means = {organisation: float(found.mean()) for organisation, found in shared.items()}
    if not may_be_shown(means):
        return None
    total = rules.range_of(sum(shared.values()))
    many = sum(1 for mean in means.values() if mean)
    return asdict(total) | {"organisations": many}


def _values(
    drawn: Sequence[tuple[ProjectForecast, Any]], start: int, end: int, sharing: str
) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for row, values in drawn:
        if row.project.sharing == sharing:
            found[row.organisation_id] = found.get(row.organisation_id, 0) + values[:, start:end].sum(axis=1)
    return found


@dataclass(frozen=True, slots=True)
class Need:
    """One part of a project's released and still built BOMs: pieces per built unit, and from which lines."""

    part_id: int
    per_unit: float
    lines: list[int]


def _forecast(project: projects.Planned, sites: Sequence[BuildDraws], today: date, at: datetime) -> None:
    needs = needs_of(project.project_id)
    parts = [need.part_id for need in needs]
    shares = demand.shares_of(project.organisation_id, parts, today)
    drawn = {row.site_id: rules.unpack(bytes(row.draws), row.months) for row in sites}
    order = float(sum(one[:, :12].sum(axis=1).mean() for one in drawn.values())) / ORDERS_A_YEAR
    terms = demand.terms_of({need.part_id: max(need.per_unit * order, 1.0) for need in needs})
    for row in sites:
        builds = _builds(row, drawn[row.site_id], at)
        needed = [
            month for month, mean in zip(rules.months_from(today), builds.mean, strict=True) if mean > 0
        ]
        timing = _Needed(needed, today)
        year = rules.Range(**builds.total_12m)
        totals = rules.ordered_totals(drawn[row.site_id])
        PartForecast.objects.bulk_create(
            [
                _part(
                    builds,
                    need,
                    shares[need.part_id],
                    terms.get(need.part_id),
                    totals,
                    year,
                    timing,
                )
                for need in needs
            ],
            batch_size=2000,
        )
    _project(project, sites[0].first_month, sum(drawn.values()), needs, shares, terms, at)


def _builds(row: BuildDraws, drawn: Any, at: datetime) -> BuildForecast:
    months = rules.by_month(drawn)
    return BuildForecast.objects.create(
        organisation_id=row.organisation_id,
        project_id=row.project_id,
        site_id=row.site_id,
        first_month=row.first_month,
        mean=[month.mean for month in months],
        p10=[month.p10 for month in months],
        p50=[month.p50 for month in months],
        p90=[month.p90 for month in months],
        total_12m=asdict(rules.range_of(drawn[:, :12].sum(axis=1))),
        p_build_3m=rules.chance_of_any(drawn, 3),
        p_build_12m=rules.chance_of_any(drawn, 12),
        inputs=row.inputs,
        rules_version=row.rules_version,
        made_at=at,
    )


def _project(
    project: projects.Planned,
    first_month: date,
    builds: Any,
    needs: Sequence[Need],
    shares: dict[int, demand.Share],
    terms: dict[int, demand.Terms],
    at: datetime,
) -> None:
    """The project's value in joint draws: builds over all sites × what the parts bought from us in that draw cost."""
    prices = {need.part_id: (terms[need.part_id].price if need.part_id in terms else None) for need in needs}
    worth = [need.per_unit * float(prices[need.part_id] or 0) for need in needs]
    chances = [shares[need.part_id].share for need in needs]
    value, bought = rules.value_draws(builds, worth, chances, seed=project.project_id)
    year = rules.range_of(value[:, :12].sum(axis=1))
    ProjectForecast.objects.create(
        organisation_id=project.organisation_id,
        project_id=project.project_id,
        first_month=first_month,
        months=rules.MONTHS,
        value_draws=rules.pack(value),
        parts=len(needs),
        unpriced=sum(price is None for price in prices.values()),
        builds_12m=asdict(rules.range_of(builds[:, :12].sum(axis=1))),
        mean_12m=year.mean,
        p10_12m=year.p10,
        p50_12m=year.p50,
        p90_12m=year.p90,
        mean_24m=float(value.sum(axis=1).mean()),
        full_12m=rules.mean_where_built(builds[:, :12]) * sum(worth),
        p_buy_3m=rules.chance_of_any(builds * bought[:, None], 3),
        p_buy_12m=rules.chance_of_any(builds * bought[:, None], 12),
        made_at=at,
    )


@dataclass(frozen=True, slots=True)
class _Needed:
    """The months in which a project needs parts. The first need that counts is the first that an order of today can serve:
    what is built sooner is bought already, or cannot be helped by us."""

    months: Sequence[date]
    today: date

    def first(self, days_before: int) -> date | None:
        served = self.today + timedelta(days=days_before)
        return next((month for month in self.months if month >= served), None)


def _part(
    builds: BuildForecast,
    need: Need,
    share: demand.Share,
    terms: demand.Terms | None,
    totals: Sequence[float],
    year: rules.Range,
    needed: _Needed,
) -> PartForecast:
    pieces = need.per_unit * share.share
    low, middle, high = (value * need.per_unit for value in rules.quantiles_of_share(totals, share.share))
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
        need_p10_12m=year.p10 * need.per_unit,
        need_p50_12m=year.p50 * need.per_unit,
        need_p90_12m=year.p90 * need.per_unit,
        p10_12m=low,
        p50_12m=middle,
        p90_12m=high,
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
