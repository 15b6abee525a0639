"""Lines with their risk: of a revision, of a part, of an organisation. Probability None is unknown, never zero."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Case, CharField, Count, F, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Upper

from obsolescence.boms.models import Line
from obsolescence.risk.models import LineRisk

BANDS = {"high": (0.5, 1.01), "medium": (0.2, 0.5), "low": (0.0, 0.2)}
SORTS = {
    "position": ("position",),
    "mpn": (Upper("mpn"), "position"),
    "maker": (Upper("manufacturer"), "position"),
    "quantity": ("quantity", "position"),
    "status": ("status_order", "position"),
    "risk": ("risk__probability", "position"),
    "ltb": ("risk__last_order_date", "position"),
}
STATUS_ORDER = ("obsolete", "ltb", "nrnd", "unknown", "preview", "active")
PAGE = 100


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What a BOM page shows, as its address says it; unknown words count for nothing."""

    status: str = ""
    grade: str = ""
    risk: str = ""
    text: str = ""
    sort: str = "-risk"
    placed: str = ""
    problem: str = ""  # a code of the reader's problems: its rows
    rows: tuple[int, ...] = ()  # the rows of that problem, 0-based

    @property
    def is_about_risk(self) -> bool:
        """Whether nothing but risks decides which lines are shown."""
        return not (self.grade or self.text or self.placed or self.problem)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> LineFilter:
        sort = query.get("sort", "")
        return cls(
            status=_known(query.get("status", ""), STATUS_ORDER),
            grade=_known(
                query.get("grade", ""),
                ("exact", "normalised", "variant", "chosen", "likely", "ambiguous", "none", "open"),
            ),
            risk=_known(query.get("risk", ""), (*BANDS, "unknown")),
            text=query.get("q", "").strip()[:100],
            sort=sort if sort.lstrip("-") in SORTS else "-risk",
            placed=_known(query.get("placed", ""), ("dnp",)),
            problem=query.get("problem", "")[:40],
        )

    def with_rows_of(self, problems: Iterable[Mapping[str, Any]]) -> LineFilter:
        """The filter with the rows of the problem that it names, of those that the reader noticed."""
        rows = next((tuple(one["rows"]) for one in problems if one.get("code") == self.problem), ())
        return replace(self, rows=rows) if self.problem else self


def _known(word: str, words: tuple[str, ...]) -> str:
    return word if word in words else ""


def lines_of(organisation_id: int, revision_id: int, wanted: LineFilter) -> QuerySet[Line]:
    """The lines of a revision with part, maker and risk, filtered and sorted; what is unknown stands last."""
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id).select_related(
        "part__manufacturer", "risk", "choice"
    )
    return _sorted(_filtered(rows, wanted), wanted.sort)


def page_of_lines(
    organisation_id: int, revision_id: int, wanted: LineFilter, *, start: int
) -> tuple[list[Line], bool]:
    """One page of ``lines_of`` and whether more follow. The order is found on ids alone: whole lines are wide."""
    ids = list(_ids_in_order(organisation_id, revision_id, wanted)[start : start + PAGE + 1])
    lines = (
        Line.objects.filter(pk__in=ids[:PAGE])
        .select_related("part__manufacturer", "risk", "choice")
        .defer("raw", "alternates", "warnings", "part__description")
    )
    found = {line.pk: line for line in lines}
    return [found[number] for number in ids[:PAGE] if number in found], len(ids) > PAGE


_WORST_FIRST = [When(status=status, then=Value(place)) for place, status in enumerate(STATUS_ORDER)]
_RISK_SORTS: dict[str, Any] = {
    "risk": F("probability"),
    "ltb": F("last_order_date"),
    "status": Case(*_WORST_FIRST, default=Value(9), output_field=IntegerField()),
}


