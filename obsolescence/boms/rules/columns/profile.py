"""What a column holds over many rows, and how well that fits each role."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obsolescence.boms.rules.columns.content import (
    classes_of,
    is_answer,
    is_no,
    is_placeholder,
    is_tick,
    is_yes,
)

SAMPLE = 300
_ALL_OF_A_SHOP = 0.9
_OF_MARKS = frozenset(("not_placed", "yes_no", "word", "prose"))


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of the classes among a column's filled cells, and how the cells vary.

    filled: cells that say something; printed: those and placeholders such as "n/a" or "False".
    uniform: share of the cells in the one form that is most common ("101-00231" and "104-00090" are of one form):
    numbers that a house gives itself are, numbers of many makers are not.
    climbs: share of the steps between its numbers that go up, by however much.
    yes, no: shares of the printed cells that are nothing but such a mark. riddles: share of those that do not say, in a
    word that we know, whether their line is placed, and are no number (the total of the column beside them).
    ticks: share of those that are a mark made by hand.
    """

    filled: int
    printed: int
    rows: int
    shares: dict[str, float]
    distinct: float
    rises: float
    width: float
    mean: float
    uniform: float = 0.0
    yes: float = 0.0
    no: float = 0.0
    riddles: float = 0.0
    ticks: float = 0.0
    climbs: float = 1.0

    def share(self, *names: str) -> float:
        return max((self.shares.get(name, 0.0) for name in names), default=0.0)

    @property
    def fill(self) -> float:
        return self.filled / self.rows if self.rows else 0.0


