"""Whether a line is placed: marks in their own column of either polarity, or in other cells."""

import re
from collections.abc import Sequence
from functools import lru_cache

from obsolescence.boms.rules.columns.content import says_not_placed, says_placed
from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.header_words import fold_header

_POSITIVE_HEADER = re.compile(
    r"\b(?:fitted|fit|populated?|placed?|place|mount(?:ed)?|stuff(?:ed)?|assembled?|assembly|installed?|load(?:ed)?|"
    r"population|bestuckt|bestuckung|montar|montiert)\b|实装|実装|贴装"
)
_NEGATIVE_HEADER = re.compile(
    r"\b(?:not?|dont|dnp|dni|dnf|dnm|dns|nf|np|exclude|nicht|ne pas|non|не)\b|不|未|しない"
)
_TRUE = re.compile(r"(?:yes|y|true|1|x|ja|si|sí|oui|да|是|✓|✔|☑|●)", re.I)
_FALSE = re.compile(r"(?:no|n|false|0|nein|non|нет|否|-|✗|✘)", re.I)
_LISTED = re.compile(
    r"\b(?:n/?f|np|dnp|dni|dnf|do not (?:populate|place|fit|install|load))\s*[:=]?\s*[(\[]?([^)\]]+)[)\]]?",
    re.I,
)
_TITLE = re.compile(
    r"\b(?:do[\s-]*not[\s-]*(?:populate|place|install|fit|load|mount|stuff)|not (?:fitted|populated|placed|mounted|installed)|"
    r"dnp|dni|unpopulated|nicht best(?:ü|ue)ck\w*|no montar|ne pas monter|non montare)\b|не устанавливать|不贴|未実装",
    re.I,
)
_LONGEST_TITLE = 6  # words; what is longer explains something and leaves nothing out
_LEGEND = re.compile(r"[=*]|\bmarked\b|\bmeans?\b", re.I)
_TAIL = re.compile(
    r"(?:^|[\s,/;(_\[-])(?:dnp|dni|dnf|n\.?p\.?|do[\s_-]*not[\s_-]*(?:populate|place|install|fit|load|mount)|no[\s-]?pop)[\s)\]]*$",
    re.I,
)


def column_is_positive(header: str) -> bool:
    """Whether "yes" in this column means placed ("Fitted") rather than left out ("DNP")."""
    words = fold_header(header).words.replace("yes number", "").replace("yes no", "")
    return bool(_POSITIVE_HEADER.search(words)) and not _NEGATIVE_HEADER.search(words)


@lru_cache(maxsize=4096)
def is_left_out(cell: str, *, is_positive: bool) -> bool:
    """What a cell of the population column says of its line."""
    cell = cell.strip()
    if not cell:
        return False
    if says_not_placed(cell):
        return not _LISTED.fullmatch(cell) or "(" not in cell
    if _TRUE.fullmatch(cell):
        return not is_positive
    if _FALSE.fullmatch(cell):
        return is_positive
    return False if says_placed(cell) else bool(_TAIL.search(cell))


@lru_cache(maxsize=4096)
def left_out_by_name(cell: str) -> tuple[str, ...]:
    """The designators that a remark like "NF(C12 C19)" names."""
    match = _LISTED.search(cell)
    return tuple(expand(match[1]).names) if match else ()


@lru_cache(maxsize=4096)
def value_says_left_out(cell: str) -> bool:
    """ "DNP", "10k DNP", "100nF (do not place)"."""
    return says_not_placed(cell) or bool(_TAIL.search(cell.strip()))


def title_leaves_out(cells: Sequence[str]) -> str:
    """The title of a section whose lines are not placed ("Do not install components below"); "" for every other row."""
    texts = [text for cell in cells if (text := " ".join(cell.split()))]
    if len(texts) != 1 or len(texts[0].split()) > _LONGEST_TITLE or _LEGEND.search(texts[0]):
        return ""
    return texts[0] if _TITLE.search(texts[0]) else ""
