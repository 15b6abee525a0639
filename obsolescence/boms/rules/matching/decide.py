"""The match of one line from everything that its number and its distributor's number found.

Accepted by itself: the literal number with the maker (by its name, an alias or a successor), or alone where one maker
has it; the same letters and digits where only dashes, spaces or slashes differ; the number found inside the cell; a
distributor's number; another packing or plating where the suffix is unmistakable and one part has it.
Never: a base number, another maker, a decimal point that differs, a sign that only looks alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from obsolescence.boms.rules.matching import packing, ranking
from obsolescence.boms.rules.matching.found import (
    AMBIGUOUS,
    EXACT,
    LIKELY,
    MOST_CANDIDATES,
    NONE,
    NORMALISED,
    VARIANT,
    Asked,
    Found,
    Match,
    ids,
    once,
)
from obsolescence.boms.rules.matching.readings import (
    CELL,
    MAKER_INSIDE,
    ORDER_NUMBER,
    SAFE,
    TRIMMED,
    WORD,
    Reading,
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


def decide(asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers) -> Match:
    """The match of one line; ways: how its cell can be read, the likeliest first (``readings``)."""
    if not asked.mpn and not asked.sku:
        return Match(None, NONE, NOT_GIVEN, "The line has no part number.")
    judge = _Judge(asked, ways, found, makers)
    match = judge.best()
    if match.part_id is not None:
        return match
    return judge.with_proposals(match)


class _Judge:
    def __init__(self, asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers) -> None:
        self.asked, self.found, self.makers, self.all_ways = asked, found, makers, ways
        self.ways = [way for way in ways if way.how in SAFE]

    def best(self) -> Match:
        """The first reading that is accepted, else the first that found anything."""
        open_ones = []
        for attempt in (
            self._cell,
            self._order_number,
            self._other_readings,
            self._words,
            self._base_number,
            self._packing,
            self._rounded,
            self._beginning,
        ):
            match = attempt()
            if match is not None and (match.part_id is not None or attempt == self._base_number):
                return match
            if match is not None:
                open_ones.append(match)
        return open_ones[0] if open_ones else self._nothing()

    def with_proposals(self, match: Match) -> Match:
        """An open match with what else may be meant, up to five; where that is all there is, how near it is."""
        ranked = ranking.propose(self.asked, self.all_ways, self.found, self.makers)
        candidates = list(dict.fromkeys([*match.candidates, *(row.id for _, row in ranked)]))[
            :MOST_CANDIDATES
        ]
        if match.grade_mpn != NONE or match.candidates or not ranked:
            return replace(match, candidates=candidates)
        score, nearest = ranked[0]
        if score < ranking.NEAR:
            return replace(match, candidates=candidates)
        reason = f"No part has this number; {nearest.mpn} of {nearest.maker} is nearest."
        return Match(None, LIKELY, self._relation(nearest, self.asked), reason, candidates)

    # One attempt each; None where it found nothing

    def _cell(self) -> Match | None:
        return self._number(self.ways[0], self.asked) if self.ways else None

    def _other_readings(self) -> Match | None:
        matches = [
            self._number(way, self._with_maker(way))
            for way in self.ways[1:]
            if way.how in (MAKER_INSIDE, TRIMMED)
        ]
        ways = [
            way for way in self.ways if way.how == ORDER_NUMBER and (way.is_clear or is_strong(way.number))
        ]
        matches += [self._number(way, self.asked) for way in ways]
        return _first(matches)

    def _order_number(self) -> Match | None:
        number = self.asked.sku or self.asked.mpn
        rows = [row for row in self.found.by_sku.get(fold_mpn(number), []) if not row.is_base]
        if not rows:
            return None
        if len(once(rows)) > 1:
            return _open(rows, AMBIGUOUS, NOT_GIVEN, "The distributor's number is on several parts.")
        only, maker = rows[0], self._relation(rows[0], self.asked)
        if self.asked.sku and self.asked.mpn:
            says = f"The distributor's number {number} is {only.mpn}, the line says {self.asked.mpn}."
            return _open(rows, LIKELY, maker, says)
        if maker == DIFFERENT:
            says = f"The distributor's number {number} is a part of {only.maker}, not of {self.asked.maker_text}."
            return _open(rows, LIKELY, maker, says)
        return Match(only.id, EXACT, maker, f"Found by the distributor's number {number}.")

    def _words(self) -> Match | None:
        """Numbers among other words: accepted where the catalogue has exactly one of them and nothing else speaks."""
        matches = [
            (way, match)
            for way in self.ways
            if way.how == WORD
            and is_strong(way.number)
            and (match := self._number(way, self._with_maker(way)))
        ]
        parts = list(dict.fromkeys(match.part_id for _, match in matches if match.part_id is not None))
        if len(parts) > 1:
            return Match(
                None, AMBIGUOUS, NOT_GIVEN, f"The cell names {len(parts)} parts.", parts[:MOST_CANDIDATES]
            )
        if not parts:
            return _first(match for _, match in matches)
        way, match = next((way, match) for way, match in matches if match.part_id is not None)
        if way.is_clear:
            return match
        says = f"The cell holds {way.number}, and more that may belong to the number."
        return Match(None, LIKELY, match.grade_maker, says, parts)

    def _packing(self) -> Match | None:
        """The same part in another packing or plating."""
        for way in self.ways:
            if way.how not in (CELL, MAKER_INSIDE, TRIMMED):
                continue
            asked, fold = self._with_maker(way), fold_mpn(way.number)
            rows = once(row for stem, _ in packing.stems(fold) for row in self.found.beginning(stem))
            variants = [
                (row, suffixes)
                for row in rows
                if not row.is_base and row.fold != fold and (suffixes := packing.difference(fold, row.fold))
            ]
            ours = [one for one in variants if asked.maker is None or self._relation(one[0], asked) in AGREES]
            if ours:
                return self._variant(asked, ours)
        return None

    def _variant(self, asked: Asked, variants: list[tuple[PartRow, tuple[str, str]]]) -> Match:
        rows = [row for row, _ in variants]
        (only, suffixes), maker = variants[0], self._relation(rows[0], asked)
        if len(rows) > 1:
            return _open(
                rows, VARIANT, maker, f"{len(rows)} parts differ from this number only in packing or plating."
            )
        says = f"{only.mpn} of {only.maker} differs only in packing or plating ({_of_suffixes(suffixes)})."
        is_anybodys = asked.maker is None and is_made_by_many(only.fold)
        if not packing.is_unmistakable(suffixes) or asked.names_unknown_maker or is_anybodys:
            return _open(rows, VARIANT, maker, says)
        return Match(only.id, VARIANT, maker, says)

    def _base_number(self) -> Match | None:
        """A number that the catalogue knows as a family's: whatever packing there is, a person chooses."""
        number = self.ways[0].number if self.ways else ""
        if not any(row.is_base and self._may_be(row) for row in self.found.literal(number)):
            return None
        says = f"{number} is a base number: choose the orderable part."
        return _open(self._longer(number), NONE, NOT_GIVEN, says)

    def _beginning(self) -> Match | None:
        number = self.ways[0].number if self.ways else ""
        longer = self._longer(number)
        if len(longer) < 2:
            return None
        return _open(
            longer, AMBIGUOUS, self._relation(longer[0], self.asked), f"Several parts begin with {number}."
        )

    def _rounded(self) -> Match | None:
        """A figure that a spreadsheet made of a long number: whatever fits it."""
        fold = fold_mpn(self.asked.mpn)
        rows = [row for row in self.found.rounded.get(fold, []) if self._may_be(row)]
        if not rows:
            return None
        says = f"A spreadsheet has rounded this number; {len(rows)} part{'s' if len(rows) > 1 else ''} would fit."
        return _open(rows, AMBIGUOUS, self._relation(rows[0], self.asked), says)

    def _longer(self, number: str) -> list[PartRow]:
        return [row for row in self.found.beginning(number) if not row.is_base and self._may_be(row)]

    def _nothing(self) -> Match:
        if not self.asked.mpn:
            says = f"The line has only a distributor's number, {self.asked.sku}, and we know no part by it."
            return Match(None, NONE, NOT_GIVEN, says)
        return Match(None, NONE, NOT_GIVEN, "No part of the catalogue has this number.")

    # One number against the catalogue

    def _number(self, way: Reading, asked: Asked) -> Match | None:
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
        return _open(rest, AMBIGUOUS, self._relation(rest[0], asked), says)

    def _choose(self, asked: Asked, rows: Sequence[PartRow], grade: str, says: str) -> Match | None:
        """Of parts with this number the one whose maker agrees, or the only one."""
        orderable = [row for row in rows if not row.is_base]
        if not orderable:
            return None
        agreeing = sorted(
            (row for row in orderable if self._relation(row, asked) in AGREES),
            key=lambda row: AGREES.index(self._relation(row, asked)),
        )
        closest = [
            row for row in agreeing if self._relation(row, asked) == self._relation(agreeing[0], asked)
        ]
        if len(closest) == 1:
            maker = self._relation(closest[0], asked)
            others = [row for row in agreeing if row.id != closest[0].id]
            return Match(
                closest[0].id, grade, maker, f"{says}, {_maker_words(asked, closest[0], maker)}.", ids(others)
            )
        if closest:
            maker = self._relation(closest[0], asked)
            return _open(closest, AMBIGUOUS, maker, f"{says} is on {len(closest)} parts of this maker.")
        return self._by_number_alone(asked, orderable, len({row.maker_id for row in rows}), grade, says)

    def _by_number_alone(
        self, asked: Asked, rows: list[PartRow], makers: int, grade: str, says: str
    ) -> Match:
        only, relation = rows[0], DIFFERENT if asked.maker else NOT_GIVEN
        if asked.maker and len(rows) == 1:
            reason = f"{says} exists, but at {only.maker}, not at {asked.maker_text}."
            return _open(rows, LIKELY, DIFFERENT, reason)
        if len(rows) > 1 and not asked.maker and (house := self._of_one_house(rows)):
            return house(grade, says)
        if len(rows) > 1 or (makers > 1 and is_made_by_many(only.fold)):
            but = f", none of them {asked.maker_text}" if asked.maker else ""
            return _open(rows, AMBIGUOUS, relation, f"{says} exists at {max(makers, len(rows))} makers{but}.")
        if not asked.names_unknown_maker and (grade == EXACT or not is_made_by_many(only.fold)):
            return Match(only.id, grade, NOT_GIVEN, f"{says}; only {only.maker} has it.")
        if not asked.names_unknown_maker:
            return _open(
                rows, LIKELY, NOT_GIVEN, f"{says} exists at {only.maker}; others make this type, too."
            )
        unknown = f"“{asked.maker_text}” is no maker that we know"
        # A maker that nobody knows may well make its own part of this number: its name must come near, at least.
        could_be = self.makers.resembles(asked.maker_text, only.maker_id)
        if not could_be or is_made_by_many(only.fold) or not is_strong(only.fold):
            return _open(rows, LIKELY, NOT_GIVEN, f"{says} exists at {only.maker}; {unknown}.")
        return Match(only.id, grade, NOT_GIVEN, f"{says}; only {only.maker} has it, and {unknown}.")

    def _of_one_house(self, rows: list[PartRow]) -> Callable[[str, str], Match] | None:
        """Makers that are one house today have the same part: the house's own row, else that of the youngest name."""
        if len({self.makers.house_of(row.maker_id) for row in rows}) != 1:
            return None
        own = next((row for row in rows if row.maker_id == self.makers.house_of(row.maker_id)), rows[-1])
        names = " and ".join(sorted({row.maker for row in rows}))

        def match(grade: str, says: str) -> Match:
            reason = f"{says}; {names} have it, which are the same house today."
            return Match(own.id, grade, NOT_GIVEN, reason, ids([own, *rows]))

        return match

    # Makers

    def _with_maker(self, way: Reading) -> Asked:
        """The line with the maker that its cell names, where it names none elsewhere."""
        name = way.maker or next((one.maker for one in self.ways if one.maker), "")
        if not name or self.asked.maker is not None:
            return self.asked
        return replace(self.asked, maker_text=name, maker=self.makers.named(name))

    def _relation(self, row: PartRow, asked: Asked) -> str:
        return self.makers.relation(asked.maker, row.maker_id)

    def _may_be(self, row: PartRow) -> bool:
        return self.asked.maker is None or self._relation(row, self.asked) in AGREES


