"""The words beside a part number: which say nothing about which part it is, and which make it another one.

"IC LM358DR SOIC-8" is LM358DR; "socket for LM358DR", "LM358DR EVM", "not LM358DR" and "LM358DR PW" are not, or may not be.
Nobody can list every word that makes it another part ("gasket", "sostituisce"), so it is the other way round: a word says
nothing where it is known to, or where the part's own description has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

EDGE = " \t\r\n'\"`´’‘“”„«»,;:*!"  # a question mark is the writer's own doubt, no dirt
_BARE = EDGE + "()[]{}<>=./-_#+•：?"

# Kinds of parts, labels and remarks, folded. What is built around a part, or plugs into one, is not among them.
PLAIN = frozenset(
    ["ic", "ics", "chip", "chips", "part", "parts", "pn", "mpn", "mfr", "mfg", "mfn", "manufacturer", "maker", "hersteller", "fabricant", "fabricante",
     "vendor", "no", "nr", "num", "number", "nummer", "numéro", "typ", "type", "tipo", "ref", "réf", "code", "order", "ordering", "bestellnummer", "bestellnr",
     "artikel", "artikelnummer", "art", "article", "item", "component", "components", "bauteil", "composant", "componente", "by", "von", "from", "pos", "qty",
     "smd", "smt", "tht", "pth", "mount", "mounting", "surface", "through", "hole", "thru", "through-hole",
     "res", "resistor", "resistors", "widerstand", "résistance", "resistance", "resistencia", "resistenza", "varistor", "thermistor", "ntc", "ptc", "pot",
     "potentiometer", "poti", "trimmer", "shunt", "cap", "caps", "capacitor", "capacitors", "kondensator", "condensateur", "condensador", "condensatore",
     "ceramic", "keramik", "cer", "mlcc", "elko", "elco", "electrolytic", "alum", "aluminum", "aluminium", "tant", "tantal", "tantalum", "polymer",
     "ind", "inductor", "induktivität", "spule", "drossel", "inductance", "coil", "choke", "ferr", "ferrite", "ferrit", "bead", "filter",
     "xtal", "crystal", "osc", "oscillator", "oszillator", "quarz", "quartz", "resonator", "led", "leds", "ir", "uv", "rgb", "red", "green", "blue", "white",
     "yellow", "diode", "diodes", "zener", "z-diode", "schott", "schottky", "rectifier", "gleichrichter", "bridge", "tvs", "esd", "suppressor",
     "transistor", "transistors", "npn", "pnp", "bjt", "fet", "mos", "mosfet", "jfet", "nmos", "pmos", "igbt", "triac", "thyristor", "n-channel", "p-channel",
     "n-ch", "p-ch", "mcu", "microcontroller", "mikrocontroller", "cpu", "dsp", "processor", "microprocessor", "soc", "fpga", "cpld", "ldo", "regulator",
     "spannungsregler", "voltage", "dcdc", "dc", "dc-dc", "ac-dc", "converter", "buck", "boost", "pmic", "charger", "adc", "dac", "opamp", "op-amp", "op",
     "operational", "amp", "amplifier", "verstärker", "comp", "comparator", "komparator", "logic", "gate", "inverter", "buffer", "latch", "flip-flop",
     "multiplexer", "mux", "driver", "treiber", "transceiver", "isolator", "optocoupler", "optokoppler", "photocoupler", "ram", "sram", "dram", "sdram",
     "rom", "flash", "eeprom", "memory", "speicher", "nor", "nand", "uart", "usb", "can", "lin", "spi", "i2c", "rf", "wifi", "ble", "gps", "sensor",
     "timer", "rtc", "supervisor", "reference", "interface", "controller", "integrated", "circuit", "semiconductor", "switch", "relay", "relais", "fuse",
     "sicherung", "film", "thick", "thin", "metal", "carbon", "wire", "wound", "wirewound", "dual", "quad", "single", "low", "high", "power", "signal",
     "general", "purpose", "precision", "rohs", "reach", "compliant", "konform", "pbfree", "pb", "pb-free", "lead", "lead-free", "leadfree", "free", "bleifrei",
     "halogen", "halogen-free", "aec-q100", "aec-q101", "aec-q200", "aec", "automotive", "new", "neu", "reel", "reels", "tape", "cut", "cuttape", "tube",
     "tray", "bulk", "ammo", "rolle", "gurt", "t/r", "t&r", "pcs", "pc", "stk", "stück", "pieces", "each", "ea", "ok", "approved", "preferred", "active",
     "aktiv", "in", "stock", "lager", "dnp", "dni", "nc", "rev", "radial", "axial", "soic", "tssop", "ssop", "msop", "qfn", "qfp", "lqfp", "tqfp", "dfn", "dip",
     "pdip", "bga", "wlcsp", "plcc", "melf", "minimelf", "ohm", "ohms", "datasheet", "x", "×", "reg", "linear", "lineal", "volt", "curr", "current", "gen", "purp", "pwr", "fixed", "adj",
     "adjustable", "xfmr", "transformer", "sync", "synchronous", "bipolar", "unipolar", "ultra", "fast", "super", "recovery", "standard", "small", "barrier",
     "channel", "ch", "chan", "bidirectional", "bi-directional", "unidirectional", "bidir", "unidir", "array", "network", "isolated", "digital", "analog",
     "temp", "temperature", "hall", "optical", "receiver", "transmitter", "axl", "rad", "anode", "cathode", "common", "fixed",
     "model", "modell", "modèle", "modelo", "modello", "teil", "teilenummer", "teilenr", "herst", "herst.-teilenr", "hersteller-nr", "référence",
     "referenz", "referencia", "código", "codice", "n°", "nº", "desc", "description", "beschreibung", "name", "value", "wert", "pkg", "package", "case",
     "footprint", "gehäuse", "primary", "main", "verified", "checked", "geprüft", "rohs2", "rohs3", "ver", "version", "tolerance", "rated", "min", "max", "typ", "approx", "ca", "sma", "smb", "smc", "dpak", "d2pak", "sot", "sod", "do", "to",
     "semi", "semiconductors", "electronics", "electronic", "technologies", "technology", "microelectronics", "inc", "corp", "gmbh", "ltd", "llc", "co"]
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
_OR = frozenset(["or", "oder", "ou", "o"])
_EQUAL = frozenset(
    ["eq", "equivalent", "equiv", "equal", "similar", "ähnlich", "gleichwertig", "équivalent", "equivalente"]
)
REMARKS = _OR | _EQUAL | frozenset(
    ["rohs", "reach", "lead", "free", "leadfree", "pb", "pbfree", "smd", "smt", "tht", "nrnd", "eol", "new", "only", "reel", "cut", "tape",
     "tube", "tray", "bulk", "t&r", "tr", "ct", "t", "r", "and", "&", "compliant", "approved", "preferred", "active", "aktiv", "in", "stock", "lager",
     "dnp", "see", "siehe", "datasheet", "datenblatt"]
)  # fmt: skip
DISTRIBUTORS = frozenset(["digikey", "digi-key", "mouser", "arrow", "avnet", "newark"])
PACKINGS = frozenset(
    ["tr", "ct", "dkr"]
)  # as a word of its own: how the part comes, or the end of another number
_IN_TEXT = re.compile(r"[\s,;]+")
_SHORTENED = 4  # letters that must be left of a shortened word

VALUE = re.compile(
    r"(?!\dN\d{3})"  # 2N7002 is a type that JEDEC has registered; nobody writes nanofarads with three places
    r"(?:[±<>]?\d{1,6}(?:[.,]\d+)?\s*(?:[pnuµmkMGKR]?(?:F|H|V|A|W|Hz|Ohms?|Ω|R)|%|mm|mil|pins?|ppm|bit|[kM]B|[kKMGRnpuµ])\d*|\d{1,4}|"
    r"\d+[RKMkVnpu]\d+|X[5678][RST]|(?:C0G|NP0|NPO)(?:/(?:C0G|NP0|NPO))?|Y5V|Z5U|\d{1,3}x|x\d{1,3}|"
    r"(?:0201|0402|0603|0805|1206|1210|1812|2010|2512)|\d{1,2}/\d{1,2}W|[€$£]\d+(?:[.,]\d+)?|\d+(?:pcs|pc|stk|ea)|[±]?\d+(?:\.\d+)?%|\d+x\d+(?:x\d+)?(?:mm)?|"
    r"\d{1,3}-(?:pins?|SMD|pol|way|pos)|\d{1,3}-?(?:V?SSOP|TSSOP|MSOP|SOIC|SOP|V?W?QFN|L?T?QFP|U?DFN|P?DIP|BGA|WSON|SON)|"
    r"(?:\d{1,3}-)?(?:SOT|SOIC|SOP|TSSOP|SSOP|MSOP|QFN|QFP|LQFP|TQFP|DFN|DIP|SOD|TO|BGA|SC|SON|VQFN|WSON|PDIP|DO|MELF)-?\d[\w-]*)",
    re.I,
)
_MAY_BE_SUFFIX = re.compile(
    r"\d{1,2}[GMR]|\d+(?:[.,]\d+)?(?:[kM]?B|[mk]?V|[kM]?bit|MHz|kHz)|\d+V\d+", re.I
)  # may name a variant


def bare(word: str) -> str:
    return word.strip(_BARE)


def unexplained(words: Sequence[str], at: int, known: Collection[int] = ()) -> tuple[str, ...]:
    """The words around the one at a place that may make it another part; known: places of words that are explained.

    A word of relation takes its neighbour with it, so that only the same phrase in a description explains it.
    """
    found = []
    for place, word in enumerate(words):
        if place == at or place in known:
            continue
        text = bare(word)
        if is_asking(text) or _denies(words, place):
            behind = words[place + 1] if place + 1 < len(words) else ""
            found.append(f"{text} {bare(behind)}".strip())
        elif not _is_plain(text, place - at) and not (_names_distributor(text) and _has_letters(words[at])):
            found.append(text)
    return tuple(found)


def is_asking(text: str) -> bool:
    """Whether a word tells of a relation, a negation, or of something built around the part."""
    folded = text.casefold()
    return folded in ASKING or folded.endswith(_BUILT_AROUND)


def _names_distributor(text: str) -> bool:
    """Distributors who are written beside makers' numbers; figures alone beside them would be a number of theirs."""
    return text.casefold() in DISTRIBUTORS


