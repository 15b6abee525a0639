"""What a row below the header is: a component, the rest of the one above, or no component at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from obsolescence.boms.rules.columns.content import is_placeholder, says_not_placed
from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.lines.line import ReadLine
from obsolescence.boms.rules.lines.quantities import is_as_required, read_quantity

_TOTAL = re.compile(
    r"\s*(?:(?:sub|grand)?[\s-]*total\w*|gesamt\w*|summe|zwischensumme|suma|subtotal|somme|totale|итого|всего|razem|"
    r"合计|总计|小计|合計|小計)\b.*|.*\btotals?\s*[:=]\s*|"
    r"(?:unique|different|distinct|number of|no\.? of|count of)\s+(?:parts?|components?|items?|lines?|placements?|mpns?)\b.*|"
    r"(?:parts?|components?|placements?|items?|lines?)\s+(?:count|total)\b.*",
    re.I | re.S,
)
_RULE = re.compile(r"[\s_\-=*.+|~#:]*")
_LINE_NUMBER = re.compile(r"\s*[A-Za-z]?\d{1,6}(?:\.\d{1,4})*[.)]?\s*")


class RowKind(Enum):
    BLANK = "blank"
    LINE = "line"
    WRAPPED = "wrapped"
    ALTERNATE = "alternate"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Habits:
    """What most rows of this table have filled in, as shares: only then is its lack telling."""

    quantity: float
    designator: float
    line_number: float

    @property
    def lines_are_numbered(self) -> bool:
        return self.quantity > 0.6 or self.line_number > 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by role, without the blanks around them; roles without text are left out."""

    cells: Sequence[str]
    roles: dict[str, str]

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    def text(self, role: str) -> str:
        return self.roles.get(role, "")

    @property
    def has_quantity(self) -> bool:
        text = self.roles.get("quantity", "")
        return bool(text) and (
            read_quantity(text) is not None or says_not_placed(text) or is_as_required(text)
        )

    @property
    def has_designators(self) -> bool:
        if "designator" not in self.roles:
            return False
        found = expand(self.roles["designator"])
        return bool(found.names) and len(found.unread) <= len(found.names)

    @property
    def has_line_number(self) -> bool:
        return bool(_LINE_NUMBER.fullmatch(self.roles.get("line_number", "")))


# Texts that stand in several columns are one text; of other roles the first column that says something counts.
_JOINED = {"designator": ", ", "description": " ", "value": " ", "footprint": " ", "note": "; "}


def rows_of(table: Sequence[Sequence[str]], mapping: ColumnMapping) -> list[Row]:
    """The rows with their cells by role."""
    columns = {role: list(found) for role, found in mapping.roles.items()}
    if "quantity_for" in columns and "quantity" not in columns:
        columns["quantity"] = columns["quantity_for"]
    places = [(role, column) for role, found in columns.items() for column in reversed(found)]
    joined = [(role, found) for role, found in columns.items() if role in _JOINED and len(found) > 1]
    return [Row(cells, _by_role(cells, places) | _joined(cells, joined)) for cells in table]


def _joined(cells: Sequence[str], columns: Sequence[tuple[str, list[int]]]) -> dict[str, str]:
    texts = {}
    for role, found in columns:
        said = [text for column in found if column < len(cells) and (text := cells[column].strip())]
        if said:
            texts[role] = _JOINED[role].join(dict.fromkeys(said))
    return texts


def _by_role(cells: Sequence[str], places: Sequence[tuple[str, int]]) -> dict[str, str]:
    count = len(cells)
    return {role: text for role, column in places if column < count and (text := cells[column].strip())}


def habits_of(rows: Sequence[Row]) -> Habits:
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    count = max(len(filled), 1)
    return Habits(
        quantity=sum(row.has_quantity for row in filled) / count,
        designator=sum(row.has("designator") for row in filled) / count,
        line_number=sum(row.has_line_number for row in filled) / count,
    )


