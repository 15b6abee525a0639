"""What header words say about a column, in the languages that our customers' tools write.

A header is folded to plain words first ("Mfr. P/N 2" → "mfr pn", 2), then every pattern that fits says how
strongly it speaks for a role: 1.0 unmistakable, about 0.5 a word that several roles share ("Part" is the
designator in one tool and the value in another), less for a hint. Content decides where words are shared.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from obsolescence.boms.rules.header_patterns import (
    ALTERNATE,
    ANSWERS,
    CONTAINED,
    COUNT_WORDS,
    DISTRIBUTOR,
    FOR_BOARDS,
    KNOWN_BESIDE_COUNTS,
    LEFT_OUT,
    NOT_ABOUT_PARTS,
    OF_DRAWINGS,
    PATTERNS,
    PLACED,
)

ROLES = (
    "mpn",
    "manufacturer",
    "manufacturer_and_mpn",
    "quantity",
    "designator",
    "description",
    "value",
    "footprint",
    "distributor_sku",
    "supplier_name",
    "dnp",
    "placed",
    "alternate_mpn",
    "alternate_manufacturer",
    "line_number",
    "level",
    "cpn",
    "unit_price",
    "currency",
    "note",
    "parent",
    "quantity_for",
)


@dataclass(frozen=True, slots=True)
class Header:
    """A header cell folded to plain words. `ordinal` is a counting number at its end ("MPN2" → 2)."""

    words: str
    ordinal: int | None


_LAST_LATIN = 0x24F
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z][a-z])|(?<=[a-z]{2})(?=[A-Z])")
# "JLCPCB Part # (optional)": whether a cell has to be filled in says nothing of what it is.
_ASIDE = re.compile(
    r"[(\[]\s*(?:optional|required|mandatory|recommended|if known|if any|if available)\s*[)\]]", re.I
)
_TECHNICAL = re.compile(r"(?=[^/]*_)[a-z0-9_]+(?:/[a-z0-9_]+)+")
_NUMBER_WORDS = {"nr", "nro", "num", "numero", "nummer", "номер", "numer", "nbr", "numbers", "nos"}
_COUNTED_THINGS = {"part", "item", "order", "stock", "article", "cat", "serial", "position", "model"}
_COUNTED_AFTER = {"of", "de", "parte", "pieza", "part", "parts", "article", "fabricante", "fabricant"}
_ABBREVIATIONS = (
    (re.compile(r"\bp\s*[/.\\]\s*n\b\.?"), " pn "),
    (re.compile(r"\bm\s*/\s*n\b"), " mpn "),
    (re.compile(r"[#№]|\bn[°º]|\bn\.\s?[oº]\b\.?"), " number "),  # "N.º" has become "n.o" by now
    (re.compile(r"кол[-\s]*во"), " количество "),
)


@lru_cache(maxsize=4096)
def fold_header(text: str) -> Header:
    """The words of a header without case, accents and punctuation."""
    folded = _CAMEL.sub(" ", _own_name(_ASIDE.sub(" ", unicodedata.normalize("NFKC", text[:200])))).casefold()
    for pattern, replacement in _ABBREVIATIONS:
        folded = pattern.sub(replacement, folded)
    plain = without_accents(folded)
    words = re.sub(r"[\W_]+", " ", plain).split()
    words, ordinal = _take_ordinal(_ordinal_last(_counted_first(words)))
    words = ["number" if word in _NUMBER_WORDS else word for word in words]
    return Header(words=" ".join(_numbers_for_no(words)), ordinal=ordinal)


def _own_name(text: str) -> str:
    """The last part of a path of technical names: "bom_line_ids/product_id/manufacturer_pref" is "manufacturer_pref"."""
    return text.rpartition("/")[2] if _TECHNICAL.fullmatch(text.strip()) else text


def _numbers_for_no(words: list[str]) -> list[str]:
    """ "Item no.", "Part no. (maker)" and "No. of parts" speak of numbers; "no montar" is a no."""
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [
        "number"
        if word == "no" and (not after or before in _COUNTED_THINGS or after in _COUNTED_AFTER)
        else word
        for before, word, after in around
    ]


def without_accents(text: str) -> str:
    """Latin letters without their marks; "й" and "ジ" are letters of their own and stay."""
    kept: list[str] = []
    for character in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(character) or (kept and ord(kept[-1]) > _LAST_LATIN):
            kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept))


_ORDINALS = {
    "1st": "1",
    "first": "1",
    "2nd": "2",
    "second": "2",
    "3rd": "3",
    "third": "3",
    "4th": "4",
    "fourth": "4",
}


def _ordinal_last(words: list[str]) -> list[str]:
    """ "2nd Vendor P/N" is "Vendor P/N 2"; "2nd Source" is a word of its own."""
    is_counted = len(words) > 1 and words[0] in _ORDINALS and words[1] not in ("source", "sources")
    return [*words[1:], _ORDINALS[words[0]]] if is_counted else words


_COUNTED_PARTIES = re.compile(
    r"m(?:anu)?f(?:acture)?(?:r|g)?s?|mfgr|manufacturer|maker|hersteller|fabricante?|brand|suppliers?|vendors?|distributors?|dist|"
    r"alt(?:ernat(?:e|ive))?|sources?|lieferant|fournisseur|proveedor"
)


_APPROVED = re.compile(r"(?:avl|aml)(\d)")  # lists of approved vendors and manufacturers


def _counted_first(words: list[str]) -> list[str]:
    """ "Mfr 1 PN" is "Mfr PN 1": the first maker's number, and not a word that nobody knows. So is "AVL1 MPN"."""
    if len(words) > 1 and (listed := _APPROVED.fullmatch(words[0])):
        return [*words[1:], listed[1]]
    is_counted = (
        len(words) > 2
        and bool(_COUNTED_PARTIES.fullmatch(words[0]))
        and words[1].isascii()
        and words[1].isdigit()
        and len(words[1]) == 1
    )
    return [words[0], *words[2:], words[1]] if is_counted else words


