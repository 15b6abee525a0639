"""What the page of a file's columns shows: the form as it stands, the rows below it, and how they would be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules import preview
from obsolescence.boms.rules.area import Area, read_area, refuse_outside
from obsolescence.boms.rules.columns.mapping import SEVERAL, ColumnMapping
from obsolescence.boms.rules.lines.population import column_is_positive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from obsolescence.boms.models import Revision

ROLE_GROUPS = {
    "Which part": {
        "mpn": "Part number (MPN)",
        "manufacturer": "Manufacturer",
        "manufacturer_and_mpn": "Maker and number together",
        "cpn": "Your own number",
        "distributor_sku": "Distributor's number",
        "supplier_name": "Distributor",
    },
    "How many, and where": {
        "quantity": "Quantity",
        "quantity_for": "Quantity for several boards",
        "designator": "Designators",
        "dnp": "Not placed (DNP)",
        "placed": "Placed",
    },
    "What it is": {
        "description": "Description",
        "value": "Value",
        "footprint": "Package",
        "note": "Note",
        "unit_price": "Unit price",
        "currency": "Currency",
    },
    "What may stand in": {
        "alternate_mpn": "Alternate number",
        "alternate_manufacturer": "Alternate's maker",
    },
    "How the list is built": {
        "line_number": "Line number",
        "level": "Level",
        "parent": "Parent assembly",
    },
}
ROLE_WORDS = {role: words for group in ROLE_GROUPS.values() for role, words in group.items()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form or an address says, as typed. None: it says nothing of that."""

    sheet: str | None
    header: str | None
    cells: str | None
    roles: dict[int, str]
    has_moved: bool = False
    cells_are_typed: bool = True

    @classmethod
    def of(cls, values: QueryDict) -> Asked:
        """Roles are kept only while the form's columns are still those of the table that it names."""
        place, before = [(values.get(f"{was}sheet"), values.get(f"{was}header")) for was in ("", "was-")]
        has_moved = "was-header" in values and place != before
        roles = {} if has_moved else _roles(values)
        cells = values.get("cells")
        return cls(*place, cells, roles, has_moved, cells != values.get("was-cells"))

    @property
    def header_row(self) -> int | None:
        return number(self.header)


def _roles(values: QueryDict) -> dict[int, str]:
    named = ((number(name.removeprefix("column-")), role) for name, role in values.items()
             if name.startswith("column-"))  # fmt: skip
    return {
        column: str(role) for column, role in named if column is not None and (not role or role in ROLE_WORDS)
    }


def mapping_of(asked: Asked) -> ColumnMapping:
    """The mapping of a form. Raises Refused where a role stands over too many columns, or the range names no cells."""
    roles: dict[str, list[int]] = {}
    for column, role in sorted(asked.roles.items()):
        if role:
            roles.setdefault(role, []).append(column)
    double = [ROLE_WORDS[role] for role, found in roles.items() if len(found) > 1 and role not in SEVERAL]
    if double:
        raise Refused(f"{double[0]} can be one column only: choose which.")
    place = ColumnMapping(sheet=asked.sheet or None, header_row=asked.header_row)
    return place.with_roles(roles).within(read_area(asked.cells or ""))


@dataclass(frozen=True, slots=True)
class Table:
    """The table that the page shows: where it is, what it was guessed or said to be, what a person chose since."""

    revision: Revision
    sheet: dict[str, Any]
    header: int | None
    area: Area
    guess: ColumnMapping
    now: ColumnMapping
    is_stored: bool
    wrong_cells: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the columns are a person's word, now or for an earlier file."""
        said = self.revision.mapping_confirmed_by_id is not None or self.revision.mapping_is_remembered
        return self.is_stored and said


