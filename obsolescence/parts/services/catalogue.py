"""Parts feeds into the catalogue: COPY into a staging table, then a handful of set-based statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TextIO

from django.db import connection
from django.db.backends.utils import CursorWrapper

from obsolescence.base.feeds import BadRow, Feed, Rejected
from obsolescence.parts.rules import feed
from obsolescence.parts.services.lifecycle import derive_lifecycle, judged

PROGRESS_EVERY = 20_000
BLOCK = 5_000  # rows that are read together


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
        cursor.execute(
            "set local gin_pending_list_limit = '32MB'"
        )  # fewer, larger rounds of sorting trigrams in
        _make_staging(cursor)
        with cursor.copy(f"copy staged ({', '.join(feed.STAGED)}) from stdin") as copy:
            for row in _rows(lines, as_of, done, progress):
                copy.write_row(row)
        cursor.execute("analyze staged (maker_key, mpn_fold)")
        one_writer(cursor)
        _store_makers(cursor)
        _place(cursor)
        # New parts come last, with the status that their claims give them: no row is written twice.
        done.claims = _store_claims(cursor)
        done.offers = _store_offers(cursor)
        done.parts, done.statuses = _store_parts(cursor)
        cursor.execute("drop view placed; drop table staged, makers, places")
    return done


def one_writer(cursor: CursorWrapper) -> None:
    """Wait until nobody else adds parts or moves them between makers, until the transaction ends; readers go on."""
    cursor.execute("select pg_advisory_xact_lock(hashtextextended('parts: catalogue', 0))")


def _rows(
    lines: TextIO, as_of: date | None, done: Imported, progress: Callable[[int], None]
) -> Iterator[tuple[object, ...]]:
    rows = Feed(lines, "parts feed", feed.REQUIRED, is_strict=True)
    done.header, done.rejected = rows.header, rows.rejected
    told = 0
    records = rows.records()
    while block := list(islice(records, BLOCK)):
        yield from _good(rows, block, as_of)
        if rows.read - told >= PROGRESS_EVERY:
            told = rows.read
            progress(told)
    done.rows = rows.read


def _good(
    rows: Feed, block: Sequence[tuple[int, list[str]]], as_of: date | None
) -> Iterator[tuple[object, ...]]:
    """The rows of a block that make sense. Halving finds the bad ones, which are few."""
    try:
        yield from feed.staged(rows.header, block, as_of)
    except BadRow as bad:
        if len(block) == 1:
            number, values = block[0]
            rows.rejected.append(Rejected(number, bad.sentence, values))
        else:
            middle = len(block) // 2
            yield from _good(rows, block[:middle], as_of)
            yield from _good(rows, block[middle:], as_of)


def _make_staging(cursor: CursorWrapper) -> None:
    kinds = {
        "row_number": "integer", "rank": "smallint", "introduced": "date", "stated_on": "date",
        "last_order_date": "date", "last_ship_date": "date", "discontinued_date": "date", "stock": "integer",
        "lead_time_days": "integer", "moq": "integer", "pack": "integer", "is_snapshot": "boolean", "price": "numeric", "price_quantity": "integer",
    }  # fmt: skip
    columns = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in feed.STAGED)
    cursor.execute(f"create temporary table staged ({columns}) on commit drop")


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


def _place(cursor: CursorWrapper) -> None:
    """Give every row the part that it is about, with the id that the part has or will have.

    Most parts have one row; only the rows of the others have to be weighed against each other, the richest first.
    """
    cursor.execute("""
        create temporary table places on commit drop as
        select k.*, p.id is null as is_new,
            coalesce(p.id, case when k.place = 1 then nextval('parts_part_id_seq') end) as part_id
        from (
            select row_number, makers.id as manufacturer_id, mpn_fold, count(*) over part as rows, row_number() over (
                partition by makers.id, mpn_fold order by mpn_kind = 'base', length(description) desc, row_number
            ) as place
            from staged join makers on makers.key = maker_key
            window part as (partition by makers.id, mpn_fold)
        ) k left join parts_part p on p.manufacturer_id = k.manufacturer_id and p.mpn_fold = k.mpn_fold
    """)
    cursor.execute("""
        update places p set part_id = first.part_id from places first
        where p.part_id is null and first.place = 1
          and first.manufacturer_id = p.manufacturer_id and first.mpn_fold = p.mpn_fold
    """)
    cursor.execute("analyze staged (row_number), places (row_number, part_id, place, rows, is_new)")
    cursor.execute("""
        create temporary view placed as
        select staged.*, part_id, manufacturer_id, is_new, place, rows from staged join places using (row_number)
    """)


_FACTS = ("description", "category", "family", "package", "mounting", "rohs", "datasheet_url")


def _store_parts(cursor: CursorWrapper) -> tuple[int, int]:
    """Store new parts, and what is new about the others: an empty cell never erases what is known.

    Returns how many parts are new or described otherwise, and how many statuses changed.
    """
    cursor.execute(f"""
        update parts_part p set introduced = coalesce(d.introduced, p.introduced),
            mpn_kind = case when p.mpn_kind = 'base' then d.mpn_kind else p.mpn_kind end,
            {", ".join(f"{name} = coalesce(nullif(d.{name}, ''), p.{name})" for name in _FACTS)}
        from placed d
        where d.part_id = p.id and not d.is_new and d.place = 1 and (
            {" or ".join(f"(d.{name} <> '' and d.{name} <> p.{name})" for name in _FACTS)}
            or (d.introduced is not null and d.introduced is distinct from p.introduced)
            or (p.mpn_kind = 'base' and d.mpn_kind <> 'base')
        )
    """)
    changed = int(cursor.rowcount)
    statuses = derive_lifecycle("select part_id from places where not is_new")
    believed, values = judged("select part_id from places where is_new")
    cursor.execute(
        f"""
        {believed}, stored as (
            insert into parts_part (id, manufacturer_id, mpn, mpn_fold, mpn_key, mpn_kind, {", ".join(_FACTS)}, introduced,
                status, status_word, status_source, status_date, last_order_date, last_ship_date, replacement,
                status_conflicts, facts_version)
            select part_id, manufacturer_id, mpn, mpn_fold, mpn_key, mpn_kind, {", ".join("d." + name for name in _FACTS)},
                introduced, coalesce(j.status, 'unknown'), coalesce(j.word, ''), coalesce(j.source, ''), j.stated_on,
                j.last_order_date, j.last_ship_date, coalesce(j.replacement, ''), coalesce(j.conflicts, false), 1
            from placed d left join judged j using (part_id)
            where is_new and place = 1
            returning status
        )
        select count(*), count(*) filter (where status <> 'unknown') from stored
        """,
        values,
    )
    new, known = cursor.fetchone()
    return changed + new, statuses + known


def _store_claims(cursor: CursorWrapper) -> int:
    """One row a statement. The date of a snapshot is no part of what was said: a newer snapshot only moves it on."""
    cursor.execute("""
        with said as (
            select *, md5(concat_ws('|', part_id, source, word, case when not is_snapshot then stated_on end,
                                    last_order_date, last_ship_date, discontinued_date, replacement)) as identity
            from placed where status <> 'unknown'
        ), once as (
            select * from said where rows = 1
            union all
            (select distinct on (identity) * from said where rows > 1
             order by identity, stated_on desc nulls last, row_number)
        )
        insert into parts_claim (part_id, identity, status, word, source, rank, stated_on, is_snapshot, introduced,
            last_order_date, last_ship_date, discontinued_date, date_precision, replacement, reference, recorded_at)
        select part_id, identity, status, word, source, rank, stated_on, is_snapshot, introduced,
            last_order_date, last_ship_date, discontinued_date, 'day', replacement, reference, now()
        from once
        on conflict (identity) do update set stated_on = excluded.stated_on, is_snapshot = true
        where excluded.is_snapshot and excluded.stated_on > coalesce(parts_claim.stated_on, '-infinity')
    """)
    return int(cursor.rowcount)


# An offer is what the rows of a SKU's newest day say: the first of them stock and lead time, every quantity its price.
_OFFERS = """
with given as (
    select part_id, distributor, sku_fold, sku, stock, lead_time_days, lead_time_text, moq, pack, currency, price,
        greatest(coalesce(price_quantity, 1), 1) as quantity, distributor_word, stated_on, row_number, rows
    from placed where distributor <> '' and sku <> ''
), dated as (
    select *, coalesce(stated_on, '-infinity'::date) as day from given where rows > 1
), latest as (
    select * from (
        select *, max(day) over (partition by part_id, distributor, sku_fold) as newest from dated
    ) d where day = newest
), first as (
    select distinct on (part_id, distributor, sku_fold) * from latest
    order by part_id, distributor, sku_fold, row_number
), priced as (
    select part_id, distributor, sku_fold, row_number, currency, price, quantity,
        first_value(currency) over (partition by part_id, distributor, sku_fold order by row_number) as first_currency
    from latest where price > 0 and currency <> ''
), breaks as (
    select part_id, distributor, sku_fold, first_currency as currency,
        jsonb_agg(jsonb_build_array(quantity, price::text) order by quantity) as price_breaks
    from (
        select distinct on (part_id, distributor, sku_fold, quantity) * from priced where currency = first_currency
        order by part_id, distributor, sku_fold, quantity, row_number
    ) one_each group by part_id, distributor, sku_fold, first_currency
), offers as (
    select part_id, distributor, sku, sku_fold, stock, lead_time_days, lead_time_text, moq, pack, currency,
        case when price > 0 and currency <> '' then jsonb_build_array(jsonb_build_array(quantity, price::text))
             else '[]'::jsonb end as price_breaks, distributor_word, stated_on
    from given where rows = 1
    union all
    select f.part_id, f.distributor, f.sku, f.sku_fold, f.stock, f.lead_time_days, f.lead_time_text, f.moq, f.pack,
        coalesce(b.currency, f.currency), coalesce(b.price_breaks, '[]'::jsonb), f.distributor_word, f.stated_on
    from first f left join breaks b using (part_id, distributor, sku_fold)
)
insert into parts_offer (part_id, distributor, sku, sku_fold, stock, lead_time_days, lead_time_text, moq, pack,
    currency, price_breaks, distributor_word, observed_on)
select part_id, distributor, sku, sku_fold, stock, lead_time_days, lead_time_text, moq, pack, currency, price_breaks,
    distributor_word, stated_on
from offers
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
