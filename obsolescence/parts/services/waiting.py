"""Rows of notices whose part was not in the catalogue when they came: it may be there now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Lower, Trim

from obsolescence.parts.models import Notice, NoticePart
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.notices import ORDERABLE
from obsolescence.parts.services.notices import say_again


def resolve_waiting(*, at: datetime) -> list[int]:
    """Give waiting rows the one part that they name, over all notices at once (jobs); return the notices that changed.

    By the rule that holds when a notice is recorded: literally, else by letters and digits where one part has them.
    Families and base numbers go on waiting for a person.
    """
    changed = _resolve(_waiting())
    Notice.objects.filter(pk__in=changed).update(version=F("version") + 1)
    for notice_id in changed:
        say_again(notice_id, at)
    return changed


def _waiting() -> list[tuple[int, int, str]]:
    """Row, maker and the number as written, of everything that should be one part and is none yet."""
    rows = (
        NoticePart.objects.filter(part=None)
        .annotate(kind=Lower(Trim("part_kind")))
        .filter(kind__in=ORDERABLE)
        .order_by("pk")
    )
    return list(rows.values_list("pk", "notice__manufacturer_id", "raw_part"))


def _resolve(waiting: Sequence[tuple[int, int, str]]) -> list[int]:
    if not waiting:
        return []
    values: dict[str, Any] = {
        "rows": [row for row, _, _ in waiting],
        "makers": [maker for _, maker, _ in waiting],
        "folds": [fold_mpn(text) for _, _, text in waiting],
        "keys": [mpn_key(text) for _, _, text in waiting],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, values)
        return sorted({row[0] for row in cursor.fetchall()})


_RESOLVE = """
with waiting as (
    select * from unnest(%(rows)s::bigint[], %(makers)s::bigint[], %(folds)s::text[], %(keys)s::text[])
        as t(id, maker, fold, key)
), named as (
    select w.id, w.maker, p.id as part_id, p.manufacturer_id, true as is_literal
    from waiting w join parts_part p on p.mpn_fold = w.fold and p.mpn_kind <> 'base'
    union all
    select w.id, w.maker, p.id, p.manufacturer_id, false
    from waiting w join parts_part p on p.mpn_key = w.key and w.key <> '' and p.mpn_kind <> 'base'
), ours as (
    select n.id, n.part_id, n.is_literal from named n
    join parts_manufacturer m on m.id = n.manufacturer_id and (m.id = n.maker or m.successor_id = n.maker)
), best as (
    select id, min(part_id) as part_id from ours n
    where is_literal or not exists (select 1 from ours o where o.id = n.id and o.is_literal)
    group by id having count(distinct part_id) = 1
)
update parts_noticepart r set part_id = b.part_id, state = 'matched' from best b where r.id = b.id
returning r.notice_id
"""
