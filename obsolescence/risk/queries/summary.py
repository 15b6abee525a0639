"""A revision in figures, at the head of its page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection


@dataclass(frozen=True, slots=True)
class Summary:
    """A revision in figures. expected: lines expected to become unobtainable before the horizon (sum of what is known)."""

    lines: int
    matched: int
    to_review: int
    not_found: int
    without_number: int
    assemblies: int
    assessed: int
    unknown: int
    high: int
    expected: float | None
    statuses: dict[str, int] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    bands: list[int] = field(default_factory=list)  # the seven steps of base.words.risk_step
    horizon: date | None = None
    horizon_is_assumed: bool = False
    next_order_by: date | None = None
    oldest_evidence: date | None = None
    stale: int = 0  # known statuses whose statement is undated or older than two years


def summary_of(organisation_id: int, revision_id: int, *, today: date) -> Summary:
    """The figures at the head of a BOM page; worked out once for each state of the revision, and kept for a day."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"organisation": organisation_id, "revision": revision_id})
        state = cursor.fetchone()
    shape = [field.name for field in fields(Summary)]  # what an older version kept is not ours to read
    seen = hashlib.sha256(repr((shape, state)).encode()).hexdigest()[:16]
    key = f"summary-{revision_id}-{today}-{seen}"
    known: Summary | None = cache.get(key)
    if known is None:
        known = _summary(organisation_id, revision_id, today)
        cache.set(key, known, timeout=86_400)
    return known


def _summary(organisation_id: int, revision_id: int, today: date) -> Summary:
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMMARY,
            {
                "organisation": organisation_id,
                "revision": revision_id,
                "old": today - timedelta(days=730),
                "today": today,
            },
        )
        names = [column[0] for column in cursor.description or ()]
        row: dict[str, Any] = dict(zip(names, cursor.fetchone() or (), strict=False))
    statuses, grades, bands = (json.loads(row.pop(name) or "{}") for name in ("statuses", "grades", "bands"))
    steps = [int(bands.get(str(step), 0)) for step in range(7)]
    return Summary(**row, statuses=statuses, grades=grades, bands=steps)


# Whatever changes a figure of the summary raises one of these: the revision's own count of changes, or a judgement.
_STATE = """
select r.summary_version, r.reading_state,
    (select max(k.assessed_at) from risk_linerisk k where k.revision_id = r.id)
from boms_revision r where r.organisation_id = %(organisation)s and r.id = %(revision)s
"""

_SUMMARY = """
with l as (
    select l.part_id, l.grade_mpn, l.mpn, l.sku, cardinality(l.candidates) as candidates, k.line_id, k.status, k.probability,
        k.horizon, k.horizon_is_assumed, k.last_order_date, k.evidence_date
    from boms_line l left join risk_linerisk k on k.line_id = l.id
    where l.organisation_id = %(organisation)s and l.revision_id = %(revision)s and not l.is_assembly
)
select count(*) as lines, count(l.part_id) as matched,
    count(*) filter (where part_id is null and candidates > 0) as to_review,
    count(*) filter (where part_id is null and candidates = 0 and (mpn <> '' or sku <> '')) as not_found,
    count(*) filter (where mpn = '' and sku = '') as without_number,
    (select count(*) from boms_line a where a.organisation_id = %(organisation)s and a.revision_id = %(revision)s
        and a.is_assembly) as assemblies,
    count(line_id) as assessed,
    count(*) filter (where probability is null) as unknown,
    count(*) filter (where probability >= 0.5) as high,
    sum(probability) as expected,
    (select jsonb_object_agg(status, n) from (select coalesce(status, 'unknown') as status, count(*) as n from l group by 1) s) as statuses,
    (select jsonb_object_agg(grade_mpn, n) from (select grade_mpn, count(*) as n from l group by 1) g) as grades,
    (select jsonb_object_agg(step, n) from (select width_bucket(probability, array[0.05, 0.15, 0.3, 0.5, 0.7, 0.9]) as step, count(*) as n from l
        where probability is not null group by 1) b) as bands,
    max(horizon) as horizon, coalesce(bool_or(horizon_is_assumed), false) as horizon_is_assumed,
    min(last_order_date) filter (where last_order_date >= %(today)s) as next_order_by,
    min(evidence_date) as oldest_evidence,
    count(*) filter (where probability is not null and (evidence_date is null or evidence_date < %(old)s)) as stale
from l
"""


def staleness(summary: Summary, today: date) -> str:
    """One sentence on how old the evidence of a BOM is."""
    known = summary.assessed - summary.unknown
    if not summary.assessed:
        return "Nothing is assessed yet."
    if not known:
        return "No source has stated the lifecycle of any of these parts."
    if not summary.stale:
        return "All statuses were stated within the last two years."
    years = f", the oldest of {summary.oldest_evidence:%Y-%m}" if summary.oldest_evidence else ""
    return f"{summary.stale} of {known} known statuses are undated or older than two years{years}: they weigh in as added risk."
