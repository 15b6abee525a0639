"""One row of a parts feed, read strictly: what is wrong with it is a sentence, what is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from obsolescence.base.refusals import Refused
from obsolescence.parts.rules.lifecycle import AT_DISTRIBUTOR, FEED_STATUS, rank_of
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key

REQUIRED = ("manufacturer", "mpn")
KINDS = {"": "orderable", "orderable": "orderable", "model": "model"}

# Columns of the staging table, in the order of ``staged``'s tuple.
STAGED = (
    "row_number", "maker", "maker_key", "maker_raw", "maker_raw_key", "mpn", "mpn_fold", "mpn_key", "mpn_kind",
    "description", "category", "family", "package", "mounting", "rohs", "datasheet_url", "introduced",
    "status", "word", "source", "rank", "stated_on", "last_order_date", "last_ship_date", "discontinued_date",
    "replacement", "reference", "distributor", "sku", "sku_fold", "distributor_word", "stock", "lead_time_days",
    "lead_time_text", "moq", "currency", "price", "price_quantity",
)  # fmt: skip

_LEAD_TIME = re.compile(r"(\d+)\s*(week|wk|day)", re.I)


class BadRow(Refused):
    """A row that cannot be taken; the sentence names the column."""


def staged(number: int, row: Mapping[str, str | None]) -> tuple[object, ...]:
    """The row as a tuple in the order of ``STAGED``; raise ``BadRow`` with a sentence where it makes no sense.

    number: the row's number in the file, the header being 1.
    """

    def text(name: str, limit: int) -> str:
        value = row.get(name)
        if not value:
            return ""
        value = value.strip().replace("\x00", "")
        if len(value) > limit:
            raise BadRow(f"{name} is longer than {limit} characters.")
        return value

    maker, mpn = text("manufacturer", 160) or text("manufacturer_raw", 160), text("mpn", 120)
    if not maker:
        raise BadRow("manufacturer is empty.")
    if not mpn:
        raise BadRow("mpn is empty.")
    raw = text("manufacturer_raw", 160) or maker
    feed_status = text("status", 40).lower()
    if feed_status not in FEED_STATUS and feed_status != AT_DISTRIBUTOR:
        raise BadRow(f"status {feed_status!r} is none of {', '.join(filter(None, FEED_STATUS))}.")
    at_distributor = feed_status == AT_DISTRIBUTOR
    kind = text("mpn_kind", 40)
    source = text("status_source", 120) or text("source_id", 120)
    lead_time = text("lead_time", 120)
    sku, mpn_fold = text("distributor_sku", 120), fold_mpn(mpn)
    return (
        number, maker, manufacturer_key(maker), raw, manufacturer_key(raw), mpn, mpn_fold, mpn_key(mpn),
        "base" if kind.startswith("base") else KINDS.get(kind, "orderable"),
        text("description", 2000)[:400], text("category", 120), text("family", 120), text("package", 120),
        text("mounting", 60), text("rohs", 60)[:20], text("datasheet_url", 500), _date(row, "introduced"),
        "unknown" if at_distributor else FEED_STATUS[feed_status], text("status_raw", 400)[:120], source, rank_of(source),
        _date(row, "status_date"), _date(row, "last_time_buy"), _date(row, "last_ship"), _date(row, "discontinued"),
        text("replacement", 160), text("source_path", 300), text("distributor", 80), sku, fold_mpn(sku),
        text("status_raw", 400)[:120] if at_distributor else "", _whole(row, "stock"), lead_time_days(lead_time),
        lead_time[:60], _whole(row, "moq"), text("currency", 3).upper(), _number(row, "price"), _whole(row, "price_qty"),
    )  # fmt: skip


def lead_time_days(text: str) -> int | None:
    """Days from "22 weeks" or "190 days"; a number without a unit is not guessed."""
    found = _LEAD_TIME.search(text)
    if found is None:
        return None
    return int(found[1]) * (1 if found[2].lower() == "day" else 7)


def _parsed(row: Mapping[str, str | None], name: str, parse: Callable[[str], object], kind: str) -> object:
    value = row.get(name)
    if not value or not (value := value.strip()):
        return None
    try:
        return parse(value)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise BadRow(f"{name} {value[:40]!r} is not {kind}.") from error


def _date(row: Mapping[str, str | None], name: str) -> object:
    return _parsed(row, name, _day, "a date like 2026-11-24")


def _number(row: Mapping[str, str | None], name: str) -> object:
    return _parsed(row, name, _finite, "a number")


def _whole(row: Mapping[str, str | None], name: str) -> object:
    return _parsed(row, name, lambda value: _small(int(_finite(value))), "a whole number")


@lru_cache(maxsize=4096)
def _day(value: str) -> date:
    return date.fromisoformat(value)


def _finite(value: str) -> Decimal:
    number = Decimal(value)
    if not number.is_finite() or number < 0:
        raise ValueError(value)
    return number


def _small(value: int) -> int:
    if value > 2_147_483_647:
        raise ValueError(value)
    return value