def _has_letters(number: str) -> bool:
    return any(map(str.isalpha, number))


def _denies(words: Sequence[str], place: int) -> bool:
    """ "no LM358DR" is none; "No. LM358DR", "part no LM358DR" is a label."""
    is_label = place > 0 and bare(words[place - 1]).casefold() in PLAIN
    return words[place].casefold() == "no" and not is_label


def _is_plain(text: str, offset: int) -> bool:
    """offset: how many words behind (or, negative, before) the number."""
    if not text or text.casefold() in PLAIN or _is_compound(text):
        return True
    return bool(VALUE.fullmatch(text)) and not (offset == 1 and _MAY_BE_SUFFIX.fullmatch(text))


def _is_compound(text: str) -> bool:
    """ "RoHS-konform": words that say nothing say no more with a dash between them; short ones may be a number's end."""
    pieces = text.casefold().split("-")
    return len(pieces) > 1 and all(len(piece) > 2 and piece in PLAIN for piece in pieces)


def explains(description: str, words: Iterable[str]) -> bool:
    """Whether a part's own description has all of these words (or phrases): then they speak of that very part."""
    theirs = [bare(word).casefold() for word in _IN_TEXT.split(description) if bare(word)]
    there, text = set(theirs), f" {' '.join(theirs)} "
    return all(
        f" {word.casefold()} " in text
        if " " in word or is_asking(word)
        else _is_among(word.casefold(), there)
        for word in words
    )


def _is_among(word: str, there: Collection[str]) -> bool:
    """ "connector" is "conn", "sockets" are a "socket"."""
    if word in there:
        return True
    return word.isalpha() and any(
        min(len(word), len(other)) >= _SHORTENED and (other.startswith(word) or word.startswith(other))
        for other in there
        if other.isalpha()
    )


def is_remark(text: str) -> bool:
    """Whether the words of a bracket say nothing but that the part is green, on a reel or may be replaced."""
    words = [bare(word).casefold() for word in re.split(r"[\s,/-]+", text) if bare(word)]
    if any(word in _EQUAL for word in words) and not any(word in _OR for word in words):
        return False  # "(or similar)" leaves a choice; "(similar)" says that it is another part
    return all(word in REMARKS for word in words)


def is_number(word: str) -> bool:
    """Whether a word could be a maker's number by itself: five signs, with a digit, and no mere value or size."""
    key = "".join(filter(str.isalnum, word))
    return len(key) >= 5 and any(map(str.isdigit, key)) and not VALUE.fullmatch(word)
