"""Match numbers to the catalogue: every look is one query for all numbers, every write one statement for all lines."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from obsolescence.boms import queries
from obsolescence.boms.models import Line, Revision
from obsolescence.boms.queries import Decisions
from obsolescence.boms.rules.matching import (
    Asked,
    Match,
    Reading,
    decide,
    doubtful_readings,
    order_numbers,
    readings,
)
from obsolescence.boms.rules.matching.decide import order_texts, variants, without_cut
from obsolescence.boms.rules.matching.found import AMBIGUOUS, LIKELY, NONE, Found
from obsolescence.boms.rules.matching.one_number import with_zeros
from obsolescence.boms.rules.matching.packing import may_be_sure, stems
from obsolescence.boms.rules.matching.ranking import similar_texts
from obsolescence.boms.rules.matching.readings import (
    CELL,
    MAKER_INSIDE,
    ORDER_NUMBER,
    TRIMMED,
    cell_of,
    rounded_ranges,
)
from obsolescence.parts import queries as parts
from obsolescence.parts.rules.makers import NOT_GIVEN, Makers, is_nobody
from obsolescence.parts.rules.names import fold_mpn, mpn_key

CHUNK = 10_000
FEW = 20  # so many lines that a person waits for get their proposals at once
PROPOSED_AT_ONCE = 200  # some milliseconds each
SHORTEST_STEM = 4
NEAREST = 20  # neighbours whose distributors' numbers are looked at
WRITTEN = (CELL, MAKER_INSIDE, TRIMMED)  # readings whose beginnings are looked up


@dataclass(frozen=True, slots=True)
class Number:
    """What a line says of its part, as written."""

    mpn: str
    manufacturer: str = ""
    sku: str = ""
    description: str = ""


class _Lines:
    """Numbers on their way to a match: whoever has one drops out, the others are looked at again more closely."""

    def __init__(self, numbers: Sequence[Number], makers: Makers) -> None:
        self.makers = makers
        self.asked = [_asked(number, makers) for number in numbers]
        self.ways: list[list[Reading]] = [[Reading(one.mpn, CELL)] if one.mpn else [] for one in self.asked]
        self.matches: list[Match | None] = [None] * len(numbers)
        self.found = Found()

    def open(self) -> list[int]:
        return [at for at, match in enumerate(self.matches) if match is None or match.part_id is None]

    def judge(self, places: Iterable[int]) -> None:
        for at in places:
            self.matches[at] = decide(self.asked[at], self.ways[at], self.found, self.makers)

    def numbers(self, places: Iterable[int]) -> set[str]:
        return {fold_mpn(way.number) for at in places for way in self.ways[at]}

    def look_at_numbers(self) -> None:
        """The numbers as they stand: most lines need no more."""
        self.found.by_fold = parts.with_numbers(self.numbers(range(len(self.asked))))
        self.judge(range(len(self.asked)))

    def look_closer(self) -> None:
        """Other ways to write and to read them, order numbers, packings."""
        places = self.open()
        for at in places:
            self.ways[at] = readings(self.asked[at].mpn, self.makers) if self.asked[at].mpn else []
        numbers = self.numbers(places)
        self.found.by_fold.update(parts.with_numbers(numbers | set(with_zeros(numbers))))
        self.found.by_key = parts.with_keys(map(mpn_key, numbers))
        skus = {fold_mpn(text) for at in places for text in order_texts(self.asked[at])}
        self.found.by_sku = parts.with_skus(
            skus | {other for sku in skus for other in order_numbers.other_packings(sku)}
        )
        self.found.by_beginning = parts.beginning_with(_stems(self.ways[at] for at in places))
        self._look_beside(places)
        self.judge(places)

    def look_around(self) -> None:
        """What the numbers may have been before they were damaged, and similar ones, for what is still open."""
        places = [at for at in self.open() if self.ways[at]]
        doubtful = {at: doubtful_readings(self.asked[at].mpn) for at in places}
        numbers = {fold_mpn(way.number) for ways in doubtful.values() for way in ways}
        self.found.by_fold.update(parts.with_numbers(numbers))
        self.found.by_key.update(parts.with_keys(map(mpn_key, numbers)))
        self.found.similar = parts.similar_to(text for at in places for text in similar_texts(self.ways[at]))
        self._look_for_fitting(places)
        for at in places:
            self.ways[at] += doubtful[at]
        self.judge(places)

    def _look_beside(self, places: Iterable[int]) -> None:
        """The neighbours of parts that differ in packing, or stand in a distributor's number, and what those are numbered."""
        packed: set[int] = set()
        endings: set[tuple[int, str]] = set()
        ordered: set[int] = set()
        for at in places:
            for way in self.ways[at]:
                fold = fold_mpn(way.number)
                if way.how in WRITTEN:
                    for row, suffixes in variants(fold, self.found):
                        if may_be_sure(suffixes):
                            packed.add(row.id)
                            endings.add((row.maker_id, suffixes[0]))
                elif way.how == ORDER_NUMBER:
                    ordered |= {row.id for row in (*self.found.literal(fold), *self.found.letters(fold))}
        self.found.endings = parts.endings_in_use((maker, end) for maker, end in endings if end)
        self.found.skus = parts.skus_of(ordered)
        unsold = {part_id for part_id in ordered if not self.found.skus.get(part_id)}
        self.found.beside = parts.beside(packed | unsold)
        nearest = (list(self.found.beside.get(part_id, {}).values())[:NEAREST] for part_id in unsold)
        self.found.skus |= parts.skus_of(chain.from_iterable(nearest))

    def _look_for_fitting(self, places: Iterable[int]) -> None:
        """Numbers that begin like a cell, or lie where a spreadsheet's rounded figure lies, the likest description first."""
        spans: dict[tuple[str, str], list[parts.Span]] = {}
        for at in places:
            fold, says = fold_mpn(self.asked[at].mpn), self.asked[at].description
            stem = fold_mpn(without_cut(self.asked[at].mpn))
            ranges = rounded_ranges(fold)
            spans[fold, says] = [parts.Span(low, high, True, says) for low, high in ranges] or (
                [parts.span_of_beginning(stem, says)] if len(stem) >= SHORTEST_STEM else []
            )
        rows = parts.within(span for some in spans.values() for span in some)
        self.found.fitting = {
            key: [row for span in some for row in rows[span]] for key, some in spans.items()
        }