def _take_ordinal(words: list[str]) -> tuple[list[str], int | None]:
    if not words:
        return words, None
    if len(words) > 1 and words[-1].isascii() and words[-1].isdigit() and len(words[-1]) <= 2:
        return words[:-1], int(words[-1])
    match = re.fullmatch(r"([^\W\d]{2,})(\d{1,2})", words[-1])
    if match and match[2].isascii():
        return [*words[:-1], match[1]], int(match[2])
    return words, None


_COMPILED = tuple((role, strength, re.compile(rf"(?:{pattern})")) for role, strength, pattern in PATTERNS)
_COUNTS = re.compile(
    r"qty|quantity|count|cantidad|cant\b|menge|anzahl|stuck|quantite|qte|quantita|q\.?ta|数量|用量|кол|boards|pcbs|台|套"
)
_NOT_A_COUNT = re.compile(r"price|cost|preis|prix|precio|prezzo|единиц|单价|単価|цена|stock|lager")
_SAYS_ALTERNATE = re.compile(rf"\b{ALTERNATE}\b")
_OF_A_STORE = re.compile(r"\bstock (?:code|number)\b")
_OF_SEVERAL = re.compile(
    r"\b(?:ext|extended|total|sub ?total|sum|gesamt\w*|line|order|min|minimum)\b|总|合計|итого"
)
_CJK_JOINED = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff]) (?=[\u3040-\u30ff\u4e00-\u9fff])")


@lru_cache(maxsize=4096)
def header_roles(text: str) -> dict[str, float]:
    """Role → how strongly the header's words speak for it (0 to 1); empty for a header that says nothing."""
    words = _CJK_JOINED.sub("", fold_header(text).words)
    if not words or len(words) > 80:
        return {}
    found: dict[str, float] = {}
    for role, strength, pattern in _COMPILED:
        if strength > found.get(role, 0) and pattern.fullmatch(words):
            found[role] = strength
    if not any(strength >= 0.8 for strength in found.values()):
        for role, strength, pattern in CONTAINED:
            if strength > found.get(role, 0) and pattern.search(words):
                found[role] = strength
    if found.get("mpn", 0) > 0.5 and _SAYS_ALTERNATE.search(words):
        found["alternate_mpn"] = 1.0
        found.pop("mpn")
    if (fold_header(text).ordinal or 0) > 1 and found.get("mpn", 0) >= 0.8:
        found["alternate_mpn"] = found["mpn"]
        found["mpn"] -= 0.2
    if found.get("mpn", 0) >= 0.7:  # a column of numbers may hold the makers, too
        found.setdefault("manufacturer_and_mpn", 0.4)
    if OF_DRAWINGS.fullmatch(words):
        return {role: strength for role, strength in found.items() if strength >= 0.9}
    if (boards := boards_of(text)) and (found.keys() & {"quantity", "quantity_for"} or boards > 1):
        return {"quantity_for": 1.0} if boards > 1 else {"quantity": 1.0}
    return _quietened(words, found)


