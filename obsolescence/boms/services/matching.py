"""Match the lines of a revision to the catalogue: one look-up for all lines, one write for all results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from obsolescence.boms.models import Line
from obsolescence.boms.rules.matching import Asked, Hit, Match, decide
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key

CHUNK = 10_000


def match_revision(*, organisation_id: int, revision_id: int, at: datetime) -> int:
    """Match every line of a revision and return how many have a part. A part chosen by hand stays."""
    rows = list(
        Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id, choice=None)
        .order_by("pk")
        .values_list("pk", "mpn", "manufacturer", "sku")
    )
    for start in range(0, len(rows), CHUNK):
        _match(rows[start : start + CHUNK], at)
    return Line.objects.filter(
        organisation_id=organisation_id, revision_id=revision_id, part__isnull=False
    ).count()


def _match(rows: Sequence[tuple[int, str, str, str]], at: datetime) -> None:
    known, hits = _look_up(rows)
    matches = [
        (line_id, decide(Asked(mpn, maker, manufacturer_key(maker) in known, sku), hits[line_id]))
        for line_id, mpn, maker, sku in rows
    ]
    _write(matches, at)


def _look_up(rows: Sequence[tuple[int, str, str, str]]) -> tuple[set[str], dict[int, list[Hit]]]:
    """The makers that we know among those named, and for each line every part that its number or SKU may mean."""
    values: dict[str, Any] = {
        "ids": [row[0] for row in rows],
        "folds": [fold_mpn(row[1]) for row in rows],
        "keys": [mpn_key(row[1]) for row in rows],
        "makers": [manufacturer_key(row[2]) if row[2] else "" for row in rows],
        "skus": [fold_mpn(row[3] or row[1]) for row in rows],
    }
    hits: dict[int, list[Hit]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_HITS, values)
        for line_id, part_id, mpn, maker, how, maker_is, is_base in cursor.fetchall():
            hits[line_id].append(Hit(part_id, mpn, maker, how, maker_is, is_base))
        cursor.execute(_KNOWN, {"makers": sorted(set(values["makers"]) - {""})})
        known = {row[0] for row in cursor.fetchall()}
    return known, hits


def _write(matches: Sequence[tuple[int, Match]], at: datetime) -> None:
    """Only lines whose match is another one are written; candidates travel as text, an array may not be ragged."""
    values: dict[str, Any] = {
        "ids": [line_id for line_id, _ in matches],
        "parts": [match.part_id for _, match in matches],
        "mpns": [match.grade_mpn for _, match in matches],
        "makers": [match.grade_maker for _, match in matches],
        "reasons": [match.reason for _, match in matches],
        "candidates": ["{" + ",".join(map(str, match.candidates)) + "}" for _, match in matches],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)


# Makers: by key or alias; a maker and the one that took it over count as one house.
_HITS = """
with wanted as materialized (
    select * from unnest(%(ids)s::bigint[], %(folds)s::text[], %(keys)s::text[], %(makers)s::text[], %(skus)s::text[])
        as t(line_id, fold, key, maker_key, sku)
), named as (
    select k.maker_key, coalesce(m.id, a.manufacturer_id) as id, (m.id is null) as is_alias
    from (select distinct maker_key from wanted where maker_key <> '') k
    left join parts_manufacturer m on m.key = k.maker_key
    left join parts_manufactureralias a on a.key = k.maker_key
), found as (
    select w.line_id, w.maker_key, p.id as part_id, 'literal' as how
    from wanted w join parts_part p on p.mpn_fold = w.fold where w.fold <> ''
    union all
    select w.line_id, w.maker_key, p.id, 'letters'
    from wanted w join parts_part p on p.mpn_key = w.key and p.mpn_fold <> w.fold where length(w.key) >= 4
    union all
    select w.line_id, w.maker_key, o.part_id, 'sku'
    from wanted w join parts_offer o on o.sku_fold = w.sku where length(w.sku) >= 4
)
select distinct f.line_id, f.part_id, p.mpn, pm.name, f.how,
    case when p.manufacturer_id = n.id then case when n.is_alias then 'alias' else 'same' end
         when nm.successor_id = p.manufacturer_id or pm.successor_id = n.id or pm.successor_id = nm.successor_id
            then 'successor'
         else 'different' end,
    p.mpn_kind = 'base'
from found f
join parts_part p on p.id = f.part_id
join parts_manufacturer pm on pm.id = p.manufacturer_id
left join named n on n.maker_key = f.maker_key
left join parts_manufacturer nm on nm.id = n.id
"""

_KNOWN = """
select key from parts_manufacturer where key = any(%(makers)s)
union select key from parts_manufactureralias where key = any(%(makers)s)
"""

_WRITE = """
update boms_line l set part_id = t.part, grade_mpn = t.grade_mpn, grade_maker = t.grade_maker, reason = t.reason,
    candidates = t.candidates::bigint[], matched_at = %(at)s
from unnest(%(ids)s::bigint[], %(parts)s::bigint[], %(mpns)s::text[], %(makers)s::text[], %(reasons)s::text[],
            %(candidates)s::text[]) as t(id, part, grade_mpn, grade_maker, reason, candidates)
where l.id = t.id
  and (l.part_id, l.grade_mpn, l.grade_maker, l.reason, l.candidates, l.matched_at is null)
      is distinct from (t.part, t.grade_mpn, t.grade_maker, t.reason, t.candidates::bigint[], false)
"""
