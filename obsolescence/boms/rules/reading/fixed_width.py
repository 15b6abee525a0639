"""Parts lists printed with spaces: columns are cut where the header's words begin and the lines agree."""

import itertools
import re

from obsolescence.boms.rules.header_words import header_roles
from obsolescence.boms.rules.reading.table import trimmed

_GAP = re.compile(r"\S(?:.*?\S)??(?=\s{2,}|$)")
_BY_REFERENCE = re.compile(r"#\s*Cmp\s*\(\s*order\s*=\s*Reference\s*\)", re.I)
_SEARCHED_LINES = 60
_CLEAR = 0.8
_ALL_BUT_FEW = 0.9  # share of the lines that a cut may not go through a word of


def fixed_width_rows(lines: list[str], *, is_delimited: bool = False) -> list[list[str]] | None:
    """The lines cut into cells, or None where no line looks like the header of such a list.

    Lines above the header stay whole in their first cell, so that row numbers are line numbers.
    """
    if (listed := _listed_by_eeschema(lines)) is not None:
        return listed
    if is_delimited:
        return None
    lines = [line.expandtabs(8).rstrip() for line in lines]
    found = _header(lines)
    if found is None:
        return None
    number, starts = found
    cuts = _cuts(lines[number], starts, [line for line in lines[number + 1 :] if line.strip()])
    return [
        _cut(line, cuts) if index >= number else trimmed([line.strip()]) for index, line in enumerate(lines)
    ]


def _header(lines: list[str]) -> tuple[int, list[int]] | None:
    for number, line in enumerate(lines[:_SEARCHED_LINES]):
        words = list(_GAP.finditer(line))
        roles = [role for word in words if (role := header_roles(word.group().strip()))]
        if len(words) >= 3 and len(roles) >= 3 and len(roles) >= 0.5 * len(words):
            below = [text for text in lines[number + 1 :] if text.strip()]
            return number, [start for word in words for start in _starts(word, below)]
    return None


def _starts(word: re.Match[str], below: list[str]) -> list[int]:
    """Where the columns of a header begin. A narrow one may stand one space from the next: "Qty Value"."""
    whole = max(header_roles(word.group()).values(), default=0.0)
    for gap in re.finditer(" ", word.group()):
        parts = word.group()[: gap.start()], word.group()[gap.end() :]
        clear = min(max(header_roles(part).values(), default=0.0) for part in parts)
        second = word.start() + gap.end()
        if clear >= _CLEAR > whole and _agreement(below, second) >= _ALL_BUT_FEW:
            return [word.start(), second]
    return [word.start()]


def _cuts(header: str, starts: list[int], lines: list[str]) -> list[int]:
    """Where each column begins: at its header word, or a little left of it where numbers stand ranged right."""
    cuts = [0]
    for previous, start in itertools.pairwise(starts):
        header_end = previous + len(header[previous:start].rstrip())
        candidates = range(start, header_end, -1)
        cuts.append(max(candidates, key=lambda cut: (_agreement(lines, cut), cut), default=start))
    return cuts


def _agreement(lines: list[str], cut: int) -> float:
    """Share of the lines that a cut here does not break a word of (in per cent, so that near ties are ties)."""
    whole = sum(len(line) <= cut or line[cut - 1] == " " for line in lines)
    return round(whole / len(lines), 2) if lines else 1.0


def _cut(line: str, cuts: list[int]) -> list[str]:
    ends = [*cuts[1:], len(line)]
    return trimmed([line[start:end].strip() for start, end in zip(cuts, ends, strict=True)])


def _listed_by_eeschema(lines: list[str]) -> list[list[str]] | None:
    """KiCad's lists before 2014: "| C1   100nF" by reference, then the same again by value, which is left whole."""
    begins = next((number for number, line in enumerate(lines) if _BY_REFERENCE.match(line)), None)
    if begins is None:
        return None
    ends = next((n for n, line in enumerate(lines) if n > begins and line.startswith("#End")), len(lines))
    cut = [_GAP.findall(line.lstrip("| ")) if begins < n < ends else [] for n, line in enumerate(lines)]
    beside = max(
        map(len, cut)
    )  # what is no entry of the list stands right of it, so that it is not taken for one
    return [cells or trimmed([""] * beside + [line.strip()]) for cells, line in zip(cut, lines, strict=True)]
