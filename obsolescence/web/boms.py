"""BOMs: upload, progress, columns, the table of lines with their risk, one line, revisions, export, questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import charts, export
from obsolescence.base.access import BUYER, ENGINEER, OWNER, MemberRequest, for_members
from obsolescence.base.charts import specs
from obsolescence.base.page import go, is_partial, page
from obsolescence.base.refusals import Refused
from obsolescence.base.words import percent
from obsolescence.boms import queries, services
from obsolescence.boms.rules.editing import FIELDS, RELATIONS, written
from obsolescence.flow import changes, intake
from obsolescence.parts import queries as parts
from obsolescence.projects import queries as projects
from obsolescence.projects import services as project_services
from obsolescence.relations import services as relations
from obsolescence.risk import queries as risk
from obsolescence.web import comparison

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from obsolescence.boms.models import Line, Revision

EDITORS = (OWNER, ENGINEER, BUYER)
EDITED = "edited"  # what the session keeps of the last edit, so that one more click takes it back
KINDS = "CSV, XLSX, XLS, XLSB, ODS, text, IPC-2581 or CycloneDX, up to 20 MB and 50,000 lines"
EXPORTED = (
    "Line", "MPN", "Manufacturer", "CPN", "Quantity", "Designators", "Description", "DNP", "Matched part",
    "Matched manufacturer", "Match", "Match reason", "Status", "Status source", "Status date", "Last order date",
    "Risk before horizon (0-1, higher is worse)", "Risk low", "Risk high", "Horizon", "Reasons", "Note",
)  # fmt: skip


@for_members()
def listing(request: MemberRequest) -> HttpResponse:
    """All BOMs of the organisation, by project."""
    boms = queries.boms_of(request.organisation_id)
    context = {"boms": boms, "put_away": queries.boms_put_away(request.organisation_id), "kinds": KINDS}
    return page(request, "obsolescence/boms/list.html", context)


@for_members(*EDITORS)
def upload(request: MemberRequest) -> HttpResponse:
    """Take files: dropped, chosen or pasted; into a project or BOM where one is named, else into a project of its own."""
    if request.method != "POST":
        context = {"kinds": KINDS, "projects": projects.projects_of(request.organisation_id)}
        return page(request, "obsolescence/boms/upload.html", context | _target(request.GET))
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise Refused("Choose a file first, or drop one on the page.")
    received = intake.receive_bom(
        organisation_id=request.organisation_id,
        by=request.actor.user_id,
        filename=file.name,
        data=file.read(),
        at=timezone.now(),
        project_id=_number(request.POST.get("project")),
        bom_id=_number(request.POST.get("bom")),
    )
    if not received.is_new:
        messages.info(request, "You have this file already: here it is.")
    return go(request, _address(received.bom_id, received.revision_id))


@for_members()
def bom(request: MemberRequest, bom_id: int) -> HttpResponse:
    """One BOM: on its way it shows how far it is, then its lines with their risk."""
    revision = _shown(request, bom_id)
    if revision is None:
        one = queries.bom(request.organisation_id, bom_id)
        return page(request, "obsolescence/boms/empty.html", {"bom": one, "kinds": KINDS})
    context = _head(request, revision)
    if revision.reading_state != "ready":
        return page(request, "obsolescence/boms/intake.html", context)
    return page(
        request,
        "obsolescence/boms/bom.html",
        context | _table(request, revision, context["summary"]),
        fragment="obsolescence/boms/_lines.html",
    )


@for_members()
def progress(request: MemberRequest, revision_id: int) -> HttpResponse:
    """How far intake has come, asked again every half second while it moves; done, the page is loaded anew."""
    revision = queries.revision(request.organisation_id, revision_id)
    state = queries.progress(revision)
    if not state.is_moving:
        return go(request, _address(revision.bom_id, revision_id))
    context = {"progress": state, "revision": revision}
    return page(
        request, "obsolescence/boms/_progress.html", context, fragment="obsolescence/boms/_progress.html"
    )


@for_members()
def line(request: MemberRequest, line_id: int) -> HttpResponse:
    """Everything about one line: in the drawer, or as a page of its own."""
    return page(
        request,
        "obsolescence/boms/line.html",
        _line_context(request, line_id),
        fragment="obsolescence/boms/_line.html",
    )


@for_members(*EDITORS)
@require_POST
def choose(request: MemberRequest, line_id: int) -> HttpResponse:
    """A person says which part a line means, that none does, or that matching shall decide again."""
    now, what = timezone.now(), request.POST.get("part", "")
    if what == "again":
        decided = intake.forget_choice(organisation_id=request.organisation_id, line_id=line_id, at=now)
    else:
        decided = intake.choose_part(
            organisation_id=request.organisation_id,
            line_id=line_id,
            part_id=None if what == "none" else _number(what) or 0,
            by=request.actor.user_id,
            at=now,
            everywhere="everywhere" in request.POST,
        )
    messages.success(request, _said(decided))
    return go(request, reverse("boms:line", args=[line_id]))


def _said(decided: services.Decided) -> str:
    if decided.lines < 2:
        return "Saved. The risk is worked out anew."
    places = f" in {len(decided.projects)} projects" if len(decided.projects) > 1 else ""
    return f"Saved for {decided.lines} lines{places}. Their risk is worked out anew."


@for_members(*EDITORS)
def edit_cell(request: MemberRequest, line_id: int, field: str) -> HttpResponse:
    """One value of a line as a field to type into; typed, the line's row with what follows from it."""
    one = queries.line(request.organisation_id, line_id)
    if field not in FIELDS:
        raise Refused("Quantity, part number, maker, your own number and placing can be edited.")
    if request.method != "POST":
        value = written(getattr(one, field))
        context = {"line": one, "field": field, "label": FIELDS[field], "value": value}
        return page(
            request, "obsolescence/boms/edit_cell.html", context, fragment="obsolescence/boms/_edit_cell.html"
        )
    now = timezone.now()
    edited = intake.edit_lines(
        organisation_id=request.organisation_id,
        line_ids=[line_id],
        field=field,
        text=request.POST.get("value", ""),
        by=request.actor.user_id,
        at=now,
    )
    if edited.lines:
        _keep_for_undo(request, now, f"line {one.position}")
        messages.success(request, f"Line {one.position}: {FIELDS[field]} saved.")
    return go(request, _back_to_bom(request, one.revision))


