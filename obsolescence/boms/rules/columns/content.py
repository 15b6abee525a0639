"""What the cells of a column look like, whatever its header says."""

import re
from functools import lru_cache

from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.header_words import names_distributor

PLACEHOLDERS = frozenset(
    ["-", "--", "---", "~", "/", "n/a", "na", "n.a.", "none", "null", "nil", "tbd", "tba", "?", "??", "x", "xx", "unknown", "unbekannt", "desconocido", "generic", "various", "any", "[noparam]", "#n/a", "false"]
)  # fmt: skip

_VALUE = re.compile(
    r"[<>=±~≥≤]*\s*(?:\d{1,6}(?:[.,]\d+)?|[.,]\d+)\s*(?:[pnuµμmkMGKRΩ]|meg|mega)?\s*"
    r"(?:f|fd|farad|h|henry|hz|v|vdc|vac|a|w|r|e|Ω|Ω|ohms?|Ohm|%|ppm|mm|pol|pos|pin|pins|bit|Ω)?\d{0,3}"
    r"(?:\s*[/,;@x ]\s*(?:\d.*|[<>=±].*|X\dR|NP0|C0G|NPO|DNP|NF))?",
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
_MPN_CHARACTERS = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-_/.,+#=()*: ]{2,48}")
_URL = re.compile(r"\s*(?:https?://|www\.|ftp://)\S+", re.I)
_INTEGER = re.compile(r"\s*\d{1,7}(?:[.,]0+)?\s*(?:x|pcs|pc|stk|st|ea|шт\.?|个|個)?\s*", re.I)
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
    r"wlcsp|csp|plcc|melf|dpak|d2pak|to|do|sc|sma|smb|smc|son|wson|vson|xdfn|dsc|hc49|hc-49|pdip|cdip|vqfn|uqfn|htssop))"
    r"[-_ ]?\d*[\w.\-/]*(?:\s.*)?|(?:thru-?hole|through-?hole|smt|smd|tht|pth|axial|radial)",
    re.I,
)
_NOT_PLACED = re.compile(
    r"\(?\s*(?:dnp|dni|dnf|dnm|dns|d\.n\.p\.?|nf|n/f|np|no ?pop|nopop|not? not install|do[\s_-]*not[\s_-]*\w+(?: \w+)?|"
    r"don'?t (?:populate|place|install|fit|load|mount)|not (?:fitted|populated|placed|mounted|installed|assembled|used|load(?:ed)?)|"
    r"unpopulated|leave (?:empty|unpopulated|open)|no (?:load|stuff|montar|place|mount)|nicht best(?:ü|ue)ck\w*|n\.?b\.?|"
    r"non montare|ne pas monter|不贴|不焊|未実装|exclude\w*(?: from bom)?|omit(?:ted)?|nf\s*\(.*\))\s*\)?",
    re.I,
)
_PLACED = re.compile(
    r"(?:fitted|populated|placed|place|mounted|installed|yes|ja|si|sí|oui|fit|load|x|1|true|y|贴|実装)", re.I
)
_YES_NO = re.compile(r"(?:yes|no|y|n|true|false|ja|nein|si|sí|oui|non|0|1|x)", re.I)

