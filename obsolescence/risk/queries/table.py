"""A page of a revision's lines with their risk: filtered, sorted, counted. Probability None is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat, Upper

from obsolescence.boms.models import Line
from obsolescence.parts.models import Part
from obsolescence.parts.rules.names import fold_mpn
from obsolescence.risk.models import LineRisk
from obsolescence.risk.queries.summary import Summary

BANDS = {"high": (0.5, 1.01), "medium": (0.2, 0.5), "low": (0.0, 0.2)}
SORTS = {
    "position": ("row_number",),
    "mpn": (Upper("mpn"), "position"),
    "maker": (Upper("manufacturer"), "position"),
    "quantity": ("quantity", "position"),
    "status": ("status_order", "position"),
    "risk": ("risk__probability", "position"),
    "ltb": ("risk__last_order_date", "position"),
}
STATUS_ORDER = ("obsolete", "ltb", "nrnd", "unknown", "preview", "active")
PAGE = 100
PROBED = 400


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


@dataclass(frozen=True, slots=True)
class PageOfLines:
    lines: list[Line]
    count: int  # of all that the filter leaves
    has_more: bool


def page_of_lines(
    organisation_id: int, revision_id: int, wanted: LineFilter, summary: Summary, *, start: int
) -> PageOfLines:
    """One page of ``lines_of``. The order is found on ids alone: whole lines are wide.

    How many there are say the figures at the head where they know.
    """
    count = _known_count(wanted, summary)
    if count is None:
        count = _count(organisation_id, revision_id, wanted)
    ids = _among_the_worst(organisation_id, revision_id, wanted, start) if count > PAGE else []
    if count and not ids:
        ids = list(_ids_in_order(organisation_id, revision_id, wanted)[start : start + PAGE + 1])
    lines = (
        Line.objects.filter(pk__in=ids[:PAGE])
        .select_related("part__manufacturer", "risk", "choice")
        .defer("raw", "alternates", "warnings", "part__description")
    )
    found_lines = {line.pk: line for line in lines}
    shown = [found_lines[number] for number in ids[:PAGE] if number in found_lines]
    return PageOfLines(shown, count, len(ids) > PAGE)


_WORST_FIRST = [When(status=status, then=Value(place)) for place, status in enumerate(STATUS_ORDER)]
_RISK_SORTS: dict[str, Any] = {
    "risk": F("probability"),
    "ltb": F("last_order_date"),
    "status": Case(*_WORST_FIRST, default=Value(9), output_field=IntegerField()),
}


def _count(organisation_id: int, revision_id: int, wanted: LineFilter) -> int:
    if wanted.is_about_risk:
        risks = LineRisk.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
        return _of_risk(risks, wanted, "").count()
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    return _filtered(rows, wanted).count()


def _ids_in_order(organisation_id: int, revision_id: int, wanted: LineFilter) -> QuerySet[Any, int]:
    """Ids of lines; where risks alone decide, without looking at the lines."""
    if wanted.is_about_risk and wanted.sort.lstrip("-") in _RISK_SORTS:
        return _risks_in_order(organisation_id, revision_id, wanted).values_list("line_id", flat=True)
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    return _sorted(_filtered(rows, wanted), wanted.sort).values_list("pk", flat=True)


def _risks_in_order(organisation_id: int, revision_id: int, wanted: LineFilter) -> QuerySet[LineRisk]:
    """Risks that the filter leaves, in its order; lines stand in the order of the file, and so do their ids."""
    risks = LineRisk.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    key = _RISK_SORTS[wanted.sort.lstrip("-")]
    order = key.desc(nulls_last=True) if wanted.sort.startswith("-") else key.asc(nulls_last=True)
    return _of_risk(risks, wanted, "").order_by(order, "line_id")


def _among_the_worst(organisation_id: int, revision_id: int, wanted: LineFilter, start: int) -> list[int]:
    """The page's ids where the first hundreds by risk fill it; empty where they do not, or risk is not the order.

    A filter that leaves most lines, as that of the exact matches, need not sort all of them.
    """
    if wanted.is_about_risk or wanted.sort.lstrip("-") not in _RISK_SORTS or start >= PROBED // 2:
        return []
    first = list(
        _risks_in_order(organisation_id, revision_id, wanted).values_list("line_id", flat=True)[:PROBED]
    )
    fitting = set(_filtered(Line.objects.filter(pk__in=first), wanted).values_list("pk", flat=True))
    ids = [number for number in first if number in fitting][start : start + PAGE + 1]
    return ids if len(ids) > PAGE else []


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
        rows = _with_text(rows, wanted.text.upper())
    return rows


def _with_text(rows: QuerySet[Line], text: str) -> QuerySet[Line]:
    """Lines that name the text, or whose part does: looked for once in all that a line says, in capitals.

    Of an exact match the part's number is the line's own.
    """
    rows = rows.alias(
        says=Upper(
            Concat(
                "mpn", Value(" "), "manufacturer", Value(" "), "cpn", Value(" "), "description",
                output_field=TextField(),
            )
        )
    )  # fmt: skip
    named = Part.objects.filter(pk=OuterRef("part_id"), mpn_fold__contains=fold_mpn(text))
    found = Q(says__contains=text) | Q(~Q(grade_mpn="exact"), Exists(named), part__isnull=False)
    if not any(map(str.isspace, text)):
        found |= Q(designators__contains=[text])
    return rows.filter(found)


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
    last = None if name == "position" else True  # every line has one, and its index knows no order of nulls
    return rows.order_by(key.desc(nulls_last=last) if is_down else key.asc(nulls_last=last), *rest)
