"""The ways in which a cell can be read as a part number, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from obsolescence.boms.rules.matching import order_numbers
from obsolescence.boms.rules.matching.words import EDGE, PLAIN, bare, is_number, is_remark, unexplained
from obsolescence.parts.rules.makers import Makers
from obsolescence.parts.rules.names import fold_mpn

CELL, MAKER_INSIDE, TRIMMED, ORDER_NUMBER, WORD = "cell", "maker inside", "trimmed", "order number", "word"
ZEROS, LOOK_ALIKE, MISTYPED, ROUNDED, DATED = "zeros", "look-alike", "mistyped", "rounded", "dated"
LONGEST_MISTYPED = 40  # signs
_LONGEST_NUMBER = 3  # words of a number that its maker writes with spaces
_LONGEST_NAME = 4  # words of a maker's name
SAFE = (CELL, MAKER_INSIDE, TRIMMED, ORDER_NUMBER, WORD)  # the others are only ever proposed

_LABEL = re.compile(
    r"^\s*(?:(?:mfr|mfg|manufacturer|maker|order|ordering|part|item|type|typ|tipo|article|art|best|bestell|hersteller)?[\s._-]*"
    r"(?:p/?n|part\s*(?:no|nr|num|number)?|mpn|no|nr|number|nummer|ref|type|typ|tipo|code)\s*[.:：=#]+\s*|"
    r"(?:mfr|mfg)\s*[#:：=]\s*|(?:厂家|制造商|原厂)?(?:型号|料号|品番|型番|部品番号)\s*[:：=#]?\s*|"
    r"(?:артикул|тип|номер|код)\s*[:：=#]\s*|[A-Z]{1,3}\d{1,4}\s*[=:]\s*|"
    r"(?:ic|mpn|pn|p/n|part|type|chip|mfr\s*p/?n)\s+(?=\S{5}))",
    re.I,
)
_BRACKET = re.compile(r"\s*(?:\((?!\d+\)$)([^()]*)\)|\[([^\[\]]*)\])\s*$")
_REMARK = re.compile(
    r"[,;]?\s+(?:or|oder|ou|o)\s+(?:equiv\w*|équiv\w*|similar\w*|equal|ähnlich\w*|gleichw\w*)\W*$|"
    r"[,;]?\s+(?:rev(?:ision)?\.?\s*\w{1,4}|rohs|lead[\s-]?free|pb[\s-]?free|smd|tht|obsolete|nrnd|eol|new|dnp|only|reel|cut\s*tape|"
    r"tape\s*(?:and|&|\+)\s*reel|t\s*[/&+]\s*r|tape|tube|tray|bulk|[x×]\s*\d{1,4}|by)\s*$",
    re.I,
)
_SEVERAL = re.compile(r"\s*(?:\r?\n|;|\||\s/\s|,\s+|\s+(?:or|oder|ou|and|und|/)\s+)\s*", re.I)
# The same number once more, however it is set off; longer texts hold more than one number.
_AGAIN = re.compile(r"(\S.{3,}?)(?:(?:[\s,;|/]+|\s*[(\[]\s*)\1\s*[)\]]?)+", re.I | re.S)
_LONGEST_TWICE = 120  # signs
_BESIDE = re.compile(r"[/@|_-]")
_BETWEEN_WORDS = re.compile(
    r"(?:[\s;|]|,(?!\d{1,4}\b))+|(?<=[\u3040-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9)])(?=[\u3040-\u9fff])"
)
_INNER_COMMA = re.compile(r"\w,\w")
_DIGIKEY = re.compile(r"^(.{4,}?)(-\d)?-ND$", re.I)
_REELS = re.compile(r"^(.{4,}?)-?(?:CT|TR|DKR)$", re.I)
_MOUSER = re.compile(r"^\d{2,3}-(.{5,})$")
_ROUNDED = re.compile(r"^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$", re.I)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WRITTEN_BY_SPREADSHEET = re.compile(r"^\d(?:[.,]\d+)?E[+-]\d{1,3}$", re.I)
_DATE_OF_SPREADSHEET = re.compile(
    r"^(?:\d{1,2}-)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-\d{2,4})?$"
)
_WHOLE = re.compile(r"^([1-9]\d{0,3}?)(0{2,12})(?:[.,]0{1,2})?$")
_MOST_ZEROS, _MOST_ZEROS_BEFORE = 20, 3
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}(?:\d{2}:\d{2}(?::\d{2})?)?$")
_YEAR_FIRST = re.compile(r"^\d{4}[./-](\d{1,2})[./-](\d{1,2})(?:T?\d{2}:\d{2}(?::\d{2})?)?$")
_DATED = re.compile(
    r"^(?:(\d{1,4})[-.]*)?(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-.]*(\d{1,4})?$", re.I
)
_ALIKE = {
    "O": "0", "0": "OD", "I": "1L", "1": "IL", "L": "1I", "S": "5", "5": "S", "B": "8", "8": "B", "Z": "2",
    "2": "Z", "G": "6", "6": "G", "D": "0", "Q": "O0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cell. maker: the maker's name that stood in the cell with the number, if any."""

    number: str
    how: str
    maker: str = ""
    is_clear: bool = True  # False: something may belong to the number that no description can explain
    beside: tuple[
        str, ...
    ] = ()  # words that may make it another part, unless the part's description has them


