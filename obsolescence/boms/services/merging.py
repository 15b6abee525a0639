"""Parts that turned out to be one: lines, choices, decisions and approvals follow the row that stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection


def follow_parts(*, pairs: Sequence[tuple[int, int]]) -> int:
    """Point everything of the chosen organisation at the parts that stay; pairs: (part that went, part that stays)."""
    values = {"old": [old for old, _ in pairs], "kept": [kept for _, kept in pairs]}
    moved = 0
    with connection.cursor() as cursor:
        for statement in _FOLLOW:
            cursor.execute(f"{_GIVEN} {statement}", values)
            moved += cursor.rowcount
    return moved


_GIVEN = "with given as (select * from unnest(%(old)s::bigint[], %(kept)s::bigint[]) as t(old, kept))"
_BOTH = "coalesce((select kept from given where old = a.part_id), a.part_id)"
_OTHER = "coalesce((select kept from given where old = a.alternate_id), a.alternate_id)"
_FOLLOW = (
    "update boms_line l set part_id = g.kept from given g where l.part_id = g.old",
    """
    update boms_line l set candidates = array(
        select coalesce(g.kept, c) from unnest(l.candidates) with ordinality u(c, n) left join given g on g.old = c order by n)
    where l.candidates && %(old)s::bigint[]
    """,
    "update boms_choice c set part_id = g.kept from given g where c.part_id = g.old",
    "update boms_decision d set part_id = g.kept from given g where d.part_id = g.old",
    # An approval that says no more than another, or that a part may stand in for itself, goes.
    f"""
    , meant as (select a.id, a.line_id, {_BOTH} as part_id, {_OTHER} as alternate_id from boms_approval a
        where a.part_id = any(%(old)s) or a.alternate_id = any(%(old)s))
    delete from boms_approval a using meant m where a.id = m.id and (m.part_id = m.alternate_id
        or exists (select 1 from boms_approval k where k.id <> a.id and k.part_id = m.part_id
            and k.alternate_id = m.alternate_id and k.line_id is not distinct from m.line_id))
    """,
    f"""
    update boms_approval a set part_id = {_BOTH}, alternate_id = {_OTHER}
    where a.part_id = any(%(old)s) or a.alternate_id = any(%(old)s)
    """,
)
