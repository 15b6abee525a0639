"""Reads of the shared catalogue: search, one part with everything said about it, notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet

from obsolescence.parts.models import Claim, ExchangeRate, Manufacturer, Notice, NoticePart, Offer, Part
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key

LONGEST = 240  # no number is longer, also where a sign folds into several
SHORTEST = 2  # a search for fewer signs finds everything and nothing


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that a search found. how: exact, same letters, begins, similar."""

    id: int
    mpn: str
    maker: str
    kind: str
    category: str
    description: str
    package: str
    status: str
    status_date: date | None
    how: str


HOW = {
    "exact": "The same number",
    "same letters": "The same letters and digits",
    "begins": "Begins with it",
    "similar": "Similar numbers",
}

# Three cheap index look-ups before the fuzzy one, which only runs where the others found little. A maker narrows each of
# them before its limit: behind it, forty numbers of other makers would hide the one that is meant.
_FOUND = """
with hits as (
    (select id, 'exact' as how, 0 as turn, 1.0 as near from parts_part where mpn_fold = %(fold)s {of_maker}
     limit %(limit)s)
    union all
    (select id, 'same letters', 1, 1.0 from parts_part where mpn_key = %(key)s and %(key)s <> '' {of_maker}
     limit %(limit)s)
    union all
    (select id, 'begins', 2, 1.0 from parts_part where mpn_fold like %(prefix)s {of_maker} order by mpn_fold
     limit %(limit)s)
), first as (
    select distinct on (id) id, how, turn, near from hits order by id, turn
), fuzzy as (
    select id, 'similar' as how, 3 as turn, similarity(mpn_fold, %(fold)s) as near from parts_part
    where (select count(*) from first) < 5 and length(%(fold)s) >= 4 and mpn_fold %% %(fold)s
      and id not in (select id from first) {of_maker}
    order by near desc, mpn_fold limit 12
)
select p.id, p.mpn, m.name, p.mpn_kind, p.category, p.description, p.package, p.status, p.status_date, f.how
from (select * from first union all select * from fuzzy) f
join parts_part p on p.id = f.id join parts_manufacturer m on m.id = p.manufacturer_id
order by f.turn, f.near desc, p.mpn_fold, m.name
limit %(limit)s
"""


def search(text: str, *, limit: int = 40) -> list[Hit]:
    """Parts by number: the same, the same letters and digits, beginning with it, similar; best first.

    A maker's name before or behind the number narrows it ("nichicon UVR"). Empty below two signs.
    """
    maker_ids, number = _maker_in(text.strip())
    fold = fold_mpn(number)
    if len(fold) > LONGEST:
        return []
    if len(fold) < SHORTEST:
        return _of_maker(maker_ids, limit) if maker_ids else []
    values: dict[str, Any] = {
        "fold": fold,
        "key": mpn_key(fold),
        "prefix": f"{_literally(fold)}%",
        "limit": limit,
        "makers": maker_ids,
    }
    of_maker = "and manufacturer_id = any(%(makers)s)" if maker_ids else ""
    with connection.cursor() as cursor:
        cursor.execute("set local pg_trgm.similarity_threshold = 0.45")
        cursor.execute(_FOUND.format(of_maker=of_maker), values)
        return [Hit(*row) for row in cursor.fetchall()]


def _maker_in(text: str) -> tuple[list[int], str]:
    """A maker's name at either end of a search, and what is left of it."""
    words = text.split()
    for size in range(len(words), 0, -1):
        for name, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if size == len(words) or rest:
                makers = makers_named(" ".join(name))
                if makers:
                    return makers, " ".join(rest)
    return [], text


def makers_named(name: str) -> list[int]:
    """Ids of the makers of that name or alias."""
    key = manufacturer_key(name)
    if len(key) < SHORTEST:
        return []
    rows = Manufacturer.objects.filter(Q(key=key) | Q(aliases__key=key)).values_list("pk", flat=True)
    return list(dict.fromkeys(rows))


def _of_maker(maker_ids: list[int], limit: int) -> list[Hit]:
    rows = (
        Part.objects.filter(manufacturer_id__in=maker_ids, merged_into=None)
        .select_related("manufacturer")
        .order_by("mpn_fold")[:limit]
    )
    return [
        Hit(
            p.pk, p.mpn, p.manufacturer.name, p.mpn_kind, p.category, p.description, p.package, p.status,
            p.status_date, "begins",
        )
        for p in rows
    ]  # fmt: skip


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def catalogue_size() -> int:
    """How many parts there are, as the planner's own estimate (exact below 10,000)."""
    with connection.cursor() as cursor:
        cursor.execute("select reltuples::bigint from pg_class where oid = 'parts_part'::regclass")
        estimate = int(cursor.fetchone()[0])
    return estimate if estimate > 10_000 else Part.objects.count()