def cell_of(cell: str) -> str:
    """The cell without what clings to its edges: quotation marks, a closing comma."""
    return cell.strip(EDGE) if cell[:1] in EDGE or cell[-1:] in EDGE else cell


def readings(cell: str, makers: Makers) -> list[Reading]:
    """The safe ways to read a cell, the cell itself first; each number once."""
    return _once(_safe(cell_of(cell), makers))


def doubtful_readings(cell: str) -> list[Reading]:
    """What the cell may have been before it was damaged or mistyped; only ever proposed."""
    return _once(_doubtful(fold_mpn(trimmed(cell_of(cell)))))


def _once(ways: Iterable[Reading]) -> list[Reading]:
    seen: set[str] = set()
    found = []
    for reading in ways:
        fold = fold_mpn(reading.number)
        if len(fold) >= 3 and fold not in seen:
            seen.add(fold)
            found.append(reading)
    return found


def _safe(cell: str, makers: Makers) -> Iterator[Reading]:
    yield Reading(cell, CELL)
    for text, how in ((cell, MAKER_INSIDE), (trimmed(cell), TRIMMED)):
        if how == TRIMMED and text != cell:
            yield Reading(text, TRIMMED)
        if (split := makers.split(text)) is not None:
            yield Reading(trimmed(split[1]), MAKER_INSIDE, split[0])
    yield from _beside_maker(trimmed(cell), makers)
    yield from _order_numbers(order_numbers.without_distributor(trimmed(cell)))
    yield from _words(cell, makers)


def _doubtful(fold: str) -> Iterator[Reading]:
    yield from (Reading(number, ROUNDED) for number in _unrounded(fold))
    yield from (Reading(number, DATED) for number in _undated(fold))
    if fold.isdigit():
        yield from (Reading("0" * count + fold, ZEROS) for count in (1, 2, 3))
    if len(fold) <= LONGEST_MISTYPED:
        yield from (Reading(number, LOOK_ALIKE) for number in _look_alikes(fold))
        yield from (Reading(number, MISTYPED) for number in _mistyped(fold))


def trimmed(cell: str) -> str:
    """The cell without a label before and remarks behind the number."""
    text = _LABEL.sub("", cell)
    while (shorter := _without_remark(text)) != text and shorter:
        text = shorter
    return _said_once(text.strip(EDGE))


def _said_once(text: str) -> str:
    """A number that its cell says twice, once: no other part is meant by that."""
    start = text[:4].casefold()
    if len(text) > _LONGEST_TWICE or start not in text[4:].casefold():
        return text
    twice = _AGAIN.fullmatch(text)
    return twice[1] if twice and is_number(twice[1]) else text


def _without_remark(text: str) -> str:
    """One remark less at the end; a bracket goes only where its words are remarks: "(use LM358D)" is none."""
    bracket = _BRACKET.search(text)
    if bracket and is_remark(bracket[1] or bracket[2] or ""):
        text = text[: bracket.start()]
    return _REMARK.sub("", text).strip(EDGE)


def _beside_maker(cell: str, makers: Makers) -> Iterator[Reading]:
    """A maker's name set off by a sign: LM358DR/TI, TI|LM358DR, LM358DR@TI."""
    for sign in _BESIDE.finditer(cell):
        left, right = cell[: sign.start()].strip(EDGE), cell[sign.end() :].strip(EDGE)
        # Behind a dash a short name may be the number's own end.
        for number, maker in ((left, right), (right, left))[sign[0] == "-" :]:
            if is_number(number) and len(maker) > 1 and makers.is_name(maker):
                yield Reading(number, MAKER_INSIDE, maker)


