"""Change and discontinuance notices: what a word means, how coarse a date is, how the J-STD-048 window looks."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

PDN, PCN, REPORT = "PDN", "PCN", "report"
KIND_WORDS = {PDN: "Discontinuance", PCN: "Change", REPORT: "Report"}

# Everything that is not here is a report: field reports, rumours, rows of status tables, commitments.
KINDS = {
    "pdn": PDN,
    "eol": PDN,
    "end of life": PDN,
    "product discontinuance": PDN,
    "phase-out": PDN,
    "phase out": PDN,
    "business exit": PDN,
    "pcn": PCN,
    "product change": PCN,
    "packing change": PCN,
}
ORDERABLE = (
    "",
    "orderable",
    "model",
    "product",
)  # rows that name one part; anything wider waits for a person

MIN_MONTHS_TO_LAST_ORDER, MIN_MONTHS_TO_LAST_SHIP = 6, 12  # J-STD-048, from the notice's date

_COARSE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?Q([1-4]))?$", re.I)
_WORD_ENDINGS = re.compile(r"\s*(announcement|notice|\(reported\))", re.I)


def kind_of(word: str) -> str:
    """PDN, PCN or report, from a source's own word such as "EOL (reported)" or "DN (packing change)"."""
    found = {KINDS.get(part) for part in _names_in(word)}
    if PCN in found and "packing" in word.lower():
        return PCN
    return PDN if PDN in found else PCN if PCN in found else REPORT


def _names_in(word: str) -> list[str]:
    plain = _WORD_ENDINGS.sub("", word.strip().lower())
    inner = re.findall(r"\(([^)]*)\)", plain)
    outer = re.sub(r"\([^)]*\)", "", plain)
    if inner and outer.strip() not in KINDS and outer.strip() not in ("dn",):
        return []  # "field report (false EOL)" is a field report
    return [name.strip() for text in (outer, *inner) for name in text.split("/")]


def is_makers_own(evidence: str) -> bool:
    return evidence.strip().lower().startswith(("primary(manufacturer", "manufacturer"))


def does_count(kind: str, evidence: str, confidence: str) -> bool:
    """Whether a notice changes a status and alerts: the maker's own word, or high confidence; reports never."""
    return kind != REPORT and (is_makers_own(evidence) or confidence.strip().lower() == "high")


def ends_a_part(kind: str, word: str, *, has_last_order: bool) -> bool:
    """Whether the parts of a notice end. Some makers announce ends in a PCN: a last order date says so.

    A packing change ends an orderable number only in its old packing, so it ends nothing here.
    """
    return kind == PDN or (kind == PCN and has_last_order and "packing" not in word.lower())


@dataclass(frozen=True, slots=True)
class Period:
    """A date as precisely as the source gave it: day, month, quarter or year."""

    first: date
    last: date
    precision: str


def period_of(text: str) -> Period | None:
    """Read "2012", "2012-03", "2012-Q3" or "2012-03-05"; None where empty; ValueError where it is no date."""
    text = text.strip()
    if not text:
        return None
    found = _COARSE.match(text)
    if found is None:
        raise ValueError(text)
    year, month, day, quarter = (int(group) if group else 0 for group in found.groups())
    if day:
        exact = date(year, month, day)
        return Period(exact, exact, "day")
    if month:
        return _months(year, month, month, "month")
    if quarter:
        return _months(year, 3 * quarter - 2, 3 * quarter, "quarter")
    return _months(year, 1, 12, "year")


def _months(year: int, first: int, last: int, precision: str) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision)


def first_day(last: date | None, precision: str) -> date | None:
    """The first day of the period that ends with ``last``: the day to act by where a date is coarse."""
    if last is None or precision == "day":
        return last
    months_back = {"month": 0, "quarter": 2, "year": 11}[precision]
    return date(last.year, last.month - months_back, 1)


def written(last: date | None, precision: str) -> str:
    """A stored date as the source gave it: 2012, 2012-03, 2012-Q3 or 2012-03-05."""
    if last is None:
        return ""
    if precision == "quarter":
        return f"{last.year}-Q{(last.month + 2) // 3}"
    return last.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


@dataclass(frozen=True, slots=True)
class Window:
    """One span of a notice beside the span that J-STD-048 asks for. ``is_met`` None: a date is missing."""

    label: str
    months: float | None
    asked: int
    is_met: bool | None


def windows(issued: date | None, last_order: date | None, last_ship: date | None) -> list[Window]:
    """The spans from the notice to last order and last shipment, in months, beside what J-STD-048 asks for."""
    return [
        _window("Notice to last order", issued, last_order, MIN_MONTHS_TO_LAST_ORDER),
        _window("Notice to last shipment", issued, last_ship, MIN_MONTHS_TO_LAST_SHIP),
    ]


def _window(label: str, start: date | None, end: date | None, asked: int) -> Window:
    if start is None or end is None:
        return Window(label, None, asked, None)
    months = (end.year - start.year) * 12 + end.month - start.month + (end.day - start.day) / 30.44
    # The last day of the asked month counts, whatever its number.
    return Window(label, round(months, 1), asked, end + timedelta(days=1) >= _months_later(start, asked))


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def sentence(kind: str, *, ends: bool, maker: str, mpn: str, last_order: str, is_past: bool) -> str:
    """What a notice says about one part, in one sentence. ``last_order`` as the source gave it, or empty."""
    if not ends:
        return f"{maker} announced a change of {mpn}."
    if not last_order:
        return f"{maker} discontinues {mpn}; no last order date was given."
    if is_past:
        return f"{maker} discontinued {mpn}: the last order date was {last_order}."
    return f"{maker} discontinues {mpn}: order by {last_order}."
