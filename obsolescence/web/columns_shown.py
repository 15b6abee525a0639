"""What the page of a file's columns shows of a table: roles over rows, what lies outside, how it reads, what to look at."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from obsolescence.boms.rules import preview
from obsolescence.boms.rules.area import column_letters, rows_outside
from obsolescence.boms.rules.columns.mapping import SURE, ColumnMapping
from obsolescence.boms.rules.lines import Problem
from obsolescence.boms.rules.reasons import SENTENCES, problems_of_doubts, still_open
from obsolescence.web.columns import ROLE_GROUPS, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from obsolescence.boms.models import Revision

SHOWN, LAST, AROUND = 12, 3, 2  # rows of the file: from the first on, the last ones, those just outside
READ = 8  # lines shown as they would be read


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
    shown = {row["number"] for row in _rows(table)}
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
        "doubts": _by_remedy(zip(doubts, open_codes, strict=True), shown),
        "open_doubts": len(left),
        "taken": len((table.revision.mapping or {}).get("taken_rows", [])),
        "problems": _by_remedy(((problem, True) for problem in problems), shown),
        "columns": _columns(table),
    }


def _is_whole(table: Table) -> bool:
    return table.area == ColumnMapping.from_json(table.revision.mapping or {}).area


def _stored_problems(revision: Revision) -> list[Problem]:
    """What was noticed about the whole file when it was read last; doubts about columns stand above the rows."""
    return [Problem(**one) for one in revision.problems if one["code"] not in SENTENCES]


def _by_remedy(
    problems: Iterable[tuple[Problem, bool]], shown: set[int]
) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for problem, is_open in problems:
        groups.setdefault(problem.remedy, []).append(
            {
                "code": problem.code,
                "sentence": problem.sentence,
                "count": len(problem.rows),
                "spans": _spans(problem.rows, shown),
                "is_open": is_open,
                "is_blocking": problem.is_blocking,
            }
        )
    return list(groups.items())


def _spans(rows: Sequence[int], shown: set[int]) -> list[tuple[int, str, bool]]:
    """Rows as people count them, neighbours together: (first, "5–10", whether it stands on the page)."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][1] == row:
            spans[-1][1] = row + 1
        else:
            spans.append([row, row + 1])
    return [(first + 1, _span(str(first + 1), str(end)), first + 1 in shown) for first, end in spans]
