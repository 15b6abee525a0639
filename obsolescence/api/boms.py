"""Bills of materials for programs: upload a file or lines, ask how far it is, read the lines with their risk."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import path, reverse
from django.utils import timezone
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from obsolescence.api.access import for_programs, once
from obsolescence.base.access import BUYER, ENGINEER, OWNER, Actor
from obsolescence.base.refusals import NotAllowed, Refused
from obsolescence.boms import queries
from obsolescence.flow import intake
from obsolescence.risk import queries as risk

# The columns of lines sent as JSON, and the header words under which they are read like any file.
COLUMNS = {
    "cpn": "Customer Part Number", "manufacturer": "Manufacturer", "mpn": "MPN", "quantity": "Quantity",
    "designators": "Designators", "description": "Description", "value": "Value", "footprint": "Footprint",
    "sku": "SKU", "dnp": "DNP", "note": "Note",
}  # fmt: skip
MOST_LINES = 50_000
PAGE = 500
STATES = {
    "received": "queued", "reading": "running", "matching": "running", "assessing": "running", "ready": "done",
    "mapping": "waiting for a person", "refused": "failed", "undone": "failed",
}  # fmt: skip


@for_programs("boms:write")
@api_view(["POST"])
def upload(request: Request) -> Response:
    """POST a file (multipart: file) or lines (JSON: name, lines); optional project and bom ids. 202 with a token to ask with."""
    actor: Actor = request.user.actor  # type: ignore[union-attr]
    if actor.role not in (OWNER, ENGINEER, BUYER):
        raise NotAllowed(
            f"The person behind this token is a {actor.role}; owners, engineers and buyers can upload."
        )
    sent: Any = request.data
    if not isinstance(sent, Mapping):
        raise Refused("Send a file (multipart field file), or a JSON object with name and lines.")
    filename, data = _file(request, sent)
    project, bom = (_id(sent.get(name), name) for name in ("project", "bom"))
    where = f"{filename}\0{project}\0{bom}\0".encode()
    return once(
        request, _organisation(actor), where + data, lambda: _receive(actor, filename, data, project, bom)
    )


@for_programs("boms:read")
@api_view(["GET"])
def state(request: Request, revision_id: int) -> Response:
    """How far an upload is: queued, running, waiting for a person, done or failed, with its figures."""
    organisation_id = _organisation(request.user.actor)  # type: ignore[union-attr]
    return Response(_state(organisation_id, revision_id))


@for_programs("boms:read")
@api_view(["GET"])
def lines(request: Request, revision_id: int) -> Response:
    """The lines in the order of the file, 500 a page (?from=500), each with its part, match and risk."""
    organisation_id = _organisation(request.user.actor)  # type: ignore[union-attr]
    queries.revision(organisation_id, revision_id)
    start = _id(request.query_params.get("from"), "from") or 0
    rows = risk.lines_of(organisation_id, revision_id, risk.LineFilter(sort="position"))
    found = list(rows[start : start + PAGE + 1])
    following = f"{request.path}?from={start + PAGE}" if len(found) > PAGE else None
    return Response({"lines": [_line(one) for one in found[:PAGE]], "next": following})


def _organisation(actor: Actor) -> int:
    if actor.organisation_id is None:
        raise NotAllowed("This token belongs to no organisation.")
    return actor.organisation_id


def _file(request: Request, sent: Mapping[str, Any]) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return file.name or "upload", file.read()
    if "lines" in sent:
        name = str(sent.get("name") or "Lines")
        return f"{name[:200]}.csv", _as_csv(sent["lines"])
    raise Refused("Send a file (multipart field file), or JSON with name and lines.")


def _as_csv(rows: Any) -> bytes:
    """Lines as the table that any upload is, so that there is one way of reading."""
    if isinstance(rows, str):
        try:
            rows = json.loads(rows)
        except json.JSONDecodeError as error:
            raise Refused("lines is no JSON.") from error
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        raise Refused("lines is a list of objects, one a line, with at least one line.")
    if len(rows) > MOST_LINES:
        raise Refused(f"At most {MOST_LINES:,} lines at once.")
    used = [name for name in COLUMNS if any(isinstance(row, Mapping) and name in row for row in rows)]
    if not {"mpn", "sku", "cpn"} & set(used):
        raise Refused("The lines need mpn, sku or cpn.")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([COLUMNS[name] for name in used])
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise Refused(f"Line {number} is no object.")
        if unknown := [str(name) for name in row if name not in COLUMNS]:
            raise Refused(
                f"Line {number}: {unknown[0][:40]!r} is no field of a line. It has {', '.join(COLUMNS)}."
            )
        writer.writerow([_cell(row.get(name), number, name) for name in used])
    return text.getvalue().encode()


def _cell(value: Any, number: int, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    if isinstance(value, (str, int, float)):
        return str(value)
    raise Refused(f"Line {number}: {name} must be a text or a number.")


def _id(value: Any, name: str) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused(f"{name} must be a whole number.")
    return int(text)


def _receive(actor: Actor, filename: str, data: bytes, project: int | None, bom: int | None) -> Response:
    organisation_id = _organisation(actor)
    received = intake.receive_bom(
        organisation_id=organisation_id,
        by=actor.user_id,
        filename=filename,
        data=data,
        at=timezone.now(),
        project_id=project,
        bom_id=bom,
    )
    found = _state(organisation_id, received.revision_id) | {"is_new": received.is_new}
    return Response(found, status=202, headers={"Location": found["status_url"]})


def _state(organisation_id: int, revision_id: int) -> dict[str, Any]:
    revision = queries.revision(organisation_id, revision_id)
    summary = risk.summary_of(organisation_id, revision_id, today=timezone.localdate())
    return {
        "token": revision.pk,
        "status": STATES[revision.reading_state],
        "project": revision.bom.project_id,
        "bom": revision.bom_id,
        "revision": revision.number,
        "lines_read": revision.line_count,
        "lines_matched": summary.matched,
        "lines_waiting": summary.to_review,
        "lines_at_risk": summary.high,
        "lines_unknown": summary.unknown,
        "horizon": summary.horizon,
        "problems": [{"sentence": one["sentence"], "remedy": one["remedy"], "rows": [row + 1 for row in one["rows"][:100]]}
                     for one in revision.problems],
        "refusal": revision.refusal or None,
        "status_url": reverse("api:bom", args=[revision.pk]),
        "lines_url": reverse("api:lines", args=[revision.pk]),
        "page_url": f"{reverse('boms:bom', args=[revision.bom_id])}?revision={revision.pk}",
    }  # fmt: skip


def _line(one: Any) -> dict[str, Any]:
    judged = getattr(one, "risk", None)
    return {
        "line": one.position,
        "row": one.row_number + 1,
        "mpn": one.mpn,
        "manufacturer": one.manufacturer,
        "cpn": one.cpn,
        "quantity": None if one.quantity is None else float(one.quantity),
        "designators": one.designators,
        "dnp": one.dnp,
        "part": one.part and {"mpn": one.part.mpn, "manufacturer": one.part.manufacturer.name},
        "match": one.grade_mpn,
        "maker_match": one.grade_maker,
        "reason": one.reason,
        "status": judged.status if judged else "unknown",
        "risk": judged.probability if judged else None,
        "risk_range": [judged.low, judged.high] if judged and judged.probability is not None else None,
        "last_order_date": judged.last_order_date if judged else None,
    }


urlpatterns = [
    path("boms", upload, name="boms"),
    path("boms/<int:revision_id>", state, name="bom"),
    path("boms/<int:revision_id>/lines", lines, name="lines"),
]
