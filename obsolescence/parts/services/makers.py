"""Makers with their aliases and successors, and exchange rates, from files."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TextIO

from django.db import connection

from obsolescence.base.refusals import Refused
from obsolescence.parts.models import ExchangeRate
from obsolescence.parts.rules.names import manufacturer_key


def import_manufacturers(*, lines: TextIO) -> tuple[int, int]:
    """Take makers (columns manufacturer, aliases, acquired_by_or_successor, year, succession_evidence) or
    aliases (columns alias, manufacturer, evidence); return how many makers and aliases the file named.

    Running it twice leaves the same state. Raises Refused where the file has neither.
    """
    rows = csv.DictReader(lines)
    names = set(rows.fieldnames or ())
    if {"alias", "manufacturer"} <= names:
        return _store([], [(row["alias"], row["manufacturer"], row.get("evidence") or "") for row in rows])
    if "manufacturer" not in names:
        raise Refused("This is no list of makers: the column manufacturer is missing.")
    makers, aliases = [], []
    for row in rows:
        name = (row["manufacturer"] or "").strip()
        makers.append(
            (
                name,
                (row.get("acquired_by_or_successor") or "").strip(),
                (row.get("year") or "").strip(),
                (row.get("succession_evidence") or "").strip(),
            )
        )
        aliases += [(alias, name, "list") for alias in (row.get("aliases") or "").split(";")]
    return _store(makers, aliases)


def _store(makers: list[tuple[str, str, str, str]], aliases: list[tuple[str, str, str]]) -> tuple[int, int]:
    makers = [maker for maker in makers if maker[0]]
    aliases = [alias for alias in aliases if alias[0].strip() and alias[1].strip()]
    # A successor, or the maker of an alias, may stand in no row of its own.
    names = (
        {m[0]: None for m in makers}
        | {a[1].strip(): None for a in aliases}
        | {m[1]: None for m in makers if m[1]}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into parts_manufacturer (name, key, succession_evidence, is_confirmed)"
            " select distinct on (key) name, key, '', true from unnest(%s::text[], %s::text[]) as t(name, key)"
            " order by key, name on conflict do nothing",
            [list(names), [manufacturer_key(name) for name in names]],
        )
        cursor.execute(
            "update parts_manufacturer m set successor_id = s.id, succession_year = t.year, succession_evidence = t.evidence"
            " from unnest(%s::text[], %s::text[], %s::int[], %s::text[]) as t(key, successor, year, evidence)"
            " join parts_manufacturer s on s.key = t.successor"
            " where m.key = t.key and s.id <> m.id"
            " and (m.successor_id, m.succession_year, m.succession_evidence) is distinct from (s.id, t.year, t.evidence)",
            [
                [manufacturer_key(m[0]) for m in makers if m[1]],
                [manufacturer_key(m[1]) for m in makers if m[1]],
                [int(m[2]) if m[2].isdigit() else None for m in makers if m[1]],
                [m[3] for m in makers if m[1]],
            ],
        )
        cursor.execute(
            "insert into parts_manufactureralias (key, alias, manufacturer_id, evidence)"
            " select distinct on (t.key) t.key, t.alias, m.id, t.evidence"
            " from unnest(%s::text[], %s::text[], %s::text[], %s::text[]) as t(key, alias, maker, evidence)"
            " join parts_manufacturer m on m.key = t.maker"
            " where not exists (select 1 from parts_manufacturer own where own.key = t.key)"
            " order by t.key, t.alias on conflict do nothing",
            [
                [manufacturer_key(a[0]) for a in aliases],
                [a[0].strip() for a in aliases],
                [manufacturer_key(a[1]) for a in aliases],
                [a[2] for a in aliases],
            ],
        )
    return len(makers), len(aliases)


def import_rates(*, lines: TextIO, source: str = "") -> int:
    """Take exchange rates (columns currency, date, rate: reporting currency for one unit); return how many."""
    rates = []
    reader = csv.DictReader(lines)
    if not {"currency", "date", "rate"} <= set(reader.fieldnames or ()):
        raise Refused("This is no list of rates: it needs the columns currency, date and rate.")
    for number, row in enumerate(reader, start=2):
        try:
            rate = Decimal(row["rate"])
            if rate <= 0 or not rate.is_finite():
                raise ValueError
            day = date.fromisoformat(row["date"])
        except (InvalidOperation, ValueError, TypeError) as error:
            raise Refused(
                f"Row {number}: a rate needs a date like 2026-11-24 and a number above 0."
            ) from error
        rates.append(
            ExchangeRate(currency=row["currency"].strip().upper(), date=day, rate=rate, source=source)
        )
    ExchangeRate.objects.bulk_create(
        rates, update_conflicts=True, unique_fields=["currency", "date"], update_fields=["rate", "source"]
    )
    return len(rates)