def _ids_in_order(organisation_id: int, revision_id: int, wanted: LineFilter) -> QuerySet[Any, int]:
    """Ids of lines; where risks alone decide, without looking at the lines (they stand in the order of the file)."""
    name, is_down = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    if wanted.is_about_risk and name in _RISK_SORTS:
        risks = LineRisk.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
        key = _RISK_SORTS[name]
        order = key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True)
        return _of_risk(risks, wanted, "").order_by(order, "line_id").values_list("line_id", flat=True)
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    return _sorted(_filtered(rows, wanted), wanted.sort).values_list("pk", flat=True)


def count_of_lines(organisation_id: int, revision_id: int, wanted: LineFilter, summary: Summary) -> int:
    """How many lines a filter leaves: from the figures at the head where they say it."""
    known = _known_count(wanted, summary)
    if known is not None:
        return known
    if wanted.is_about_risk:
        risks = LineRisk.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
        return _of_risk(risks, wanted, "").count()
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    return _filtered(rows, wanted).count()


def _known_count(wanted: LineFilter, summary: Summary) -> int | None:
    if summary.assemblies:  # the figures leave them out, the table does not
        return None
    only = replace(LineFilter(), sort=wanted.sort)
    if wanted == only:
        return summary.lines
    if wanted.status and wanted == replace(only, status=wanted.status):
        return summary.statuses.get(wanted.status, 0)
    if wanted.grade and wanted.grade != "open" and wanted == replace(only, grade=wanted.grade):
        return summary.grades.get(wanted.grade, 0)
    if wanted.risk in ("high", "unknown") and wanted == replace(only, risk=wanted.risk):
        return summary.high if wanted.risk == "high" else summary.unknown
    return None


def _filtered(rows: QuerySet[Line], wanted: LineFilter) -> QuerySet[Line]:
    rows = _of_risk(rows, wanted, "risk__")
    if wanted.grade == "open":
        rows = rows.filter(part=None).exclude(candidates=[])
    elif wanted.grade:
        rows = rows.filter(grade_mpn=wanted.grade)
    if wanted.problem:
        rows = rows.filter(row_number__in=wanted.rows)
    if wanted.placed == "dnp":
        rows = rows.filter(dnp=True)
    if wanted.text:
        rows = rows.filter(
            Q(mpn__icontains=wanted.text)
            | Q(manufacturer__icontains=wanted.text)
            | Q(cpn__icontains=wanted.text)
            | Q(description__icontains=wanted.text)
            | Q(designators__contains=[wanted.text.upper()])
            | Q(part__mpn__icontains=wanted.text)
        )
    return rows


def _of_risk(rows: QuerySet[Any], wanted: LineFilter, path: str) -> QuerySet[Any]:
    """The filters that risks decide, on risks themselves (path "") or on lines ("risk__")."""
    if wanted.status:
        rows = rows.filter(**{f"{path}status": wanted.status})
    if wanted.risk == "unknown":
        rows = rows.filter(**{f"{path}probability": None})
    elif wanted.risk:
        low, high = BANDS[wanted.risk]
        rows = rows.filter(**{f"{path}probability__gte": low, f"{path}probability__lt": high})
    return rows


def _sorted(rows: QuerySet[Line], sort: str) -> QuerySet[Line]:
    name, is_down = sort.lstrip("-"), sort.startswith("-")
    if name == "status":
        order = [
            When(risk__status=status, then=Value(str(place))) for place, status in enumerate(STATUS_ORDER)
        ]
        rows = rows.annotate(status_order=Case(*order, default=Value("9"), output_field=CharField()))
    first, *rest = SORTS[name]
    key = F(first) if isinstance(first, str) else first
    return rows.order_by(key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True), *rest)


def risk_of(organisation_id: int, line_id: int) -> LineRisk | None:
    return LineRisk.objects.filter(organisation_id=organisation_id, line_id=line_id).first()


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


@dataclass(frozen=True, slots=True)
class Use:
    """A line of the organisation that uses a part."""

    project_id: int
    project: str
    bom_id: int
    bom: str
    revision: int
    position: int
    line_id: int
    quantity: Decimal | None
    designators: list[str]
    probability: float | None
    horizon: date | None


