"""A build plan from text: pasted from a spreadsheet, or a CSV file. What makes no sense is listed with its row."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

from obsolescence.base.refusals import Refused

_MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?$|^(\d{1,2})[-/.](\d{4})$", re.ASCII)
MOST_UNITS = 100_000_000
DELIMITERS = ("\t", ";", ",")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls


@dataclass(frozen=True, slots=True)
class PlannedUnits:
    """Units of the product to be built in one month at one site; an empty site code is the project's only site."""

    site: str
    month: date
    units: int


@dataclass(slots=True)
class PlanText:
    """What a text says, and what of it could not be read (row as in the text, from 1)."""

    rows: list[PlannedUnits] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def month_of(text: str) -> date | None:
    """2027-03, 2027/3, 03.2027 or a day of that month → its first day; None where it is no month."""
    found = _MONTH.match(text.strip())
    if found is None:
        return None
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 and int(year) > 1999 else None


class NotAPlan(Refused):
    """The file is not a text that a plan can be read from."""


def text_of(data: bytes) -> str:
    """The text of a CSV file; a workbook is refused with what helps."""
    if data[:4] in _WORKBOOKS:
        raise NotAPlan("This is an Excel workbook: save the sheet as CSV, or copy its cells and paste them.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")


def read_plan(text: str) -> PlanText:
    """Two shapes: months across the top with a row per site, or a row per site, month and units."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = max(DELIMITERS, key=text.count)
    try:
        table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        return PlanText(problems=[(1, "This is no table: a cell in it does not end.")])
    numbered = [(number, row) for number, row in enumerate(table, start=1) if any(row)]
    if not numbered:
        return PlanText()
    months = [(place, month_of(cell)) for place, cell in enumerate(numbered[0][1])]
    across = [(place, month) for place, month in months if month]
    return _across(numbered, across) if len(across) >= 2 else _down(numbered)


def _across(numbered: list[tuple[int, list[str]]], months: list[tuple[int, date]]) -> PlanText:
    plan = PlanText()
    first = months[0][0]
    for number, row in numbered[1:]:
        site = row[0] if first > 0 and row else ""
        for place, month in months:
            cell = row[place] if place < len(row) else ""
            if cell:
                _take(plan, number, site, month, cell)
    return plan


def _down(numbered: list[tuple[int, list[str]]]) -> PlanText:
    plan = PlanText()
    for number, row in numbered:
        place = next((place for place, cell in enumerate(row) if month_of(cell)), None)
        if place is None:
            if number != numbered[0][0]:  # the first row may name the columns
                plan.problems.append((number, "No month was found: write it like 2027-03."))
            continue
        month = month_of(row[place])
        units = next((cell for cell in row[place + 1 :] if cell), "")
        site = next((cell for cell in row[:place] if cell), "")
        if month:
            _take(plan, number, site, month, units)
    return plan


def _take(plan: PlanText, number: int, site: str, month: date, cell: str) -> None:
    plain = cell.replace(" ", "").replace("\u00a0", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 12 or int(plain) > MOST_UNITS:
        plan.problems.append((number, f"{cell[:20]!r} is no number of units."))
        return
    plan.rows.append(PlannedUnits(site, month, int(plain)))
