"""Orders from the distributor's ERP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TextIO

from django.conf import settings
from django.db import connection

from insight.demand.models import MissingNumber
from insight.demand.rules.currencies import CODES
from insight.demand.rules.protection import FEWEST, may_be_shown, two_digits
from obsolescence.base import given
from obsolescence.base.feeds import BadRow, Feed, Rejected, Row
from obsolescence.base.refusals import Refused
from obsolescence.parts.rules.names import fold_mpn

COLUMNS = ("order", "date", "customer", "site", "part", "qty", "unit_price")


@dataclass(slots=True)
class ImportedOrders:
    """What a file did: rows read, order lines stored or changed, rejected rows with their reasons."""

    read: int = 0
    stored: int = 0
    header: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def import_orders(*, lines: TextIO, today: date) -> ImportedOrders:
    """Take order lines (jobs): columns of COLUMNS, and currency, project_ref where present.

    customer is a customer number of the ERP, part our SKU or an MPN that one part has, site a code of the customer's (empty:
    not known). One line per order, part and site: the same file twice leaves the same. What is unknown, lies in the future
    or stands in the file twice is listed with its row.
    """
    feed, rows = Feed(lines, "list of orders", COLUMNS), []
    for row in feed:
        try:
            rows.append((row, _order(row, today)))
        except Refused as bad:
            feed.reject(row, bad.sentence)
    stored = _store(rows, feed)
    return ImportedOrders(feed.read, stored, feed.header, sorted(feed.rejected))


def _order(row: Row, today: date) -> dict[str, Any]:
    order = row.text("order", 60)
    if not order:
        raise BadRow("The order number is missing.")
    price, day = _price(row), given.day(row.text("date")[:10], "date")
    if day > today:
        raise BadRow(f"{day.isoformat()} lies in the future: only orders that were placed count.")
    currency = given.currency(row.text("currency") or settings.REPORTING_CURRENCY)
    if currency not in CODES:
        raise BadRow(f"{currency!r} is no currency code of ISO 4217, such as EUR.")
    return {
        "number": row.number,
        "order": order,
        "date": day,
        "customer": row.text("customer", 40),
        "site": row.text("site", 40),
        "fold": fold_mpn(row.text("part", 200)),
        "quantity": given.decimal(row.text("qty"), "qty"),
        "price": price,
        "currency": currency,
        "project_ref": row.text("project_ref", 120),
    }


def _price(row: Row) -> Decimal | None:
    if not (text := row.text("unit_price")):
        return None
    price = given.decimal(text, "unit_price")
    if price < 0:
        raise BadRow("unit_price is below 0.")
    return price


def _store(rows: list[tuple[Row, dict[str, Any]]], feed: Feed) -> int:
    names = (
        "number",
        "order",
        "date",
        "customer",
        "site",
        "fold",
        "quantity",
        "price",
        "currency",
        "project_ref",
    )
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {name: [order[name] for _, order in rows] for name in names})
        known = {number: found for number, *found in cursor.fetchall()}
        taken = []
        for row, order, reason in _judged(rows, known):
            if reason:
                feed.reject(row, reason)
            else:
                taken.append(order)
        cursor.execute(_INSERT, {name: [order[name] for order in taken] for name in names})
        organisations = [row[0] for row in cursor.fetchall()]
        cursor.execute(_TELL, {"organisations": [one for one in organisations if one]})
    return len(organisations)


def _judged(
    rows: Sequence[tuple[Row, dict[str, Any]]], known: Mapping[int, Sequence[Any]]
) -> Iterator[tuple[Row, dict[str, Any], str]]:
    """Each row with the reason why it is not taken; empty where it is. Of two rows with one key the first counts."""
    first: dict[tuple[Any, ...], int] = {}
    for row, order in rows:
        account, part, site_is_known = known.get(row.number, (None, None, True))
        key = (order["order"], part, order["site"])
        reason = ""
        if account is None:
            reason = f"There is no customer number {order['customer']!r}."
        elif part is None:
            reason = f"{row.text('part')!r} is neither our SKU nor the number of one part."
        elif not site_is_known:
            reason = f"Customer {order['customer']} has no site {order['site']!r}."
        elif key in first:
            reason = (
                f"Row {first[key]} has the same order, part and site: add them up, or number the order anew."
            )
        else:
            first[key] = row.number
        yield row, order, reason


def follow_parts(*, pairs: Sequence[tuple[int, int]]) -> None:
    """Orders of a part that turned out to be another's second row are orders of that one (jobs).

    The same line under both rows was imported twice and stays once; where the two differ, both stay as they are.
    """
    values = {"old": [old for old, _ in pairs], "kept": [kept for _, kept in pairs]}
    with connection.cursor() as cursor:
        for statement in _FOLLOW:
            cursor.execute(
                f"with given as (select * from unnest(%(old)s::bigint[], %(kept)s::bigint[]) as t(old, kept)) {statement}",
                values,
            )


_SAME = """k.part_id = g.kept and k."order" = o."order" and k.site = o.site"""
_FOLLOW = (
    f"""delete from demand_orderline o using given g, demand_orderline k where o.part_id = g.old and {_SAME}
        and (k.date, k.quantity, k.unit_price) is not distinct from (o.date, o.quantity, o.unit_price)""",
    f"""update demand_orderline o set part_id = g.kept from given g where o.part_id = g.old
        and not exists (select 1 from demand_orderline k where {_SAME})""",
)

_ROWS = """
with given as (
    select * from unnest(%(number)s::int[], %(order)s::text[], %(date)s::date[], %(customer)s::text[], %(site)s::text[],
        %(fold)s::text[], %(quantity)s::numeric[], %(price)s::numeric[], %(currency)s::text[], %(project_ref)s::text[])
        as t(number, order_no, date, customer, site, fold, quantity, price, currency, project_ref)
), skus as (
    select o.sku_fold as fold, min(o.part_id) as part_id from parts_offer o
    where o.sku_fold in (select fold from given) group by o.sku_fold having count(distinct o.part_id) = 1
), numbers as (
    select p.mpn_fold as fold, min(p.id) as part_id from parts_part p
    where p.mpn_fold in (select fold from given) and p.mpn_kind <> 'base' group by p.mpn_fold having count(*) = 1
), found as (
    select g.*, a.id as account_id, a.organisation_id, coalesce(s.part_id, n.part_id) as part_id
    from given g left join accounts_erpaccount a on a.number = g.customer
    left join skus s on s.fold = g.fold left join numbers n on n.fold = g.fold
)
"""
_FOUND = f"""{_ROWS}
select number, account_id, part_id, f.site = '' or f.organisation_id is null or exists (
    select 1 from accounts_site s where s.organisation_id = f.organisation_id and lower(s.code) = lower(f.site))
