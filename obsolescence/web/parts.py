"""The catalogue: find a part, and see everything that is said about it, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from obsolescence.base import charts
from obsolescence.base.access import Actor, for_everybody_signed_in
from obsolescence.base.charts import timeline
from obsolescence.base.page import is_partial, page
from obsolescence.parts import queries
from obsolescence.parts.rules import notices
from obsolescence.parts.rules.lifecycle import RANK_WORDS
from obsolescence.risk import queries as risk

if TYPE_CHECKING:
    from obsolescence.parts.models import Claim, NoticePart, Offer, Part


@for_everybody_signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Parts by number, grouped by how they were found; one exact hit opens at once."""
    text = request.GET.get("q", "").strip()[:200]
    hits = queries.search(text) if text else []
    exact = [hit for hit in hits if hit.how == "exact" and hit.kind != "base"]
    if len(exact) == 1 and "all" not in request.GET and not is_partial(request):
        return redirect("parts:part", part_id=exact[0].id)
    context = {
        "text": text,
        "groups": [(queries.HOW[how], list(found)) for how, found in groupby(hits, key=lambda hit: hit.how)],
        "count": len(hits),
        "size": queries.catalogue_size(),
        "is_short": bool(text) and len(text) < queries.SHORTEST,
    }
    return page(request, "obsolescence/parts/search.html", context, fragment="obsolescence/parts/_hits.html")


@for_everybody_signed_in
def part(request: HttpRequest, part_id: int) -> HttpResponse:
    """One part: its status with the evidence, offers with their dates, notices, and where the own organisation uses it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    one = queries.part(part_id)
    if one.merged_into_id is not None:
        return redirect("parts:part", part_id=one.merged_into_id)
    claims = list(queries.claims_of(part_id))
    said = [_claim(claim, one, today) for claim in claims]
    offers = [_offer(offer, today) for offer in queries.offers_of(part_id)]
    rows = list(queries.notice_rows_of(part_id))
    context = {
        "part": one,
        "today": today,
        "status_says": _status_says(one, said, today),
        "claims": said,
        "disagree": _disagreement(one, claims),
        "offers": offers,
        "stock": _total_stock(offers),
        "lead_time": _shortest_lead_time_weeks(offers),
        "notices": [_notice(row) for row in rows if row.notice.counts],
        "reports": [_notice(row) for row in rows if not row.notice.counts],
        "uses": risk.where_used(actor.organisation_id, part_id) if actor.organisation_id else [],
        "is_member": actor.organisation_id is not None,
        "same_key": queries.same_key(one),
        "figure": _figure(one, rows, today),
        "order_by": notices.written(one.last_order_date, _precision(one, claims)),
    }
    return page(request, "obsolescence/parts/part.html", context)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement about a part's life, in words."""

    status: str
    word: str
    source: str
    trust: str
    stated_on: date | None
    is_snapshot: bool
    age: str
    is_old: bool
    is_believed: bool
    is_withdrawn: bool
    last_order: str
    last_ship: str
    replacement: str
    notice_id: int | None


@dataclass(frozen=True, slots=True)
class Offered:
    distributor: str
    sku: str
    stock: int | None
    lead_time: str
    lead_time_days: int | None
    moq: int | None
    pack: int | None
    breaks: list[tuple[int, str]]
    currency: str
    word: str
    observed_on: date | None
    age: str


def _claim(claim: Claim, one: Part, today: date) -> Said:
    is_believed = (claim.word, claim.source, claim.stated_on) == (
        one.status_word,
        one.status_source,
        one.status_date,
    )
    return Said(
        status=claim.status,
        word=claim.word,
        source=claim.source,
        trust=_trust(claim),
        stated_on=claim.stated_on,
        is_snapshot=claim.is_snapshot,
        age=age_of(claim.stated_on, today),
        is_old=claim.stated_on is None or (today - claim.stated_on).days > 730,
        is_believed=is_believed and claim.withdrawn_at is None,
        is_withdrawn=claim.withdrawn_at is not None,
        last_order=notices.written(claim.last_order_date, claim.date_precision),
        last_ship=notices.written(claim.last_ship_date, claim.date_precision),
        replacement=claim.replacement,
        notice_id=claim.notice_id,
    )


def _trust(claim: Claim) -> str:
    """How far a claim is trusted. A report of high confidence counts like the maker's word, and is not called so."""
    if claim.notice is not None and not notices.is_makers_own(claim.notice.evidence):
        return "reported with high confidence"
    return RANK_WORDS.get(claim.rank, "a guess")


