"""Parts feeds into the catalogue: COPY into a staging table, then a handful of set-based statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from django.db import connection
from django.db.backends.utils import CursorWrapper

from obsolescence.base.feeds import BadRow, Feed, Rejected
from obsolescence.parts.rules import feed
from obsolescence.parts.services.lifecycle import derive_lifecycle

PROGRESS_EVERY = 20_000


@dataclass(slots=True)
class Imported:
    """What a feed did: rows read, and how many parts, claims, offers are new or changed; rejected rows with reasons."""

    rows: int = 0
    parts: int = 0
    claims: int = 0
    offers: int = 0
    statuses: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    header: list[str] = field(default_factory=list)


def import_parts(
    *, lines: TextIO, as_of: date | None = None, progress: Callable[[int], None] = lambda rows: None
) -> Imported:
    """Take a parts feed (CSV with the columns of docs/feeds.md) as jobs, in the caller's transaction.

    as_of: the day of the snapshot that the file is, for what is undated. Running it twice leaves the same state. A bad row is listed and does not stop the rest.
    Raises Refused where the file is no such feed.
    """
    done = Imported()
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '256MB'")  # sorts of a whole feed stay in memory
        _make_staging(cursor)
        with cursor.copy(f"copy staged ({', '.join(feed.STAGED)}) from stdin") as copy:
            for row in _rows(lines, as_of, done, progress):
                copy.write_row(row)
        cursor.execute("analyze staged (maker_key, mpn_fold)")
        _store_makers(cursor)
        done.parts = _store_parts(cursor)
        cursor.execute("analyze staged (part_id)")
        done.claims = _store_claims(cursor)
        done.offers = _store_offers(cursor)
        cursor.execute("create temporary table touched on commit drop as select distinct part_id from staged")
        cursor.execute("analyze touched")
        done.statuses = derive_lifecycle("select part_id from touched")
        cursor.execute("drop table staged, touched")
    return done


def _rows(
    lines: TextIO, as_of: date | None, done: Imported, progress: Callable[[int], None]
) -> Iterator[tuple[object, ...]]:
    rows = Feed(lines, "parts feed", feed.REQUIRED, is_strict=True)
    done.header, done.rejected = rows.header, rows.rejected
    for row in rows:
        if rows.read % PROGRESS_EVERY == 0:
            progress(rows.read)
        try:
            yield feed.staged(row.number, row.cells, as_of)
        except BadRow as bad:
            rows.reject(row, bad.sentence)
    done.rows = rows.read


def _make_staging(cursor: CursorWrapper) -> None:
    kinds = {
        "row_number": "integer", "rank": "smallint", "introduced": "date", "stated_on": "date",
        "last_order_date": "date", "last_ship_date": "date", "discontinued_date": "date", "stock": "integer",
        "lead_time_days": "integer", "moq": "integer", "pack": "integer", "is_snapshot": "boolean", "price": "numeric", "price_quantity": "integer",
    }  # fmt: skip
    columns = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in feed.STAGED)
    cursor.execute(f"create temporary table staged ({columns}, part_id bigint) on commit drop")


def _store_makers(cursor: CursorWrapper) -> None:
    """A maker's key, or an alias of it, names it; what is new becomes a maker, other spellings become aliases."""
    cursor.execute("""
        insert into parts_manufacturer (name, key, succession_evidence, is_confirmed)
        select distinct on (maker_key) maker, maker_key, '', true from staged
        where not exists (select 1 from parts_manufactureralias a where a.key = maker_key)
        order by maker_key, maker on conflict do nothing
    """)
    cursor.execute("""
        create temporary table makers on commit drop as
        select k.key, coalesce(m.id, a.manufacturer_id) as id
        from (select distinct maker_key as key from staged) k
        left join parts_manufacturer m on m.key = k.key
        left join parts_manufactureralias a on a.key = k.key
    """)
    cursor.execute("""
        insert into parts_manufactureralias (key, alias, manufacturer_id, evidence)
        select distinct on (maker_raw_key) maker_raw_key, maker_raw, makers.id, 'feed'
        from staged join makers on makers.key = maker_key
        where maker_raw_key <> maker_key
          and not exists (select 1 from parts_manufacturer m where m.key = maker_raw_key)
        order by maker_raw_key, maker_raw on conflict do nothing
    """)