@for_members(*EDITORS)
@require_POST
def edit_many(request: MemberRequest, revision_id: int) -> HttpResponse:
    """One value for all ticked lines."""
    revision = queries.revision(request.organisation_id, revision_id)
    line_ids = [number for text in request.POST.getlist("line") if (number := _number(text))]
    action = request.POST.get("action", "")
    if not line_ids:
        raise Refused("Tick the lines first.")
    if action not in ("dnp", "placed"):
        raise Refused("Choose what to do with the ticked lines.")
    now = timezone.now()
    edited = intake.edit_lines(
        organisation_id=request.organisation_id,
        line_ids=line_ids,
        field="dnp",
        text="yes" if action == "dnp" else "no",
        by=request.actor.user_id,
        at=now,
    )
    _keep_for_undo(request, now, f"{edited.lines} lines")
    what = "not placed" if action == "dnp" else "placed"
    messages.success(request, f"{edited.lines} line{'' if edited.lines == 1 else 's'} marked as {what}.")
    return go(request, _back_to_bom(request, revision))


@for_members(*EDITORS)
@require_POST
def undo_edit(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take back the last edit of this person."""
    revision = queries.revision(request.organisation_id, revision_id)
    last = request.session.pop(EDITED, None)
    if not last:
        raise Refused("There is nothing to take back.")
    done = intake.undo_edits(
        organisation_id=request.organisation_id,
        by=request.actor.user_id,
        edited_at=datetime.fromisoformat(last["at"]),
        at=timezone.now(),
    )
    messages.success(request, f"Taken back for {done.lines} line{'' if done.lines == 1 else 's'}.")
    return go(request, _back_to_bom(request, revision))


def _keep_for_undo(request: MemberRequest, at: datetime, says: str) -> None:
    request.session[EDITED] = {"at": at.isoformat(), "says": says}


def _back_to_bom(request: MemberRequest, revision: Revision) -> str:
    """The table as it was filtered, where the form says so."""
    query = QueryDict(request.POST.get("query", "")[:1000], mutable=True)
    query["revision"] = str(revision.pk)
    return f"{reverse('boms:bom', args=[revision.bom_id])}?{query.urlencode()}"


@for_members(*EDITORS)
@require_POST
def note(request: MemberRequest, line_id: int) -> HttpResponse:
    services.write_note(
        organisation_id=request.organisation_id, line_id=line_id, note=request.POST.get("note", "")
    )
    messages.success(request, "Note saved.")
    return go(request, reverse("boms:line", args=[line_id]))


@for_members(*EDITORS)
@require_POST
def approve(request: MemberRequest, line_id: int) -> HttpResponse:
    """Approve an alternate of a line's part, or take an approval back."""
    back = _number(request.POST.get("withdraw"))
    queries.line(request.organisation_id, line_id)
    if back:
        services.withdraw_approval(organisation_id=request.organisation_id, approval_id=back)
        messages.success(request, "The approval is taken back.")
    else:
        services.approve_alternate(
            organisation_id=request.organisation_id,
            line_id=line_id,
            alternate=request.POST.get("alternate", ""),
            relation=request.POST.get("relation", ""),
            note=request.POST.get("note", ""),
            everywhere="everywhere" in request.POST,
            by=request.actor.user_id,
            at=timezone.now(),
        )
        messages.success(request, "The alternate is approved.")
    return go(request, reverse("boms:line", args=[line_id]))


@for_members()
def revisions(request: MemberRequest, bom_id: int) -> HttpResponse:
    """The revisions of a BOM, which one is built, and where another can be compared."""
    one = queries.bom(request.organisation_id, bom_id)
    rows = list(queries.revisions_of(request.organisation_id, bom_id))
    context = {
        "bom": one,
        "revisions": rows,
        "released": next((row.pk for row in rows if row.is_released), None),
        "projects": projects.projects_of(request.organisation_id),
        "words": queries.STATE_WORDS,
        "built": queries.built_number(request.organisation_id, bom_id),
        "kinds": KINDS,
        "can_edit": request.actor.role in EDITORS,
    }
    return page(request, "obsolescence/boms/revisions.html", context)


@for_members()
def compare(request: MemberRequest, bom_id: int, old_id: int, new_id: int) -> HttpResponse:
    """What one revision changes against another."""
    one = queries.bom(request.organisation_id, bom_id)
    old, new = (
        queries.revision(request.organisation_id, number, bom_id=bom_id) for number in (old_id, new_id)
    )
    can_release = request.actor.role in EDITORS and old.is_released and new.reading_state == "ready"
    context = {
        "bom": one,
        "old": old,
        "new": new,
        "seen": queries.digest(request.organisation_id, old_id, new_id) if can_release else "",
    } | comparison.of_revisions(request.organisation_id, old, new, only=request.GET.get("what", ""))
    return page(request, "obsolescence/boms/compare.html", context)


@for_members(*EDITORS)
@require_POST
def release(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Make a revision the one that is built, or say which share an older one keeps."""
    revision = queries.revision(request.organisation_id, revision_id)
    if "share" in request.POST:
        services.set_still_built(
            organisation_id=request.organisation_id,
            revision_id=revision_id,
            share=request.POST["share"],
            at=timezone.now(),
        )
    else:
        services.release(
            organisation_id=request.organisation_id,
            revision_id=revision_id,
            at=timezone.now(),
            seen=request.POST.get("seen", "")[:64],
        )
        messages.success(request, f"Revision {revision.number} is the one that is built now.")
    intake.assess_again(organisation_id=request.organisation_id, revision_id=revision_id)
    return go(request, reverse("boms:revisions", args=[revision.bom_id]))


@for_members(*EDITORS)
@require_POST
def edit(request: MemberRequest, bom_id: int) -> HttpResponse:
    """Rename, move, put away, take back or delete a BOM."""
    organisation_id, action, now = request.organisation_id, request.POST.get("action", ""), timezone.now()
    queries.bom(organisation_id, bom_id)
    if action == "rename":
        services.rename(organisation_id=organisation_id, bom_id=bom_id, name=request.POST.get("name", ""))
    elif action == "move":
        changes.move_bom(
            organisation_id=organisation_id,
            bom_id=bom_id,
            project_id=_number(request.POST.get("project")) or 0,
            at=now,
        )
    elif action in ("archive", "restore"):
        at = now if action == "archive" else None
        changes.archive_bom(organisation_id=organisation_id, bom_id=bom_id, at=at, now=now)
    elif action == "delete":
        services.delete(organisation_id=organisation_id, bom_id=bom_id, at=now)
        messages.success(request, "The BOM and its files are deleted.")
        return go(request, reverse("boms:list"))
    else:
        raise Refused("Choose what to do with the BOM.")
    messages.success(request, "Saved.")
    return go(request, reverse("boms:revisions", args=[bom_id]))


@for_members(*EDITORS)
@require_POST
def undo(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Take an upload back."""
    bom_id = services.undo_upload(
        organisation_id=request.organisation_id, revision_id=revision_id, at=timezone.now()
    )
    messages.success(request, "The upload is taken back.")
    return go(request, reverse("boms:bom", args=[bom_id]) if bom_id else reverse("boms:list"))


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
def original(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The customer's file as it came, to save and never to open in the browser."""
    file = queries.file_of(request.organisation_id, revision_id)
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = export.attachment(file.filename)
    return response


@for_members()
def download(request: MemberRequest, revision_id: int, kind: str) -> HttpResponse:
    """Exactly the lines that are filtered, as CSV or XLSX."""
    revision = queries.revision(request.organisation_id, revision_id)
    wanted = risk.LineFilter.from_query(request.GET.dict()).with_rows_of(revision.problems)
    rows = _exported(risk.lines_of(request.organisation_id, revision_id, wanted))
    name = f"{revision.bom.name}-revision-{revision.number}.{kind}"
    return export.as_xlsx(name, EXPORTED, rows) if kind == "xlsx" else export.as_csv(name, EXPORTED, rows)


@for_members(*EDITORS)
def enquire(request: MemberRequest) -> HttpResponse:
    """Ask the distributor about a line, a part or a BOM, or request a quote for it."""
    values = request.POST if request.method == "POST" else request.GET
    subject, ids = _subject(request, values)
    if request.method == "POST":
        relations.ask(
            organisation_id=request.organisation_id,
            by=request.actor.user_id,
            kind=values.get("kind", ""),
            subject=subject,
            text=values.get("text", ""),
            at=timezone.now(),
            **ids,
        )
        messages.success(request, "Sent. The distributor's answer comes to you directly.")
        return go(request, _back(values))
    context = {
        "subject": subject,
        "values": values,
        "kind": values.get("kind", "question"),
        "back": _back(values),
    }
    return page(request, "obsolescence/boms/enquire.html", context)


# What the pages show


def _shown(request: MemberRequest, bom_id: int) -> Revision | None:
    number = _number(request.GET.get("revision"))
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
        "has_numbers": summary.without_number < summary.lines or not summary.lines,
    }


def _table(request: MemberRequest, revision: Revision, summary: risk.Summary) -> dict[str, Any]:
    wanted = risk.LineFilter.from_query(request.GET.dict()).with_rows_of(revision.problems)
    start = max(0, _number(request.GET.get("from")) or 0)
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
        says=f"{known} lines with a known status; higher is worse",
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


def _line_context(request: MemberRequest, line_id: int) -> dict[str, Any]:
    one = queries.line(request.organisation_id, line_id)
    known = parts.parts_by_id(one.candidates)
    judged = risk.risk_of(request.organisation_id, line_id)
    text = request.GET.get("q", "").strip()
    reasons = list(judged.reasons) if judged else []
    return {
        "line": one,
        "revision": one.revision,
        "bom": one.revision.bom,
        "risk": judged,
        "reasons": [_reason(reason) for reason in reasons],
        "most": max([abs(reason[1]) for reason in reasons if reason[1] is not None], default=1),
        "candidates": [known[number] for number in one.candidates if number in known],
        "choice": queries.choice_of(request.organisation_id, line_id),
        "approvals": list(queries.approvals_of(request.organisation_id, one)),
        "relations": RELATIONS,
        "history": list(queries.history_of(request.organisation_id, line_id)),
        "editable": [(name, label, written(getattr(one, name))) for name, label in FIELDS.items()],
        "hits": parts.search(text, limit=8) if text else [],
        "text": text,
        "raw": list(one.raw.items()),
        "can_edit": request.actor.role in EDITORS,
        "today": timezone.localdate(),
        "offers": list(parts.offers_of(one.part_id)[:3]) if one.part_id else [],
    }


def _reason(reason: list[Any]) -> dict[str, Any]:
    sentence, points, source, day = reason
    return {"sentence": sentence, "points": points, "source": source, "day": day}


def _exported(rows: QuerySet[Line]) -> Iterator[list[export.Cell]]:
    for one in rows.iterator(chunk_size=2000):
        judged = getattr(one, "risk", None)
        yield [
            one.position,
            one.mpn,
            one.manufacturer,
            one.cpn,
            None if one.quantity is None else float(one.quantity),
            " ".join(one.designators),
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


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


# Small things


def _subject(request: MemberRequest, values: QueryDict) -> tuple[str, dict[str, Any]]:
    """What an enquiry is about, in words and as ids; what is not the organisation's own does not exist."""
    line_id, bom_id, part_id = (_number(values.get(name)) for name in ("line", "bom", "part"))
    if line_id:
        one = queries.line(request.organisation_id, line_id)
        found = one.revision.bom
        ids = {"project_id": found.project_id, "bom_id": found.pk, "line_ids": [one.pk]}
        part_ids = {"part_ids": [one.part_id]} if one.part_id else {}
        return f"{one.mpn or one.description or 'Line'} ({found.name}, line {one.position})", ids | part_ids
    if bom_id:
        found = queries.bom(request.organisation_id, bom_id)
        return found.name, {"project_id": found.project_id, "bom_id": found.pk}
    if part_id:
        part = parts.part(part_id)
        uses = risk.where_used(request.organisation_id, part_id, limit=1)
        where = {"project_id": uses[0].project_id, "bom_id": uses[0].bom_id} if uses else {}
        return f"{part.mpn} ({part.manufacturer})", {"part_ids": [part.pk], **where}
    raise Refused("Choose a line, a part or a BOM to ask about.")


def _back(values: QueryDict) -> str:
    for name, view in (("line", "boms:line"), ("bom", "boms:bom"), ("part", "parts:part")):
        number = _number(values.get(name))
        if number:
            return reverse(view, args=[number])
    return reverse("boms:list")


def _target(values: QueryDict) -> dict[str, Any]:
    return {"project_id": _number(values.get("project")), "bom_id": _number(values.get("bom"))}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _address(bom_id: int, revision_id: int) -> str:
    return f"{reverse('boms:bom', args=[bom_id])}?{urlencode({'revision': revision_id})}"


def _with(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value != "":
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


app_name = "boms"
urlpatterns = [
    path("", listing, name="list"),
    path("upload/", upload, name="upload"),
    path("ask/", enquire, name="enquire"),
    path("<int:bom_id>/", bom, name="bom"),
    path("<int:bom_id>/revisions/", revisions, name="revisions"),
    path("<int:bom_id>/compare/<int:old_id>/<int:new_id>/", compare, name="compare"),
    path("<int:bom_id>/edit/", edit, name="edit"),
    path("<int:bom_id>/horizon/", horizon, name="horizon"),
    path("revisions/<int:revision_id>/progress/", progress, name="progress"),
    path("revisions/<int:revision_id>/release/", release, name="release"),
    path("revisions/<int:revision_id>/undo/", undo, name="undo"),
    path("revisions/<int:revision_id>/original/", original, name="original"),
    path("revisions/<int:revision_id>/lines.csv", download, {"kind": "csv"}, name="csv"),
    path("revisions/<int:revision_id>/lines.xlsx", download, {"kind": "xlsx"}, name="xlsx"),
    path("lines/<int:line_id>/", line, name="line"),
    path("lines/<int:line_id>/part/", choose, name="choose"),
    path("lines/<int:line_id>/alternates/", approve, name="approve"),
    path("lines/<int:line_id>/note/", note, name="note"),
    path("lines/<int:line_id>/edit/<slug:field>/", edit_cell, name="edit_cell"),
    path("revisions/<int:revision_id>/edit/", edit_many, name="edit_many"),
    path("revisions/<int:revision_id>/edit/undo/", undo_edit, name="undo_edit"),
]
