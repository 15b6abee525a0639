"""What customers bought from us, for forecasts: shares and prices (jobs)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import Case, QuerySet, When

from insight.demand.models import MissingNumber

PRIOR_SHARE, MAKER_SHARE, PART_SHARE = 0.25, 0.5, 0.8  # judgements, until each market's own rates are learned


@dataclass(frozen=True, slots=True)
class Share:
    """The expected share of a requirement that is bought from us, and what that rests on."""

    share: float
    source: str


def shares_of(organisation_id: int, part_ids: list[int], today: date) -> dict[int, Share]:
    """For each part: bought from us before, another part of its maker, or the prior. Two years count."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with bought as (select part_id, manufacturer_id from demand_orderline o
                join accounts_erpaccount a on a.id = o.account_id join parts_part p on p.id = o.part_id
                where a.organisation_id = %(organisation)s and o.date >= %(since)s)
            select p.id, exists (select 1 from bought b where b.part_id = p.id),
                exists (select 1 from bought b where b.manufacturer_id = p.manufacturer_id)
            from parts_part p where p.id = any(%(parts)s)
            """,
            {"organisation": organisation_id, "parts": part_ids, "since": today - timedelta(days=730)},
        )
        return {
            part: _share(part_before, maker_before) for part, part_before, maker_before in cursor.fetchall()
        }


def _share(part_before: bool, maker_before: bool) -> Share:
    if part_before:
        return Share(PART_SHARE, "bought from us before")
    if maker_before:
        return Share(MAKER_SHARE, "buys this maker from us")
    return Share(PRIOR_SHARE, "no order of it yet: first estimate")


@dataclass(frozen=True, slots=True)
class Terms:
    """Price of one piece in the reporting currency and lead time, from the newest offer; None where unknown."""

    price: Decimal | None
    lead_time_days: int | None


def terms_of(quantities: dict[int, float]) -> dict[int, Terms]:
    """Price of each part at the quantity that one order of it has (part id → pieces), and its shortest lead time.

    Of several offers the cheapest counts; below the smallest price break that break's price. A missing exchange rate makes
    the price unknown.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with rates as (select distinct on (currency) currency, rate from parts_exchangerate order by currency, date desc),
            wanted as (select * from unnest(%(parts)s::bigint[], %(quantities)s::numeric[]) as t(part_id, quantity)),
            priced as (
                select o.part_id, o.lead_time_days, (
                    select (b ->> 1)::numeric from jsonb_array_elements(o.price_breaks) b
                    order by (b ->> 0)::numeric > w.quantity, abs((b ->> 0)::numeric - w.quantity) limit 1
                ) * case when o.currency = %(reporting)s then 1 else r.rate end as price
                from parts_offer o join wanted w on w.part_id = o.part_id left join rates r on r.currency = o.currency
            )
            select part_id, min(price), min(lead_time_days) from priced group by part_id
            """,
            {
                "parts": list(quantities),
                "quantities": list(quantities.values()),
                "reporting": settings.REPORTING_CURRENCY,
            },
        )
        return {part: Terms(price, lead) for part, price, lead in cursor.fetchall()}


def bought_by(organisation_id: int, *, since: date) -> tuple[int, Decimal]:
    """How many order lines, and their value in the currencies as given added only where it is the reporting one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), coalesce(sum(quantity * unit_price) filter (where currency = %s), 0)"
            " from demand_orderline o join accounts_erpaccount a on a.id = o.account_id"
            " where a.organisation_id = %s and o.date >= %s",
            [settings.REPORTING_CURRENCY, organisation_id, since],
        )
        count, value = cursor.fetchone()
    return int(count), Decimal(value)


def bought_by_month(*, since: date) -> list[tuple[date, float]]:
    """What all customers bought from us, by month, in the reporting currency; what has no rate is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with rates as (select distinct on (currency) currency, rate from parts_exchangerate order by currency, date desc)
            select date_trunc('month', o.date)::date, coalesce(sum(o.quantity * o.unit_price
                * case when o.currency = %(reporting)s then 1 else r.rate end), 0)
            from demand_orderline o left join rates r on r.currency = o.currency
            where o.date >= %(since)s group by 1 order by 1
            """,
            {"reporting": settings.REPORTING_CURRENCY, "since": since},
        )
        return [(month, float(value)) for month, value in cursor.fetchall()]


def missing_numbers() -> QuerySet[MissingNumber]:
    """Numbers that the catalogue lacks, the most needed first; the row without text stands last."""
    return MissingNumber.objects.order_by(
        Case(When(text="", then=1), default=0), "-pieces", "-organisations", "text"
    )
