"""Makers by every name they go by: aliases, old names, spellings; and which of them are one house today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from obsolescence.parts.rules.names import manufacturer_key

SAME, ALIAS, SUCCESSOR, DIFFERENT, NOT_GIVEN = "same", "alias", "successor", "different", "not given"
AGREES = (SAME, ALIAS, SUCCESSOR)

# What people write where no maker is meant.
NOBODY = frozenset(
    ["any", "na", "none", "various", "generic", "unknown", "tbd", "nomaker", "diverse", "divers", "beliebig",
     "unbekannt", "mfr", "manufacturer", "notspecified", "notapplicable", "nospecific", "multiple", "null"]
)  # fmt: skip
# Words that a company's name carries or not, without becoming another company.
_COMPANY_WORDS = frozenset(
    ["electronics", "electronic", "electric", "semiconductor", "semiconductors", "semi", "technology", "technologies",
     "components", "component", "corporation", "corp", "inc", "international", "industries", "industrial", "group", "company",
     "co", "ltd", "limited", "llc", "gmbh", "ag", "usa", "us", "america", "americas", "north", "europe", "japan", "asia", "china",
     "devices", "products", "microelectronics", "solutions", "systems", "holdings", "mfg", "manufacturing", "the", "and"]
)  # fmt: skip
# What a company is by law, and the "&" between two such words ("GmbH & Co. KG").
_LEGAL_FORMS = frozenset(
    ["", "kg", "kgaa", "ohg", "ek", "se", "sa", "sas", "sarl", "spa", "srl", "bv", "nv", "plc", "pte", "pty", "kk", "oy", "ab", "as", "aps", "sro"]
)  # fmt: skip
_SEPARATOR = re.compile(r"\s*[/;|(),\[\]]\s*|\s+-\s+")
_BRACKETS = str.maketrans("()[]", "    ", "™®©")
_TRADE_MARKS = str.maketrans("", "", "™®©")
_ENDS_WITH_COMPANY_WORD = re.compile(rf"(?:{'|'.join(sorted(_COMPANY_WORDS, key=len, reverse=True))})$")
_SHORTEST_PREFIX = 4  # letters that a shortened name must keep to name anybody
_COULD_BE = 72.0  # of 100, where the number speaks for that maker already
_LIKE_ENOUGH = 90.0  # of 100: one wrong letter in ten


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker as named: its id, the house that it belongs to today, and whether the name is its own."""

    id: int
    name: str
    house: int
    is_alias: bool = False


