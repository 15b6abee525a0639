"""One row of a parts feed, read strictly: what is wrong with it is a sentence, what is missing stays missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from obsolescence.base import given
from obsolescence.base.feeds import BadRow
from obsolescence.base.refusals import Refused
from obsolescence.parts.rules.lifecycle import AT_DISTRIBUTOR, FEED_STATUS, rank_of
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key

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


def staged(number: int, row: Mapping[str, str | None], as_of: date | None = None) -> tuple[object, ...]:
    """The row as a tuple in the order of ``STAGED``; raise ``BadRow`` with a sentence where it makes no sense.

    number: the row's number in the file, the header being 1. as_of: the day of the whole file's snapshot, which dates
    what has no date and no snapshot_date of its own.
    """
    try:
        return _staged(number, row, as_of)
    except BadRow:
        raise
    except Refused as refusal:
        raise BadRow(refusal.sentence) from refusal


def _staged(number: int, row: Mapping[str, str | None], as_of: date | None) -> tuple[object, ...]:

    def text(name: str, limit: int) -> str:
        value = row.get(name)
        if not value:
            return ""
        value = value.strip()
        if len(value) > limit:
            raise BadRow(f"{name} is longer than {limit} characters.")
        return value

    def folded(value: str, fold: Callable[[str], str], limit: int, name: str) -> str:
        """Folding may make a text longer: one sign becomes eighteen."""
        value = fold(value)
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
    sku, mpn_fold = text("distributor_sku", 120), folded(mpn, fold_mpn, 120, "mpn")
    currency = text("currency", 12)
    stated = _date(row, "status_date")
    snapshot = _date(row, "snapshot_date") or as_of
    return (
        number, maker, folded(maker, manufacturer_key, 160, "manufacturer"),
        raw, folded(raw, manufacturer_key, 160, "manufacturer_raw"), mpn, mpn_fold, mpn_key(mpn),
        "base" if kind.startswith("base") else KINDS.get(kind, "orderable"),
        text("description", 2000)[:400], text("category", 120), text("family", 120), text("package", 120),
        text("mounting", 60), text("rohs", 60)[:20], text("datasheet_url", 500), _date(row, "introduced"),
        "unknown" if at_distributor else FEED_STATUS[feed_status], text("status_raw", 400)[:120], source, rank_of(source),
        stated or snapshot, stated is None and snapshot is not None, _date(row, "last_time_buy"), _date(row, "last_ship"), _date(row, "discontinued"),
        text("replacement", 160), text("source_path", 300), text("distributor", 80), sku, folded(sku, fold_mpn, 120, "distributor_sku"),
        text("status_raw", 400)[:120] if at_distributor else "", _whole(row, "stock"), lead_time_days(lead_time),
        lead_time[:60], _whole(row, "moq"), _whole(row, "pack"), given.currency(currency) if currency else "", _number(row, "price"), _whole(row, "price_qty"),
    )  # fmt: skip


def lead_time_days(text: str) -> int | None:
    """Days from "22 weeks" or "190 days"; a number without a unit is not guessed."""
    found = _LEAD_TIME.search(text)
    if found is None:
        return None
    return int(found[1]) * (1 if found[2].lower() == "day" else 7)


def _date(row: Mapping[str, str | None], name: str) -> date | None:
    value = row.get(name)
    return _day(value, name) if value and not value.isspace() else None


def _number(row: Mapping[str, str | None], name: str) -> Decimal | None:
    value = row.get(name)
    if not value or value.isspace():
        return None
    number = given.decimal(value, name)
    if number < 0:
        raise BadRow(f"{name} {value[:40]!r} is below 0.")
    return number


def _whole(row: Mapping[str, str | None], name: str) -> int | None:
    number = _number(row, name)
    if number is not None and number > MOST_PIECES:
        raise BadRow(f"{name} is larger than {MOST_PIECES:,}.")
    return None if number is None else int(number)


@lru_cache(maxsize=4096)
def _day(value: str, name: str) -> date:
    return given.day(value, name)
