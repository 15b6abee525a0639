"""What a line asks for, what the catalogue has under the same signs, and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from obsolescence.parts.rules.makers import Maker
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.part_row import PartRow

EXACT, NORMALISED, VARIANT, LIKELY, AMBIGUOUS, NONE = (
    "exact",
    "normalised",
    "variant",
    "likely",
    "ambiguous",
    "none",
)
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line says. maker_text: as written; maker: whom that names, None where nobody or nobody that we know."""

    mpn: str = ""
    maker_text: str = ""
    maker: Maker | None = None
    sku: str = ""
    description: str = ""

    @property
    def names_unknown_maker(self) -> bool:
        return bool(self.maker_text) and self.maker is None


@dataclass(slots=True)
class Found:
    """Parts by the signs that they were looked up with: number, letters and digits, a distributor's number, beginning.

    fitting: by (folded cell, description): what a cut or rounded number may have been, the likest description first.
    beside: the family of a part, nearest first (folded number: id). endings: (maker, suffix) of makers that use the suffix. skus: a part's folded distributor's numbers.
    """

    by_fold: dict[str, list[PartRow]] = field(default_factory=dict)
    by_key: dict[str, list[PartRow]] = field(default_factory=dict)
    by_sku: dict[str, list[PartRow]] = field(default_factory=dict)
    by_beginning: dict[str, list[PartRow]] = field(default_factory=dict)
    similar: dict[str, list[PartRow]] = field(default_factory=dict)
    fitting: dict[tuple[str, str], list[PartRow]] = field(default_factory=dict)
    beside: dict[int, dict[str, int]] = field(default_factory=dict)
    endings: set[tuple[int, str]] = field(default_factory=set)
    skus: dict[int, list[str]] = field(default_factory=dict)

    def literal(self, number: str) -> list[PartRow]:
        return self.by_fold.get(fold_mpn(number), [])

    def letters(self, number: str) -> list[PartRow]:
        """Parts with the same letters and digits that are written otherwise."""
        fold = fold_mpn(number)
        return [row for row in self.by_key.get(mpn_key(number), []) if row.fold != fold]

    def beginning(self, stem: str) -> list[PartRow]:
        return self.by_beginning.get(fold_mpn(stem), [])


@dataclass(frozen=True, slots=True)
class Match:
    """The part, if one is accepted, how number and maker agree, why (one sentence), and proposals, best first."""

    part_id: int | None
    grade_mpn: str
    grade_maker: str
    reason: str
    candidates: list[int] = field(default_factory=list)


def once(rows: Iterable[PartRow]) -> list[PartRow]:
    """Each part once, in the order given."""
    return list({row.id: row for row in rows}.values())


def ids(rows: Iterable[PartRow]) -> list[int]:
    return [row.id for row in once(rows)][:MOST_CANDIDATES]
