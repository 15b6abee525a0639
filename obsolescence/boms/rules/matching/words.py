"""The words beside a part number: which say nothing about which part it is, and which make it another one.

"IC LM358DR SOIC-8" is LM358DR; "socket for LM358DR", "LM358DR EVM", "not LM358DR" and "LM358DR PW" are not, or may not be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

EDGE = " \t\r\n'\"`´’‘“”„«»,;:*!?"
_BARE = EDGE + "()[]{}<>=./-："

# Kinds of parts, labels and remarks, folded; short ones would else look like a suffix of the number or a maker's name.
PLAIN = frozenset(
    ["ic", "ics", "chip", "part", "pn", "mpn", "mfr", "mfg", "no", "nr", "num", "typ", "type", "ref", "smd", "smt", "tht", "pth",
     "res", "cap", "ind", "cer", "mlcc", "elko", "elco", "tant", "ind", "ferr", "bead", "coil", "choke", "xtal", "osc", "quarz", "quartz",
     "led", "ir", "uv", "rgb", "npn", "pnp", "fet", "mos", "nmos", "pmos", "igbt", "tvs", "esd", "diode", "zener", "schott", "mcu", "cpu", "dsp",
     "fpga", "cpld", "ldo", "dcdc", "pmic", "adc", "dac", "opamp", "amp", "comp", "logic", "gate", "buffer", "ram", "sram", "dram", "sdram", "rom",
     "flash", "eeprom", "nor", "nand", "uart", "usb", "can", "lin", "spi", "rf", "wifi", "ble", "gps", "conn", "header", "hdr", "socket", "plug",
     "jack", "term", "relay", "relais", "fuse", "switch", "film", "thick", "thin", "metal", "carbon", "wire", "wound", "dual", "quad", "single",
     "rohs", "reach", "pbfree", "lead", "free", "new", "reel", "tape", "cut", "tube", "tray", "bulk", "rolle", "gurt", "pcs", "stk", "only", "ok",
     "approved", "preferred", "dnp", "dni", "nc", "alt", "old", "rev", "smd", "chips", "radial", "axial", "soic", "tssop", "ssop", "msop", "qfn", "qfp", "lqfp", "tqfp", "dfn", "dip", "pdip", "bga", "wlcsp", "plcc", "melf", "power", "signal", "general", "purpose"]
)  # fmt: skip
# Words of relation, negation and of what is built around a part.
ASKING = frozenset(
    ["not", "nicht", "kein", "keine", "ne", "pas", "non", "dont", "do", "never", "wrong", "falsch", "instead", "statt", "use", "used", "using",
     "replace", "replaces", "replaced", "replacement", "ersatz", "ersetzt", "remplace", "for", "für", "fuer", "pour", "para", "per", "zu", "zum",
     "to", "of", "with", "mit", "avec", "con", "without", "ohne", "like", "wie", "similar", "compatible", "kompatibel", "clone", "fake", "copy",
     "sockel", "adapter", "mating", "mates", "gegenstecker", "module", "modul", "modules", "board", "boards", "breakout", "devkit", "kit",
     "evk", "evb", "eval", "evaluation", "evm", "demo", "shield", "hat", "programmer", "cover", "heatsink", "lid", "sample", "alternative",
     "alternate", "substitute", "equivalent", "equiv", "successor", "nachfolger", "前", "替代", "代替", "替换", "замена", "аналог", "для", "не", "vs"]
)  # fmt: skip
_BUILT_AROUND = ("board", "modul", "module", "kit", "sockel", "adapter")  # of compounds: Entwicklungsboard
REMARKS = frozenset(
    ["rohs", "reach", "lead", "free", "leadfree", "pb", "pbfree", "smd", "smt", "tht", "nrnd", "eol", "new", "alt", "only", "reel", "cut", "tape",
     "tube", "tray", "bulk", "or", "oder", "ou", "o", "equivalent", "equiv", "equal", "similar", "ähnlich", "gleichwertig", "équivalent",
     "equivalente", "compliant", "approved", "preferred", "active", "aktiv", "in", "stock", "lager", "smd", "dnp"]
)  # fmt: skip

VALUE = re.compile(
    r"(?:[±<>]?\d{1,6}(?:[.,]\d+)?\s*(?:[pnuµmkMGKR]?(?:F|H|V|A|W|Hz|Ohms?|Ω|R)|%|mm|mil|pins?|ppm|bit|[kM]B|[kKMGRnpuµ])\d*|\d{1,4}|"
    r"\d+[RKMkVnpu]\d+|X[5678][RST]|C0G|NP0|NPO|Y5V|Z5U|\d{1,3}x|x\d{1,3}|"
    r"(?:0201|0402|0603|0805|1206|1210|1812|2010|2512)|[±]?\d+%|\d+x\d+(?:x\d+)?(?:mm)?|"
    r"(?:\d{1,3}-)?(?:SOT|SOIC|SOP|TSSOP|SSOP|MSOP|QFN|QFP|LQFP|TQFP|DFN|DIP|SOD|TO|BGA|SC|SON|VQFN|WSON|PDIP|DO|MELF)-?\d[\w-]*)",
    re.I,
)
_ELECTRICAL = re.compile(
    r"\d+(?:[.,]\d+)?(?:[kM]?B|[mk]?V|[kM]?bit|MHz|kHz)|\d+V\d+", re.I
)  # may name a variant


def bare(word: str) -> str:
    return word.strip(_BARE)


def leave_it_clear(words: Sequence[str], at: int) -> bool:
    """Whether the words around the one at a place say nothing about which part that is."""
    return all(_is_plain(word, place - at) for place, word in enumerate(words) if place != at)


def _is_plain(word: str, offset: int) -> bool:
    """offset: how many words behind (or, negative, before) the number."""
    text = bare(word)
    folded = text.casefold()
    if not text or folded in PLAIN:
        return True
    if folded in ASKING or folded.endswith(_BUILT_AROUND):
        return False
    if VALUE.fullmatch(text):
        return not (offset == 1 and _ELECTRICAL.fullmatch(text))
    if any(map(str.isdigit, text)):
        return False
    is_near = abs(offset) == 1
    # A short word in capitals beside the number may be its suffix, or a maker that nobody knows.
    return len(text) > 1 and not (is_near and len(text) <= 6 and text.isupper())


def is_remark(text: str) -> bool:
    """Whether the words of a bracket say nothing but that the part is green, on a reel or may be replaced."""
    words = [bare(word).casefold() for word in re.split(r"[\s,/-]+", text) if bare(word)]
    return all(word in REMARKS for word in words)


def is_number(word: str) -> bool:
    """Whether a word could be a maker's number by itself: five signs, with a digit, and no mere value or size."""
    key = "".join(filter(str.isalnum, word))
    return len(key) >= 5 and any(map(str.isdigit, key)) and not VALUE.fullmatch(word)