def _order_numbers(text: str) -> Iterator[Reading]:
    """What is left of a distributor's number that is made of the maker's: LM358DR-ND, LM358DRCT-ND, 595-LM358DR."""
    if match := _DIGIKEY.match(text):
        if match[2]:  # the number's own end, or the distributor's counter
            yield Reading(match[1] + match[2], ORDER_NUMBER)
        yield Reading(match[1], ORDER_NUMBER)
        if reel := _REELS.match(match[1]):
            yield Reading(reel[1], ORDER_NUMBER)
    if (match := _MOUSER.match(text)) and not match[1].isdigit():
        yield Reading(match[1], ORDER_NUMBER, is_clear=False)  # a maker's number may begin like that, too


def _words(cell: str, makers: Makers) -> Iterator[Reading]:
    """The words of a cell that look like part numbers, piece by piece where it holds several."""
    pieces = [piece for piece in _SEVERAL.split(cell) if piece]
    numbered = [piece for piece in pieces if any(map(is_number, _BETWEEN_WORDS.split(piece)))]
    for piece in pieces if len(pieces) > 1 else []:
        alone, is_alone = trimmed(piece), len(numbered) == 1
        rest = [word for other in pieces if other is not piece for word in _words_of(other)]
        beside = _unexplained([*rest, alone], len(rest), makers)
        if is_number(alone) and " " not in alone:
            yield Reading(alone, WORD, beside[1], is_clear=is_alone, beside=beside[0])
        if (split := makers.split(alone)) is not None and is_number(split[1]) and " " not in split[1]:
            yield Reading(split[1], WORD, split[0], is_clear=is_alone, beside=beside[0])
    yield from _either_side_of_slash(cell)
    for words in (_words_of(cell), cell.split() if _INNER_COMMA.search(cell) else []):
        for size in range(1, max(1, min(_LONGEST_NUMBER, len(words) - 1)) + 1):
            yield from _word_numbers(words, size, makers)


def _either_side_of_slash(cell: str) -> Iterator[Reading]:
    """LM358DR/LM2904DR are two numbers, or a number and its end: only ever a question."""
    sides = [side.strip(EDGE) for side in cell.split("/")]
    if len(sides) > 1 and all(map(is_number, sides)):
        yield from (Reading(side, WORD, is_clear=False) for side in sides)


def _word_numbers(words: Sequence[str], size: int, makers: Makers) -> Iterator[Reading]:
    """The numbers that so many neighbouring words make: some makers write theirs with spaces (S3J V7G, LW L283)."""
    for at in range(len(words) - size + 1):
        text = _without_edges(" ".join(words[at : at + size]))
        if is_number(text) and (size == 1 or all(map(_could_be_number, words[at : at + size]))):
            around = [*words[:at], text, *words[at + size :]]
            beside = _unexplained(around, at, makers)
            yield Reading(_LABEL.sub("", text), WORD, beside[1], beside=beside[0])


def _could_be_number(word: str) -> bool:
    """Whether a word could be a piece of a number: signs in capitals, which no plain word is."""
    return word.isupper() or word.isdigit()


def _without_edges(word: str) -> str:
    """A word without what clings to it; a bracket stays that belongs to the number: 02DZ3.0(TPH3,F)."""
    text = word.strip(EDGE + "[]{}<>=.")
    is_whole = not text.startswith("(") and text.count("(") == text.count(")")
    return text if is_whole else text.strip("()" + EDGE + ".")


def _words_of(text: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(text) if word]


def _unexplained(words: Sequence[str], at: int, makers: Makers) -> tuple[tuple[str, ...], str]:
    """(what may make it another part, the maker that is named) around the number at a place."""
    known: set[int] = set()
    named = ""
    for size in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        for start in range(len(words) - size + 1):
            places = range(start, start + size)
            if at in places or known.intersection(places):
                continue
            text = " ".join(map(bare, words[start : start + size]))
            if len(text) > 1 and text.casefold() not in PLAIN and makers.is_name(text):
                known.update(places)
                named = named or text
    return unexplained(words, at, known), named


