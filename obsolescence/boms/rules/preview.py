"""The stored top of a file, read as the whole file would be: what the mapping page shows at once, without the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from obsolescence.boms.rules.area import Area, without_the_rest
from obsolescence.boms.rules.columns import ColumnMapping, guess_at, header_fingerprint
from obsolescence.boms.rules.lines import ReadLines, lines_of
from obsolescence.boms.rules.reading import Sheet, Table


def table_of(preview: Mapping[str, Any]) -> Table:
    """The sheets with the rows that were kept, at their places; rows between them are empty."""
    sheets = tuple(_sheet(stored) for stored in preview.get("sheets", []))
    return Table(kind=str(preview.get("kind", "")), sheets=sheets or (Sheet(None, []),))


def guessed(
    preview: Mapping[str, Any], *, sheet: str | None, header_row: int | None, area: Area | None = None
) -> ColumnMapping:
    """What the columns of the table that a person points at probably are, by its first rows.

    area: the cells that the person named; None: where the table ends is guessed, too.
    """
    table = table_of(preview)
    if area is None:
        return guess_at(table, sheet=sheet, header_row=header_row)
    chosen = without_the_rest(table.sheet(sheet), area)
    chosen = replace(chosen, rows=chosen.rows[: area.end_row])
    found = guess_at(replace(table, sheets=(chosen,)), sheet=sheet, header_row=header_row)
    return found.within(area)


def has_rows(preview: Mapping[str, Any], *, sheet: str | None, area: Area) -> bool:
    """Whether the rows with which a range begins and ends were kept."""
    stored = next((one for one in preview.get("sheets", []) if one["name"] == sheet), None)
    if stored is None:
        return True
    kept = {number for number, _ in stored["rows"]}
    last = min(area.end_row or stored["row_count"], stored["row_count"]) - 1
    return {min(area.first_row or 0, last), last} <= kept


def read(preview: Mapping[str, Any], mapping: ColumnMapping) -> ReadLines:
    """The lines and problems that a mapping makes of the first rows."""
    return lines_of(table_of(preview), mapping)


@dataclass(frozen=True, slots=True)
class Place:
    """A row that may be a header, with its fingerprint."""

    sheet: str | None
    row: int
    fingerprint: str


def fingerprints(preview: Mapping[str, Any]) -> list[Place]:
    """The fingerprints of all rows that were kept, sheet by sheet from the top."""
    table = table_of(preview)
    places = [
        Place(sheet.name, row, header_fingerprint(table, row, sheet=sheet.name))
        for sheet in table.sheets
        for row, cells in enumerate(sheet.rows)
        if len([cell for cell in cells if cell.strip()]) > 1
    ]
    return [place for place in places if place.fingerprint]


def _sheet(stored: Mapping[str, Any]) -> Sheet:
    kept: Sequence[tuple[int, list[str]]] = stored["rows"]
    rows: list[list[str]] = [[] for _ in range(kept[-1][0] + 1 if kept else 0)]
    for number, cells in kept:
        rows[number] = list(cells)
    return Sheet(stored["name"], rows, is_hidden=bool(stored.get("is_hidden")))
