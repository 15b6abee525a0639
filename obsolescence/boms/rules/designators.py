"""Reference designators: lists and ranges as people and tools write them, expanded one by one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from obsolescence.boms.rules.placing_words import MARKS

MAX_PER_LINE = 10_000  # a denser board does not exist; R1-R1000000 is a typing error or an attack
_MOST_WORDS = 2 * MAX_PER_LINE
_MAX_PREFIX = 12

_ONE = r"[A-Za-z_][A-Za-z_$]{0,11}\d{1,7}(?:[A-Za-z]{1,2}\d{0,2})?(?:[_.\-]\d{1,3}[A-Za-z]?)?|[A-Za-z]{1,3}\$\d{1,5}"
_DESIGNATOR = re.compile(_ONE)
_IN_CHANNEL = re.compile(r"[A-Za-z]\w{0,11}:[A-Za-z]{1,4}\d{1,5}[A-Za-z]?")  # "M1:C3": C3 of the module M1
_PREFIXED = re.compile(r"([A-Za-z_][A-Za-z_$]{0,11}?)(\d{1,7})([A-Za-z]?)")
_RANGE_DASH = r"(?:\s*(?:-|–|—|~|…|\.\.\.?|:)\s*|\s+(?:to|thru|through|bis|a|à|hasta|до)\s+)"
_RANGE = re.compile(
    rf"([A-Za-z_][A-Za-z_$]{{0,11}}?)(\d{{1,7}}){_RANGE_DASH}(?:([A-Za-z_][A-Za-z_$]{{0,11}}?)?(\d{{1,7}}))",
    re.I,
)
_NUMBERS = re.compile(rf"(\d{{1,7}})(?:{_RANGE_DASH}(\d{{1,7}}))?")
_WORD_RANGE = re.compile(r"(?<=\d)\s+(?:to|thru|through|bis|hasta)\s+(?=[A-Za-z_]*\d)", re.I)
# "C1 à C4", "C1→C4": such words are too short or too common to count but between two places of one kind.
_LIKE_RANGE = re.compile(
    r"(?<![A-Za-z_$\d])([A-Za-z_][A-Za-z_$]{0,11}?)(\d{1,7})"
    r"(?:\s+(?:to|thru|through|until|till|bis|hasta|do|au|à|a|al|até|ate|fino a|t/m|tot|til|till|до|по)\s+|"
    r"\s*(?:→|⇒|->|÷|至|到|から|\.{2,4}|…|‥|〜|～)\s*)(?=\1\d)",
    re.I,
)
# "R1.R2.R3": one kind of place, one after another; "U1.PA3" is a pin.
_DOTTED = re.compile(r"(?<![A-Za-z_$\d.])([A-Za-z]{1,4})\d{1,5}(?:\.\1\d{1,5})+(?![\w.])")
_SPACED_DASH = re.compile(r"(?<=\d)\s*(?:–|—|~|…|\.\.\.?|(?<=\d)\s-\s|-)\s*(?=[A-Za-z_$]{0,12}\d)")
_SEPARATORS = re.compile(r"[,;\s/+&|、，；]+")
_PLAIN_NAME = re.compile(r"[A-Za-z]{1,4}\d{1,5}")
_PLAIN_LIST = re.compile(r"\s*[A-Za-z]{1,4}\d{1,5}(?:[,;\s]+[A-Za-z]{1,4}\d{1,5})*\s*")  # most cells are
_NOT_PLACED = re.compile(
    rf"[\s(,;:-]*\b(?:{MARKS})\b[\s)]*",
    re.I,
)


# "4x R", "2 × C": how many places there are, whose numbers nobody has written down.
_COUNTED = re.compile(r"\s*(\d{1,4})\s*[x×*]\s*[A-Za-z]{1,4}[.?]?\s*", re.I)
_TIMES = re.compile(r"(?<![\w.])\d{1,4}\s*[x×*]\s*(?=[A-Za-z_]{1,12}\[?\d)", re.I)  # "4x R1-R4"


@dataclass(frozen=True, slots=True)
class Designators:
    """What a designator cell says. `unread` are the words that are no designators; `is_cut` a range or a list too long."""

    names: list[str]
    unread: list[str]
    is_cut: bool = False
    says_not_placed: bool = False


@lru_cache(maxsize=256)  # a row asks several times; its answer is not to be changed
def expand(text: str) -> Designators:
    """All designators of a cell: "C1-C3, R[4,6-7]" → C1 C2 C3 R4 R6 R7. Doubles keep their first place."""
    if _PLAIN_LIST.fullmatch(text):
        return Designators(list(dict.fromkeys(_PLAIN_NAME.findall(text))), [])
    says_not_placed = bool(_NOT_PLACED.search(text))
    bare = _NOT_PLACED.sub(" ", text) if says_not_placed else text
    reader = _Reader()
    words = _words(_TIMES.sub("", _without_title(bare)))
    for word in words[:_MOST_WORDS]:
        reader.take(word)
    reader.is_cut |= len(words) > _MOST_WORDS
    return Designators(list(reader.names), reader.unread, reader.is_cut, says_not_placed)


def counted(text: str) -> int | None:
    """4 of "4x R": places that are counted and not named; None for every other cell."""
    match = _COUNTED.fullmatch(text)
    return int(match[1]) if match else None


def _without_title(text: str) -> str:
    """ "TIME CARD - C3, C4" → "C3, C4": a board's name before a spaced dash is no designator."""
    head, dash, tail = text.partition(" - ")
    if dash and not re.search(r"\d\s*$", head) and re.match(r"\s*[A-Za-z_]+\[?\d", tail):
        return tail
    return text


