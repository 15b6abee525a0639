"""The match of one line from everything that its number and its distributor's number found.

Accepted by itself: the literal number with the maker (by its name, an alias or a successor), or alone where one maker
has it; the same letters and digits where only dashes, spaces or slashes differ; the number found inside the cell among
words that say nothing; a distributor's number; another packing or plating where the suffix is unmistakable, the maker's
own, and one part has it.
Never: a base number, another maker, a decimal point that differs, a sign that only looks alike, a cell with a question mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from obsolescence.boms.rules.matching import order_numbers, packing, ranking
from obsolescence.boms.rules.matching.found import (
    AMBIGUOUS,
    EXACT,
    LIKELY,
    MOST_CANDIDATES,
    NONE,
    VARIANT,
    Asked,
    Found,
    Match,
    once,
)
from obsolescence.boms.rules.matching.one_number import NumberJudge, is_made_by_many, is_strong, open_match
from obsolescence.boms.rules.matching.readings import (
    CELL,
    MAKER_INSIDE,
    ORDER_NUMBER,
    SAFE,
    TRIMMED,
    WORD,
    Reading,
    is_figure,
    trimmed,
)
from obsolescence.boms.rules.matching.words import PACKINGS, explains
from obsolescence.parts.rules.makers import AGREES, DIFFERENT, NOT_GIVEN, Makers
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.part_row import PartRow

# A question mark, dots at the end, a star for a sign that may be any.
_DOUBTED = re.compile(r"\?|(?:\.{2,}|…)$|(?<=\w)\*+(?=\w)")
_CUT = re.compile(r"(?:\.{2,}|…|\*+)$")  # how a cell says that the number goes on


def decide(asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers) -> Match:
    """The match of one line; ways: how its cell can be read, the likeliest first (``readings``)."""
    if not asked.mpn and not asked.sku:
        return Match(None, NONE, NOT_GIVEN, "The line has no part number.")
    judge = _Judge(asked, ways, found, makers)
    match = judge.best()
    if match.part_id is not None and _DOUBTED.search(asked.mpn) and not _is_literal(match, asked, found):
        says = "The cell says itself that the number is doubtful or goes on."
        match = Match(None, LIKELY, match.grade_maker, says, [match.part_id, *match.candidates])
    if match.part_id is not None:
        return match
    return judge.with_proposals(match)


def _is_literal(match: Match, asked: Asked, found: Found) -> bool:
    return any(row.id == match.part_id for row in found.literal(asked.mpn))


class _Judge(NumberJudge):
    def __init__(self, asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers) -> None:
        super().__init__(asked, found, makers)
        self.all_ways = ways
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
        return Match(None, LIKELY, self.relation(nearest, self.asked), reason, candidates)

    # One attempt each; None where it found nothing

    def _cell(self) -> Match | None:
        return self.number(self.ways[0], self.asked) if self.ways else None

    def _other_readings(self) -> Match | None:
        matches = [
            self.number(way, self._with_maker(way))
            for way in self.ways[1:]
            if way.how in (MAKER_INSIDE, TRIMMED)
        ]
        ways = [
            way for way in self.ways if way.how == ORDER_NUMBER and (way.is_clear or is_strong(way.number))
        ]
        matches += [self._inside_order_number(way) for way in ways]
        return _first(matches)

    def _inside_order_number(self, way: Reading) -> Match | None:
        """The maker's number with -ND behind it: invented where that distributor numbers such parts otherwise."""
        match = self.number(way, self.asked)
        text = order_texts(self.asked)[-1]
        if match is None or match.part_id is None or not order_numbers.is_digikeys(text):
            return match
        row = self._row(way.number, match.part_id)
        own = self.found.skus.get(row.id, [])
        neighbours = self.found.beside.get(row.id, {}).items()
        beside = ((fold, skus) for fold, id_ in neighbours if (skus := self.found.skus.get(id_)))
        if order_numbers.is_plausible(fold_mpn(text), row.fold, own, beside):
            return match
        says = (
            f"{self.asked.mpn} holds {row.mpn}, but the distributor's numbers of such parts look otherwise."
        )
        return open_match([row], LIKELY, match.grade_maker, says)

    def _order_number(self) -> Match | None:
        for number in order_texts(self.asked):
            fold = fold_mpn(number)
            for other in (fold, *order_numbers.other_packings(fold)):
                rows = [row for row in self.found.by_sku.get(other, []) if not row.is_base]
                if not self.asked.sku and other == fold and all(row.fold == fold for row in rows):
                    continue  # the maker's own number, which has been judged already
                if match := self._by_order_number(number, rows, "" if other == fold else other):
                    return match
        return None

    def _by_order_number(self, number: str, rows: list[PartRow], other: str) -> Match | None:
        """other: the distributor's number of another packing under which the part was found, if so."""
        if not rows:
            return None
        if len(once(rows)) > 1:
            return open_match(rows, AMBIGUOUS, NOT_GIVEN, "The distributor's number is on several parts.")
        only, maker = rows[0], self.relation(rows[0], self.asked)
        if self.asked.sku and self.asked.mpn:
            says = f"The distributor's number {number} is {only.mpn}, the line says {self.asked.mpn}."
            return open_match(rows, LIKELY, maker, says)
        if maker == DIFFERENT:
            says = f"The distributor's number {number} is a part of {only.maker}, not of {self.asked.maker_text}."
            return open_match(rows, LIKELY, maker, says)
        if other:
            says = f"The distributor's number {number} is another packing of {other}, {only.mpn}."
            return Match(only.id, VARIANT, maker, says)
        return Match(only.id, EXACT, maker, f"Found by the distributor's number {number}.")

    def _words(self) -> Match | None:
        """Numbers among other words: accepted where the catalogue has exactly one of them and nothing else speaks."""
        matches = [
            (way, match)
            for way in self.ways
            if way.how == WORD
            and self._is_telling(way.number)
            and (match := self.number(way, self._with_maker(way)))
        ]
        whole = [fold_mpn(way.number) for way, match in matches if match.part_id is not None]
        matches = [  # S3J is no number of its own in "S3J V7G"
            (way, match)
            for way, match in matches
            if not any(fold_mpn(way.number) != fold and fold_mpn(way.number) in fold for fold in whole)
        ]
        parts = list(dict.fromkeys(match.part_id for _, match in matches if match.part_id is not None))
        if len(parts) > 1:
            return Match(
                None, AMBIGUOUS, NOT_GIVEN, f"The cell names {len(parts)} parts.", parts[:MOST_CANDIDATES]
            )
        if not parts:
            return _first(match for _, match in matches)
        way, match = next((way, match) for way, match in matches if match.part_id is not None)
        if self._says_nothing_else(way, parts[0]):
            return self._another_packing(parts[0]) or match
        says = f"The cell holds {way.number}, and more that may belong to the number."
        return Match(None, LIKELY, match.grade_maker, says, parts)

    def _another_packing(self, part_id: int) -> Match | None:
        """TR behind a blank is the end of another number, too, where the maker has numbers with and without it."""
        written = (way for way in self.ways if way.how in (CELL, MAKER_INSIDE, TRIMMED))
        for way in written:
            for row, (mine, _) in variants(fold_mpn(way.number), self.found):
                neighbours = self.found.beside.get(row.id, {})
                if row.id == part_id and mine and packing.keeps_apart(neighbours, mine):
                    return self._packing()
        return None

    def _is_telling(self, number: str) -> bool:
        """Whether a number means one part among other words: a maker beside it makes up for some signs."""
        key = mpn_key(number)
        return is_strong(number) or (self.asked.maker is not None and len(key) >= (7 if key.isdigit() else 5))

    def _says_nothing_else(self, way: Reading, part_id: int) -> bool:
        """Whether the words beside the number may be ignored: known ones, the maker's name, the part's own description."""
        row = self._row(way.number, part_id)
        named = self.makers.named(way.maker) if way.maker else None
        if named is not None and self.makers.relation(named, row.maker_id) not in AGREES:
            return False
        if self.relation(row, self.asked) in AGREES and all(
            word.casefold() in PACKINGS for word in way.beside
        ):
            return way.is_clear
        return way.is_clear and (not way.beside or explains(row.description, way.beside))

    def _packing(self) -> Match | None:
        """The same part in another packing or plating."""
        for way in self.ways:
            if way.how not in (CELL, MAKER_INSIDE, TRIMMED):
                continue
            asked, fold = self._with_maker(way), fold_mpn(way.number)
            ours = [
                one
                for one in variants(fold, self.found)
                if asked.maker is None or self.relation(one[0], asked) in AGREES
            ]
            # A number that holds all that is written goes before those that lack some of it: another plating, say.
            if ours := [one for one in ours if not one[1][0]] or ours:
                return self._variant(asked, ours, is_elsewhere=self._is_written_otherwise(way, asked))
        return None

    def _is_written_otherwise(self, way: Reading, asked: Asked) -> bool:
        """Whether a part has these letters and digits with its points elsewhere: then that may be meant."""
        return any(
            not row.is_base and (asked.maker is None or self.relation(row, asked) in AGREES)
            for row in self.found.letters(way.number)
        )

    def _variant(
        self, asked: Asked, ours: list[tuple[PartRow, tuple[str, str]]], *, is_elsewhere: bool
    ) -> Match:
        rows = [row for row, _ in ours]
        (only, suffixes), maker = ours[0], self.relation(rows[0], asked)
        if len(rows) > 1:
            return open_match(
                rows, VARIANT, maker, f"{len(rows)} parts differ from this number only in packing or plating."
            )
        says = f"{only.mpn} of {only.maker} differs only in packing or plating ({_of_suffixes(suffixes)})."
        is_anybodys = asked.maker is None and is_made_by_many(only.fold)
        is_sure = packing.is_sure(suffixes, self.found.beside.get(only.id, ())) and not is_elsewhere
        is_sure = is_sure and (asked.maker is not None or is_strong(only.fold.removesuffix(suffixes[1])))
        if not is_sure or asked.names_unknown_maker or is_anybodys:
            return open_match(rows, VARIANT, maker, says)
        if against := self._against_packing(only, suffixes):
            return open_match(rows, VARIANT, maker, f"{says[:-1]}; {against}.")
        return Match(only.id, VARIANT, maker, says)

    def _against_packing(self, row: PartRow, suffixes: tuple[str, str]) -> str:
        """What speaks against taking a number with a suffix for the one without it, in words."""
        mine, other = suffixes
        neighbours = self.found.beside.get(row.id, {})
        if packing.keeps_apart(neighbours, mine or other):
            return f"{row.maker} has numbers with and without {mine or other}"
        if mine and (row.maker_id, mine) not in self.found.endings and not packing.uses(neighbours, mine):
            return f"{row.maker} does not use {mine}"
        stem = row.fold.removesuffix(other)
        rivals = [
            one.mpn
            for one in self.found.beginning(stem)
            if one.id != row.id
            and one.maker_id == row.maker_id
            and not one.is_base
            and one.fold != stem
            # Where this suffix is set off by a sign, only others that are set off can be its like.
            and (other[:1].isalnum() or not one.fold[len(stem) :][:1].isalnum())
        ]
        return f"{rivals[0]} exists, too" if other and rivals else ""

    def _row(self, number: str, part_id: int) -> PartRow:
        rows = (*self.found.literal(number), *self.found.letters(number))
        return next(row for row in rows if row.id == part_id)

    def _base_number(self) -> Match | None:
        """A number that the catalogue knows as a family's: whatever packing there is, a person chooses."""
        number = self.ways[0].number if self.ways else ""
        rows = [row for row in self.found.literal(number) if self.may_be(row)]
        if not rows or not all(row.is_base for row in rows):
            return None
        says = f"{number} is a base number: choose the orderable part."
        return open_match(self._longer(number), NONE, NOT_GIVEN, says)

    def _beginning(self) -> Match | None:
        number = without_cut(self.ways[0].number) if self.ways else ""
        fitting = [row for row in self._fitting() if row.fold.startswith(fold_mpn(number))]
        longer = once([*fitting, *self._longer(number)])
        if len(longer) < 2:
            return None
        return open_match(
            ranking.described(self.asked.description, longer),
            AMBIGUOUS,
            self.relation(longer[0], self.asked),
            f"Several parts begin with {number}.",
        )

    def _rounded(self) -> Match | None:
        """A figure that a spreadsheet made of a long number: whatever fits it."""
        rows = self._fitting() if is_figure(self.asked.mpn) else []
        if not rows:
            return None
        says = f"A spreadsheet has rounded this number; {len(rows)} part{'s' if len(rows) > 1 else ''} would fit."
        rows = ranking.described(self.asked.description, rows)
        return open_match(rows, AMBIGUOUS, self.relation(rows[0], self.asked), says)

    def _fitting(self) -> list[PartRow]:
        rows = self.found.fitting.get((fold_mpn(self.asked.mpn), self.asked.description), [])
        return [row for row in rows if not row.is_base and self.may_be(row)]

    def _longer(self, number: str) -> list[PartRow]:
        return [row for row in self.found.beginning(number) if not row.is_base and self.may_be(row)]

    def _nothing(self) -> Match:
        if not self.asked.mpn:
            says = f"The line has only a distributor's number, {self.asked.sku}, and we know no part by it."
            return Match(None, NONE, NOT_GIVEN, says)
        return Match(None, NONE, NOT_GIVEN, "No part of the catalogue has this number.")

    # Makers

    def _with_maker(self, way: Reading) -> Asked:
        """The line with the maker that its cell names, where it names none elsewhere."""
        name = way.maker or next((one.maker for one in self.ways if one.maker), "")
        if not name or self.asked.maker is not None:
            return self.asked
        return replace(self.asked, maker_text=name, maker=self.makers.named(name))