def is_strong(number: str) -> bool:
    """Whether a number is long enough to mean one part even among other words: six signs, letters and digits."""
    key = mpn_key(number)
    return len(key) >= 6 and any(map(str.isdigit, key)) and (any(map(str.isalpha, key)) or len(key) >= 9)


def is_made_by_many(fold: str) -> bool:
    """Whether a standard names this type, so that the number alone does not tell the maker (1N4148, BC847)."""
    return bool(_MADE_BY_MANY.match(fold))


def _first(matches: Iterable[Match | None]) -> Match | None:
    """The first that is accepted, else the first."""
    there = [match for match in matches if match is not None]
    return next((match for match in there if match.part_id is not None), there[0] if there else None)


def _open(rows: Sequence[PartRow], grade: str, maker: str, reason: str) -> Match:
    return Match(None, grade, maker, reason, ids(rows))


def _maker_words(asked: Asked, row: PartRow, relation: str) -> str:
    if relation == SUCCESSOR:
        return f"{asked.maker_text} and {row.maker} are the same house today"
    return f"maker {row.maker}" if relation == SAME else f"{asked.maker_text} is {row.maker}"


def _of_suffixes(suffixes: tuple[str, str]) -> str:
    mine, other = (suffix or "no suffix" for suffix in suffixes)
    return f"yours: {mine}, there: {other}"