class Makers:
    """All makers, in memory (about a thousand names).

    makers: (id, name, key, id of the successor or None). aliases: (key, id of the maker).
    """

    def __init__(
        self, makers: Iterable[tuple[int, str, str, int | None]], aliases: Iterable[tuple[str, int]]
    ) -> None:
        rows = list(makers)
        successors = {id_: successor for id_, _, _, successor in rows if successor}
        self._names = {id_: name for id_, name, _, _ in rows}
        self._houses = {id_: _last(id_, successors) for id_ in self._names}
        self._by_key = {key: self._maker(id_, is_alias=True) for key, id_ in aliases if id_ in self._names}
        self._by_key |= {key: self._maker(id_, is_alias=False) for id_, _, key, _ in rows}
        self._add_names_before_brackets(rows)
        self._keys: dict[int, list[str]] = {}
        for key, maker in self._by_key.items():
            self._keys.setdefault(maker.id, []).append(key)
        self._seen: dict[str, Maker | None] = {}

    def _add_names_before_brackets(self, rows: list[tuple[int, str, str, int | None]]) -> None:
        """ "HGSEMI(华冠)" is HGSEMI, unless somebody else is."""
        for id_, name, _, _ in rows:
            before = name.partition("(")[0].strip()
            if before and before != name:
                self._by_key.setdefault(manufacturer_key(before), self._maker(id_, is_alias=True))

    def _maker(self, id_: int, *, is_alias: bool) -> Maker:
        return Maker(id_, self._names[id_], self._houses[id_], is_alias)

    def named(self, text: str) -> Maker | None:
        """The maker that a text names: by name or alias, else by an unmistakable spelling of one; None for nobody."""
        if text not in self._seen:
            self._seen[text] = self._find(text.translate(_TRADE_MARKS))
        return self._seen[text]

    def relation(self, asked: Maker | None, maker_id: int) -> str:
        """How the maker of a part agrees with the one that was asked for: ``AGREES``, different, or not given."""
        if asked is None:
            return NOT_GIVEN
        if asked.id == maker_id:
            return ALIAS if asked.is_alias else SAME
        return SUCCESSOR if asked.house == self._houses.get(maker_id) else DIFFERENT

    def is_name(self, text: str) -> bool:
        """Whether a text is exactly a maker's name or alias."""
        return self._exactly(text) is not None

    def resembles(self, text: str, maker_id: int) -> bool:
        """Whether a name that nobody has could be a spelling of this maker's: most signs agree, or one begins with the other.

        "Electronics" and the like are in too many names to make two of them alike.
        """
        key = _core(manufacturer_key(text))
        if len(key) < _SHORTEST_PREFIX:
            return False
        return any(
            fuzz.ratio(key, name) >= _COULD_BE
            or (
                min(len(key), len(name)) >= _SHORTEST_PREFIX
                and (key.startswith(name) or name.startswith(key))
            )
            for name in map(_core, self._keys.get(maker_id, []))
        )

    def house_of(self, maker_id: int) -> int:
        """The maker at the end of the line of successions; itself where there is none."""
        return self._houses.get(maker_id, maker_id)

    def name_of(self, maker_id: int) -> str:
        return self._names.get(maker_id, "")

    def split(self, cell: str) -> tuple[str, str] | None:
        """(maker's name, the rest) of a cell that begins or ends with a maker's name; None where it does not."""
        words = cell.translate(_BRACKETS).strip(" ,;:").split()
        for size in range(min(4, len(words) - 1), 0, -1):
            for name, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
                text = " ".join(name).strip(" ,;:-/")
                if len(text) > 1 and self._exactly(text) is not None:
                    return text, " ".join(rest).strip(" ,;:-/")
        return None

    def _exactly(self, text: str) -> Maker | None:
        return self._by_key.get(manufacturer_key(text)) if text.strip() else None

    def _find(self, text: str) -> Maker | None:
        if is_nobody(text):
            return None
        found = self._exactly(text) or self._without_company_words(text)
        if found is None:
            pieces = [piece for piece in _SEPARATOR.split(text) if len(piece) > 1]
            known = [maker for piece in pieces if len(pieces) > 1 and (maker := self._find(piece))]
            found = known[0] if known and len({maker.house for maker in known}) == 1 else None
        found = found or self._misspelt(text)
        return (
            None
            if found is None
            else self._maker(found.id, is_alias=found.is_alias or self._is_other(found, text))
        )

    def _is_other(self, found: Maker, text: str) -> bool:
        return manufacturer_key(found.name) != manufacturer_key(text)

    def _without_company_words(self, text: str) -> Maker | None:
        """ "Murata Electronics North America" is Murata; "National Instruments" is not National Semiconductor."""
        words = text.split()
        while len(words) > 1 and _bare(words[-1]) in _COMPANY_WORDS | _LEGAL_FORMS:
            words = words[:-1]
            key = manufacturer_key(" ".join(words))
            if len(key) >= _SHORTEST_PREFIX and key in self._by_key:
                return self._by_key[key]
        return None

    def _misspelt(self, text: str) -> Maker | None:
        key = manufacturer_key(text)
        if len(key) < 7:
            return None
        found = process.extract(
            key, self._by_key.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH, limit=2
        )
        houses = {self._by_key[name].house for name, _, _ in found}
        return self._by_key[found[0][0]] if len(houses) == 1 else None


def is_nobody(text: str) -> bool:
    """Whether a maker's cell names nobody: empty, a dash, "various"."""
    bare = _bare(text)
    return not bare or bare in NOBODY


def _core(key: str) -> str:
    """A name's key without the company words at its end, as long as a name is left."""
    while (shorter := _ENDS_WITH_COMPANY_WORD.sub("", key)) != key and len(shorter) >= _SHORTEST_PREFIX:
        key = shorter
    return key


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _last(id_: int, successors: dict[int, int]) -> int:
    """The end of a line of successions; a circle ends where it began."""
    seen = {id_}
    while (following := successors.get(id_)) is not None and following not in seen:
        id_ = following
        seen.add(id_)
    return id_
