"""A column of a possible table: what its header says, what its cells hold, and how well both suit a role."""

from collections.abc import Sequence
from dataclasses import dataclass

from obsolescence.boms.rules.columns.candidates import Candidate
from obsolescence.boms.rules.columns.counting import share_counted
from obsolescence.boms.rules.columns.headers import header_texts
from obsolescence.boms.rules.columns.profile import Profile, fit, profile_of
from obsolescence.boms.rules.header_words import Header, fold_header, header_roles, speaks_of_parts
from obsolescence.boms.rules.reading.table import Sheet

_BY_CONTENT_ALONE = frozenset(
    ("mpn", "manufacturer", "manufacturer_and_mpn", "quantity", "designator", "distributor_sku", "dnp", "value",
     "footprint", "description", "line_number")
)  # fmt: skip
# What every line has is not found in a column that is mostly empty; a number may stand on a third of the lines.
_SPARSE = dict.fromkeys(("quantity", "line_number", "value", "footprint", "description"), 2.0) | {"mpn": 3.0}
_MOST_LOOKED_AT = 3_000  # rows, evenly taken; more say nothing new about what a column holds
# Shares of the usual number of cells from which on a row has a say: below a header, and where none sets it apart.
_OF_A_LINE, _OF_A_TABLE = 1 / 3, 1 / 2
_CLEAR_WORDS = 0.8
_OF_A_BUILD = 0.9  # "Total qty": not given the role unless it counts the designators of one board
_ALL_MARKS = 0.8  # share of cells like "DNP" and "not fitted" from which on a column holds nothing else
_COUNTED = 0.6  # share of the lines from which on a column is taken to count the designators


@dataclass(frozen=True, slots=True)
class Column:
    """`counted`: share of the lines on which the cell is the number of designators beside it (0 to 1)."""

    index: int
    header: str
    folded: Header
    words: dict[str, float]
    profile: Profile
    counted: float = 0.0

    def score(self, role: str) -> float:
        spoken = self.words.get(role, 0.0)
        if not spoken and role not in _BY_CONTENT_ALONE:
            return -1.0
        suits = 1.5 * fit(self._judge(role, spoken), self.profile) + self._counts(role)
        if role == "quantity" and "quantity_for" in self.words and self.counted < _COUNTED:
            return _OF_A_BUILD
        if spoken:
            return 2.0 * spoken + suits
        return suits - self._strangeness(role) - self._sparseness(role) - self._plainness(role)

    def _judge(self, role: str, spoken: float) -> str:
        """Seven figures can be anybody's number: without a clear header only forms that nothing else has count."""
        return "telling_sku" if role == "distributor_sku" and spoken < _CLEAR_WORDS else role

    def _counts(self, role: str) -> float:
        return 1.2 * self.counted if role == "quantity" and self.counted >= _COUNTED else 0.0

    def _strangeness(self, role: str) -> float:
        """Content has to speak against a header that means something else; "DNP" says what it means below any."""
        if not self.header.strip() or (role == "dnp" and self.profile.share("not_placed") >= _ALL_MARKS):
            return 0.0
        return 0.6 if self.words or speaks_of_parts(self.header) else 0.25

    def _plainness(self, role: str) -> float:
        """A value has a unit or a letter; plain numbers without a header count or weigh something."""
        return 0.75 * self.profile.share("number") if role == "value" else 0.0

    def _sparseness(self, role: str) -> float:
        return max(0.0, 1.0 - _SPARSE.get(role, 0.0) * self.profile.fill) if role in _SPARSE else 0.0


def columns_of(sheet: Sheet, candidate: Candidate) -> list[Column]:
    """The columns of a possible table; none where no row lies below its header."""
    share = _OF_A_TABLE if candidate.header_row is None else _OF_A_LINE
    rows = _telling(sheet.rows[candidate.first_row : candidate.end_row], share)
    if not rows:
        return []
    count = len(rows)
    rows = rows[:: count // _MOST_LOOKED_AT + 1]
    header = header_texts(sheet.rows, candidate.header_row) if candidate.header_row is not None else []
    header = [""] * candidate.shift + header
    width = max(max(map(len, rows)), len(header))
    found = [
        _column(index, header[index] if index < len(header) else "", _cells(rows, index), count)
        for index in range(width)
    ]
    return _with_counts(found, rows)


def _telling(rows: list[list[str]], share: float) -> list[list[str]]:
    """The rows that have a say in what the columns hold: titles, totals and remarks have few cells and have none."""
    filled = [(sum(bool(cell.strip()) for cell in row), row) for row in rows]
    counts = sorted(count for count, _ in filled if count)
    enough = counts[len(counts) * 4 // 5] * share if counts else 0.0
    return [row for count, row in filled if count and count >= enough]


def _column(index: int, header: str, cells: list[str], rows: int) -> Column:
    return Column(index, header, fold_header(header), header_roles(header), profile_of(cells, rows=rows))


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] if index < len(row) else "" for row in rows]


def _with_counts(columns: list[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    places = max(columns, key=lambda column: column.score("designator"))
    if places.score("designator") < 1.0:
        return columns
    texts = _cells(rows, places.index)
    return [
        column
        if column is places or column.profile.share("integer") < _COUNTED
        else Column(
            column.index,
            column.header,
            column.folded,
            column.words,
            column.profile,
            counted=share_counted(texts, _cells(rows, column.index)),
        )
        for column in columns
    ]