def is_figure(number: str) -> bool:
    """Whether a cell is a figure as a spreadsheet writes it (1E+05), which no maker does."""
    return bool(_WRITTEN_BY_SPREADSHEET.match(number if number.isascii() else fold_mpn(number)))


def is_spoilt(number: str) -> bool:
    """Whether a cell is a figure or a date (Mar-02, with small letters) as a spreadsheet writes it: it may have been another."""
    return is_figure(number) or bool(_DATE_OF_SPREADSHEET.match(number))


def _unrounded(fold: str) -> Iterator[str]:
    """What a spreadsheet may have had before it made a figure of it: 1E+05 and 100000 were 100000, 1E05, 10E4 or 100E3."""
    if match := _ROUNDED.match(fold):
        digits, power = (match[1] + (match[2] or "")).rstrip("0") or "0", int(match[3])
    elif match := _WHOLE.match(fold):
        digits, power = match[1], len(match[1]) + len(match[2]) - 1
    else:
        return
    left = power - len(digits) + 1  # zeros that follow the digits
    if not 0 <= left <= _MOST_ZEROS:
        return
    yield digits + "0" * left
    for kept in range(min(left, 4)):
        for exponent in dict.fromkeys((f"{left - kept}", f"{left - kept:02}")):
            yield f"{digits}{'0' * kept}E{exponent}"
    if len(digits) > 1:
        yield f"{digits[0]}.{digits[1:]}E{power}"


def rounded_ranges(fold: str) -> list[tuple[str, str]]:
    """The digits between which a number lies that a spreadsheet has rounded: 7.44363E+09 is one of 7443625000 to …35000.

    A spreadsheet has lost the zeros before it, too; with no place behind the point nearly everything would fit.
    """
    match = _ROUNDED.match(fold)
    if not match or not match[2] or not len(match[2]) < int(match[3]) <= _MOST_ZEROS:
        return []
    left = int(match[3]) - len(match[2])
    middle, half = int(match[1] + match[2]) * 10**left, 5 * 10 ** (left - 1)
    low, high = str(middle - half), str(middle + half)
    if not len(low) == len(high) == int(match[3]) + 1:
        return []
    return [("0" * zeros + low, "0" * zeros + high) for zeros in range(_MOST_ZEROS_BEFORE + 1)]


def _undated(fold: str) -> Iterator[str]:
    """What may have become a date: "MAY-21" and 2026-05-21 were MAY21 or 5-21, "1-MAR" was 1-3 or MAR1."""
    for month, day in _dates(fold):
        name, number = _MONTHS[month - 1], str(month)
        for digits in dict.fromkeys((day.lstrip("0") or "0", day.zfill(2))):
            yield from (f"{name}{digits}", f"{name}-{digits}", f"{number}-{digits}", f"{digits}-{number}")
            yield from (f"{number.zfill(2)}-{digits}", f"{digits}-{number.zfill(2)}", f"{number}/{digits}")


def _dates(fold: str) -> Iterator[tuple[int, str]]:
    """(month, the other figure) of a date however it is written; where two figures may be the month, both ways."""
    if match := _DATED.match(fold):
        for digits in filter(None, (match[1], match[3])):
            yield _MONTHS.index(match[2].upper()) + 1, digits
    elif match := _DAY_FIRST.match(fold):
        for month, day in ((match[2], match[1]), (match[1], match[2])):
            if 1 <= int(month) <= 12:
                yield int(month), day
    elif (match := _YEAR_FIRST.match(fold)) and 1 <= int(match[1]) <= 12:
        yield int(match[1]), match[2]


def _look_alikes(fold: str) -> Iterator[str]:
    """The number with one sign, or all signs of a kind, read as the one that looks like it."""
    for place, sign in enumerate(fold):
        for other in _ALIKE.get(sign, ""):
            yield fold[:place] + other + fold[place + 1 :]
    for sign, others in _ALIKE.items():
        if fold.count(sign) > 1:
            yield from (fold.replace(sign, other) for other in others)


def _mistyped(fold: str) -> Iterator[str]:
    """Two neighbours exchanged, or one sign typed that is not there."""
    for place in range(len(fold) - 1):
        yield fold[:place] + fold[place + 1] + fold[place] + fold[place + 2 :]
    if len(fold) > 5:
        yield from (fold[:place] + fold[place + 1 :] for place in range(len(fold)))