def _offer(offer: Offer, today: date) -> Offered:
    return Offered(
        distributor=offer.distributor,
        sku=offer.sku,
        stock=offer.stock,
        lead_time=offer.lead_time_text,
        lead_time_days=offer.lead_time_days,
        moq=offer.moq,
        pack=offer.pack,
        breaks=[(int(quantity), str(price)) for quantity, price in offer.price_breaks],
        currency=offer.currency,
        word=offer.distributor_word,
        observed_on=offer.observed_on,
        age=age_of(offer.observed_on, today),
    )


def _notice(row: NoticePart) -> dict[str, Any]:
    notice = row.notice
    return {
        "id": notice.pk,
        "kind": notices.KIND_WORDS[notice.kind],
        "word": notice.word,
        "number": notice.number,
        "title": notice.title,
        "issued": notices.written(notice.issue_date, notice.issue_precision),
        "last_order": notices.written(row.last_order_date, row.last_order_precision),
        "last_ship": notices.written(row.last_ship_date, row.last_ship_precision),
        "replacement": row.replacement,
        "relation": row.replacement_relation,
        "source": notice.evidence or "source not given",
        "confidence": notice.confidence,
        "source_url": notice.source_url if notice.source_url.startswith(("https://", "http://")) else "",
        "note": row.note or notice.note,
        "is_withdrawn": notice.withdrawn_at is not None,
        "windows": notices.windows(notice.issue_date, row.last_order_date, row.last_ship_date),
    }


def age_of(day: date | None, today: date) -> str:
    """How old a statement is, in the unit that matters: 3 days, 5 months, 6 years; undated says so."""
    if day is None:
        return "undated"
    days = (today - day).days
    if days < 0:
        return "dated ahead"
    for unit, length in (("year", 365.25), ("month", 30.44), ("week", 7)):
        if days >= 2 * length:
            return f"{int(days / length)} {unit}s old"
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} old"


def _status_says(one: Part, said: list[Said], today: date) -> str:
    if one.status == "unknown":
        return "No source has said anything about its life. Unknown is not safe."
    word = f"“{one.status_word}”" if one.status_word else "its word"
    snapshot = any(claim.is_believed and claim.is_snapshot for claim in said)
    age = f"{age_of(one.status_date, today)}{' (date of the snapshot)' if snapshot else ''}"
    return f"{word} by {one.status_source or 'an unnamed source'}, {age}"


def _disagreement(one: Part, claims: list[Claim]) -> str:
    """Who says otherwise, in one sentence; empty where all agree."""
    if not one.status_conflicts:
        return ""
    others = [claim for claim in claims if claim.withdrawn_at is None and claim.status != one.status]
    if not others:
        return ""
    other = others[0]
    dated = f", {other.stated_on.isoformat()}" if other.stated_on else ", undated"
    return f"{other.source}{dated} says “{other.word or other.status}”. It weighs less: the order of trust decides, then the date."


def _precision(one: Part, claims: list[Claim]) -> str:
    return next(
        (claim.date_precision for claim in claims if claim.last_order_date == one.last_order_date), "day"
    )


def _total_stock(offers: list[Offered]) -> int | None:
    known = [offer.stock for offer in offers if offer.stock is not None]
    return sum(known) if known else None


def _shortest_lead_time_weeks(offers: list[Offered]) -> int | None:
    known = [offer.lead_time_days for offer in offers if offer.lead_time_days is not None]
    return min(known) // 7 if known else None


def _figure(one: Part, rows: list[NoticePart], today: date) -> charts.Figure | None:
    """Last order and last shipment on a time line, where the maker has named them and they matter still."""
    if one.last_order_date is None or (one.last_ship_date or one.last_order_date) < today:
        return None
    ending = timeline.Ending(one.mpn, one.status, one.last_order_date, one.last_ship_date)
    until = (one.last_ship_date or one.last_order_date) + timedelta(days=180)
    return charts.figure(
        timeline.timeline([ending], today=today, until=until, width=760),
        title="How long it can still be ordered",
        says="Orders accepted, then shipments only; the maker's own dates.",
        summary=f"{one.mpn} can be ordered until {one.last_order_date.isoformat()}",
        columns=["What", "Day"],
        rows=[
            ["Last order", one.last_order_date.isoformat()],
            ["Last shipment", one.last_ship_date.isoformat() if one.last_ship_date else "not given"],
        ],
    )


app_name = "parts"
urlpatterns = [
    path("", search, name="search"),
    path("<int:part_id>/", part, name="part"),
]