def variants(fold: str, found: Found) -> list[tuple[PartRow, tuple[str, str]]]:
    """The parts that differ from a folded number only in packing or plating, with the suffixes of both."""
    rows = once(row for stem, _ in packing.stems(fold) for row in found.beginning(stem))
    return [
        (row, suffixes)
        for row in rows
        if not row.is_base and row.fold != fold and (suffixes := packing.difference(fold, row.fold))
    ]


def without_cut(number: str) -> str:
    """A number without the dots that say that it goes on."""
    return _CUT.sub("", number)


def order_texts(asked: Asked) -> list[str]:
    """What may be a distributor's number: the line's, else its cell, with and without what stands around it."""
    if asked.sku:
        return list(dict.fromkeys([asked.sku, order_numbers.without_distributor(asked.sku)]))
    bare = order_numbers.without_distributor(trimmed(asked.mpn))
    return list(dict.fromkeys(text for text in (asked.mpn, bare) if text))


def _first(matches: Iterable[Match | None]) -> Match | None:
    """The first that is accepted, else the first."""
    there = [match for match in matches if match is not None]
    return next((match for match in there if match.part_id is not None), there[0] if there else None)


def _of_suffixes(suffixes: tuple[str, str]) -> str:
    mine, other = (suffix or "no suffix" for suffix in suffixes)
    return f"yours: {mine}, there: {other}"
