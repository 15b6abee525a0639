"""What speaks for and against a proposal, in words; and where its number differs from the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from obsolescence.boms.rules.matching import packing
from obsolescence.boms.rules.matching.separators import Agreement, agreement
from obsolescence.parts.rules.makers import ALIAS, DIFFERENT, SAME, SUCCESSOR
from obsolescence.parts.rules.names import fold_mpn, mpn_key

_SIZE = re.compile(r"(?<!\d)(?:01005|0201|0402|0603|0805|1206|1210|1806|1812|2010|2512)(?!\d)")
_PACKAGE = re.compile(
    r"\b(?:SOT|SOIC|SO|SOP|SSOP|TSSOP|MSOP|QSOP|SOD|DO|SMA|SMB|SMC|TO|DPAK|D2PAK|QFN|VQFN|DFN|WSON|QFP|LQFP|TQFP|BGA|DIP|PDIP|SC)"
    r"[-_ ]?\d*",
    re.I,
)
_VALUE = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)?)\s*([pnuµmkMG]?)\s*(F|H|Hz|V|A|W|Ω|Ohms?|R|bit|%)(?![a-z])", re.I
)

_MAKER_SAYS = {
    SAME: (True, "the maker agrees"),
    ALIAS: (True, "the maker agrees, by another name"),
    SUCCESSOR: (True, "the maker is the same house today"),
    DIFFERENT: (False, "another maker"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for (True) or against (False) a proposal."""

    speaks_for: bool
    says: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a line says, for comparison."""

    mpn: str
    texts: str  # description, value and package in one


def evidence(asking: Asking, *, mpn: str, maker_relation: str, texts: str) -> list[Evidence]:
    """For and against a part (its number, how its maker agrees, its description and package in one text)."""
    found = [_of_number(asking.mpn, mpn)] if asking.mpn else []
    if maker_relation in _MAKER_SAYS:
        found.append(Evidence(*_MAKER_SAYS[maker_relation]))
    found += _of_sizes(asking.texts, texts)
    found += _ofvalues_in(asking.texts, texts)
    return found


def _of_number(text: str, mpn: str) -> Evidence:
    one, other = fold_mpn(text), fold_mpn(mpn)
    if one == other:
        return Evidence(True, "the same number")
    if mpn_key(one) == mpn_key(other):
        points = agreement(one, other) is Agreement.OTHER
        says = "a decimal point stands elsewhere" if points else "the same letters and digits"
        return Evidence(not points, says)
    suffixes = packing.difference(one, other)
    if suffixes is not None:
        return Evidence(
            True, f"only packing or plating differs ({' / '.join(suffix or '–' for suffix in suffixes)})"
        )
    if mpn_key(other) in mpn_key(one):
        return Evidence(True, "this number stands in the cell")
    if other.startswith(one):
        return Evidence(True, f"begins with your text, {len(other) - len(one)} signs follow")
    count = sum(
        max(b - a, d - c)
        for tag, a, b, c, d in SequenceMatcher(None, one, other, False).get_opcodes()
        if tag != "equal"
    )
    return Evidence(
        False, f"{count} sign{'s' if count > 1 else ''} of the number differ{'' if count > 1 else 's'}"
    )


def _of_sizes(mine: str, theirs: str) -> list[Evidence]:
    """The package, where both texts name one."""
    for pattern in (_SIZE, _PACKAGE):
        own, other = _words_of(pattern, mine), _words_of(pattern, theirs)
        if own and other:
            common = own & other
            says = f"package {min(common).upper()}" if common else f"package differs: {min(other).upper()}"
            return [Evidence(bool(common), says)]
    return []


def _ofvalues_in(mine: str, theirs: str) -> list[Evidence]:
    """Values in units that both texts use."""
    own, other = values_in(mine), values_in(theirs)
    found = []
    for unit in sorted(own.keys() & other.keys()):
        common = own[unit] & other[unit]
        says = min(common) if common else f"{min(other[unit])} instead of {min(own[unit])}"
        found.append(Evidence(bool(common), says))
    return found


def packages_in(text: str) -> set[str]:
    """The packages that a text names, chip sizes before all others: {"0603"}, {"soic8"}."""
    return next((found for pattern in (_SIZE, _PACKAGE) if (found := _words_of(pattern, text))), set())


def _words_of(pattern: re.Pattern[str], text: str) -> set[str]:
    return {_plain(word) for word in pattern.findall(text)}


def values_in(text: str) -> dict[str, set[str]]:
    """Values by unit, written alike: {"V": {"16 V"}}."""
    values: dict[str, set[str]] = {}
    for number, prefix, unit in _VALUE.findall(text):
        kind = {"r": "Ω", "ohm": "Ω", "ohms": "Ω"}.get(
            unit.casefold(), unit.upper() if len(unit) == 1 else unit
        )
        plain = number.replace(",", ".")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        values.setdefault(kind, set()).add(f"{plain} {prefix.replace('u', 'µ')}{kind}")
    return values


def _plain(word: str) -> str:
    return re.sub(r"[-_ ]", "", word).casefold()


def marked(text: str, mpn: str) -> list[tuple[str, str]]:
    """The part's number in pieces against the text: ("same" | "added" | "gone", signs)."""
    pieces: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, text.upper(), mpn.upper(), False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", mpn[c:d]))
            continue
        if b > a and text[a:b].strip():
            pieces.append(("gone", text[a:b]))
        if d > c:
            pieces.append(("added", mpn[c:d]))
    return pieces
