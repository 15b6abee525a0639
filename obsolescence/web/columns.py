"""What the page of a file's columns shows: the form as it stands, the rows below it, and how they would be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules import preview
from obsolescence.boms.rules.area import Area, column_letters, read_area, refuse_outside, rows_outside
from obsolescence.boms.rules.columns.mapping import SEVERAL, SURE, ColumnMapping
from obsolescence.boms.rules.lines import Problem
from obsolescence.boms.rules.lines.population import column_is_positive
from obsolescence.boms.rules.reasons import SENTENCES, problems_of_doubts, still_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from obsolescence.boms.models import Revision

SHOWN, LAST, AROUND = 12, 3, 2  # rows of the file: from the first on, the last ones, those just outside
READ = 8  # lines shown as they would be read
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

    @classmethod
    def of(cls, values: QueryDict) -> Asked:
        """Roles are kept only while the form's columns are still those of the table that it names."""
        place, before = [(values.get(f"{was}sheet"), values.get(f"{was}header")) for was in ("", "was-")]
        has_moved = "was-header" in values and place != before
        roles = {} if has_moved else _roles(values)
        return cls(*place, values.get("cells"), roles, has_moved)

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
    try:
        area = read_area(asked.cells)
        refuse_outside(area, header_row=header, row_count=sheet.get("row_count", 0))
    except Refused as refusal:
        return None, refusal.sentence
    return area, ""


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


def of_table(table: Table) -> dict[str, Any]:
    """The part of the page that stands above and over the rows."""
    sheets = table.revision.preview.get("sheets", [])
    columns = _columns(table)
    return {
        "sheets": sheets if len(sheets) > 1 else [],
        "sheet": table.sheet,
        "header": table.header,
        "header_choices": _header_choices(table),
        "cells": str(table.area),
        "wrong_cells": table.wrong_cells,
        "outside": _outside(table, columns),
        "columns": columns,
        "column_count": len(columns) + 1,
        "used": sum(bool(column["role"]) for column in columns),
        "rows": _rows(table),
        "role_groups": ROLE_GROUPS,
        "is_confirmed": table.revision.mapping_confirmed_by_id is not None,
        "mapping": table.guess,
    }


def _header_choices(table: Table) -> list[tuple[int, str]]:
    near = table.area.first_row or 0
    return [
        (row, " · ".join(filter(None, map(str.strip, cells)))[:80])
        for place, (row, cells) in enumerate(table.sheet["rows"])
        if place < 20 or row == table.header or near - 3 <= row <= near + 3
    ]


def _columns(table: Table) -> list[dict[str, Any]]:
    rows = table.sheet["rows"]
    names: list[str] = next((cells for row, cells in rows if row == table.header), [])
    width = max((len(cells) for _, cells in rows), default=0)
    found = []
    for index in range(width):
        role = table.now.role_of(index) or ""
        is_guess = role == (table.guess.role_of(index) or "")
        confidence = table.guess.confidence.get("dnp" if role == "placed" else role) if is_guess else None
        found.append(
            {
                "index": index,
                "letter": column_letters(index),
                "name": names[index] if index < len(names) else "",
                "role": role,
                "is_outside": not table.area.has_column(index),
                "place": _place(table.now, role, index),
                "confidence": confidence,
                "is_said": bool(role) and table.is_said and is_guess,
                "is_chosen": not is_guess,
                "asks": bool(role) and not table.is_said and confidence is not None and confidence < SURE,
            }
        )
    return found


def _place(mapping: ColumnMapping, role: str, column: int) -> int | None:
    """The how-manieth of several columns of one role it is."""
    columns = mapping.roles.get(role, [])
    return columns.index(column) + 1 if len(columns) > 1 and column in columns else None