def kind_of(row: Row, habits: Habits, *, above: RowKind, last: ReadLine | None) -> RowKind:
    """The kind of a row. `above` is the kind of the row directly before it, `last` the line before it."""
    designators_go_on = last is not None and last.designator_text.rstrip().endswith((",", ";"))
    if all(_RULE.fullmatch(cell) for cell in row.cells):
        return RowKind.BLANK
    if _is_total(row) or not row.has(*_NAMING):
        return RowKind.OTHER
    follows = above in (RowKind.LINE, RowKind.WRAPPED, RowKind.ALTERNATE)
    if follows and last is not None and _shares_places(row, last):
        return RowKind.ALTERNATE
    if row.has_designators and not row.has_quantity and not row.has(*_ABOUT) and not row.has_line_number:
        if follows and (designators_go_on or habits.lines_are_numbered):
            return RowKind.WRAPPED
        return RowKind.OTHER if habits.quantity > 0.3 or habits.lines_are_numbered else RowKind.LINE
    if follows and _is_alternate(row, habits, last.cpn if last else ""):
        return RowKind.ALTERNATE
    if not follows and (_is_remark_with_a_number(row, habits) or _is_of_another_table(row, habits)):
        return RowKind.OTHER
    return RowKind.LINE if _is_line(row, habits) else RowKind.OTHER


_ABOUT = (
    "mpn",
    "manufacturer_and_mpn",
    "manufacturer",
    "description",
    "value",
    "distributor_sku",
    "cpn",
    "footprint",
)
_NAMING = ("designator", *_ABOUT)
_NUMBER = ("mpn", "manufacturer_and_mpn")
_OF_A_LINE = ("designator", "mpn", "manufacturer_and_mpn", "manufacturer", "distributor_sku", "cpn")
_NEARLY_ALL = 0.7
_HALF = 0.5


def _is_total(row: Row) -> bool:
    if row.has_designators or (row.has(*_NUMBER) and row.has_quantity):
        return False
    texts = [cell for cell in row.cells if cell.strip()]
    return any(_TOTAL.fullmatch(cell) for cell in texts[:4]) and not (
        row.has_quantity and row.has_line_number
    )


def _shares_places(row: Row, last: ReadLine) -> bool:
    """The house's number and the places of the line above again, with another maker's number: a stand-in for it."""
    number = row.text("mpn") or row.text("manufacturer_and_mpn")
    same_places = (
        bool(last.designator_text.strip()) and row.text("designator") == last.designator_text.strip()
    )
    same_item = bool(last.cpn) and row.text("cpn") == last.cpn
    return same_places and same_item and bool(last.mpn) and number not in ("", last.mpn_text)


def _is_alternate(row: Row, habits: Habits, cpn_above: str) -> bool:
    """Maker and number alone under a line: an alternate of it. So is a row that repeats the line's own number.

    A quantity that cannot be read is a quantity all the same.
    """
    says_how_many = row.has_quantity or not is_placeholder(row.text("quantity") or "-")
    if not (row.has(*_NUMBER) or row.has("manufacturer")) or says_how_many or row.has("designator"):
        return False
    if max(habits.quantity, habits.designator) < 0.15:
        return False
    cpn = row.roles.get("cpn", "").strip()
    if cpn and cpn == cpn_above:
        return True
    return not row.has("description", "value") and not row.has_line_number and not cpn


def _is_remark_with_a_number(row: Row, habits: Habits) -> bool:
    """A few words and a figure apart from the lines, where every line has its number and its places: a sum of some kind."""
    lines_have_all = habits.line_number > _NEARLY_ALL and habits.designator > _NEARLY_ALL
    return lines_have_all and not row.has_line_number and not row.has(*_OF_A_LINE)


def _is_of_another_table(row: Row, habits: Habits) -> bool:
    """Words where every line has a quantity and places: below a gap other things are listed, revisions for instance."""
    most = _NEARLY_ALL if row.has(*_NUMBER) else _HALF
    lines_have_both = habits.quantity > most and habits.designator > most
    speaks_otherwise = not is_placeholder(row.text("quantity") or "-") and not is_placeholder(
        row.text("designator") or "-"
    )
    return lines_have_both and speaks_otherwise and not row.has_quantity and not row.has_designators


def _is_line(row: Row, habits: Habits) -> bool:
    if row.has_designators or row.has_quantity:
        return row.has(*_NAMING)
    if row.has(*_NUMBER):
        counts_nothing = max(habits.quantity, habits.designator) < 0.15
        return (
            counts_nothing
            or row.has_line_number
            or row.has("designator", "description", "value", "manufacturer", "distributor_sku")
        )
    if row.has_line_number or row.has("level"):
        return row.has("description", "value", "distributor_sku", "cpn")
    if row.has("designator"):
        return row.has("value", "description", "footprint", "distributor_sku") and habits.quantity < 0.6
    return max(habits.quantity, habits.designator, habits.line_number) < 0.15 and row.has(*_ABOUT)
