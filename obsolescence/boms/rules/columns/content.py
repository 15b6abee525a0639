"""What the cells of a column look like, whatever its header says."""

import re
from functools import lru_cache

from obsolescence.boms.rules.columns.makers import is_maker, split_maker
from obsolescence.boms.rules.header_words import names_distributor
from obsolescence.boms.rules.places import is_designator_list
from obsolescence.boms.rules.placing import is_phrase

PLACEHOLDERS = frozenset(
    ["-", "--", "---", "—", "–", "−", "~", "/", "n/a", "na", "n.a.", "none", "null", "nil", "tbd", "tba", "?", "??", "x", "xx", "unknown", "unbekannt", "desconocido", "generic", "various", "any", "[noparam]", "#n/a", "false"]
)  # fmt: skip

_VALUE = re.compile(
    r"[<>=±~≥≤]*\s*(?:\d{1,6}(?:[.,]\d+)?|[.,]\d+)\s*(?:[pnuµμmkMGKRΩ]|meg|mega)?\s*"
    r"(?:f|fd|farad|h|henry|hz|v|vdc|vac|a|w|r|e|Ω|Ω|ohms?|Ohm|%|ppm|mm|pol|pos|pin|pins|bit|Ω)?\d{0,3}"
    r"(?:\s*[/,;@x ]\s*(?:\d[\w.,%±µμΩ°()/ -]{0,18}|[<>=±].*|X\dR|NP0|C0G|NPO|DNP|NF))?",
    re.I,
)
_GENERIC_PART = re.compile(
    r"(?:led|fuse|jumper|header|crystal|xtal|switch|button|conn|connector|testpoint|test point|tp|fiducial|"
    r"mountinghole|mounting hole|dnp|dni|ferrite|antenna|battery|speaker|buzzer|diode|npn|pnp|nmos|pmos)\b.*",
    re.I,
)
_SKU_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Digi-Key", re.compile(r"[A-Z0-9][A-Z0-9.,/+#\-() ]{2,38}-(?:\d-)?ND", re.I)),
    ("Mouser", re.compile(r"\d{2,3}-[A-Z0-9][A-Z0-9.,/\-+#()=]{3,34}", re.I)),
    ("LCSC", re.compile(r"C\d{2,9}")),
    ("Farnell", re.compile(r"\d{7}(?:RL)?")),
    ("Newark", re.compile(r"\d{2}[A-Z]{1,2}\d{4}")),
    ("RS", re.compile(r"\d{3}-\d{4}")),
)
_OF_LCSC = re.compile(r"C\d{4,9}")
# Names of schematic libraries ("CAP_NONPOL0402", "R-EU_R0805", "RESISTOR0603") look like numbers and are none.
_LIBRARY_NAME = re.compile(
    r"cmp-\d{3,}-\d.*|(?:cap(?:acitor)?|res(?:istor)?|ind(?:uctor)?|diode|transistor|crystal|resonator|pinhd|jumper|polyfuse|ferrite|"
    r"conn(?:ector)?|header|opamp|led|fuse|switch|zener|schottky|mosfet)(?:[_\s-]?(?:np|pol|nonpol|us|eu|chip|smd|smt|"
    r"\d{3,5}|[pn]pn|n?mos|\d+x\d+|\w*_\w*|\d+[np]?f?))*\b.*|(?:[crl]|cpol|led)-(?:eu|us)\w*[-_]?.*|"
    r"\w+(?:\(|-)(?:0201|0402|0603|0805|1206|1210|2512)\)?",
    re.I,
)
_MPN_CHARACTERS = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-_/.,+#=()*: ]{2,48}")
_URL = re.compile(r"\s*(?:https?://|www\.|ftp://)\S+", re.I)
_LONG_NUMBER = re.compile(r"\d{7,}")
_STEP = re.compile(r"(?:level|lvl|l|ebene|stufe)?[\s.\-_*>+]{0,20}\d?[\s.]*", re.I)  # ..2
_OUTLINE = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,9}\.?")  # 1.1.2
_INTEGER = re.compile(
    r"\s*(?:\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:[.,]0+)?\s*(?:x|pcs|pc|stk|st|ea|шт\.?|个|個)?\s*", re.I
)
_NUMBER = re.compile(r"\s*-?\d{1,9}(?:[.,]\d+)?(?:e[+-]?\d+)?\s*", re.I)
_MONEY = re.compile(
    r"\s*(?:[$€£¥￥]|usd|eur|chf|gbp|rmb)\s*\d[\d.,]*\s*|\s*\d[\d.,]*\s*(?:[$€£¥￥]|usd|eur|chf|gbp)\s*", re.I
)
_PACKAGE = re.compile(
    r"(?:[A-Za-z][\w-]*:[\w.\-+ ]+)|"
    r"(?:smd?|sm|r|c|l|d|led|cap|res|ind|chip|eia|capc|resc|indc|gen_[crl]|cap_|res_|ind_)?[_\s-]*"
    r"(?:01005|0?201|0?402|0?603|0?805|1206|1210|1806|1808|1812|2010|2220|2512|3216|3528|1608|2012|1005)"
    r"(?:[_\s-].*|[LMN]|x\w+|\(.*)?|"
    r"(?:h?v?t?s?l?[tswlu]?(?:sot|sod|soic|so|ssop|tssop|msop|qsop|sop|dip|sip|qfn|qfp|lqfp|tqfp|dfn|mlf|bga|fbga|lga|"
    r"wlcsp|csp|plcc|melf|dpak|d2pak|(?:to|do|sc)(?=[-_ ]?\d)|sma|smb|smc|son|wson|vson|xdfn|dsc|hc49|hc-49|pdip|cdip|vqfn|uqfn|htssop))"
    r"[-_ ]?\d*[\w.\-/]*(?:\s.*)?|(?:thru-?hole|through-?hole|smt|smd|tht|pth|axial|radial)",
    re.I,
)
_NOT_PLACED = re.compile(
    r"\(?\s*(?:dnp|dni|dnf|dnm|dns|d\.n\.p\.?|nf|n/f|np|nc|n/c|n\.c\.|no ?pop|nopop|no fit|nm|n/m|n\.m\.|"
    r"do[\s_-]*not[\s_-]*use|not (?:used|connected|load)|leave (?:open|empty)|n\.?b\.?|exclude\w*(?: from bom)?|omit(?:ted)?|nf\s*\(.*\))\s*\)?",
    re.I,
)
_PLACED = re.compile(
    r"(?:fitted|populated|placed|place|mounted|installed|assembled|stuffed|populate|mount|yes|ja|si|sí|oui|fit|load|x|1|true|y|m|p|f|bestückt|best\.?|"
    r"贴|贴装|贴片|実装|実装する|실장|cablé|monté|montado|montar|montato|osadit|montować|устанавливать|установить)",
    re.I,
)
_YES = re.compile(
    r"(?:yes|y|true|1|x|ja|j|wahr|si|sí|s|oui|o|vrai|vero|verdadero|sim|verdadeiro|да|д|истина|tak|prawda|ano|áno|evet|igen|kyllä|"
    r"是|有|对|예|네|はい|有り|あり|○|◯|✓|✔|☑|●|√)",
    re.I,
)
_NO = re.compile(
    r"(?:no|n|false|0|nein|falsch|non|faux|falso|não|nao|нет|н|ложь|nie|fałsz|ne|nej|nei|nee|hayır|nem|ei|"
    r"否|无|不|아니오|아니요|いいえ|無し|なし|×|✗|✘|-)",
    re.I,
)


