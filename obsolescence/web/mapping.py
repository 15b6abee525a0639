"""Which column is what, over the customer's own rows: shown at once, changed at any time, remembered for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base import export
from obsolescence.base.access import BUYER, ENGINEER, OWNER, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Busy, Refused
from obsolescence.boms import queries
from obsolescence.boms.rules import preview
from obsolescence.boms.rules.columns.mapping import ColumnMapping, column_letters
from obsolescence.flow import intake

if TYPE_CHECKING:
    from obsolescence.boms.models import Revision

EDITORS = (OWNER, ENGINEER, BUYER)
SHOWN = 12  # rows of the file over which the columns stand
ROLE_WORDS = {
    "mpn": "Part number (MPN)",
    "manufacturer": "Manufacturer",
    "quantity": "Quantity",
    "quantity_for": "Quantity for several boards",
    "designator": "Designators",
    "cpn": "Your own number",
    "description": "Description",
    "value": "Value",
    "footprint": "Package",
    "distributor_sku": "Distributor's number",
    "supplier_name": "Distributor",
    "dnp": "Not placed (DNP)",
    "manufacturer_and_mpn": "Maker and number together",
    "alternate_mpn": "Alternate number",
    "alternate_manufacturer": "Alternate's maker",
    "unit_price": "Unit price",
    "currency": "Currency",
    "level": "Level",
    "parent": "Parent assembly",
    "line_number": "Line number",
    "note": "Note",
}
TEMPLATE = (
    "Customer part number",
    "Manufacturer",
    "MPN",
    "Quantity",
    "Reference",
    "Description",
    "DNP",
    "Alternate MPN",
)
SAMPLE = (
    ("C-1001", "Halvorn Semiconductor", "HVM1000A", 1, "U1", "32-bit microcontroller, 8 kB flash", "", ""),
    ("C-1002", "Kestrel Micro", "KMD1000A", 2, "U2 U3", "SDRAM, 8 Mbit", "", "KMD1020B"),
    ("C-2001", "Brightwell Passives", "BWC1060B", 4, "C1-C4", "Electrolytic capacitor, 64 uF", "", ""),
    ("C-2002", "Nichicon", "UVR1H101MPD", 1, "C5", "Electrolytic capacitor, 100 uF 50 V", "", ""),
    ("C-3001", "Ostara Connect", "OCH1180A", 1, "J1", "Board header, 64 poles", "DNP", ""),
)
SEVERAL = ("distributor_sku", "alternate_mpn", "alternate_manufacturer")


@for_members(*EDITORS)
def columns(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The columns with our guess, over the first rows; or, posted, what a person says they are."""
    revision = queries.revision(request.organisation_id, revision_id)
    if request.method != "POST":
        return page(request, "obsolescence/mapping/columns.html", _context(request, revision))
    try:
        _confirm(request, revision_id)
    except Busy:
        raise
    except Refused as refusal:
        context = _context(request, revision) | {"wrong": refusal.sentence}
        for column in context["columns"]:
            column["role"] = request.POST.get(f"column-{column['index']}", "")
        return page(request, "obsolescence/mapping/columns.html", context, status=422)
    return go(request, _bom_address(revision))


def _confirm(request: MemberRequest, revision_id: int) -> None:
    chosen = posted(request.POST)
    intake.confirm_mapping(
        organisation_id=request.organisation_id,
        revision_id=revision_id,
        by=request.actor.user_id,
        sheet=chosen.sheet,
        header_row=chosen.header_row,
        roles={role: list(found) for role, found in chosen.roles.items()},
        at=timezone.now(),
        remember="remember" in request.POST,
    )


@for_members(*EDITORS)
@require_POST
def reading(request: MemberRequest, revision_id: int) -> HttpResponse:
    """What the first rows are read as with the columns as they are chosen just now; nothing is saved."""
    revision = queries.revision(request.organisation_id, revision_id)
    context = _reading(revision, posted(request.POST))
    return render(request, "obsolescence/mapping/_reading.html", context)


@for_members(*EDITORS)
@require_POST
def guess(request: MemberRequest, revision_id: int) -> HttpResponse:
    """Undo of remembered columns: guess them from this file alone."""
    revision = queries.revision(request.organisation_id, revision_id)
    intake.guess_again(organisation_id=request.organisation_id, revision_id=revision_id, at=timezone.now())
    messages.success(request, "The columns are guessed from this file alone.")
    return go(request, _bom_address(revision))


@for_members()
def left_out(request: MemberRequest, revision_id: int) -> HttpResponse:
    """The rows that were not read as lines, as CSV: number in the file, then the cells as they are."""
    revision = queries.revision(request.organisation_id, revision_id)
    kept: list[tuple[int, list[str]]] = revision.preview.get("left_out", [])
    width = max((len(cells) for _, cells in kept), default=0)
    headers = [*revision.preview.get("headers", []), *map(column_letters, range(width))][:width]
    rows: list[list[export.Cell]] = [[number + 1, *cells] for number, cells in kept]
    return export.as_csv(f"{revision.bom.name}-rows-left-out.csv", ["Row", *headers], rows)