def match_numbers(numbers: Sequence[Number], *, with_similar: bool = True) -> list[Match]:
    """The match of each number, in their order, in the caller's transaction; four or five queries in all.

    with_similar: also look for similar numbers where nothing else was accepted (milliseconds each).
    """
    lines = _Lines(numbers, parts.makers())
    lines.look_at_numbers()
    lines.look_closer()
    if with_similar:
        lines.look_around()
    matches = [match for match in lines.matches if match is not None]
    _propose_by_order_numbers(numbers, matches, lines.makers)
    return matches


def _propose_by_order_numbers(numbers: Sequence[Number], matches: list[Match], makers: Makers) -> None:
    """An order number that no distributor is known by may be the maker's own: the part is proposed, never accepted."""
    places = [
        at
        for at, number in enumerate(numbers)
        if number.sku.strip() and not number.mpn.strip() and matches[at].grade_mpn == NONE
    ]
    if not places:
        return
    lines = _Lines([replace(numbers[at], mpn=numbers[at].sku, sku="") for at in places], makers)
    lines.look_at_numbers()
    lines.look_closer()
    for at, match in zip(places, lines.matches, strict=True):
        if match is None or not (match.part_id or match.candidates):
            continue
        proposed = match.candidates if match.part_id is None else [match.part_id, *match.candidates]
        says = f"We know no part by the distributor's number {numbers[at].sku.strip()}; it may be the maker's own."
        matches[at] = Match(
            None, AMBIGUOUS if len(proposed) > 1 else LIKELY, match.grade_maker, says, proposed
        )


def _asked(number: Number, makers: Makers) -> Asked:
    maker = "" if is_nobody(number.manufacturer) else number.manufacturer.strip()
    return Asked(
        mpn=cell_of(number.mpn),
        maker_text=maker,
        maker=makers.named(maker) if maker else None,
        sku=number.sku.strip(),
        description=number.description,
    )


def _stems(all_ways: Iterable[Sequence[Reading]]) -> set[str]:
    return {
        stem
        for ways in all_ways
        for way in ways
        if way.how in WRITTEN
        for stem, _ in stems(fold_mpn(way.number))
    }