def _store_parts(cursor: CursorWrapper) -> int:
    """One row a part; the richest row of the feed describes it, and an empty cell never erases what is known."""
    cursor.execute("""
        insert into parts_part (manufacturer_id, mpn, mpn_fold, mpn_key, mpn_kind, description, category, family,
            package, mounting, rohs, datasheet_url, introduced, status, status_word, status_source, status_conflicts,
            replacement, facts_version)
        select distinct on (makers.id, mpn_fold) makers.id, mpn, mpn_fold, mpn_key, mpn_kind, description, category,
            family, package, mounting, rohs, datasheet_url, introduced, 'unknown', '', '', false, '', 1
        from staged join makers on makers.key = maker_key
        order by makers.id, mpn_fold, (mpn_kind = 'base'), length(description) desc, row_number
        on conflict (manufacturer_id, mpn_fold) do update set
            mpn_kind = case when parts_part.mpn_kind = 'base' then excluded.mpn_kind else parts_part.mpn_kind end,
            description = coalesce(nullif(excluded.description, ''), parts_part.description),
            category = coalesce(nullif(excluded.category, ''), parts_part.category),
            family = coalesce(nullif(excluded.family, ''), parts_part.family),
            package = coalesce(nullif(excluded.package, ''), parts_part.package),
            mounting = coalesce(nullif(excluded.mounting, ''), parts_part.mounting),
            rohs = coalesce(nullif(excluded.rohs, ''), parts_part.rohs),
            datasheet_url = coalesce(nullif(excluded.datasheet_url, ''), parts_part.datasheet_url),
            introduced = coalesce(excluded.introduced, parts_part.introduced)
        where (excluded.description <> '' and excluded.description <> parts_part.description)
           or (excluded.category <> '' and excluded.category <> parts_part.category)
           or (excluded.family <> '' and excluded.family <> parts_part.family)
           or (excluded.package <> '' and excluded.package <> parts_part.package)
           or (excluded.mounting <> '' and excluded.mounting <> parts_part.mounting)
           or (excluded.rohs <> '' and excluded.rohs <> parts_part.rohs)
           or (excluded.datasheet_url <> '' and excluded.datasheet_url <> parts_part.datasheet_url)
           or (excluded.introduced is not null and excluded.introduced is distinct from parts_part.introduced)
           or (parts_part.mpn_kind = 'base' and excluded.mpn_kind <> 'base')
    """)
    changed = cursor.rowcount
    cursor.execute("""
        update staged set part_id = p.id from makers, parts_part p
        where makers.key = staged.maker_key and p.manufacturer_id = makers.id and p.mpn_fold = staged.mpn_fold
    """)
    cursor.execute("drop table makers")
    return int(changed)


def _store_claims(cursor: CursorWrapper) -> int:
    """One row a statement. The date of a snapshot is no part of what was said: a newer snapshot only moves it on."""
    cursor.execute("""
        insert into parts_claim (part_id, identity, status, word, source, rank, stated_on, is_snapshot, introduced,
            last_order_date, last_ship_date, discontinued_date, date_precision, replacement, reference, recorded_at)
        select distinct on (identity) part_id, identity, status, word, source, rank, stated_on, is_snapshot, introduced,
            last_order_date, last_ship_date, discontinued_date, 'day', replacement, reference, now()
        from (
            select *, md5(concat_ws('|', part_id, source, word, case when not is_snapshot then stated_on end,
                                    last_order_date, last_ship_date, discontinued_date, replacement)) as identity
            from staged where status <> 'unknown'
        ) claims
        order by identity, stated_on desc nulls last, row_number
        on conflict (identity) do update set stated_on = excluded.stated_on, is_snapshot = true
        where excluded.is_snapshot and excluded.stated_on > coalesce(parts_claim.stated_on, '-infinity')
    """)
    return int(cursor.rowcount)


# The rows of a SKU's newest day make one offer: the first of them says stock and lead time, every quantity its price.
_OFFERS = """
with rows as (
    select *, coalesce(stated_on, '-infinity'::date) as day from staged where distributor <> '' and sku <> ''
), latest as (
    select * from (
        select *, max(day) over (partition by part_id, distributor, sku_fold) as newest from rows
    ) dated where day = newest
), first as (
    select distinct on (part_id, distributor, sku_fold) * from latest
    order by part_id, distributor, sku_fold, row_number
), priced as (
    select part_id, distributor, sku_fold, row_number, currency, price, greatest(coalesce(price_quantity, 1), 1) as quantity,
        first_value(currency) over (partition by part_id, distributor, sku_fold order by row_number) as first_currency
    from latest where price > 0 and currency <> ''
), breaks as (
    select part_id, distributor, sku_fold, first_currency as currency,
        jsonb_agg(jsonb_build_array(quantity, price::text) order by quantity) as price_breaks
    from (
        select distinct on (part_id, distributor, sku_fold, quantity) * from priced where currency = first_currency
        order by part_id, distributor, sku_fold, quantity, row_number
    ) one_each group by part_id, distributor, sku_fold, first_currency
)
insert into parts_offer (part_id, distributor, sku, sku_fold, stock, lead_time_days, lead_time_text, moq, pack,
    currency, price_breaks, distributor_word, observed_on)
select f.part_id, f.distributor, f.sku, f.sku_fold, f.stock, f.lead_time_days, f.lead_time_text, f.moq, f.pack,
    coalesce(b.currency, f.currency), coalesce(b.price_breaks, '[]'::jsonb), f.distributor_word, f.stated_on
from first f left join breaks b using (part_id, distributor, sku_fold)
on conflict (part_id, distributor, sku_fold) do update set
    stock = excluded.stock, lead_time_days = excluded.lead_time_days,
    lead_time_text = excluded.lead_time_text, moq = excluded.moq, pack = coalesce(excluded.pack, parts_offer.pack),
    currency = excluded.currency, price_breaks = excluded.price_breaks, distributor_word = excluded.distributor_word,
    observed_on = excluded.observed_on
where coalesce(excluded.observed_on, '-infinity') >= coalesce(parts_offer.observed_on, '-infinity')
  and (parts_offer.stock, parts_offer.lead_time_text, parts_offer.moq, parts_offer.pack, parts_offer.currency,
       parts_offer.price_breaks, parts_offer.distributor_word, parts_offer.observed_on)
      is distinct from (excluded.stock, excluded.lead_time_text, excluded.moq, coalesce(excluded.pack, parts_offer.pack),
       excluded.currency, excluded.price_breaks, excluded.distributor_word, excluded.observed_on)
"""


def _store_offers(cursor: CursorWrapper) -> int:
    """An older feed never replaces a newer observation."""
    cursor.execute(_OFFERS)
    return int(cursor.rowcount)