@for_members()
def template(request: MemberRequest) -> HttpResponse:
    """An empty list with the columns that we know best."""
    return export.as_csv("bom-template.csv", TEMPLATE, [])


@for_members()
def sample(request: MemberRequest) -> HttpResponse:
    """A small list to try the service with: invented parts, a line that is not placed, an alternate."""
    return export.as_csv("bom-sample.csv", TEMPLATE, SAMPLE)


def posted(values: QueryDict) -> ColumnMapping:
    """The mapping of a form. Raises Refused where one role stands over two columns."""
    roles: dict[str, list[int]] = {}
    for name, role in values.items():
        column = _number(name.removeprefix("column-")) if name.startswith("column-") else None
        if column is not None and role in ROLE_WORDS:
            roles.setdefault(str(role), []).append(column)
    double = [ROLE_WORDS[role] for role, found in roles.items() if len(found) > 1 and role not in SEVERAL]
    if double:
        raise Refused(f"{double[0]} can be one column only: choose which.")
    place = ColumnMapping(sheet=values.get("sheet") or None, header_row=_number(values.get("header")))
    return place.with_roles(roles)


def _context(request: MemberRequest, revision: Revision) -> dict[str, Any]:
    sheets = revision.preview.get("sheets", [])
    stored = ColumnMapping.from_json(revision.mapping or {})
    names = [one["name"] for one in sheets]
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("sheet", stored.sheet)
    sheet = next(
        (one for one in sheets if one["name"] == wanted), sheets[0] if sheets else {"name": None, "rows": []}
    )
    is_here = sheet["name"] == stored.sheet
    header = _number(asked.get("header")) if "header" in asked else stored.header_row if is_here else 0
    mapping = stored
    if not is_here or header != stored.header_row or not stored.roles:
        mapping = preview.guessed(revision.preview, sheet=sheet["name"], header_row=header)
    return {
        "bom": revision.bom,
        "revision": revision,
        "sheets": sheets if len(names) > 1 else [],
        "sheet": sheet,
        "header": header,
        "header_choices": [
            (number, " · ".join(filter(None, cells))[:80]) for number, cells in sheet["rows"][:20]
        ],
        "columns": _columns(sheet["rows"], header, mapping),
        "rows": _rows(sheet["rows"], header),
        "roles": ROLE_WORDS,
        "mapping": mapping,
        "is_confirmed": revision.mapping_confirmed_by_id is not None,
        "asks": [column for column in _columns(sheet["rows"], header, mapping) if column["asks"]],
        "reads": _reading(revision, mapping),
    }


def _columns(rows: list[Any], header: int | None, mapping: ColumnMapping) -> list[dict[str, Any]]:
    names: list[str] = next((cells for number, cells in rows if number == header), [])
    width = max((len(cells) for _, cells in rows), default=0)
    found = []
    for index in range(width):
        role = mapping.role_of(index) or ""
        confidence = mapping.confidence.get(role)
        asks = bool(role) and confidence is not None and confidence < 0.8
        name = names[index] if index < len(names) else ""
        found.append(
            {"index": index, "letter": column_letters(index), "name": name, "role": role,
             "confidence": confidence, "asks": asks}
        )  # fmt: skip
    return found


def _rows(rows: list[Any], header: int | None) -> list[tuple[int, list[str]]]:
    width = max((len(cells) for _, cells in rows), default=0)
    below = [(number, cells) for number, cells in rows if header is None or number > header]
    return [(number + 1, [*cells, *[""] * (width - len(cells))]) for number, cells in below[:SHOWN]]


def _reading(revision: Revision, mapping: ColumnMapping) -> dict[str, Any]:
    """The first rows as lines, and what would be noticed about them."""
    read = preview.read(revision.preview, mapping)
    without = sum(not line.mpn and not line.distributor_sku for line in read.lines)
    return {
        "revision": revision,
        "lines": read.lines[:8],
        "count": len(read.lines),
        "without_number": without,
        "problems": read.problems,
    }


def _bom_address(revision: Revision) -> str:
    return f"{reverse('boms:bom', args=[revision.bom_id])}?{urlencode({'revision': revision.pk})}"


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


app_name = "mapping"
urlpatterns = [
    path("template.csv", template, name="template"),
    path("sample.csv", sample, name="sample"),
    path("revisions/<int:revision_id>/left-out.csv", left_out, name="left_out"),
    path("revisions/<int:revision_id>/columns/", columns, name="columns"),
    path("revisions/<int:revision_id>/columns/reading/", reading, name="reading"),
    path("revisions/<int:revision_id>/columns/guess/", guess, name="guess"),
]