@lru_cache(maxsize=4096)
def boards_of(text: str) -> int | None:
    """For how many boards the quantities of a column are, where its header says so: "Qty for 10 boards" → 10."""
    plain = without_accents(text[:200].casefold())
    if not _COUNTS.search(plain) or _NOT_A_COUNT.search(plain):
        return None
    match = FOR_BOARDS.search(plain.strip())
    return int(next(group for group in match.groups() if group)) or None if match else None


@lru_cache(maxsize=4096)
def variant_counted(text: str) -> str | None:
    """Which of several products a column of quantities counts: "base" of "Qty_Base"; None where its words tell something
    else ("per board", "ordered", "spare") or nothing more than that it counts.
    """
    header = fold_header(text)
    words = header.words.split()
    rest = [word for word in words if not COUNT_WORDS.fullmatch(word)]
    is_counted = len(rest) < len(words) and not boards_of(text)
    is_named = bool(rest) and not any(KNOWN_BESIDE_COUNTS.fullmatch(word) for word in rest)
    if not is_counted or not is_named or NOT_ABOUT_PARTS.search(header.words):
        return None
    return " ".join(rest) if header.ordinal is None else f"{' '.join(rest)} {header.ordinal}"


def _quietened(words: str, found: dict[str, float]) -> dict[str, float]:
    """Words about price, stock, links and the like take a column out of the running."""
    if not NOT_ABOUT_PARTS.search(words):
        return found
    spoken = {
        role: strength
        for role, strength in found.items()
        if role in ("unit_price", "currency", "quantity", "quantity_for", "dnp")
    }
    if _OF_SEVERAL.search(words):
        spoken.pop("unit_price", None)
    if _OF_A_STORE.search(words):
        spoken |= {role: found[role] for role in ("cpn", "distributor_sku") if role in found}
    if re.search(r"\blinks?\b", words):  # one shop's export keeps its order number under "Link …"
        spoken["distributor_sku"] = found.get("distributor_sku", 0) * 0.5
    return {role: strength for role, strength in spoken.items() if strength}


_ANSWERS = re.compile(rf"\b{ANSWERS}\b")
_SAYS_LEFT_OUT = re.compile(
    rf"\b(?:{LEFT_OUT})\b|\b(?:not?|dont|nicht|ne pas|non|не|nie|niet|ej)\b|不|未|しない"
)
_SAYS_PLACED = re.compile(rf"\b(?:{PLACED}|assembly)\b")


@lru_cache(maxsize=4096)
def yes_means_placed(header: str) -> bool | None:
    """Whether "yes" in a column of population places the part ("Fitted") or leaves it out ("DNP"); None: unknown."""
    words = _ANSWERS.sub(" ", _CJK_JOINED.sub("", fold_header(header).words))
    if _SAYS_LEFT_OUT.search(words):
        return False
    return True if _SAYS_PLACED.search(words) else None


def is_of_other_things(header: str) -> bool:
    """Whether a header speaks of prices, stock, rules, drawings: of nothing that makes a line."""
    words = fold_header(header).words
    return bool(NOT_ABOUT_PARTS.search(words) or OF_DRAWINGS.fullmatch(words))


def speaks_of_parts(text: str) -> bool:
    """Whether a cell can be a header of a parts list (of any role, also of prices and links)."""
    words = fold_header(text).words
    return bool(header_roles(text) or NOT_ABOUT_PARTS.search(words) or OF_DRAWINGS.fullmatch(words))


def names_distributor(text: str) -> bool:
    """Whether a cell is the name of a distributor ("Digi-Key", "Mouser")."""
    return bool(
        re.fullmatch(rf"{DISTRIBUTOR}(?: electronics| elektronik| components)?", fold_header(text).words)
    )