def part(part_id: int) -> Part:
    """One part with its maker and the maker's successor."""
    return Part.objects.select_related("manufacturer__successor").get(pk=part_id)


def claims_of(part_id: int) -> QuerySet[Claim]:
    """Everything said about a part's life, the newest statement first, with the notices that carry it."""
    return (
        Claim.objects.filter(part_id=part_id)
        .select_related("notice")
        .order_by(F("stated_on").desc(nulls_last=True), "rank", "-recorded_at", "-pk")
    )


def offers_of(part_id: int) -> QuerySet[Offer]:
    return Offer.objects.filter(part_id=part_id).order_by("distributor", "sku")


def best_offers(part_ids: list[int]) -> dict[int, Offer]:
    """One offer a part: the newest observation, the greatest stock among equals."""
    rows = Offer.objects.filter(part_id__in=part_ids).order_by(
        "part_id", F("observed_on").desc(nulls_last=True), F("stock").desc(nulls_last=True), "pk"
    )
    return {offer.part_id: offer for offer in rows.distinct("part_id")}


def notice_rows_of(part_id: int) -> QuerySet[NoticePart]:
    """The notices that name a part, newest first; those that do not count are reports."""
    return (
        NoticePart.objects.filter(part_id=part_id)
        .select_related("notice__manufacturer")
        .order_by(F("notice__issue_date").desc(nulls_last=True), "-notice_id")
    )


def same_key(one: Part) -> list[Part]:
    """Other parts with the same letters and digits: they may be quite different (2.4 V and 24 V)."""
    return list(
        Part.objects.filter(mpn_key=one.mpn_key, merged_into=None)
        .exclude(pk=one.pk)
        .select_related("manufacturer")
        .order_by("mpn")[:8]
    )


def parts_by_id(ids: list[int]) -> dict[int, Part]:
    return {part.pk: part for part in Part.objects.filter(pk__in=ids).select_related("manufacturer")}


def notices(*, kind: str = "", state: str = "", text: str = "") -> QuerySet[Notice]:
    """Notices, newest first. state: telling (alerts), unconfirmed, waiting (rows wait for a person), withdrawn."""
    rows = Notice.objects.select_related("manufacturer").annotate(
        parts=Count("rows", distinct=True),
        waiting=Count("rows", filter=Q(rows__state="waiting"), distinct=True),
    )
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(title__icontains=text) | Q(number__icontains=text) | Q(manufacturer__name__icontains=text)
        )
    conditions = {
        "telling": Q(counts=True, withdrawn_at=None),
        "unconfirmed": Q(counts=False, withdrawn_at=None),
        "waiting": Q(waiting__gt=0, withdrawn_at=None),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    if state in conditions:
        rows = rows.filter(conditions[state])
    return rows.order_by(F("issue_date").desc(nulls_last=True), "-pk")


def notice(notice_id: int) -> Notice:
    """One notice with its rows and the parts they mean."""
    rows = NoticePart.objects.select_related("part__manufacturer").order_by("state", "raw_part")
    return (
        Notice.objects.select_related("manufacturer")
        .prefetch_related(Prefetch("rows", queryset=rows))
        .get(pk=notice_id)
    )


def untold_notices(limit: int = 50) -> list[int]:
    """Ids of notices whose customers have not been told of the newest version."""
    rows = Notice.objects.filter(told_version__lt=F("version")).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def maker_names() -> list[str]:
    return list(Manufacturer.objects.order_by("name").values_list("name", flat=True))


def rates_on(day: date) -> dict[str, Any]:
    """Units of the reporting currency for one unit of each currency, the newest rate up to a day; none is guessed."""
    rows = ExchangeRate.objects.filter(date__lte=day).order_by("currency", "-date").distinct("currency")
    return {row.currency: row.rate for row in rows}


def newest_facts_at() -> datetime | None:
    """When the catalogue last learned something."""
    return Claim.objects.order_by("-recorded_at").values_list("recorded_at", flat=True).first()


def merged_parts() -> list[tuple[int, int]]:
    """Parts that are another part's second row, with that part: whoever refers to them follows (jobs)."""
    rows = Part.objects.filter(merged_into__isnull=False).order_by("pk")
    return list(rows.values_list("pk", "merged_into_id"))


def wished_merges() -> list[tuple[int, int]]:
    """Makers that are known to be another maker's name, with that maker (jobs)."""
    rows = Manufacturer.objects.filter(merges_into__isnull=False).order_by("pk")
    return list(rows.values_list("pk", "merges_into_id"))


def makers_to_confirm() -> QuerySet[Manufacturer]:
    """Makers that a notice named and nobody has confirmed, or that are on their way into another; with what they have."""
    rows = Manufacturer.objects.filter(Q(is_confirmed=False) | Q(merges_into__isnull=False))
    return (
        rows.select_related("merges_into")
        .annotate(parts_count=Count("parts", distinct=True), notices_count=Count("notices", distinct=True))
        .order_by("name")
    )