# Makers whose names stand in most BOMs (facts of the trade, folded); enough to recognise a maker's column.
_MAKERS = frozenset(
    re.split(
        r"\s*,\s*",
        "murata, tdk, kemet, yageo, vishay, vishay dale, panasonic, avx, kyocera avx, kyocera, samsung, "
        "samsung electro-mechanics, taiyo yuden, tayo yuden, walsin, nichicon, rubycon, nippon chemi-con, wurth, würth, "
        "wurth elektronik, wurth electronics, würth elektronik, bourns, coilcraft, sumida, laird, littelfuse, ti, "
        "texas instruments, analog devices, adi, linear technology, maxim, maxim integrated, microchip, atmel, micrel, "
        "st, stmicroelectronics, stm, st microelectronics, nxp, nxp semiconductors, freescale, nexperia, infineon, "
        "infineon technologies, cypress, international rectifier, ir, on semiconductor, on semi, onsemi, on, fairchild, "
        "fairchild semiconductor, national semiconductor, diodes, diodes inc, diodes inc., diodes incorporated, rohm, "
        "toshiba, renesas, intersil, idt, silicon labs, silabs, broadcom, avago, xilinx, altera, intel, lattice, micron, "
        "winbond, issi, gigadevice, macronix, espressif, nordic, nordic semiconductor, ftdi, u-blox, quectel, "
        "te connectivity, te, tyco, amp, molex, amphenol, amphenol icc, fci, hirose, jst, jae, samtec, harting, "
        "phoenix contact, wago, weidmuller, 3m, c&k, alps, alps alpine, omron, kyocera, epson, abracon, txc, ecs, "
        "citizen, ctc, cts, ndk, iqd, kingbright, lite-on, liteon, lite on, everlight, osram, cree, lumex, dialight, "
        "broadcom limited, bel fuse, bel, schurter, keystone, keystone electronics, mill-max, sullins, adam tech, "
        "cui, cui devices, pulse, halo, recom, traco, mornsun, mean well, murata electronics, johanson, skyworks, qorvo, "
        "mini-circuits, minicircuits, macom, susumu, koa, koa speer, stackpole, royal ohm, uniroyal, uni-royal, ohmite, "
        "royalohm, viking, fenghua, cornell dubilier, elna, epcos, eaton, cooper bussmann, delta, mps, "
        "monolithic power systems, richtek, sgmicro, torex, ams, bosch, bosch sensortec, invensense, sensirion, honeywell, "
        "melexis, allegro, allegro microsystems, vishay semiconductors, vishay siliconix, semtech, power integrations, "
        "comchip, mcc, micro commercial, good-ark, wch, raspberry pi, sparkfun, adafruit, switchcraft, neutrik, "
        "multicomp, multicomp pro, c & k, e-switch, alpha, apem, grayhill, nkk, panasonic electronic components, "
        "hitachi, sharp, vcc, lumileds, seoul semiconductor, isocom, changjiang, jcet, cj, sr passives, ninigi, "
        "dc components, kingston, hynix, sk hynix, alliance memory, cirrus logic, realtek, wiznet, smsc, exar, maxlinear, "
        "sitime, rakon, laird-signal integrity, chilisin, sunlord, bournes, tdk corporation, jauch, "
        "connor-winfield, kyocera corp, omnetics, on shore, onshore, assmann, norcomp, yamaichi, preci-dip, tayda",
    )
)
_SUFFIX = re.compile(
    r"[\s,]+(?:inc|corp|corporation|ltd|llc|co|gmbh|ag|electronics?|semiconductors?|technolog(?:y|ies)|components?|"
    r"international|devices|america|group|industries|limited|usa)\.?$",
    re.I,
)


@lru_cache(maxsize=32768)
def classes_of(text: str) -> frozenset[str]:
    """All the kinds of thing that a cell could be: designator, integer, value, mpn, sku, package, maker, …"""
    cell = text.strip()
    found = {name for name, looks_right in _TESTS if looks_right(cell)}
    if (
        found & {"designator", "value", "package", "telling_sku", "url", "money", "not_placed"}
        or cell.casefold() in PLACEHOLDERS
    ):
        found.discard("mpn")
    return frozenset(found)


def is_placeholder(text: str) -> bool:
    return text.strip().casefold() in PLACEHOLDERS


def is_maker(cell: str) -> bool:
    name = cell.casefold().strip(" .,")
    return name in _MAKERS or _SUFFIX.sub("", name) in _MAKERS


def says_not_placed(cell: str) -> bool:
    return bool(_NOT_PLACED.fullmatch(cell.strip()))


def says_placed(cell: str) -> bool:
    return bool(_PLACED.fullmatch(cell.strip()))


def distributor_of_sku(cell: str) -> str | None:
    """Whose order number it can be by its form; None where it fits nobody's."""
    return next((name for name, form in _SKU_FORMS if form.fullmatch(cell.strip())), None)


