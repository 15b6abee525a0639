"""What else may be meant: parts found by every doubtful way, ranked by likeness, maker and description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from obsolescence.boms.rules.matching import packing
from obsolescence.boms.rules.matching.found import MOST_CANDIDATES, Asked, Found, once
from obsolescence.boms.rules.matching.readings import (
    DATED,
    MAKER_INSIDE,
    ROUNDED,
    SAFE,
    TRIMMED,
    WORD,
    Reading,
)
from obsolescence.parts.rules.makers import AGREES, DIFFERENT, Makers
from obsolescence.parts.rules.names import fold_mpn, mpn_key
from obsolescence.parts.rules.part_row import PartRow

NEAR = 88.0  # of 100: from here a proposal is called likely
_WORTH_SHOWING, _SPOILT = 68.0, 80.0
_MOST_NUMBERS = 1  # of a cell that similar numbers are looked for, some milliseconds each
_SPACES = re.compile(r"\s+")
_LOOK_ALIKE = str.maketrans("OQDILSBZG", "000115826")
_WORD = re.compile(r"[a-z0-9.µ%/]+", re.I)
# A figure and its unit are one word, however they are spaced: "22 µF" is 22uf, "10 K OHM" 10kohm.
_UNIT = re.compile(
    r"(?<=\d)\s+(?=(?:[pnuµmkMG]?(?:F|H|V|A|W|Hz|Ohms?|Ω)|[kMGR]|mOhms?|%)(?![a-z]))|(?<=\d[kM])\s+(?=ohm)",
    re.I,
)


def propose(
    asked: Asked, ways: Sequence[Reading], found: Found, makers: Makers
) -> list[tuple[float, PartRow]]:
    """(likeness 0 to 100, part), best first, five at most; base numbers are never proposed."""
    doubtful = _looked_up(ways, found)
    similar = (row for text in similar_texts(ways) for row in found.similar.get(text, []))
    rows = once([*(row for row, _ in doubtful), *similar])
    sure = {row.id for row, how in doubtful if how not in SAFE}
    spoilt = {row.id for row, how in doubtful if how in (ROUNDED, DATED)}
    texts = _texts(asked, ways)
    ranked = [
        (
            _score(asked, texts, row, makers, is_spoilt=row.id in spoilt) + (3.0 if row.id in sure else 0.0),
            row,
        )
        for row in rows
        if not row.is_base
    ]
    ranked.sort(key=lambda one: (-one[0], len(one[1].fold), one[1].fold, one[1].maker))
    return [(min(score, 100.0), row) for score, row in ranked if score >= _WORTH_SHOWING][:MOST_CANDIDATES]


def similar_texts(ways: Sequence[Reading]) -> list[str]:
    """The folded texts that similar numbers are looked for with: the cell, with dashes for its spaces, and its number."""
    if not ways:
        return []
    cell = ways[0].number
    numbers = [way.number for way in ways if way.how in (TRIMMED, MAKER_INSIDE, WORD)]
    texts = [cell, *([_SPACES.sub("-", cell)] if " " in cell else []), *numbers[:_MOST_NUMBERS]]
    return list(dict.fromkeys(fold_mpn(text) for text in texts))


def described(description: str, rows: Sequence[PartRow]) -> list[PartRow]:
    """Those first whose description agrees best with the line's; all else as it was."""
    return sorted(rows, key=lambda row: -_shared_words(description, row.description))


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


def _score(asked: Asked, texts: Sequence[str], row: PartRow, makers: Makers, *, is_spoilt: bool) -> float:
    """is_spoilt: a spreadsheet may have made the cell of this number; its signs then tell nothing any more."""
    key = mpn_key(row.fold)
    likeness = max((_likeness(text, key) for text in texts), default=0.0)
    likeness = max(likeness, _SPOILT) if is_spoilt else likeness
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
    """Share of the shorter description's words that the other has too, figures counting double; 0 where one is missing."""
    mine, theirs = _words_of(one), _words_of(other)
    if not mine or not theirs:
        return 0.0
    return sum(map(_weight, mine & theirs)) / min(sum(map(_weight, mine)), sum(map(_weight, theirs)))


@lru_cache(maxsize=20_000)
def _words_of(text: str) -> frozenset[str]:
    plain = _UNIT.sub("", text).replace("µ", "u")
    return frozenset(word.casefold().strip("./") for word in _WORD.findall(plain)) - {""}


def _weight(word: str) -> int:
    return 2 if any(map(str.isdigit, word)) else 1
