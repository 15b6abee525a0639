"""Whether a cell or a remark leaves its part off the board, in any of our customers' tongues."""

import re
from functools import lru_cache

from obsolescence.boms.rules.header_words import without_accents
from obsolescence.boms.rules.placing_words import JOINED, LEFT_OUT_PHRASES, SPACED

_OBJECT = "(?: (?:this|these|the|it|parts?|components?|here|please))*"
_WHOLE = re.compile(rf"(?:{LEFT_OUT_PHRASES}){_OBJECT}")
_MARK = "dnp|dni|dnf"  # what nothing else is called by
_ANYWHERE = re.compile(rf"\b(?:{SPACED}|{_MARK})\b|(?:{JOINED})")
_AT_THE_END = re.compile(rf"(?:^|.*\s)(?:{SPACED}|{_MARK}){_OBJECT}$|.*(?:{JOINED})$")
_PLAIN = re.compile(rf"(?:{SPACED}|{JOINED}|{_MARK}|d n p){_OBJECT}")
# "Do not mount if …", "nur in Variante B nicht bestücken": who leaves out what is another question.
_CONDITION = re.compile(
    r"\b(?:if|unless|when|where|until|before|only|except|wenn|falls|nur|ausser|si|sauf|se|solo|solamente|excepto|jesli|tylko|"
    r"pokud|jen|om|bara|hvis|kun|als|alleen|если|только|кроме|or|oder|ou)\b"
)
_CLAUSES = re.compile(r"[.,;:!()\[\]/\n|，。；：（）]+|\s[-–—]+\s|^[-–—*\s]+")
_LONGEST = 200  # characters; what is longer explains


def folded(text: str) -> str:
    """Small letters without accents and punctuation."""
    plain = text.casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain if plain.isascii() else without_accents(plain)).split())


@lru_cache(maxsize=4096)
def is_phrase(cell: str) -> bool:
    """Whether a cell says that its part is left out, and nothing else."""
    return len(cell) <= _LONGEST and bool(_WHOLE.fullmatch(folded(cell)))


@lru_cache(maxsize=4096)
def is_plain_mark(cell: str) -> bool:
    """A whole cell that can mean nothing else below any header: "DNP", "do not place"."""
    return len(cell) <= _LONGEST and bool(_PLAIN.fullmatch(folded(cell)))


@lru_cache(maxsize=4096)
def remark_leaves_out(text: str) -> bool:
    """Whether a remark says it without any condition, in a part of it that says nothing more: "MAC label up, DO NOT PLACE"."""
    if not speaks_of_placing(text) or _CONDITION.search(folded(text)):
        return False
    return any(_AT_THE_END.fullmatch(folded(clause)) for clause in _CLAUSES.split(text))


@lru_cache(maxsize=4096)
def speaks_of_placing(text: str) -> bool:
    """Whether a remark has words about leaving a part out at all; a person may have to read the rest."""
    return bool(text) and len(text) <= _LONGEST and bool(_ANYWHERE.search(folded(text)))
