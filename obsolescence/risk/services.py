"""Judge lines: one judgement per distinct part and horizon, written set-based; whatever is stale, whatever woke us."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import connection

from obsolescence.risk.rules import probability as rules

ASSUMED_YEARS = 5  # the horizon where a project names no end of production


def assess_stale(
    *, today: date, at: datetime, organisation_id: int | None = None, revision_id: int | None = None
) -> int:
    """Judge every line whose stored versions are older than its part, its plan or these rules; return how many.

    Runs as one organisation, or as jobs over all (organisation_id None).
    """
    assumed = _years_later(today, ASSUMED_YEARS)
    where: dict[str, Any] = {
        "organisation": organisation_id,
        "revision": revision_id,
        "rules": rules.VERSION,
        "assumed": assumed,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DISTINCT, where)
        judged = [_judged(row, today) for row in cursor.fetchall()]
        if not judged:
            return 0
        cursor.execute(_WRITE, where | {"judged": json.dumps(judged), "at": at})
        return int(cursor.rowcount)


def _judged(row: tuple[Any, ...], today: date) -> dict[str, Any]:
    part_id, horizon, status, source, word, stated_on, category, last_order, conflicts = row
    facts = None
    if part_id is not None:
        facts = rules.Facts(status, source, word, stated_on, category, last_order, conflicts)
    judgement = rules.judge(facts, horizon=horizon, today=today)
    return {
        "part_id": part_id,
        "horizon": horizon.isoformat(),
        "status": status or "unknown",
        "probability": judgement.probability,
        "low": judgement.low,
        "high": judgement.high,
        "last_order": last_order and last_order.isoformat(),
        "evidence": stated_on and stated_on.isoformat(),
        "reasons": [
            [reason.sentence, reason.points, reason.source, reason.day and reason.day.isoformat()]
            for reason in judgement.reasons
        ],
    }


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


# Stale: never judged, another part, or older than the part's facts, the project's plan or the rules. An assumed horizon
# moves with the day; it is not judged anew for that alone.
_STALE = """
with stale as (
select l.organisation_id, l.id as line_id, l.part_id, coalesce(p.eop_date, %(assumed)s::date) as horizon,
    p.eop_date is null as horizon_is_assumed, coalesce(pt.facts_version, 0) as facts_version, p.plan_version
from boms_line l
join boms_revision r on r.id = l.revision_id
join boms_bom b on b.id = r.bom_id
join projects_project p on p.id = b.project_id
left join parts_part pt on pt.id = l.part_id
left join risk_linerisk k on k.line_id = l.id
where (%(organisation)s::bigint is null or l.organisation_id = %(organisation)s)
  and (%(revision)s::bigint is null or l.revision_id = %(revision)s)
  and l.matched_at is not null
  and (k.id is null or k.part_id is distinct from l.part_id or k.facts_version <> coalesce(pt.facts_version, 0)
       or k.plan_version <> p.plan_version or k.rules_version <> %(rules)s)
)
"""

_DISTINCT = f"""{_STALE}
select s.part_id, s.horizon, pt.status, pt.status_source, pt.status_word, pt.status_date, pt.category,
    pt.last_order_date, pt.status_conflicts
from (select distinct part_id, horizon from stale) s left join parts_part pt on pt.id = s.part_id
"""

_WRITE = f"""{_STALE}
insert into risk_linerisk (organisation_id, line_id, part_id, facts_version, plan_version, rules_version, horizon,
    horizon_is_assumed, status, probability, low, high, last_order_date, evidence_date, reasons, assessed_at)
select s.organisation_id, s.line_id, s.part_id, s.facts_version, s.plan_version, %(rules)s, s.horizon,
    s.horizon_is_assumed, j.status, j.probability, j.low, j.high, j.last_order, j.evidence, j.reasons, %(at)s
from stale s join jsonb_to_recordset(%(judged)s::jsonb) as j(part_id bigint, horizon date, status text,
    probability float8, low float8, high float8, last_order date, evidence date, reasons jsonb)
    on coalesce(j.part_id, 0) = coalesce(s.part_id, 0) and j.horizon = s.horizon
on conflict (line_id) do update set part_id = excluded.part_id, facts_version = excluded.facts_version,
    plan_version = excluded.plan_version, rules_version = excluded.rules_version, horizon = excluded.horizon,
    horizon_is_assumed = excluded.horizon_is_assumed, status = excluded.status, probability = excluded.probability,
    low = excluded.low, high = excluded.high, last_order_date = excluded.last_order_date,
    evidence_date = excluded.evidence_date, reasons = excluded.reasons, assessed_at = excluded.assessed_at
"""
