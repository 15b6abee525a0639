"""Part-number cells: several numbers in one cell, placeholders, and what spreadsheet programs have spoiled."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from obsolescence.boms.rules.columns.content import classes_of, is_placeholder, says_not_placed
from obsolescence.boms.rules.columns.makers import is_maker, split_maker
from obsolescence.boms.rules.placing import is_plain_mark
from obsolescence.boms.rules.reading.table import Sheet

_SEVERAL = re.compile(r"\s*(?:\r?\n|;|\s\|\s|\bor\b)\s*", re.I)
# One number may hold a slash or a comma ("KM-1001/20", "BZX84-C2V4,215"): only with spaces do they stand between two.
_LISTED = re.compile(r"\s+/\s+|\s*,\s+|\s+(?:oder|ou|oppure|или|lub|eller|或)\s+", re.I)
_BETWEEN_PAIRS = re.compile(
    r"\s*(?:\r?\n|;|\|)\s*|\s+/\s+|,\s+|\s+(?:or|oder|ou|oppure|или|lub|eller|或)\s+", re.I
)
_SHORTEST_LISTED = 5
_LONG = re.compile(r"(?=(?:.*\d){4})(?=(?:.*[A-Z]){3})[A-Z0-9][A-Z0-9+./#-]{9,30}")
_NAME_WORD = re.compile(r"[A-Z][a-zà-ÿ]{2,}")  # "Wireless"; "TEN" may be of the number
_LABEL = re.compile(r"^(?:[A-Za-z ]{1,20}(?:PN|P/N|part|number)\s*[=:])\s*", re.I)
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d{1,3}", re.I)
_ROUNDED = re.compile(r"\d[.,]\d+E-\d{2}", re.I)  # "5.0E-03": no maker writes so
_MONTH = r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|mär|mrz)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"{_MONTH}[-. ](?:\d{{2}}|\d{{4}})|\d{{1,2}}[-. ]{_MONTH}(?:[-. ]\d{{2,4}})?|"
    r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[ T]00:00:00)?|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}",
    re.I,
)
_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!)")


@lru_cache(maxsize=4096)
def numbers_in(cell: str) -> tuple[str, ...]:
    """The part numbers of a cell, the first one first; none for a placeholder or a mark like "DNP"."""
    parts = [_LABEL.sub("", part.strip()).strip() for part in _SEVERAL.split(cell)]
    parts = [part for part in parts if part and not is_placeholder(part) and not says_not_placed(part)]
    if len(parts) == 1:
        return _listed(parts[0]) or tuple(parts)
    if len(parts) > 1 and not all("mpn" in classes_of(part) or _LONG.fullmatch(part) for part in parts):
        return (" ".join(cell.split()),)
    return tuple(parts)


def _listed(text: str) -> tuple[str, ...]:
    """The numbers of "A / B" and "A, B" where every part is a long word that can be nothing but a number."""
    parts = [part.strip() for part in _LISTED.split(text)]
    return tuple(parts) if len(parts) > 1 and all(map(_is_whole_number, parts)) else ()


def _is_whole_number(part: str) -> bool:
    """ "C1608X7R1H104K080AA" begins as a package does, but none is so long."""
    if " " in part or len(part) < _SHORTEST_LISTED:
        return False
    return "mpn" in classes_of(part) or bool(_LONG.fullmatch(part))


@lru_cache(maxsize=4096)
def makers_of(cell: str, count: int) -> tuple[str, ...]:
    """The makers of so many numbers; "TI/ST" are two where there are two numbers and both names are known."""
    makers = makers_in(cell)
    parts = tuple(part.strip() for part in re.split(r"\s*[/,]\s*|\s+(?:or|oder|ou|или)\s+", cell))
    are_several = len(makers) == 1 < count == len(parts) and all(map(is_maker, parts))
    return parts if are_several else makers


@lru_cache(maxsize=4096)
def makers_in(cell: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r"\s*(?:\r?\n|;)\s*", cell)]
    return tuple(part for part in parts if part and not is_placeholder(part) and not is_plain_mark(part))


@lru_cache(maxsize=4096)
def pairs_in(cell: str) -> tuple[tuple[str, str], ...]:
    """(maker, number) of each part of a cell that holds both; the maker is "" where none is known.

    "Murata GRM188… / TDK C1608…" are two parts. Web addresses are none.
    """
    text = " ".join(cell.split())
    if "url" in classes_of(text):
        return ()
    if several := _several_pairs(cell):
        return several
    maker, rest = _with_whole_name(*(split_maker(text) or ("", text)))
    return tuple((maker, number) for number in numbers_in(rest))


def _with_whole_name(maker: str, rest: str) -> tuple[str, str]:
    """Words of a name that we know shorter ("Quectel Wireless BG95-M3"), or not at all where one number is all that follows."""
    words = rest.split()
    count = next((place for place, word in enumerate(words) if not _NAME_WORD.fullmatch(word)), 0)
    number = words[count:]
    if not count or not any(map(str.isdigit, "".join(number))):
        return maker, rest
    if not maker and (len(number) > 1 or not _is_whole_number(number[0])):
        return maker, rest
    return " ".join(filter(None, [maker, *words[:count]])), " ".join(number)


def _several_pairs(cell: str) -> tuple[tuple[str, str], ...]:
    """The parts of a cell where each of them is a maker with a number, or one more number of the maker before."""
    found: list[tuple[str, str]] = []
    maker = ""
    for part in _joined_makers(
        [" ".join(part.split()) for part in _BETWEEN_PAIRS.split(cell) if part.strip()]
    ):
        pair = split_maker(part) or ((maker, part) if maker and _is_whole_number(part) else None)
        if pair is None or not _is_whole_number(pair[1]):
            return ()
        maker = pair[0]
        found.append(pair)
    return tuple(found) if len(found) > 1 else ()


def _joined_makers(parts: list[str]) -> list[str]:
    """ "Murata", "GRM188…", "TDK", "C1608…" are two parts, not four."""
    joined: list[str] = []
    for part in parts:
        if joined and is_maker(joined[-1]):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def number_beside_maker(cell: str) -> tuple[str, str] | None:
    """(maker, number) of "LM358DR (TI)" among part numbers; a word before a number may be part of it."""
    text = " ".join(cell.split())
    found = split_maker(text) if "maker_mpn" in classes_of(text) else None
    return found if found and not text.startswith(found[0]) else None


@lru_cache(maxsize=4096)
def damage_of(cell: str, mark: str | None) -> str | None:
    """A sentence where a spreadsheet program has put something else in the place of a part number."""
    text = cell.strip()
    if mark == "date" or _DATE.fullmatch(text):
        return "A spreadsheet program has turned the part number into a date."
    if _ROUNDED.fullmatch(text) or (_SCIENTIFIC.fullmatch(text) and (mark == "number" or "+" in text)):
        return "A spreadsheet program has turned the part number into a rounded figure."
    if _ERROR.fullmatch(text):
        return "A spreadsheet program has put an error in the place of the part number."
    return None


@dataclass(frozen=True, slots=True)
class LostZeros:
    """The length that all-figure numbers of a column have where they were kept as text; None where none shows it."""

    length: int | None = None

    @classmethod
    def in_columns(cls, sheet: Sheet, columns: Sequence[int]) -> "LostZeros":
        lengths = Counter(
            len(cell)
            for number, cells in enumerate(sheet.rows)
            for column in columns
            if column < len(cells) and (cell := cells[column].strip()).isdigit() and cell.startswith("0")
            if (number, column) not in sheet.marks
        )
        length, count = lengths.most_common(1)[0] if lengths else (0, 0)
        return cls(length if count >= 2 else None)

    def damage_of(self, cell: str, mark: str | None) -> str | None:
        """A sentence where the cell is a number that is shorter than those beside it which begin with zeros."""
        if self.length is None or mark != "number" or not cell.isdigit() or len(cell) >= self.length:
            return None
        return "A spreadsheet program may have dropped zeros at the beginning of the part number."