_PREFIXES = frozenset(
    [
        "A",
        "AE",
        "AN",
        "ANT",
        "B",
        "BAT",
        "BR",
        "BT",
        "BTN",
        "BZ",
        "C",
        "CB",
        "CE",
        "CN",
        "CON",
        "CONN",
        "CP",
        "CR",
        "D",
        "DA",
        "DC",
        "DD",
        "DL",
        "DS",
        "E",
        "ESD",
        "F",
        "FB",
        "FD",
        "FID",
        "FL",
        "FS",
        "FU",
        "G",
        "GPDI",
        "H",
        "HS",
        "HL",
        "IC",
        "IS",
        "J",
        "JP",
        "JK",
        "JTAG",
        "K",
        "KK",
        "L",
        "LD",
        "LED",
        "LS",
        "M",
        "MH",
        "MIC",
        "MK",
        "MN",
        "MOD",
        "MP",
        "N",
        "NT",
        "OK",
        "OSC",
        "P",
        "PCB",
        "PL",
        "POT",
        "PS",
        "PT",
        "Q",
        "QN",
        "QP",
        "R",
        "RA",
        "RB",
        "RC",
        "RL",
        "RLY",
        "RN",
        "RP",
        "RR",
        "RS",
        "RT",
        "RV",
        "S",
        "SB",
        "SD",
        "SJ",
        "SK",
        "SKT",
        "SL",
        "SP",
        "SPK",
        "ST",
        "SW",
        "T",
        "TC",
        "TH",
        "TP",
        "TR",
        "TVS",
        "U",
        "US",
        "USB",
        "V",
        "VD",
        "VR",
        "VT",
        "W",
        "X",
        "XC",
        "XO",
        "XP",
        "XS",
        "XT",
        "XTAL",
        "Y",
        "Z",
        "ZA",
        "ZD",
    ]
)


def _is_designator_list(cell: str) -> bool:
    """Designators and nothing else, mostly with the letters that schematics use: "LM324" is none."""
    if not cell or len(cell) > 50_000:
        return False
    found = expand(cell)
    if not found.names or found.unread:
        return False
    usual = sum(_letters(name) in _PREFIXES for name in found.names[:20])
    return usual >= 0.5 * len(found.names[:20])


def _letters(name: str) -> str:
    return re.split(r"[^A-Za-z]", name, maxsplit=1)[0].upper()


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
    return digits >= 2 and len(cell) >= 5 and not _GENERIC_PART.fullmatch(cell)


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


def split_maker(cell: str) -> tuple[str, str] | None:
    """("Murata", "GRM1555C1H220JA01D") of "Murata GRM1555C1H220JA01D"; None where no known maker leads."""
    words = cell.split()
    for count in range(min(3, len(words) - 1), 0, -1):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        if is_maker(head.rstrip(":,-")) and any(map(str.isdigit, rest)):
            return head.rstrip(":,- "), rest.lstrip(":,- ")
    return None


_TESTS = (
    ("designator", _is_designator_list),
    ("integer", lambda cell: bool(_INTEGER.fullmatch(cell))),
    ("number", lambda cell: bool(_NUMBER.fullmatch(cell))),
    ("value", lambda cell: len(cell) <= 40 and bool(_VALUE.fullmatch(cell))),
    ("sku", _is_sku),
    ("telling_sku", _is_telling_sku),
    ("mpn", _is_mpn),
    ("package", lambda cell: len(cell) <= 90 and bool(_PACKAGE.fullmatch(cell))),
    ("maker", is_maker),
    ("maker_mpn", lambda cell: len(cell) <= 80 and split_maker(cell) is not None),
    ("distributor", lambda cell: len(cell) <= 40 and names_distributor(cell)),
    ("url", lambda cell: bool(_URL.match(cell))),
    ("money", lambda cell: bool(_MONEY.fullmatch(cell))),
    ("not_placed", says_not_placed),
    ("yes_no", lambda cell: bool(_YES_NO.fullmatch(cell))),
    ("prose", _is_prose),
    ("word", _is_word),
)  # fmt: skip
