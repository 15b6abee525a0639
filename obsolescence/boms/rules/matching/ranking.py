"""What else may be meant: parts found by every doubtful way, ranked by likeness, maker and description."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from obsolescence.boms.rules.matching import packing
from obsolescence.boms.rules.matching.found import MOST_CANDIDATES, Asked, Found, once
from obsolescence.boms.rules.matching.readings import SAFE, Reading
from obsolescence.parts.rules.makers import AGREES, DIFFERENT, Makers
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.part_row import PartRow

NEAR = 88.0  # of 100: from here a proposal is called likely
_WORTH_SHOWING = 68.0
_LOOK_ALIKE = str.maketrans("OQDILSBZG", "000115826")
_WORD = re.compile(r"[a-z0-9.µ]{2,}", re.I)


def propose(
    asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers
) -> list[tuple[float, PartRow]]:
    """(likeness 0 to 100, part), best first, five at most; base numbers are never proposed."""
    doubtful = _looked_up(ways, found)
    rows = once(
        [*(row for row, _ in doubtful), *found.similar.get(fold_mpn(ways[0].number), [])] if ways else []
    )
    sure = {row.id for row, how in doubtful if how not in SAFE}
    texts = _texts(asked, ways)
    ranked = [
        (_score(asked, texts, row, makers) + (3.0 if row.id in sure else 0.0), row)
        for row in rows
        if not row.is_base
    ]
    ranked.sort(key=lambda one: (-one[0], len(one[1].fold), one[1].fold, one[1].maker))
    return [(min(score, 100.0), row) for score, row in ranked if score >= _WORTH_SHOWING][:MOST_CANDIDATES]


def _looked_up(ways: Sequence[Reading], found: Found) -> list[tuple[PartRow, str]]:
    rows = []
    for way in ways:
        rows += [(row, way.how) for row in (*found.literal(way.number), *found.letters(way.number))]
        if way.how in SAFE:
            rows += [
                (row, way.how)
                for stem, _ in packing.stems(fold_mpn(way.number))
                for row in found.beginning(stem)
            ]
    return rows


def _texts(asked: Asked, ways: Sequence[Reading]) -> list[str]:
    """The letters and digits that a part is compared with: the cell's, and of each safe reading."""
    keys = [mpn_key(way.number) for way in ways if way.how in SAFE]
    return list(dict.fromkeys(key for key in [*keys, mpn_key(asked.mpn)] if key))


def _score(asked: Asked, texts: Sequence[str], row: PartRow, makers: Makers) -> float:
    key = mpn_key(row.fold)
    likeness = max((_likeness(text, key) for text in texts), default=0.0)
    relation = makers.relation(asked.maker, row.maker_id)
    likeness += 6.0 if relation in AGREES else -10.0 if relation == DIFFERENT else 0.0
    return likeness + 6.0 * _shared_words(asked.description, row.description)


def _likeness(one: str, other: str) -> float:
    """Edit likeness, signs that look alike counting as nearly the same, a common beginning as more than a common end."""
    plain = fuzz.ratio(one, other)
    alike = fuzz.ratio(one.translate(_LOOK_ALIKE), other.translate(_LOOK_ALIKE)) - 2.0
    beginning = _common_beginning(one, other) / max(len(one), len(other))
    return 0.9 * max(plain, alike) + 8.0 * beginning


def _common_beginning(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _shared_words(one: str, other: str) -> float:
    """Share of the shorter description's words that the other has too; 0 where one is missing."""
    mine, theirs = ({word.casefold() for word in _WORD.findall(text)} for text in (one, other))
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0