def profile_of(cells: Sequence[str], *, rows: int) -> Profile:
    """The profile of a column from its cells, blank ones among them, evenly taken from a table of so many rows."""
    share = rows / len(cells) if cells else 1.0
    filled = [cell for cell in cells if cell.strip()]
    telling = [cell for cell in filled if not is_placeholder(cell)]
    sample = telling if len(telling) <= SAMPLE else telling[:: len(telling) // SAMPLE + 1]
    counts = Counter(name for cell in sample for name in classes_of(cell))
    # "DNP" among part numbers is a remark: it does not speak against the rest of the column.
    speaking = len(sample) - counts["not_placed"] or len(sample)
    numbers = [
        float(text) for cell in sample if (text := cell.strip().replace(",", ".")) and _is_plain_number(text)
    ]
    return Profile(
        filled=math.ceil(len(telling) * share),
        printed=math.ceil(len(filled) * share),
        rows=rows,
        shares={
            name: min(1.0, count / (len(sample) if name in _OF_MARKS else speaking))
            for name, count in counts.items()
        },
        distinct=len({cell.strip() for cell in sample}) / len(sample) if sample else 0.0,
        rises=_rises(numbers) * len(numbers) / len(sample) if sample else 0.0,
        width=sum(map(len, sample)) / len(sample) if sample else 0.0,
        mean=sum(numbers) / len(numbers) if numbers else 0.0,
        uniform=_uniform(sample),
        climbs=_climbs(numbers),
        yes=sum(map(is_yes, filled)) / len(filled) if filled else 0.0,
        no=sum(map(is_no, filled)) / len(filled) if filled else 0.0,
        ticks=sum(map(is_tick, filled)) / len(filled) if filled else 0.0,
        riddles=sum(not is_answer(cell) and not cell.strip().isdigit() for cell in filled) / len(filled)
        if filled
        else 0.0,
    )


_FORM = str.maketrans(
    {**dict.fromkeys("0123456789", "9"), **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A")}
)


def _uniform(sample: Sequence[str]) -> float:
    forms = Counter(cell.strip().upper().translate(_FORM) for cell in sample)
    return forms.most_common(1)[0][1] / len(sample) if len(sample) >= 3 and len(set(sample)) > 1 else 0.0


def _is_plain_number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and len(text) < 12


def _rises(numbers: Iterable[float]) -> float:
    """Share of the steps that go up by little: 1, 2, 3, … counts lines, it is no quantity."""
    listed = list(numbers)
    steps = [later - earlier for earlier, later in itertools.pairwise(listed)]
    return sum(0 < step <= 3 for step in steps) / len(steps) if len(steps) >= 2 else 0.0


def _climbs(numbers: Sequence[float]) -> float:
    steps = [later > earlier for earlier, later in itertools.pairwise(numbers)]
    return sum(steps) / len(steps) if steps else 1.0


def fit(role: str, column: Profile) -> float:
    """How well the content suits the role, from -1 (speaks against) over 0 (says nothing) to 1."""
    judge = _FITS.get(role)
    return max(-1.0, min(1.0, judge(column))) if judge and column.filled else 0.0


def _mpn(column: Profile) -> float:
    likely = column.share("mpn") + 0.8 * min(column.share("maker_mpn"), column.share("mpn"))
    against = (
        column.share("telling_sku") + 0.8 * column.share("url", "money") + 0.5 * column.share("designator")
    )
    against += column.share("lcsc") if column.share("lcsc") >= _ALL_OF_A_SHOP else 0.0
    of_one_house = 2.0 * max(0.0, column.uniform - 0.7)
    return (
        1.7 * likely
        - 0.5
        - of_one_house
        - 1.5 * against
        - 0.8 * column.share("value")
        - 0.6 * max(0.0, column.share("prose") - 0.2)
    )


def _manufacturer(column: Profile) -> float:
    repeated = 1.0 - column.distinct
    words = column.share("word")
    against = column.share("designator", "integer", "value", "url", "package", "telling_sku") + column.share(
        "distributor"
    )
    return (
        1.6 * column.share("maker")
        + 0.4 * words * (0.4 + repeated)
        - 0.35
        - against
        - 0.5 * column.share("mpn")
    )


def _quantity(column: Profile) -> float:
    steady = 1.2 * column.rises * column.distinct
    return (
        1.7 * column.share("integer")
        - 0.7
        - steady
        - (0.6 if column.mean > 5000 else 0.0)
        - column.share("package") * 0.5
    )


def _designator(column: Profile) -> float:
    again = max(0.0, 0.6 - column.distinct)  # a designator stands on one line
    return 1.8 * column.share("designator") - 0.6 - column.share("telling_sku") - _lcsc_like(column) - again


def _lcsc_like(column: Profile) -> float:
    return 0.7 if column.share("sku") > 0.8 and column.share("designator") > 0.8 else 0.0


def _description(column: Profile) -> float:
    wordy = column.share("prose") + 0.3 * (column.width > 14) + 0.2 * column.share("word")
    against = column.share("designator", "integer", "url", "telling_sku", "money") + 0.4 * column.share(
        "maker", "distributor"
    )
    return 1.3 * wordy - 0.35 - 1.3 * against


def _value(column: Profile) -> float:
    against = column.share("designator", "url", "money", "telling_sku") + 0.5 * column.share("prose")
    return (
        1.6 * column.share("value")
        - 0.35
        - 0.8 * against
        - (0.4 if column.share("mpn") > 0.8 else 0.0)
        - 0.5 * column.rises
        - 0.5
        * column.share("number")  # a value has a unit or a letter; plain numbers count or weigh something
    )


def _footprint(column: Profile) -> float:
    return (
        1.7 * column.share("package")
        - 0.4
        - column.share("designator") * 0.4
        - column.share("url", "money", "telling_sku")
    )


def _distributor_sku(column: Profile) -> float:
    likely = max(column.share("telling_sku"), 0.75 * column.share("sku"))
    against = column.share("url", "money", "prose") + 0.8 * column.share("distributor", "maker")
    return 1.8 * likely - 0.45 + 0.3 * column.share("mpn") - against


def _telling_sku(column: Profile) -> float:
    """One number like "C52923" may be a place; a whole column of them is LCSC's."""
    of_lcsc = column.share("lcsc") if column.share("lcsc") >= _ALL_OF_A_SHOP else 0.0
    against = column.share("url", "money", "prose") + 0.8 * column.share("distributor", "maker")
    return 1.8 * max(column.share("telling_sku"), of_lcsc) - 0.45 - against


def _note(column: Profile) -> float:
    """Remarks that mostly say "do not populate" are the answer to another question."""
    return -1.5 * column.share("not_placed") - 0.8 * column.share("value", "mpn", "package")


def _supplier_name(column: Profile) -> float:
    against = column.share("mpn", "integer", "telling_sku", "designator", "url")
    return 1.7 * column.share("distributor") + 0.4 * column.share("word") - 0.4 - against


def _dnp(column: Profile) -> float:
    """Marks, or an answer on every line of which some say "not fitted"."""
    is_all_answers = column.riddles == 0 and column.printed == column.rows and column.share("not_placed") > 0
    marks = 1.0 if is_all_answers else column.share("not_placed")
    flags = column.share("yes_no")
    return 1.8 * max(marks, 0.6 * flags) - 0.3 - 0.5 * column.share("mpn", "prose", "designator")


def _line_number(column: Profile) -> float:
    return (
        1.4 * column.rises
        + 1.4 * column.share("outline")
        + 0.6 * column.share("integer") * column.distinct
        - 0.7
        - column.share("designator")
    )


def _level(column: Profile) -> float:
    return (
        1.2 * column.share("step", "outline") - 0.6 - column.rises * column.distinct * column.share("integer")
    )


def _unit_price(column: Profile) -> float:
    """ "PCS" and "ea" below "Unit" are what is counted, no price."""
    words = max(0.0, column.share("word") - column.share("money"))
    return 1.5 * max(column.share("money"), 0.8 * column.share("number")) - 0.5 - words


def _cpn(column: Profile) -> float:
    return (
        0.8 * column.distinct
        + 0.5 * column.uniform
        - 0.5
        - 0.6 * column.share("word")
        - column.share("designator", "url", "telling_sku")
        - 0.6 * column.share("prose")
    )


def _manufacturer_and_mpn(column: Profile) -> float:
    return 1.8 * column.share("maker_mpn") - 0.45


def _alternate_mpn(column: Profile) -> float:
    return 1.5 * column.share("mpn") - 0.4 - column.share("telling_sku", "designator", "url", "money")


_FITS = {
    "mpn": _mpn,
    "manufacturer": _manufacturer,
    "manufacturer_and_mpn": _manufacturer_and_mpn,
    "quantity": _quantity,
    "designator": _designator,
    "description": _description,
    "value": _value,
    "footprint": _footprint,
    "distributor_sku": _distributor_sku,
    "telling_sku": _telling_sku,
    "note": _note,
    "supplier_name": _supplier_name,
    "dnp": _dnp,
    "line_number": _line_number,
    "level": _level,
    "unit_price": _unit_price,
    "cpn": _cpn,
    "alternate_mpn": _alternate_mpn,
    "alternate_manufacturer": _manufacturer,
}