def where_used(organisation_id: int, part_id: int, *, limit: int = 100) -> list[Use]:
    """Where an organisation uses a part, in what it builds (released or still built), by project."""
    rows = (
        Line.objects.filter(organisation_id=organisation_id, part_id=part_id, revision__bom__archived_at=None)
        .filter(Q(revision__is_released=True) | Q(revision__still_built_share__gt=0))
        .select_related("revision__bom__project", "risk")
        .defer("raw", "revision__preview", "revision__problems", "revision__mapping")
        .order_by("revision__bom__project__name", "revision__bom__name", "position")[:limit]
    )
    return [_use(row) for row in rows]


def _use(row: Line) -> Use:
    bom = row.revision.bom
    judged: LineRisk | None = getattr(row, "risk", None)
    return Use(
        project_id=bom.project_id,
        project=bom.project.name,
        bom_id=bom.pk,
        bom=bom.name,
        revision=row.revision.number,
        position=row.position,
        line_id=row.pk,
        quantity=row.quantity,
        designators=row.designators,
        probability=judged.probability if judged else None,
        horizon=judged.horizon if judged else None,
    )


def built_lines(organisation_id: int) -> QuerySet[Line]:
    """Lines that an organisation builds now: released or still built, of projects that run."""
    return (
        Line.objects.filter(
            organisation_id=organisation_id, dnp=False, is_assembly=False, revision__bom__archived_at=None
        )
        .filter(Q(revision__is_released=True) | Q(revision__still_built_share__gt=0))
        .filter(revision__bom__project__archived_at=None)
        .exclude(revision__bom__project__stage__in=("ended", "cancelled"))
    )


def parts_at_risk(organisation_id: int, *, limit: int = 8) -> list[dict[str, Any]]:
    """The parts most likely to end before the organisation's horizons: part, maker, worst probability, lines, projects."""
    rows = (
        built_lines(organisation_id)
        .filter(risk__probability__gte=0.2)
        .values(
            "part_id",
            "part__mpn",
            "part__manufacturer__name",
            "part__status",
            "part__last_order_date",
            "part__last_ship_date",
        )
        .annotate(
            probability=Max("risk__probability"),
            lines=Count("pk"),
            projects=Count("revision__bom__project", distinct=True),
            horizon=Max("risk__horizon"),
            project=Min("revision__bom__project__name"),
        )
        .order_by(F("part__last_order_date").asc(nulls_last=True), "-probability", "part__mpn")
    )
    return [dict(row) for row in rows[:limit]]


def figures_of(organisation_id: int) -> dict[str, Any]:
    """An organisation's figures: lines built, at high risk, unknown, matched, the next day to order by."""
    return built_lines(organisation_id).aggregate(
        lines=Count("pk"),
        matched=Count("part"),
        to_review=Count("pk", filter=Q(part=None) & ~Q(candidates=[])),
        high=Count("pk", filter=Q(risk__probability__gte=0.5)),
        unknown=Count("pk", filter=Q(risk__probability=None)),
        projects=Count("revision__bom__project", distinct=True),
    )


def heat_of(organisation_id: int) -> list[dict[str, Any]]:
    """Each project with its lines, the expected number that ends before its horizon, and its worst statuses."""
    rows = (
        built_lines(organisation_id)
        .values(
            "revision__bom__project_id",
            "revision__bom__project__name",
            "revision__bom__project__stage",
            "revision__bom__project__eop_date",
        )
        .annotate(
            lines=Count("pk"),
            unknown=Count("pk", filter=Q(risk__probability=None)),
            high=Count("pk", filter=Q(risk__probability__gte=0.5)),
            obsolete=Count("pk", filter=Q(risk__status="obsolete")),
            ltb=Count("pk", filter=Q(risk__status="ltb")),
            nrnd=Count("pk", filter=Q(risk__status="nrnd")),
            expected=Sum("risk__probability"),
        )
        .order_by(F("expected").desc(nulls_last=True), "revision__bom__project__name")
    )
    return [dict(row) for row in rows]