def match_revision(*, organisation_id: int, revision_id: int, at: datetime) -> int:
    """Match every line of a revision and return how many have a part. A part chosen by hand stays."""
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    match_lines(organisation_id=organisation_id, lines=rows, at=at)
    return rows.filter(part__isnull=False).count()


def match_lines(*, organisation_id: int, lines: QuerySet[Line], at: datetime, closely: bool = False) -> None:
    """Match some lines of one organisation: by what its people decided about their numbers, else by the catalogue.

    closely: a person waits for these lines; where they are few, similar numbers are looked for at once, too.
    """
    decided = queries.decisions(organisation_id)
    rows = list(lines.filter(choice=None).order_by("pk").values_list(*_ASKED))
    for start in range(0, len(rows), CHUNK):
        with _without_collecting():
            _match(rows[start : start + CHUNK], decided, at, closely=closely and len(rows) <= FEW)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A chunk makes a million small things, none in a circle: looking for circles meanwhile costs a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def propose(*, organisation_id: int, revision_id: int, at: datetime) -> int:
    """Look for similar numbers for some lines of a revision that have no part; return how many are left to do."""
    waiting = Line.objects.filter(
        organisation_id=organisation_id,
        revision_id=revision_id,
        part=None,
        proposed_at=None,
        is_assembly=False,
    ).exclude(matched_at=None)
    rows = list(waiting.order_by("pk").values_list(*_ASKED)[:PROPOSED_AT_ONCE])
    open_rows = [row for row in rows if row[1]]
    matches = match_numbers([Number(*row[1:5]) for row in open_rows])
    _write([(row[0], match) for row, match in zip(open_rows, matches, strict=True)], at)
    Line.objects.filter(pk__in=[row[0] for row in rows]).update(proposed_at=at)
    Revision.objects.filter(pk=revision_id).update(summary_version=F("summary_version") + 1)
    return waiting.count() if len(rows) == PROPOSED_AT_ONCE else 0


def _match(rows: Sequence[tuple[Any, ...]], decided: Decisions, at: datetime, *, closely: bool) -> None:
    matches = {row[0]: match for row in rows if (match := _told(row, decided)) is not None}
    asked = [row for row in rows if row[0] not in matches]
    found = match_numbers([Number(*row[1:5]) for row in asked], with_similar=closely)
    for row, match in zip(asked, found, strict=True):
        known = decided.by_own_number(row[5]) if match.part_id is None else None
        matches[row[0]] = known or match
    _write(list(matches.items()), at)
    if closely:
        Line.objects.filter(pk__in=[row[0] for row in rows]).update(proposed_at=at)


def _told(row: tuple[Any, ...], decided: Decisions) -> Match | None:
    """What is known without looking: an assembly is no part, and what people decided holds."""
    if row[6]:
        return Match(None, NONE, NOT_GIVEN, "An assembly: its parts stand below it.")
    return decided.by_number(row[1], row[2])


def _write(matches: Sequence[tuple[int, Match]], at: datetime) -> None:
    """Only lines whose match is another one are written; candidates travel as text, an array may not be ragged."""
    values: dict[str, Any] = {
        "ids": [line_id for line_id, _ in matches],
        "parts": [match.part_id for _, match in matches],
        "mpns": [match.grade_mpn for _, match in matches],
        "makers": [match.grade_maker for _, match in matches],
        "reasons": [match.reason for _, match in matches],
        "candidates": ["{" + ",".join(map(str, match.candidates)) + "}" for _, match in matches],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)


_ASKED = ("pk", "mpn", "manufacturer", "sku", "description", "cpn", "is_assembly")
_WRITE = """
update boms_line l set part_id = t.part, grade_mpn = t.grade_mpn, grade_maker = t.grade_maker, reason = t.reason,
    candidates = t.candidates::bigint[], matched_at = %(at)s, proposed_at = null
from unnest(%(ids)s::bigint[], %(parts)s::bigint[], %(mpns)s::text[], %(makers)s::text[], %(reasons)s::text[],
            %(candidates)s::text[]) as t(id, part, grade_mpn, grade_maker, reason, candidates)
where l.id = t.id
  and (l.part_id, l.grade_mpn, l.grade_maker, l.reason, l.candidates, l.matched_at is null)
      is distinct from (t.part, t.grade_mpn, t.grade_maker, t.reason, t.candidates::bigint[], false)
"""