from found f
"""
_INSERT = f"""{_ROWS}
insert into demand_orderline (account_id, "order", date, site, part_id, quantity, unit_price, currency, project_ref,
    imported_at)
select account_id, order_no, date, site, part_id, quantity, price, currency,
    project_ref, now()
from found where account_id is not null and part_id is not null
on conflict ("order", part_id, site) do update set account_id = excluded.account_id, date = excluded.date,
    quantity = excluded.quantity, unit_price = excluded.unit_price, currency = excluded.currency,
    project_ref = excluded.project_ref
where (demand_orderline.account_id, demand_orderline.date, demand_orderline.quantity, demand_orderline.unit_price,
       demand_orderline.currency, demand_orderline.project_ref)
    is distinct from (excluded.account_id, excluded.date, excluded.quantity, excluded.unit_price, excluded.currency,
       excluded.project_ref)
returning (select a.organisation_id from accounts_erpaccount a where a.id = demand_orderline.account_id)
"""
_TELL = """
insert into events_event (organisation_id, kind, happened_at, recorded_at, ids, text)
select organisation_id, 'orders_imported', now(), now(), '{}', count(*) || ' order lines recorded'
from unnest(%(organisations)s::bigint[]) as t(organisation_id) group by organisation_id
"""


def refresh_missing(*, at: datetime) -> int:
    """Work out anew which numbers the catalogue lacks (jobs); return how many may be shown by name.

    Lines of what is built, of projects that share something; text only under the rule of five.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"from": at.date(), "until": at.date() + timedelta(days=365)})
        rows = cursor.fetchall()
    by_number: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_number.setdefault(row[0], []).append(row)
    shown: list[MissingNumber] = []
    rest: list[MissingNumber] = []
    for found in by_number.values():
        is_shown = may_be_shown({organisation: lines for _, organisation, _, _, lines, _ in found})
        (shown if is_shown else rest).append(_missing(found, at))
    MissingNumber.objects.all().delete()
    MissingNumber.objects.bulk_create(shown)
    if rest:
        organisations = {row[1] for found in by_number.values() for row in found}
        MissingNumber.objects.create(
            organisations=len(organisations) if len(organisations) >= FEWEST else 0,
            numbers=len(rest),
            lines=sum(one.lines for one in rest),
            pieces=two_digits(sum(one.pieces for one in rest)),
            as_of=at,
        )
    return len(shown)


def _missing(found: list[tuple[Any, ...]], at: datetime) -> MissingNumber:
    """One number from what each organisation has of it; the spelling of most lines stands for all."""
    most = max(found, key=lambda row: row[4])
    return MissingNumber(
        text=most[2],
        maker=most[3] or "",
        organisations=len(found),
        lines=sum(row[4] for row in found),
        pieces=two_digits(sum(float(row[5]) for row in found)),
        as_of=at,
    )


_MISSING = """
with newest as (
    select distinct on (project_id) project_id, id from projects_buildplan order by project_id, version desc
), planned as (
    select n.project_id, sum(b.units) as units from newest n join projects_plannedbuild b on b.plan_id = n.id
    where b.month >= %(from)s and b.month < %(until)s group by n.project_id
)
select upper(regexp_replace(l.mpn, '\\s', '', 'g')) as fold, l.organisation_id, min(l.mpn), max(l.manufacturer), count(*),
    coalesce(sum(l.quantity * coalesce(pl.units, 0)), 0)
from boms_line l
join boms_revision r on r.id = l.revision_id and (r.is_released or r.still_built_share > 0)
join boms_bom b on b.id = r.bom_id and b.archived_at is null
join projects_project p on p.id = b.project_id and p.archived_at is null and p.sharing in ('full', 'anonymous')
left join planned pl on pl.project_id = p.id
where l.part_id is null and l.mpn <> '' and not l.dnp and not l.is_assembly
group by fold, l.organisation_id
"""
