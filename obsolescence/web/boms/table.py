"""All BOMs, and one of them: its lines with their risk, filtered and sorted, on the page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import charts, export, given
from obsolescence.base.access import EDITORS, MemberRequest, for_members
from obsolescence.base.charts import specs
from obsolescence.base.page import go, is_partial, page
from obsolescence.base.refusals import Refused
from obsolescence.base.words import percent
from obsolescence.boms import queries
from obsolescence.boms.rules.reasons import SENTENCES
from obsolescence.flow import intake
from obsolescence.projects import services as project_services
from obsolescence.risk import queries as risk
from obsolescence.web.boms.editing import EDITED
from obsolescence.web.boms.upload import KINDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from obsolescence.boms.models import Line, Revision


@for_members()
def listing(request: MemberRequest) -> HttpResponse:
    """All BOMs of the organisation, by project."""
    boms = queries.boms_of(request.organisation_id)
    context = {"boms": boms, "put_away": queries.boms_put_away(request.organisation_id), "kinds": KINDS}
    return page(request, "obsolescence/boms/list.html", context)


@for_members()
def bom(request: MemberRequest, bom_id: int) -> HttpResponse:
    """One BOM: on its way it shows how far it is, then its lines with their risk."""
    revision = _shown(request, bom_id)
    if revision is None:
        one = queries.bom(request.organisation_id, bom_id)
        return page(request, "obsolescence/boms/empty.html", {"bom": one, "kinds": KINDS})
    context = _head(request, revision)
    if revision.reading_state != "ready":
        why = [one for one in revision.problems if one["code"] in SENTENCES]
        return page(request, "obsolescence/boms/intake.html", context | {"why": why})
    return page(
        request,
        "obsolescence/boms/bom.html",
        context | _table(request, revision, context["summary"]),
        fragment="obsolescence/boms/_lines.html",
    )


@for_members(*EDITORS)
@require_POST
def horizon(request: MemberRequest, bom_id: int) -> HttpResponse:
    """The end of production of the BOM's project, where the BOM's page asks for it."""
    one = queries.bom(request.organisation_id, bom_id)
    text = request.POST.get("eop", "").strip()
    try:
        eop = date.fromisoformat(f"{text}-28" if len(text) == 7 else text) if text else None
    except ValueError as error:
        raise Refused("Write the end of production as a month, such as 2031-06.") from error
    project_services.set_production(
        organisation_id=request.organisation_id,
        project_id=one.project_id,
        sop_date=one.project.sop_date,
        eop_date=eop,
        at=timezone.now(),
    )
    revision = queries.shown_revision(request.organisation_id, bom_id)
    if revision is not None:
        intake.assess_again(organisation_id=request.organisation_id, revision_id=revision.pk)
    messages.success(request, "Saved. The risk is worked out anew.")
    return go(request, reverse("boms:bom", args=[bom_id]))


@for_members()
def download(request: MemberRequest, revision_id: int, kind: str) -> HttpResponse:
    """Exactly the lines that are filtered, as CSV or XLSX."""
    revision = queries.revision(request.organisation_id, revision_id)
    wanted = risk.LineFilter.from_query(request.GET.dict()).with_rows_of(revision.problems)
    rows = _exported(risk.lines_of(request.organisation_id, revision_id, wanted))
    name = f"{revision.bom.name}-revision-{revision.number}.{kind}"
    return export.as_xlsx(name, EXPORTED, rows) if kind == "xlsx" else export.as_csv(name, EXPORTED, rows)


def _shown(request: MemberRequest, bom_id: int) -> Revision | None:
    number = given.id_or_none(request.GET.get("revision"))
    if number:
        return queries.revision(request.organisation_id, number, bom_id=bom_id)
    return queries.shown_revision(request.organisation_id, bom_id)


def _head(request: MemberRequest, revision: Revision) -> dict[str, Any]:
    summary = risk.summary_of(request.organisation_id, revision.pk, today=timezone.localdate())
    return {
        "bom": revision.bom,
        "other": queries.other_revision(request.organisation_id, revision),
        "revision": revision,
        "progress": queries.progress(revision),
        "summary": summary,
        "staleness": risk.staleness(summary, timezone.localdate()),
        "can_edit": request.actor.role in EDITORS,
        "today": timezone.localdate(),
        "noticed": [
            one
            for one in revision.problems
            if not one["is_blocking"]
            and one["code"] != "no_part_number_column"
            and one["code"] not in SENTENCES
        ],
        "has_numbers": summary.without_number < summary.lines or not summary.lines,
    }


def _table(request: MemberRequest, revision: Revision, summary: risk.Summary) -> dict[str, Any]:
    wanted = risk.LineFilter.from_query(request.GET.dict()).with_rows_of(revision.problems)
    start = max(0, given.id_or_none(request.GET.get("from")) or 0)
    table = risk.page_of_lines(request.organisation_id, revision.pk, wanted, summary, start=start)
    shown, count = table.lines, table.count
    return {
        "lines": shown,
        "count": count,
        "wanted": wanted,
        "filters": _filters(request, wanted),
        "addable": _addable(request, summary),
        "clear_url": _with(
            request, status="", grade="", risk="", q="", placed="", problem="", **{"from": ""}
        ),
        "previous_url": _with(request, **{"from": max(0, start - risk.PAGE) or ""}) if start else "",
        "next_url": _with(request, **{"from": start + risk.PAGE}) if table.has_more else "",
        "shown": f"{start + 1 if shown else 0}–{start + len(shown)} of {count:,}",
        "query": request.GET.urlencode(),
        "edited": request.session.get(EDITED),
        "histogram": _histogram(request, summary),
    }


def _histogram(request: MemberRequest, summary: risk.Summary) -> charts.Figure | None:
    if is_partial(request):
        return None
    if not sum(summary.bands):
        return None
    known = summary.lines - summary.unknown
    return charts.figure(
        specs.risk_histogram(summary.bands, width=440),
        title="Risk before the end of production",
        says=f"{known} line{'' if known == 1 else 's'} with a known status; higher is worse",
        summary=f"{summary.high} of {known} lines are at 50 percent or more",
        columns=["Risk", "Lines"],
        rows=list(zip(specs.RISK_LABELS, summary.bands, strict=True)),
    )


FILTER_WORDS = {
    "status": "Status",
    "grade": "Match",
    "risk": "Risk",
    "q": "Search",
    "placed": "Placing",
    "problem": "Noticed",
}


VALUE_WORDS = {"high": "50 % or more", "medium": "20 to 50 %", "low": "below 20 %", "dnp": "not placed", "open": "to review",
               "chosen": "chosen by hand", "none": "not found", "ltb": "LTB open", "nrnd": "NRND"}  # fmt: skip


def _filters(request: MemberRequest, wanted: risk.LineFilter) -> list[dict[str, str]]:
    on = {
        "status": wanted.status,
        "grade": wanted.grade,
        "risk": wanted.risk,
        "q": wanted.text,
        "placed": wanted.placed,
        "problem": wanted.problem,
    }
    return [
        {
            "label": FILTER_WORDS[name],
            "value": VALUE_WORDS.get(value, value.replace("_", " ").capitalize() if name != "q" else value),
            "remove_url": _with(request, **{name: "", "from": ""}),
        }
        for name, value in on.items()
        if value
    ]


def _addable(request: MemberRequest, summary: risk.Summary) -> list[dict[str, Any]]:
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("Status", "status", [(status, summary.statuses.get(status, 0)) for status in risk.STATUS_ORDER]),
        ("Risk", "risk", [("high", summary.high), ("medium", ""), ("low", ""), ("unknown", summary.unknown)]),
        ("Match", "grade", [("open", summary.to_review), *sorted(summary.grades.items())]),
        ("Placing", "placed", [("dnp", "")]),
    ]
    return [
        {
            "label": label,
            "choices": [
                {
                    "label": VALUE_WORDS.get(value, value.capitalize()),
                    "url": _with(request, **{name: value, "from": ""}),
                    "count": count,
                }
                for value, count in choices
                if count != 0
            ],
        }
        for label, name, choices in groups
    ]


def _with(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value != "":
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


EXPORTED = (
    "Line", "MPN", "Manufacturer", "CPN", "Quantity", "Designators", "Alternates", "Description", "DNP", "Matched part",
    "Matched manufacturer", "Match", "Match reason", "Status", "Status source", "Status date", "Last order date",
    "Risk before horizon (0-1, higher is worse)", "Risk low", "Risk high", "Horizon", "Reasons", "Note",
)  # fmt: skip


def _exported(rows: QuerySet[Line]) -> Iterator[list[export.Cell]]:
    for one in rows.iterator(chunk_size=2000):
        judged = getattr(one, "risk", None)
        yield [
            one.position,
            one.mpn,
            one.manufacturer,
            one.cpn,
            _plain(one.quantity),
            " ".join(one.designators),
            "; ".join(" ".join(filter(None, pair)) for pair in one.alternates),
            one.description,
            "yes" if one.dnp else "",
            one.part.mpn if one.part else "",
            one.part.manufacturer.name if one.part else "",
            one.grade_mpn,
            one.reason,
            judged.status if judged else "unknown",
            one.part.status_source if one.part else "",
            _iso(one.part.status_date if one.part else None),
            _iso(judged.last_order_date if judged else None),
            _rounded(judged.probability if judged else None),
            _rounded(judged.low if judged else None),
            _rounded(judged.high if judged else None),
            _iso(judged.horizon if judged else None),
            "; ".join(_as_text(reason) for reason in judged.reasons) if judged else "",
            one.note,
        ]


def _as_text(reason: list[Any]) -> str:
    sentence, points, *_ = reason
    return f"{sentence} ({percent(points)})" if points is not None else str(sentence)


def _plain(quantity: Decimal | None) -> int | float | None:
    """7, not 7.0; as a number, so that a spreadsheet can add it up."""
    if quantity is None:
        return None
    return int(quantity) if quantity == int(quantity) else float(quantity)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