# "HEADPHONES/LINEOUT1", "SD/MMC1": one name; "R1/R2" are two.
_SLASHED = re.compile(r"(?<![\w/])([A-Za-z_]{2,14})/([A-Za-z_]{2,14}\d{1,4})(?![\w/])")
_SLASH = "\x00"


def _words(text: str) -> list[str]:
    text = _SLASHED.sub(rf"\1{_SLASH}\2", text)
    joined = _DOTTED.sub(lambda match: match[0].replace(".", ","), _LIKE_RANGE.sub(r"\1\2-", text))
    joined = _WORD_RANGE.sub("-", _SPACED_DASH.sub("-", joined))
    return [word for word in _SEPARATORS.split(_open_brackets(joined)) if word]


def _open_brackets(text: str) -> str:
    """ "R[10-16, R32, 17]" → "R10-16, R32, R17"; a bracket that is never closed ends with the cell."""

    def opened(match: re.Match[str]) -> str:
        prefix = match[1]
        return ",".join(
            part if part[:1].isalpha() else prefix + part for part in _SEPARATORS.split(match[2]) if part
        )

    return re.sub(r"\b([A-Za-z_]{1,12})[\[({]\s*(\d[^\])}]*)[\])}]?", opened, text)


class _Reader:
    """Takes the words of a cell one after another; bare numbers repeat the prefix before them ("R1,2,7")."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.unread: list[str] = []
        self.is_cut = False
        self.prefix = ""

    def take(self, word: str) -> None:
        word = word.strip("()[]{}.'\"")
        if not word:
            return
        if _SLASH in word:
            self.names[word.replace(_SLASH, "/")] = None
        elif match := _RANGE.fullmatch(word):
            self._take_range(word, match)
        elif _DESIGNATOR.fullmatch(word) and len(word) <= _MAX_PREFIX + 8:
            self._take_one(word)
        elif _IN_CHANNEL.fullmatch(word):
            self.names[word] = None
        elif self.prefix and (match := _NUMBERS.fullmatch(word)):
            self._take_span(self.prefix, match[1], match[2] or match[1])
        else:
            self.unread.append(word)

    def _take_one(self, word: str) -> None:
        match = _PREFIXED.match(word)
        self.prefix = match[1] if match else ""
        self.names[word] = None

    def _take_range(self, word: str, match: re.Match[str]) -> None:
        prefix, first, other, last = match.groups()
        if (other and other.casefold() != prefix.casefold()) or int(last) < int(first):
            # "J1-3" can be pin 3 of J1, "TP2-1" too: falling or foreign ends are no range but a name.
            self._take_name_with_dash(word, prefix)
        else:
            self.prefix = prefix
            self._take_span(prefix, first, last)

    def _take_name_with_dash(self, word: str, prefix: str) -> None:
        if _DESIGNATOR.fullmatch(word) or _IN_CHANNEL.fullmatch(word):
            self.prefix = prefix
            self.names[word] = None
        else:
            self.unread.append(word)

    def _take_span(self, prefix: str, first: str, last: str) -> None:
        start, stop = int(first), int(last)
        if stop - start >= MAX_PER_LINE or len(self.names) + stop - start > MAX_PER_LINE:
            self.is_cut = True
            self.names[f"{prefix}{first}"] = None
            self.names[f"{prefix}{last}"] = None
            return
        width = len(first) if first.startswith("0") else 0
        for number in range(start, stop + 1):
            self.names[f"{prefix}{number:0{width}d}"] = None
