"""Rows of a parts feed, read strictly: what is wrong with one is a sentence, what is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from obsolescence.base import given
from obsolescence.base.feeds import BadRow
from obsolescence.base.refusals import Refused
from obsolescence.parts.rules.lifecycle import AT_DISTRIBUTOR, FEED_STATUS, rank_of
from obsolescence.parts.rules.names import fold_mpns, manufacturer_key, mpn_keys

T = TypeVar("T")

REQUIRED = ("manufacturer", "mpn")
KINDS = {"": "orderable", "orderable": "orderable", "model": "model"}

# Columns of the staging table, in the order of ``staged``'s tuple.
STAGED = (
    "row_number", "maker", "maker_key", "maker_raw", "maker_raw_key", "mpn", "mpn_fold", "mpn_key", "mpn_kind",
    "description", "category", "family", "package", "mounting", "rohs", "datasheet_url", "introduced",
    "status", "word", "source", "rank", "stated_on", "is_snapshot", "last_order_date", "last_ship_date", "discontinued_date",
    "replacement", "reference", "distributor", "sku", "sku_fold", "distributor_word", "stock", "lead_time_days",
    "lead_time_text", "moq", "pack", "currency", "price", "price_quantity",
)  # fmt: skip

MOST_PIECES = 2_147_483_647
_LEAD_TIME = re.compile(r"(?<!\d)(\d{1,4})\s*(week|wk|day)", re.I)


Fields = Sequence[str | None]  # one field of every row, in the order of the rows


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of a feed, column by column: what stands in a thousand rows alike is read and judged once."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]  # as many cells each as the header

    def column(self, name: str) -> Sequence[str]:
        """A column that the file lacks is empty."""
        if name not in self.header:
            return [""] * len(self.rows)
        place = len(self.header) - 1 - self.header[::-1].index(name)  # of two alike the last
        return [row[place] for row in self.rows]

    def each(self, name: str, read: Callable[[str], T]) -> list[T]:
        """Every cell of a column through ``read``."""
        return once_each(self.column(name), read)


def once_each(values: Sequence[str], read: Callable[[str], T]) -> list[T]:
    found = {value: read(value) for value in set(values)}
    return [found[value] for value in values]


def within(values: Sequence[str], limit: int, name: str) -> int:
    """The length of the longest; raise ``BadRow`` where that is above the limit."""
    longest = max(map(len, values), default=0)
    if longest > limit:
        raise BadRow(f"{name} is longer than {limit} characters.")
    return longest


def staged(
    header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], as_of: date | None = None
) -> Iterator[tuple[object, ...]]:
    """The rows as tuples in the order of ``STAGED``; raise ``BadRow`` with a sentence where one of them makes no sense.

    rows: with their numbers in the file, the header being 1. as_of: the day of the whole file's snapshot, which dates what
    has no date and no snapshot_date of its own.
    """
    try:
        return zip(
            [number for number, _ in rows],
            *_fields(Columns(header, [row for _, row in rows]), as_of),
            strict=True,
        )
    except BadRow:
        raise
    except Refused as refusal:
        raise BadRow(refusal.sentence) from refusal


def _fields(cells: Columns, as_of: date | None) -> list[Fields]:
    """The columns of ``STAGED`` behind the row number."""

    def text(name: str, limit: int, shown: int | None = None) -> list[str]:
        """What is longer than ``shown`` is cut there, than ``limit`` refused."""
        values = list(map(str.strip, cells.column(name)))
        longest = within(values, limit, name)
        return [value[:shown] for value in values] if shown is not None and longest > shown else values

    def folded(values: list[str], limit: int, name: str) -> list[str]:
        """Folding may make a text longer: one sign becomes eighteen."""
        within(values, limit, name)
        return values

    def days(name: str) -> list[str | None]:
        return cells.each(name, lambda value: _date(value, name))

    def whole(name: str) -> list[str | None]:
        return cells.each(name, lambda value: _whole(value, name))

    raws = text("manufacturer_raw", 160)
    makers = [maker or raw for maker, raw in zip(text("manufacturer", 160), raws, strict=True)]
    mpns = text("mpn", 120)
    for name, values in (("manufacturer", makers), ("mpn", mpns)):
        if not all(values):
            raise BadRow(f"{name} is empty.")
    raws = [raw or maker for raw, maker in zip(raws, makers, strict=True)]
    statuses = cells.each("status", _status)
    words = text("status_raw", 400, 120)
    sources = [
        own or place for own, place in zip(text("status_source", 120), text("source_id", 120), strict=True)
    ]
    skus, folds = text("distributor_sku", 120), folded(fold_mpns(mpns), 120, "mpn")
    stated = days("status_date")
    said = str(as_of) if as_of else None
    snapshots = [day or said for day in days("snapshot_date")]
    lead_times = text("lead_time", 120)
    return [
        makers, folded(once_each(makers, manufacturer_key), 160, "manufacturer"),
        raws, folded(once_each(raws, manufacturer_key), 160, "manufacturer_raw"), mpns, folds, mpn_keys(folds),
        cells.each("mpn_kind", _kind),
        text("description", 2000, 400), text("category", 120), text("family", 120), text("package", 120),
        text("mounting", 60), text("rohs", 60, 20), text("datasheet_url", 500), days("introduced"),
        ["unknown" if one == AT_DISTRIBUTOR else FEED_STATUS[one] for one in statuses], words, sources,
        once_each(sources, lambda source: str(rank_of(source))),
        [day or snapshot for day, snapshot in zip(stated, snapshots, strict=True)],
        ["t" if day is None and snapshot is not None else "f" for day, snapshot in zip(stated, snapshots, strict=True)],
        days("last_time_buy"), days("last_ship"), days("discontinued"),
        text("replacement", 160), text("source_path", 300), text("distributor", 80), skus,
        folded(fold_mpns(skus), 120, "distributor_sku"),
        [word if one == AT_DISTRIBUTOR else "" for one, word in zip(statuses, words, strict=True)],
        whole("stock"), once_each(lead_times, _lead_days), [time[:60] for time in lead_times],
        whole("moq"), whole("pack"), cells.each("currency", _currency), cells.each("price", _price), whole("price_qty"),
    ]  # fmt: skip


def lead_time_days(text: str) -> int | None:
    """Days from "22 weeks" or "190 days"; a number without a unit is not guessed."""
    found = _LEAD_TIME.search(text)
    if found is None:
        return None
    return int(found[1]) * (1 if found[2].lower() == "day" else 7)


def _status(value: str) -> str:
    value = value.strip().lower()
    within([value], 40, "status")
    if value not in FEED_STATUS and value != AT_DISTRIBUTOR:
        raise BadRow(f"status {value!r} is none of {', '.join(filter(None, FEED_STATUS))}.")
    return value


def _kind(value: str) -> str:
    value = value.strip()
    within([value], 40, "mpn_kind")
    return "base" if value.startswith("base") else KINDS.get(value, "orderable")


def _lead_days(value: str) -> str | None:
    days = lead_time_days(value)
    return None if days is None else str(days)


def _currency(value: str) -> str:
    value = value.strip()
    within([value], 12, "currency")
    return given.currency(value) if value else ""


def _date(value: str, name: str) -> str | None:
    return str(given.day(value, name)) if value and not value.isspace() else None


def _number(value: str, name: str) -> Decimal | None:
    if not value or value.isspace():
        return None
    number = given.decimal(value, name)
    if number < 0:
        raise BadRow(f"{name} {value[:40]!r} is below 0.")
    return number


def _price(value: str) -> str | None:
    number = _number(value, "price")
    return None if number is None else f"{number:f}"


def _whole(value: str, name: str) -> str | None:
    number = _number(value, name)
    if number is not None and number > MOST_PIECES:
        raise BadRow(f"{name} is larger than {MOST_PIECES:,}.")
    return None if number is None else str(int(number))
