"""Two makers that are one: parts, aliases, successors and notices move to the canonical one (jobs).

A part that both have becomes one: the canonical row stays, with the claims and offers of both. The other row stays for a
moment as a sign that says where it went (``merged_into``): whoever refers to it follows, each wing by itself, and then it
goes. It has no number any more, so that nothing finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from obsolescence.base.refusals import Refused
from obsolescence.parts.models import Manufacturer, ManufacturerAlias, Notice, NoticePart, Part
from obsolescence.parts.rules.names import manufacturer_key
from obsolescence.parts.services.catalogue import one_writer
from obsolescence.parts.services.lifecycle import derive_lifecycle
from obsolescence.parts.services.notices import say_again

Pairs = Sequence[tuple[int, int]]  # (part that went, part that stays)


def wish_merge(*, maker_id: int, into: str) -> int:
    """Say that a maker is another one's name (staff or jobs); the merge follows. Returns the other's id.

    Raises Refused where that is not safe: see ``conflict_between``.
    """
    maker = Manufacturer.objects.get(pk=maker_id)
    key = manufacturer_key(into)
    other = (
        Manufacturer.objects.filter(key=key).first() or Manufacturer.objects.filter(aliases__key=key).first()
    )
    if other is None:
        raise Refused(f"There is no maker {into.strip()[:80]!r}.")
    conflict = conflict_between(maker, other)
    if conflict:
        raise Refused(conflict)
    Manufacturer.objects.filter(pk=maker_id).update(merges_into_id=other.pk)
    return other.pk


def conflict_between(maker: Manufacturer, other: Manufacturer) -> str:
    """Why one maker must not become a name of another by itself; empty where it may."""
    if maker.pk == other.pk:
        return f"{maker} is that maker already."
    if other.merges_into_id is not None:
        return f"{other} is about to become another maker's name itself."
    if maker.successor_id is not None:
        return f"{maker} is a maker of its own, which another took over."
    if Manufacturer.objects.filter(successor_id=maker.pk).exists():
        return f"{maker} is a maker of its own, which took others over."
    if ManufacturerAlias.objects.filter(manufacturer_id=maker.pk).exclude(evidence="feed").exists():
        return f"{maker} is a maker of its own, with names of its own."
    return ""


def confirm_maker(*, maker_id: int) -> None:
    """A person says that a maker that a notice named is one (staff)."""
    if not Manufacturer.objects.filter(pk=maker_id).update(is_confirmed=True):
        raise Manufacturer.DoesNotExist


def move_what_is_alone(*, maker_id: int, into_id: int) -> int:
    """Move every part that only the one maker has; return how many parts both have. Without any the merge is done."""
    with connection.cursor() as cursor:
        one_writer(cursor)
        cursor.execute(
            "update parts_part p set manufacturer_id = %(into)s where manufacturer_id = %(maker)s and not exists"
            " (select 1 from parts_part k where k.manufacturer_id = %(into)s and k.mpn_fold = p.mpn_fold)",
            {"maker": maker_id, "into": into_id},
        )
    both = Part.objects.filter(manufacturer_id=maker_id).count()
    if not both:
        _become_a_name(maker_id, into_id)
    return both


def absorb(*, maker_id: int, into_id: int) -> list[tuple[int, int]]:
    """Bring the parts that both makers have together; return who went where. ``settle`` must follow when all did."""
    with connection.cursor() as cursor:
        one_writer(cursor)
        cursor.execute(_PAIRS, {"maker": maker_id, "into": into_id})
        pairs: list[tuple[int, int]] = cursor.fetchall()
        values = {"old": [old for old, _ in pairs], "kept": [kept for _, kept in pairs]}
        for statement in _ABSORB:
            cursor.execute(f"{_GIVEN} {statement}", values)
        cursor.execute(
            f"{_GIVEN} update parts_part p set merged_into_id = g.kept, manufacturer_id = %(into)s, mpn_key = '',"
            " mpn_fold = '~merged ' || p.id from given g where p.id = g.old",
            values | {"into": into_id},
        )
    _become_a_name(maker_id, into_id)
    return pairs


def settle(*, pairs: Pairs, at: datetime) -> list[int]:
    """Let notices speak about the parts that stay, derive the statuses; return the notices, whose people are told anew."""
    kept = [part for _, part in pairs]
    rows = NoticePart.objects.filter(part_id__in=kept)
    notices = sorted(set(rows.values_list("notice_id", flat=True)))
    for notice_id in notices:
        Notice.objects.filter(pk=notice_id).update(version=F("version") + 1)
        say_again(notice_id, at)
    Part.objects.filter(pk__in=kept).update(facts_version=F("facts_version") + 1)
    derive_lifecycle("select unnest(%(parts)s::bigint[])", {"parts": kept})
    return notices


def bury(*, part_ids: Sequence[int]) -> int:
    """Delete parts that went, those that nobody refers to any more; return how many."""
    gone = 0
    for part_id in part_ids:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute(
                    "delete from parts_part where id = %s and merged_into_id is not null", [part_id]
                )
                gone += cursor.rowcount
                cursor.execute("set constraints all deferred")
        except IntegrityError:
            continue  # somebody still has to follow
    return gone


def _become_a_name(maker_id: int, into_id: int) -> None:
    """A maker without parts becomes an alias of the other, with all that pointed to it."""
    maker = Manufacturer.objects.get(pk=maker_id)
    Notice.objects.filter(manufacturer_id=maker_id).update(manufacturer_id=into_id)
    ManufacturerAlias.objects.filter(manufacturer_id=maker_id).update(manufacturer_id=into_id)
    Manufacturer.objects.filter(successor_id=maker_id).exclude(pk=into_id).update(successor_id=into_id)
    Manufacturer.objects.filter(successor_id=maker_id).update(successor_id=None)
    Manufacturer.objects.filter(merges_into_id=maker_id).update(merges_into_id=into_id)
    Manufacturer.objects.filter(pk=maker_id).delete()
    ManufacturerAlias.objects.get_or_create(
        key=maker.key, defaults={"alias": maker.name, "manufacturer_id": into_id, "evidence": "merged"}
    )


_PAIRS = """
select p.id, k.id from parts_part p join parts_part k on k.manufacturer_id = %(into)s and k.mpn_fold = p.mpn_fold
where p.manufacturer_id = %(maker)s and p.merged_into_id is null order by p.id
"""
_GIVEN = "with given as (select * from unnest(%(old)s::bigint[], %(kept)s::bigint[]) as t(old, kept))"

# A claim's identity names its part (see the catalogue's ``_store_claims``): what both say stays once. What notices say is
# said anew from their rows.
_ABSORB = (
    """
    , moved as (
        select c.id, g.kept, md5(concat_ws('|', g.kept, c.source, c.word, case when not c.is_snapshot then c.stated_on end,
            c.last_order_date, c.last_ship_date, c.discontinued_date, c.replacement)) as identity
        from parts_claim c join given g on g.old = c.part_id where c.notice_id is null
    )
    update parts_claim c set part_id = m.kept, identity = m.identity from moved m
    where c.id = m.id and not exists (select 1 from parts_claim k where k.identity = m.identity)
    """,
    "delete from parts_claim c using given g where c.part_id = g.old",
    "update parts_part p set merged_into_id = g.kept from given g where p.merged_into_id = g.old",
    "update parts_noticepart r set part_id = g.kept from given g where r.part_id = g.old",
    """
    delete from parts_offer o using given g, parts_offer k
    where o.part_id = g.kept and k.part_id = g.old and k.distributor = o.distributor and k.sku_fold = o.sku_fold
      and coalesce(k.observed_on, '-infinity') > coalesce(o.observed_on, '-infinity')
    """,
    """
    delete from parts_offer o using given g, parts_offer k
    where o.part_id = g.old and k.part_id = g.kept and k.distributor = o.distributor and k.sku_fold = o.sku_fold
    """,
    "update parts_offer o set part_id = g.kept from given g where o.part_id = g.old",
    """
    update parts_part k set
        mpn_kind = case when k.mpn_kind = 'base' then o.mpn_kind else k.mpn_kind end,
        description = coalesce(nullif(k.description, ''), o.description),
        category = coalesce(nullif(k.category, ''), o.category),
        family = coalesce(nullif(k.family, ''), o.family), package = coalesce(nullif(k.package, ''), o.package),
        mounting = coalesce(nullif(k.mounting, ''), o.mounting), rohs = coalesce(nullif(k.rohs, ''), o.rohs),
        datasheet_url = coalesce(nullif(k.datasheet_url, ''), o.datasheet_url),
        introduced = coalesce(k.introduced, o.introduced)
    from given g join parts_part o on o.id = g.old where k.id = g.kept
    """,
)
