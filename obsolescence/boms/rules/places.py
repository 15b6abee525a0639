"""Cells that hold designators: not only in their form, but with the letters that schematics use."""

import re

from obsolescence.boms.rules.designators import expand

# The letters that schematics put before the number of a part (IEEE 315, IEC 81346, and the habits of tools).
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


_DIGITS = re.compile(r"\d{6}")  # no board counts that far: E0100001 is somebody's number


def is_designator_list(cell: str) -> bool:
    """Designators and nothing else, mostly with the letters that schematics use: "LM324" is none."""
    if not cell or len(cell) > 50_000:
        return False
    found = expand(cell)
    if not found.names or found.unread or found.is_cut:
        return False
    usual = sum(_letters(name) in _PREFIXES and _DIGITS.search(name) is None for name in found.names[:20])
    return usual >= 0.5 * len(found.names[:20])


def is_usual_prefix(letters: str) -> bool:
    """Whether schematics put these letters before a part's number or name."""
    return letters.upper() in _PREFIXES


def _letters(name: str) -> str:
    return re.split(r"[^A-Za-z]", name, maxsplit=1)[0].upper()
