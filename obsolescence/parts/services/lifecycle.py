"""The current status of parts, derived from their claims; nothing is overwritten, conflicts are kept in sight."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

# Order of trust (docs/glossary.md): lower rank first, within a rank the newest. An undated claim has the date of its
# source's snapshot where that is known, else it counts as oldest.
# Obsolete is left only for a later dated claim of the maker: an obsolete claim that was believed when it was
# stated (nobody more trusted had spoken by then) stays believed against later words that are not the maker's.
_BELIEVED = """
with spoken as (
    select c.*, coalesce(c.stated_on, '-infinity'::date) as said
    from parts_claim c
    where c.withdrawn_at is null and c.status <> 'unknown' and c.part_id in ({parts})
), weighed as (
    select *,
        min(rank) over (partition by part_id order by said range between unbounded preceding and current row)
            as most_trusted_by_then,
        max(said) filter (where rank = 1) over (partition by part_id) as maker_spoke_last,
        min(status) over (partition by part_id) <> max(status) over (partition by part_id) as conflicts
    from spoken
), believed as (
    select distinct on (part_id) * from weighed
    order by part_id,
        -- an end that was believed when it was stated, and that the maker has not taken back since, comes first
        not ((status = 'obsolete' or (status = 'ltb' and coalesce(last_order_date < %(today)s, false)))
             and most_trusted_by_then >= rank and coalesce(maker_spoke_last <= said, true)),
        rank, said desc,
        -- equally trusted and of one day: the worse news counts, whatever the order in which they came
        array_position(array['obsolete', 'ltb', 'nrnd', 'active', 'preview'], status::text),
        recorded_at desc, last_order_date nulls last, word, source, id desc
), judged as (
    select part_id,
        case when status = 'ltb' and last_order_date < %(today)s then 'obsolete' else status end as status,
        word, source, stated_on, last_order_date, last_ship_date, replacement, conflicts
    from believed
)
"""

_DERIVE = """
update parts_part p set status = j.status, status_word = j.word, status_source = j.source,
    status_date = j.stated_on, last_order_date = j.last_order_date, last_ship_date = j.last_ship_date,
    replacement = j.replacement, status_conflicts = j.conflicts, facts_version = p.facts_version + 1
from (
    select p.id as part_id, coalesce(j.status, 'unknown') as status, coalesce(j.word, '') as word,
        coalesce(j.source, '') as source, j.stated_on, j.last_order_date, j.last_ship_date,
        coalesce(j.replacement, '') as replacement, coalesce(j.conflicts, false) as conflicts
    from parts_part p left join judged j on j.part_id = p.id
    where p.id in ({parts})
) j
where p.id = j.part_id
  and (p.status, p.status_word, p.status_source, p.status_date, p.last_order_date, p.last_ship_date,
       p.replacement, p.status_conflicts)
      is distinct from (j.status, j.word, j.source, j.stated_on, j.last_order_date, j.last_ship_date,
       j.replacement, j.conflicts)
"""

Parameters = dict[str, Any]


def derive_lifecycle(parts: str, parameters: Parameters | None = None) -> int:
    """Derive the status of some parts anew (jobs or staff); return how many changed.

    parts: SQL that selects part ids, from code only; its values travel in ``parameters``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _BELIEVED.format(parts=parts) + _DERIVE.format(parts=parts),
            {**(parameters or {}), "today": timezone.localdate()},
        )
        return int(cursor.rowcount)


def judged(parts: str) -> tuple[str, Parameters]:
    """SQL, with its values, that begins a statement and names ``judged``: what is believed of some parts (part_id, status,
    word, source, stated_on, last_order_date, last_ship_date, replacement, conflicts); none where nobody spoke."""
    return _BELIEVED.format(parts=parts), {"today": timezone.localdate()}


def let_time_pass() -> int:
    """Turn announced ends whose last order date has passed into obsolete; return how many parts changed."""
    return derive_lifecycle(
        "select id from parts_part where status = 'ltb' and last_order_date < %(today)s",
    )