_TICKS = frozenset(
    ("x", "xx", "✓", "✔", "☑", "●", "•", "√", "○", "◯", "y", "j", "yes", "ja", "oui", "si", "sí", "да")
)


@lru_cache(maxsize=32768)
def classes_of(text: str) -> frozenset[str]:
    """All the kinds of thing that a cell could be: designator, integer, value, mpn, sku, package, maker, …"""
    cell = text.strip()
    found = {name for name, looks_right in _TESTS if looks_right(cell)}
    if (
        found & {"designator", "value", "package", "telling_sku", "url", "money", "not_placed", "maker_mpn"}
        or cell.casefold() in PLACEHOLDERS
    ):
        found.discard("mpn")
    return frozenset(found)


def is_placeholder(text: str) -> bool:
    return text.strip().casefold() in PLACEHOLDERS


@lru_cache(maxsize=4096)
def says_not_placed(cell: str) -> bool:
    """Whether a cell says that its part is left out: "DNP", "do not populate"; "do not substitute" says nothing of the kind."""
    return bool(_NOT_PLACED.fullmatch(cell.strip())) or is_phrase(cell)


def says_placed(cell: str) -> bool:
    return bool(_PLACED.fullmatch(cell.strip()))


@lru_cache(maxsize=4096)
def is_yes(cell: str) -> bool:
    """A bare mark; what it affirms is in the header."""
    return bool(_YES.fullmatch(cell.strip()))


