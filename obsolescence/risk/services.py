"""Judge lines: one judgement per distinct part and horizon, written set-based; whatever is stale, whatever woke us."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from obsolescence.risk.rules import probability as rules

CHUNK = 20_000  # lines judged at once
ASSUMED_YEARS = 5  # the horizon where a project names no end of production


def assess_stale(
    *, today: date, at: datetime, organisation_id: int | None = None, revision_id: int | None = None
) -> int:
    """Judge every line whose stored versions are older than its part, its plan or these rules; return how many.

    Runs as one organisation, or as jobs over all (organisation_id None). What changes meanwhile is stale again.
    """
    where: dict[str, Any] = {
        "organisation": organisation_id,
        "revision": revision_id,
        "rules": rules.VERSION,
        "assumed": _years_later(today, ASSUMED_YEARS),
        "limit": CHUNK,
    }
    judged = 0
    while lines := _stale(where):
        cases = _judge(lines, today)
        _write(lines, cases, at)
        judged += len(lines)
        if len(lines) < CHUNK:
            break
    return judged


@dataclass(frozen=True, slots=True)
class _Line:
    """A stale line with the versions that its judgement will rest on."""

    organisation_id: int
    line_id: int
    revision_id: int
    part_id: int | None
    horizon: date
    horizon_is_assumed: bool
    facts_version: int
    plan_version: int


Case = tuple[int | None, date]  # part and horizon: one judgement for all lines that share them


def _stale(where: dict[str, Any]) -> list[_Line]:
    with connection.cursor() as cursor:
        cursor.execute(_STALE, where)
        return [_Line(*row) for row in cursor.fetchall()]


def _judge(lines: Sequence[_Line], today: date) -> dict[Case, dict[str, Any]]:
    """One judgement per distinct part and horizon."""
    facts = _facts({line.part_id for line in lines if line.part_id is not None})
    cases = dict.fromkeys((line.part_id, line.horizon) for line in lines)
    return {case: _judged(case, facts.get(case[0] or 0), today) for case in cases}


def _facts(part_ids: set[int]) -> dict[int, rules.Facts]:
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [sorted(part_ids)])
        return {row[0]: rules.Facts(*row[1:]) for row in cursor.fetchall()}


def _judged(case: Case, facts: rules.Facts | None, today: date) -> dict[str, Any]:
    judgement = rules.judge(facts, horizon=case[1], today=today)
    return {
        "status": (facts and facts.status) or "unknown",
        "probability": judgement.probability,
        "low": judgement.low,
        "high": judgement.high,
        "last_order": facts and facts.last_order_date and facts.last_order_date.isoformat(),
        "evidence": facts and facts.stated_on and facts.stated_on.isoformat(),
        "reasons": [
            [reason.sentence, reason.points, reason.source, reason.day and reason.day.isoformat()]
            for reason in judgement.reasons
        ],
    }


def _write(lines: Sequence[_Line], cases: dict[Case, dict[str, Any]], at: datetime) -> None:
    """All lines in one statement; each names its case by number, so that what many lines share travels once."""
    numbers = {case: number for number, case in enumerate(cases)}
    values: dict[str, Any] = {
        "organisations": [line.organisation_id for line in lines],
        "lines": [line.line_id for line in lines],
        "revisions": [line.revision_id for line in lines],
        "parts": [line.part_id for line in lines],
        "horizons": [line.horizon for line in lines],
        "assumed": [line.horizon_is_assumed for line in lines],
        "facts": [line.facts_version for line in lines],
        "plans": [line.plan_version for line in lines],
        "numbers": [numbers[line.part_id, line.horizon] for line in lines],
        "judged": json.dumps([judged | {"number": numbers[case]} for case, judged in cases.items()]),
        "rules": rules.VERSION,
        "at": at,
    }
    with connection.cursor() as cursor:
        # The planner takes both lists for short and would compare every line with every case.
        cursor.execute("set local enable_nestloop = off")
        cursor.execute(_WRITE, values)
        cursor.execute("set local enable_nestloop = on")


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


# Stale: never judged, another part, or older than the part's facts, the project's plan or the rules. An assumed horizon
# moves with the day; it is not judged anew for that alone.
_STALE = """
select l.organisation_id, l.id, l.revision_id, l.part_id, coalesce(p.eop_date, %(assumed)s::date),
    p.eop_date is null, coalesce(pt.facts_version, 0), p.plan_version
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
limit %(limit)s
"""

_PARTS = """
select id, status, status_source, status_word, status_date, category, last_order_date, status_conflicts
from parts_part where id = any(%s)
"""

_WRITE = """
insert into risk_linerisk (organisation_id, line_id, revision_id, part_id, facts_version, plan_version, rules_version, horizon,
    horizon_is_assumed, status, probability, low, high, last_order_date, evidence_date, reasons, assessed_at)
select s.organisation_id, s.line_id, s.revision_id, s.part_id, s.facts_version, s.plan_version, %(rules)s, s.horizon, s.assumed,
    j.status, j.probability, j.low, j.high, j.last_order, j.evidence, j.reasons, %(at)s
from unnest(%(organisations)s::bigint[], %(lines)s::bigint[], %(revisions)s::bigint[], %(parts)s::bigint[], %(facts)s::bigint[],
    %(plans)s::bigint[], %(horizons)s::date[], %(assumed)s::bool[], %(numbers)s::int[])
    as s(organisation_id, line_id, revision_id, part_id, facts_version, plan_version, horizon, assumed, number)
join jsonb_to_recordset(%(judged)s::jsonb) as j(number int, status text, probability float8, low float8, high float8,
    last_order date, evidence date, reasons jsonb) on j.number = s.number
on conflict (line_id) do update set revision_id = excluded.revision_id, part_id = excluded.part_id, facts_version = excluded.facts_version,
    plan_version = excluded.plan_version, rules_version = excluded.rules_version, horizon = excluded.horizon,
    horizon_is_assumed = excluded.horizon_is_assumed, status = excluded.status, probability = excluded.probability,
    low = excluded.low, high = excluded.high, last_order_date = excluded.last_order_date,
    evidence_date = excluded.evidence_date, reasons = excluded.reasons, assessed_at = excluded.assessed_at
"""
