"""One number against the catalogue: the part that has it, or why nobody but a person can say which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from obsolescence.boms.rules.matching import packing
from obsolescence.boms.rules.matching.found import (
    AMBIGUOUS,
    EXACT,
    LIKELY,
    NORMALISED,
    VARIANT,
    Asked,
    Found,
    Match,
    ids,
)
from obsolescence.boms.rules.matching.readings import (
    CELL,
    MAKER_INSIDE,
    ORDER_NUMBER,
    TRIMMED,
    WORD,
    Reading,
    is_figure,
    is_spoilt,
)
from obsolescence.boms.rules.matching.separators import Agreement, agreement
from obsolescence.parts.rules.makers import AGREES, DIFFERENT, NOT_GIVEN, SAME, SUCCESSOR, Makers
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.part_row import PartRow

_SAYS = {
    CELL: "The same number",
    MAKER_INSIDE: "The number beside the maker's name in the cell",
    TRIMMED: "The number without the remark in its cell",
    ORDER_NUMBER: "The number inside the distributor's order number",
    WORD: "The one number in the cell that the catalogue has",
}
# Types that a standard names, not a maker: whoever makes them, they carry the same number.
_MADE_BY_MANY = re.compile(
    r"(?:[123]N\d{3}|2S[A-DJK]\d|B[ACDFSUY][A-Z]?\d{2}|BZ[XVTG]\d|SM[ABC]J\d|P[46]SM|P6KE|MMB[TDZ]|74[A-Z]{0,4}\d|CD4\d{3}|"
    r"(?:LM|NE|MC|UL[NQ]|TL|UA|UC|SG)\d{2,4}[A-Z]{0,2}$|ULN2\d{3}|MUR\d|S[SRK]\d{2}\b|ES\d[A-J]|US\d[A-M]|DF\d{2})"
)


class NumberJudge:
    """What the catalogue has under one number, for the maker of the line."""

    def __init__(self, asked: Asked, found: Found, makers: Makers) -> None:
        self.asked, self.found, self.makers = asked, found, makers

    def number(self, way: Reading, asked: Asked) -> Match | None:
        if is_spoilt(way.number) or (way.how != CELL and is_figure(self.asked.mpn)):
            rows = [row for row in self.found.literal(way.number) if not row.is_base and self.may_be(row)]
            says = "A spreadsheet writes figures and dates like that: it may have been another number."
            return open_match(rows, LIKELY, self.relation(rows[0], asked), says) if rows else None
        literal = self._choose(asked, self.found.literal(way.number), EXACT, _SAYS[way.how])
        if literal is not None and literal.part_id is not None:
            return literal
        written = self._written_otherwise(way, asked)
        if written is not None and (literal is None or written.grade_maker in AGREES):
            return written
        return literal or written

    def _written_otherwise(self, way: Reading, asked: Asked) -> Match | None:
        """The same letters and digits: the nearest way of writing decides."""
        if len(mpn_key(way.number)) < 4 or any(row.is_base for row in self.found.literal(way.number)):
            return None
        tiers: dict[Agreement, list[PartRow]] = {}
        for row in self.found.letters(way.number):
            tiers.setdefault(agreement(fold_mpn(way.number), row.fold), []).append(row)
        for tier in (Agreement.SAME, Agreement.HARMLESS):
            if rows := tiers.get(tier):
                if tier is Agreement.HARMLESS and (doubt := self._doubt(way, asked, rows, tiers)):
                    return doubt
                return self._choose(asked, rows, NORMALISED, "The same letters and digits")
        if rows := tiers.get(Agreement.MARKED):
            return self._choose(
                asked, rows, VARIANT, "The same number with another mark for plating or packing"
            )
        rest = [
            row
            for tier in (Agreement.MOVED, Agreement.OTHER)
            for row in tiers.get(tier, [])
            if not row.is_base
        ]
        if not rest:
            return None
        says = "The same letters and digits, but points or dashes stand elsewhere: that may be another part."
        return open_match(rest, AMBIGUOUS, self.relation(rest[0], asked), says)

    def _doubt(
        self, way: Reading, asked: Asked, rows: list[PartRow], tiers: dict[Agreement, list[PartRow]]
    ) -> Match | None:
        """Numbers that leave something out may have left out more: a point, zeros before them, all that tells them apart."""
        relation = self.relation(rows[0], asked)
        makers = {row.maker_id for row in rows}
        is_stripped = any(_separators(way.number) < _separators(row.fold) for row in rows)
        if is_stripped and (
            pointed := [row for row in tiers.get(Agreement.OTHER, []) if row.maker_id in makers]
        ):
            says = "The same letters and digits, but without its dashes it may lack a point, too."
            return open_match([*rows, *pointed], AMBIGUOUS, relation, says)
        key = mpn_key(way.number)
        if not key.isdigit():
            return None
        if longer := [row for number in with_zeros([key]) for row in self.found.literal(number)]:
            says = "The same figures, but with zeros before them they are another number."
            return open_match([*rows, *longer], AMBIGUOUS, relation, says)
        if asked.maker is None and any(_groups(way.number) != _groups(row.mpn) for row in rows):
            says = f"Only the figures agree with {rows[0].mpn}, and the line names no maker."
            return open_match(rows, LIKELY, relation, says)
        return None

    def _choose(self, asked: Asked, rows: Sequence[PartRow], grade: str, says: str) -> Match | None:
        """Of parts with this number the one whose maker agrees, or the only one."""
        orderable = [row for row in rows if not row.is_base]
        if not orderable:
            return None
        related = sorted(
            (
                (AGREES.index(relation), row)
                for row in orderable
                if (relation := self.relation(row, asked)) in AGREES
            ),
            key=itemgetter(0),
        )
        closest = [row for place, row in related if place == related[0][0]]
        if len(closest) == 1:
            maker, only = AGREES[related[0][0]], closest[0]
            others = [row for _, row in related if row.id != only.id]
            return Match(only.id, grade, maker, f"{says}, {_maker_words(asked, only, maker)}.", ids(others))
        if closest:
            maker = self.relation(closest[0], asked)
            return open_match(closest, AMBIGUOUS, maker, f"{says} is on {len(closest)} parts of this maker.")
        return self._by_number_alone(asked, orderable, rows, grade, says)

    def _by_number_alone(
        self, asked: Asked, rows: list[PartRow], known: Sequence[PartRow], grade: str, says: str
    ) -> Match:
        """known: the orderable rows and the base numbers; these tell, too, that others make this type."""
        makers = len({row.maker_id for row in known})
        only, relation = rows[0], DIFFERENT if asked.maker else NOT_GIVEN
        if asked.maker and len(rows) == 1:
            reason = f"{says} exists, but at {only.maker}, not at {asked.maker_text}."
            return open_match(rows, LIKELY, DIFFERENT, reason)
        if len(rows) > 1 and not asked.maker and (house := self._of_one_house(rows)):
            return house(grade, says)
        if len(rows) > 1 or self._houses_of(known) > 1 or (makers > 1 and is_made_by_many(only.fold)):
            but = f", none of them {asked.maker_text}" if asked.maker else ""
            return open_match(
                rows, AMBIGUOUS, relation, f"{says} exists at {max(makers, len(rows))} makers{but}."
            )
        if not asked.names_unknown_maker and not any(map(str.isdigit, only.fold)):
            reason = f"{says} exists at {only.maker}; without a figure or a maker it may be a mere word."
            return open_match(rows, LIKELY, NOT_GIVEN, reason)
        is_anybodys = is_made_by_many(only.fold) and not packing.tells_maker(only.fold)
        if not asked.names_unknown_maker and (grade == EXACT or not is_anybodys):
            return Match(only.id, grade, NOT_GIVEN, f"{says}; only {only.maker} has it.")
        if not asked.names_unknown_maker:
            return open_match(
                rows, LIKELY, NOT_GIVEN, f"{says} exists at {only.maker}; others make this type, too."
            )
        unknown = f"“{asked.maker_text}” is no maker that we know"
        # A maker that nobody knows may well make its own part of this number: its name must come near, at least.
        could_be = self.makers.resembles(asked.maker_text, only.maker_id)
        if not could_be or is_made_by_many(only.fold) or not is_strong(only.fold):
            return open_match(rows, LIKELY, NOT_GIVEN, f"{says} exists at {only.maker}; {unknown}.")
        return Match(only.id, grade, NOT_GIVEN, f"{says}; only {only.maker} has it, and {unknown}.")

    def _houses_of(self, rows: Sequence[PartRow]) -> int:
        return len({self.makers.house_of(row.maker_id) for row in rows})

    def _of_one_house(self, rows: list[PartRow]) -> Callable[[str, str], Match] | None:
        """Makers that are one house today have the same part: the house's own row, else that of the youngest name."""
        if self._houses_of(rows) != 1:
            return None
        own = next((row for row in rows if row.maker_id == self.makers.house_of(row.maker_id)), rows[-1])
        names = " and ".join(sorted({row.maker for row in rows}))

        def match(grade: str, says: str) -> Match:
            reason = f"{says}; {names} have it, which are the same house today."
            return Match(own.id, grade, NOT_GIVEN, reason, ids([own, *rows]))

        return match

    def relation(self, row: PartRow, asked: Asked) -> str:
        return self.makers.relation(asked.maker, row.maker_id)

    def may_be(self, row: PartRow) -> bool:
        return self.asked.maker is None or self.relation(row, self.asked) in AGREES