@lru_cache(maxsize=4096)
def is_no(cell: str) -> bool:
    return bool(_NO.fullmatch(cell.strip()))


def is_tick(cell: str) -> bool:
    """A cross or a hook, as people mark some of the lines by hand."""
    return cell.strip().casefold() in _TICKS


def is_answer(cell: str) -> bool:
    """Whether a cell says of its line that it is placed, or that it is not, in a word that we know."""
    return is_yes(cell) or is_no(cell) or says_placed(cell) or says_not_placed(cell)


def distributor_of_sku(cell: str) -> str | None:
    """Whose order number it can be by its form; None where it fits nobody's."""
    return next((name for name, form in _SKU_FORMS if form.fullmatch(cell.strip())), None)


def _is_sku(cell: str) -> bool:
    return distributor_of_sku(cell) is not None


def _is_telling_sku(cell: str) -> bool:
    """An order number that nothing else looks like: Digi-Key's ending, Mouser's three figures before a word."""
    return bool(_SKU_FORMS[0][1].fullmatch(cell)) or bool(
        re.fullmatch(r"\d{2,3}-(?=[A-Z0-9.,/\-+]*[A-Z])(?=[A-Z0-9.,/\-+]*\d)[A-Z0-9.,/\-+]{6,30}", cell, re.I)
    )


def _is_mpn(cell: str) -> bool:
    """Letters and digits in one word or nearly so, as makers write their numbers; or a long plain number."""
    if not _MPN_CHARACTERS.fullmatch(cell) or cell.count(" ") > 2:
        return False
    digits = sum(character.isdigit() for character in cell)
    letters = sum(character.isalpha() for character in cell)
    if not letters:
        return digits >= 6 and cell.count(" ") == 0
    return (
        digits >= 2
        and len(cell) >= 5
        and not _GENERIC_PART.fullmatch(cell)
        and not _LIBRARY_NAME.fullmatch(cell)
    )


def _is_prose(cell: str) -> bool:
    words = cell.split()
    return len(words) >= 3 and sum(character.isalpha() for character in cell) > 0.4 * len(cell)


def _is_word(cell: str) -> bool:
    return (
        bool(cell)
        and len(cell) <= 40
        and sum(c.isalpha() for c in cell) >= 0.6 * len(cell)
        and any(map(str.isalpha, cell))
    )


_TESTS = (
    ("designator", is_designator_list),
    ("integer", lambda cell: bool(_INTEGER.fullmatch(cell))),
    ("step", lambda cell: bool(_STEP.fullmatch(cell))),
    ("outline", lambda cell: bool(_OUTLINE.fullmatch(cell))),
    ("number", lambda cell: bool(_NUMBER.fullmatch(cell))),
    ("value", lambda cell: len(cell) <= 40 and bool(_VALUE.fullmatch(cell)) and not _LONG_NUMBER.fullmatch(cell)),
    ("sku", _is_sku),
    ("telling_sku", _is_telling_sku),
    ("lcsc", lambda cell: bool(_OF_LCSC.fullmatch(cell))),
    ("mpn", _is_mpn),
    ("package", lambda cell: len(cell) <= 90 and bool(_PACKAGE.fullmatch(cell))),
    ("maker", is_maker),
    ("maker_mpn", lambda cell: len(cell) <= 80 and split_maker(cell) is not None),
    ("distributor", lambda cell: len(cell) <= 40 and names_distributor(cell)),
    ("url", lambda cell: bool(_URL.match(cell))),
    ("money", lambda cell: bool(_MONEY.fullmatch(cell))),
    ("not_placed", says_not_placed),
    ("yes_no", lambda cell: cell != "-" and (is_yes(cell) or is_no(cell))),
    ("prose", _is_prose),
    ("word", _is_word),
)  # fmt: skip