def _rows(table: Table) -> list[dict[str, Any]]:
    """Rows below the header: the first and the last that are read, with what stands just outside; gaps are named."""
    width = max((len(cells) for _, cells in table.sheet["rows"]), default=0)
    below = [(row, cells) for row, cells in table.sheet["rows"] if table.header is None or row > table.header]
    inside = [row for row, _ in below if table.area.has_row(row)]
    first, end = table.area.first_row or 0, table.area.end_row
    above = [row for row, _ in below if row < first][-AROUND:]
    after = [row for row, _ in below if end is not None and row >= end][:AROUND]
    last = inside[-LAST:] if end is not None else []
    start = inside if len(inside) <= SHOWN + LAST + AROUND else inside[:SHOWN]
    wanted = {*above, *start, *last, *after}
    shown = [(row, cells) for row, cells in below if row in wanted]
    gaps = {later: later - earlier - 1 for (earlier, _), (later, _) in pairwise(shown)}
    return [
        {
            "number": row + 1,
            "cells": [
                (cell, not table.area.has_column(column))
                for column, cell in enumerate([*cells, *[""] * (width - len(cells))])
            ],
            "is_outside": not table.area.has_row(row),
            "gap": gaps.get(row, 0),
        }
        for row, cells in shown
    ]


def _outside(table: Table, columns: Sequence[dict[str, Any]]) -> str:
    """What a range leaves unread, in words."""
    count = table.sheet.get("row_count", 0)
    rows = [
        _span(str(first + 1), str(last + 1))
        for first, last in rows_outside(table.area, header_row=table.header, row_count=count)
    ]
    letters = [column["letter"] for column in columns if column["is_outside"]]
    said = [f"row {text}" if "–" not in text else f"rows {text}" for text in rows]
    said += [f"column{'s' if len(letters) > 1 else ''} {', '.join(letters)}"] if letters else []
    if not said:
        return ""
    is_one = len(said) == 1 and not said[0].startswith(("rows", "columns"))
    what = " and ".join(said)
    return f"{what[0].upper()}{what[1:]} {'lies' if is_one else 'lie'} outside these cells and {'is' if is_one else 'are'} not read."


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def as_read(table: Table) -> dict[str, Any]:
    """The first rows as lines, and everything that a person should look at, by what helps."""
    read = preview.read(table.revision.preview, table.now)
    doubts = problems_of_doubts(table.guess, read.headers, read.lines)
    left = set(still_open(table.guess.doubts, table.guess, table.now))
    open_codes = [doubt in left for doubt in table.guess.doubts if doubt.code in SENTENCES]
    is_as_stored = table.is_stored and table.now.roles == table.guess.roles and _is_whole(table)
    problems = _stored_problems(table.revision) if is_as_stored else read.problems
    return {
        "revision": table.revision,
        "lines": read.lines[:READ],
        "has_alternates": any(line.alternates for line in read.lines[:READ]),
        "has_warnings": any(line.warnings for line in read.lines[:READ]),
        "count": table.revision.line_count if is_as_stored else len(read.lines),
        "is_whole": is_as_stored,
        "without_number": 0
        if is_as_stored
        else sum(not line.mpn and not line.distributor_sku for line in read.lines),
        "doubts": _by_remedy(zip(doubts, open_codes, strict=True)),
        "open_doubts": len(left),
        "taken": len((table.revision.mapping or {}).get("taken_rows", [])),
        "problems": _by_remedy((problem, True) for problem in problems),
        "columns": _columns(table),
    }


def _is_whole(table: Table) -> bool:
    return table.area == ColumnMapping.from_json(table.revision.mapping or {}).area


def _stored_problems(revision: Revision) -> list[Problem]:
    """What was noticed about the whole file when it was read last; doubts about columns stand above the rows."""
    return [Problem(**one) for one in revision.problems if one["code"] not in SENTENCES]


def _by_remedy(problems: Iterable[tuple[Problem, bool]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for problem, is_open in problems:
        groups.setdefault(problem.remedy, []).append(
            {
                "code": problem.code,
                "sentence": problem.sentence,
                "count": len(problem.rows),
                "spans": _spans(problem.rows),
                "is_open": is_open,
                "is_blocking": problem.is_blocking,
            }
        )
    return list(groups.items())


def _spans(rows: Sequence[int]) -> list[tuple[int, str]]:
    """Rows as people count them, neighbours together: (first, "5–10")."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row, row + 1])
    return [(first + 1, _span(str(first + 1), str(end))) for first, end in spans]


def number(text: str | None) -> int | None:
    """A small whole number of an address or a form; None for everything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
