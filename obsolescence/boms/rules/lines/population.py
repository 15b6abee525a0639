"""Whether a line is placed: marks in their own column of either polarity, or in other cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from obsolescence.boms.rules.columns.content import is_no, is_yes, says_not_placed, says_placed
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.header_words import yes_means_placed
from obsolescence.boms.rules.lines.line import ReadLine
from obsolescence.boms.rules.placing import remark_leaves_out, speaks_of_placing
from obsolescence.boms.rules.placing_words import MARKS

_LISTED = re.compile(
    rf"\b(?:n/?f|np|{MARKS})\s*[:=]?\s*[(\[]?([^)\]]+)[)\]]?",
    re.I,
)
_NOT_POLAR = re.compile(r"(?<=\d)\s?[uµμ]F?\b.*\bn\.?p\.?\)?$", re.I)
_BEHIND_SEVERAL = re.compile(
    rf"[A-Za-z]+\d+[^()]*[,;\s][A-Za-z]+\d+\w*\s*[(\[\s-]\s*(?:{MARKS})\s*[)\]]?",
    re.I,
)
_LONGEST_TITLE = 6  # words; what is longer explains something and leaves nothing out
_LEGEND = re.compile(r"[=*]|\bmarked\b|\bmeans?\b", re.I)
_TAIL = re.compile(
    rf"(?:^|[\s,/;(_\[-])(?:{MARKS}|n\.?p\.?|no[\s-]?pop)[\s)\]]*$|"
    r"\s\(?(?:не устанавливать|実装しない|未実装|不贴|nicht best(?:ü|ue)ckt|non mont[ée]|no montar)\)?\s*$|"
    r"^\d\S*\s+\(?(?:n\.?c\.?|n/c|n\.?b\.?|n\.?m\.?)\)?\s*$",  # "100n NC": after a value and nowhere else
    re.I,
)


def column_is_positive(header: str) -> bool:
    """Whether "yes" in this column means placed ("Fitted") rather than left out ("DNP")."""
    return yes_means_placed(header) is True


def blank_leaves_out(cells: Sequence[str]) -> bool:
    """Whether the only answer of a column "Fitted" is yes: then what has none is not."""
    said = [cell for cell in cells if cell.strip()]
    return 0 < len(said) < len(cells) and all(map(is_yes, said))


@dataclass(frozen=True, slots=True)
class Marks:
    """A column that says which lines are placed. is_positive: "yes" means placed; blank_leaves_out: nothing means not."""

    column: int
    is_positive: bool
    blank_leaves_out: bool = False

    def text(self, cells: Sequence[str]) -> str:
        """What a row's cell says."""
        return cells[self.column].strip() if self.column < len(cells) else ""

    def leave_out(self, cells: Sequence[str]) -> bool:
        cell = self.text(cells)
        return (self.blank_leaves_out and not cell) or is_left_out(cell, is_positive=self.is_positive)


def marks_of(
    roles: Mapping[str, Sequence[int]], headers: Sequence[str], lines: Sequence[Sequence[str]]
) -> tuple[Marks, ...]:
    """The columns "DNP", by what their header says of yes, and those that a person named "placed". lines: cells of lines."""
    found = [
        Marks(column, column < len(headers) and column_is_positive(headers[column]))
        for column in roles.get("dnp", [])
    ] + [Marks(column, is_positive=True) for column in roles.get("placed", [])]
    return tuple(
        replace(one, blank_leaves_out=one.is_positive and blank_leaves_out(_texts(lines, one.column)))
        for one in found
    )


def _texts(lines: Sequence[Sequence[str]], column: int) -> list[str]:
    return [cells[column].strip() if column < len(cells) else "" for cells in lines]


@lru_cache(maxsize=4096)
def is_left_out(cell: str, *, is_positive: bool) -> bool:
    """What a cell of the population column says of its line."""
    cell = cell.strip()
    if not cell:
        return False
    if says_not_placed(cell):
        return not _LISTED.fullmatch(cell) or "(" not in cell
    if is_yes(cell):
        return not is_positive
    if is_no(cell):
        return is_positive
    return False if says_placed(cell) else bool(_TAIL.search(cell))


@lru_cache(maxsize=4096)
def left_out_by_name(cell: str) -> tuple[str, ...]:
    """The designators that a remark like "NF(C12 C19)" names."""
    match = _LISTED.search(cell)
    return tuple(expand(match[1]).names) if match else ()


@lru_cache(maxsize=4096)
def places_named(cell: str) -> tuple[str, ...]:
    """The designators of a cell that holds nothing else: those that stay empty, below "DNP"."""
    found = expand(cell)
    return () if found.unread else tuple(found.names)


def stands_behind_the_last(text: str) -> bool:
    """ "R1, R2, R3 (DNP)": all of them or the last only."""
    return bool(_BEHIND_SEVERAL.fullmatch(text.strip()))


@lru_cache(maxsize=4096)
def value_says_left_out(cell: str) -> bool:
    """ "DNP", "10k DNP", "100nF (do not place)"; "10uF NP" is a capacitor without poles."""
    return says_not_placed(cell) or bool(_TAIL.search(_NOT_POLAR.sub("", cell.strip())))


def says_in_passing(text: str) -> bool:
    """A remark that speaks of leaving out and yet leaves something open: "do not mount before the reflow test"."""
    return speaks_of_placing(text) and not remark_leaves_out(text)


def title_leaves_out(cells: Sequence[str]) -> str:
    """The title of a section whose lines are not placed ("Do not install components below"); "" for every other row."""
    texts = [text for cell in cells if (text := " ".join(cell.split()))]
    if len(texts) != 1 or len(texts[0].split()) > _LONGEST_TITLE or _LEGEND.search(texts[0]):
        return ""
    return texts[0] if speaks_of_placing(texts[0]) else ""


def leaves_out_most(lines: Sequence[ReadLine]) -> bool:
    """A board with more empty places than parts is rare; marks that were read the wrong way are not."""
    return sum(line.dnp for line in lines) > 0.5 * len(lines)
