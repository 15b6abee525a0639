"""Makers with their aliases and successors, and exchange rates, from files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TextIO

from django.db import connection, transaction

from obsolescence.base import given
from obsolescence.base.feeds import BadRow, Feed, Rejected, Row
from obsolescence.base.refusals import Refused
from obsolescence.parts.models import ExchangeRate, Manufacturer
from obsolescence.parts.rules.names import manufacturer_key
from obsolescence.parts.services import merging
from obsolescence.parts.services.catalogue import one_writer


@dataclass(slots=True)
class Taken:
    """What a file held: makers, aliases or rates taken, and rows that were not, with reasons."""

    makers: int = 0
    aliases: int = 0
    rates: int = 0
    merging: int = 0  # makers that become another's name within a minute
    conflicts: list[str] = field(default_factory=list)  # aliases that are makers of their own
    header: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Maker:
    name: str
    successor: str
    year: int | None
    evidence: str


def import_manufacturers(*, lines: TextIO) -> Taken:
    """Take makers (columns manufacturer, aliases, acquired_by_or_successor, year, succession_evidence) or
    aliases (columns alias, manufacturer, evidence), as jobs.

    Running it twice leaves the same state. A bad row is listed and does not stop the rest. Raises Refused where the file has neither.
    """
    feed = Feed(lines, "list of makers", ["manufacturer"])
    is_aliases = "alias" in feed.header
    makers: list[_Maker] = []
    aliases: list[tuple[str, str, str]] = []
    for row in feed:
        try:
            if is_aliases:
                aliases.append((_name(row.text("alias")), _name(row.text("manufacturer")), _evidence(row)))
            else:
                maker = _maker(row)
                named = [_name(alias) for alias in row.text("aliases", 20_000).split(";") if alias.strip()]
                makers.append(maker)
                aliases += [(alias, maker.name, "list") for alias in named]
        except Refused as bad:
            feed.reject(row, bad.sentence)
    _store(makers, aliases)
    waiting, conflicts = _merge(
        {manufacturer_key(alias): maker for alias, maker, _ in aliases},
        own={manufacturer_key(maker.name) for maker in makers},
    )
    return Taken(len(makers), len(aliases), 0, waiting, conflicts, feed.header, feed.rejected)


def _merge(aliases: dict[str, str], *, own: set[str]) -> tuple[int, list[str]]:
    """Aliases that are makers already, since a feed came first: merge them; return how many wait, and the conflicts.

    What both makers have needs everybody who refers to it, and follows within a minute (flow.makers).
    """
    waiting, conflicts = 0, []
    for maker in Manufacturer.objects.filter(key__in=aliases).order_by("pk"):
        if manufacturer_key(aliases[maker.key]) == maker.key:
            continue
        if maker.key in own:
            conflicts.append(
                f"{maker} is no other name of {aliases[maker.key]}: the file has it as a maker too."
            )
            continue
        try:
            with transaction.atomic():
                into_id = merging.wish_merge(maker_id=maker.pk, into=aliases[maker.key])
                waiting += bool(merging.move_what_is_alone(maker_id=maker.pk, into_id=into_id))
        except Refused as refusal:
            conflicts.append(f"{maker} is no other name of {aliases[maker.key]}: {refusal.sentence}")
    return waiting, conflicts


def _maker(row: Row) -> _Maker:
    successor, year = row.text("acquired_by_or_successor"), row.text("year")
    return _Maker(
        name=_name(row.text("manufacturer")),
        successor=_successor(successor),
        year=given.year(year, "year") if year else None,
        evidence=row.text("succession_evidence")[:400],
    )


_REMARK = re.compile(r"^\s*(?:renamed|now|became)\s+|\s*\([^()]*\)\s*$", re.I)


def _successor(text: str) -> str:
    """The name alone of "renamed NXP" and "Murata (renamed pSemi)"; empty where there is none."""
    name = _REMARK.sub("", text).strip()
    return _name(name) if name else ""


def _name(text: str) -> str:
    """A maker's name that fits, also after folding, which may make it longer."""
    name = given.text(text, 160, "A maker's name")
    if not name:
        raise BadRow("A maker's name is missing.")
    if len(manufacturer_key(name)) > 160:
        raise BadRow("A maker's name is longer than 160 characters.")
    return name


def _evidence(row: Row) -> str:
    return row.text("evidence")[:400]


def _store(makers: list[_Maker], aliases: list[tuple[str, str, str]]) -> None:
    # A successor, or the maker of an alias, may stand in no row of its own.
    names = dict.fromkeys(
        [
            *(maker.name for maker in makers),
            *(maker for _, maker, _ in aliases),
            *(maker.successor for maker in makers if maker.successor),
        ]
    )
    succeeded = list({manufacturer_key(maker.name): maker for maker in makers if maker.successor}.values())
    with connection.cursor() as cursor:
        one_writer(cursor)
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
                [manufacturer_key(maker.name) for maker in succeeded],
                [manufacturer_key(maker.successor) for maker in succeeded],
                [maker.year for maker in succeeded],
                [maker.evidence for maker in succeeded],
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
                [manufacturer_key(alias) for alias, _, _ in aliases],
                [alias for alias, _, _ in aliases],
                [manufacturer_key(maker) for _, maker, _ in aliases],
                [evidence for _, _, evidence in aliases],
            ],
        )


def import_rates(*, lines: TextIO, source: str = "") -> Taken:
    """Take exchange rates (columns currency, date, rate: reporting currency for one unit), as jobs.

    Of two rates for one currency and day the last one counts. A bad row is listed and does not stop the rest.
    """
    feed = Feed(lines, "list of rates", ["currency", "date", "rate"])
    rates: dict[tuple[str, object], ExchangeRate] = {}
    for row in feed:
        try:
            one = _rate(row, source)
        except Refused as bad:
            feed.reject(row, bad.sentence)
        else:
            rates[one.currency, one.date] = one
    ExchangeRate.objects.bulk_create(
        rates.values(),
        update_conflicts=True,
        unique_fields=["currency", "date"],
        update_fields=["rate", "source"],
    )
    return Taken(rates=len(rates), header=feed.header, rejected=feed.rejected)


def _rate(row: Row, source: str) -> ExchangeRate:
    rate = given.decimal(row.text("rate"), "rate")
    if rate <= 0:
        raise BadRow("A rate is a number above 0.")
    return ExchangeRate(
        currency=given.currency(row.text("currency")),
        date=given.day(row.text("date"), "date"),
        rate=rate,
        source=source[:80],
    )