def with_zeros(numbers: Iterable[str]) -> list[str]:
    """The figures of numbers that have nothing else, with the zeros before them that a spreadsheet takes away."""
    keys = {mpn_key(number) for number in numbers}
    return ["0" * count + key for key in keys if key.isdigit() and len(key) >= 4 for count in (1, 2, 3)]


def _separators(number: str) -> int:
    return sum(not sign.isalnum() for sign in fold_mpn(number))


def _groups(number: str) -> list[str]:
    return re.findall(r"[A-Z0-9]+", number.upper())


def is_strong(number: str) -> bool:
    """Whether a number is long enough to mean one part even among other words: six signs, letters and digits."""
    key = mpn_key(number)
    return len(key) >= 6 and any(map(str.isdigit, key)) and (any(map(str.isalpha, key)) or len(key) >= 9)


def is_made_by_many(fold: str) -> bool:
    """Whether a standard names this type, so that the number alone does not tell the maker (1N4148, BC847)."""
    return bool(_MADE_BY_MANY.match(fold))


def open_match(rows: Sequence[PartRow], grade: str, maker: str, reason: str) -> Match:
    return Match(None, grade, maker, reason, ids(rows))


def _maker_words(asked: Asked, row: PartRow, relation: str) -> str:
    if relation == SUCCESSOR:
        return f"{asked.maker_text} and {row.maker} are the same house today"
    return f"maker {row.maker}" if relation == SAME else f"{asked.maker_text} is {row.maker}"