def table_of(revision: Revision, asked: Asked, *, with_guesses: bool = False) -> Table:
    """The table that is asked for, by default the one that was read.

    with_guesses: columns of which the form says nothing are as guessed (they were outside the range before).
    """
    stored = ColumnMapping.from_json(revision.mapping or {})
    sheets: list[dict[str, Any]] = revision.preview.get("sheets", [])
    wanted = stored.sheet if asked.sheet is None else asked.sheet
    sheet = next((one for one in sheets if one["name"] == wanted), (*sheets, {"name": None, "rows": []})[0])
    is_here = sheet["name"] == stored.sheet
    header = asked.header_row if asked.header is not None else stored.header_row if is_here else 0
    is_stored = is_here and header == stored.header_row and bool(stored.roles)
    area, wrong = _area(asked, header, sheet)
    guess = stored
    if not is_stored or (area is not None and area != stored.area):
        found = preview.guessed(revision.preview, sheet=sheet["name"], header_row=header, area=area)
        guess = _with_what_was_said(found, stored) if is_stored else found
    names: list[str] = next((cells for row, cells in sheet["rows"] if row == header), [])
    guess = replace(guess, roles=_with_polarity(guess.roles, names))
    shown = _shown_roles(guess, asked, with_guesses=with_guesses)
    now = replace(guess, roles=shown)
    return Table(revision, sheet, header, guess.area, guess, now, is_stored, wrong)


def _with_polarity(roles: Mapping[str, list[int]], names: Sequence[str]) -> dict[str, list[int]]:
    """A column "Mounted" is said to hold what is placed: that is how it is read."""
    marks = roles.get("dnp", [])
    placed = [column for column in marks if column < len(names) and column_is_positive(names[column])]
    found = {role: columns for role, columns in roles.items() if role not in ("dnp", "placed")}
    for role, columns in (
        ("dnp", [column for column in marks if column not in placed]),
        ("placed", [*roles.get("placed", []), *placed]),
    ):
        if columns:
            found[role] = columns
    return found


def _area(asked: Asked, header: int | None, sheet: dict[str, Any]) -> tuple[Area | None, str]:
    """The range as typed (None: not asked for), and what is wrong with it."""
    if asked.cells is None:
        return None, ""
    is_of_before = asked.has_moved and not asked.cells_are_typed
    try:
        area = read_area(asked.cells)
        refuse_outside(area, header_row=header, row_count=sheet.get("row_count", 0))
    except Refused as refusal:
        return None, "" if is_of_before else refusal.sentence
    # Another header: where the table ended is not asked for again, what a person marked off is.
    return (None if is_of_before and area == Area(end_row=area.end_row) else area), ""


def _with_what_was_said(found: ColumnMapping, stored: ColumnMapping) -> ColumnMapping:
    """Another range of the same table: what its columns were said to be holds where they are still inside."""
    kept = stored.within(found.area)
    fresh = {
        role: columns
        for role, columns in found.roles.items()
        if role not in kept.roles and role not in stored.roles
    }
    return replace(kept, roles={**kept.roles, **fresh}, confidence={**found.confidence, **kept.confidence})


def _shown_roles(guess: ColumnMapping, asked: Asked, *, with_guesses: bool) -> dict[str, list[int]]:
    """The guess, where no person has chosen otherwise."""
    if not asked.roles:
        return dict(guess.roles)
    roles: dict[str, list[int]] = {}
    width = max(
        [*asked.roles, *(column for columns in guess.roles.values() for column in columns)], default=-1
    )
    for column in range(width + 1):
        role = asked.roles.get(column, (guess.role_of(column) or "") if with_guesses else "")
        if role and guess.area.has_column(column):
            roles.setdefault(role, []).append(column)
    return {role: _as_before(columns, guess.roles.get(role, [])) for role, columns in roles.items()}


def _as_before(columns: list[int], order: Sequence[int]) -> list[int]:
    """Columns in the order of the guess where it is about the same ones: the best of several leads."""
    return list(order) if sorted(order) == columns else columns


def is_kept(revision: Revision, asked: Asked) -> bool:
    """Whether the rows that the form points at are there to be shown."""
    try:
        area = read_area(asked.cells or "")
    except Refused:
        return True
    stored = ColumnMapping.from_json(revision.mapping or {})
    return preview.has_rows(revision.preview, sheet=asked.sheet or stored.sheet, area=area)


def number(text: str | None) -> int | None:
    """A small whole number of an address or a form; None for everything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
