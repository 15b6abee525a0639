"""Suffixes that say how a part is packed or plated, not what it is: the big makers' own codes.

Sources: the ordering information in the data sheets of the makers named. A suffix of three signs or more is
unmistakable; shorter ones (a single R for "reel") are also the last letter of quite different numbers, so a match that
rests on one is proposed and never accepted. Nor is a code that this maker does not use: its numbers in the catalogue tell, and the
numbers beside it whether with and without the code are two numbers to order (``keeps_apart``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

UNMISTAKABLE = 3  # signs
TAPE_AND_REEL = "TR"
_SHORTEST_STEM = 5

_SUFFIXES = re.compile(
    r"(?:"
    r"/NOPB|/S7002|/HALF|/TR|/T|"  # Texas Instruments (National), Microchip
    r"#TRMPBF|#TRPBF|#TRPBFREE|#TRM|#PBF|#TR|"  # Analog Devices (Linear)
    r"-REEL13|-REEL7|-REEL|-RL7|-RL|-R7|-R2|"  # Analog Devices
    r"\+TR|\+T|\+W|\+|-T|"  # Analog Devices (Maxim)
    r",\d{3}|"  # NXP, Nexperia: the last three of the 12NC
    r"T1G|T3G|T5G|LT1G|LT3G|RLG|RLRAG|T4G|T1|T3|R2G|DR2G|"  # onsemi
    r"_T50R|_T50A|-T50R|-T50A|-D87Z|_D87Z|-TU|"  # onsemi (Fairchild)
    r"-13-F|-7-F|-13-G|-7-G|-13|-7|-F|"  # Diodes
    r"-TPX?|-TP|-HF|"  # MCC, Comchip
    r"ATMA1|XTMA1|XUMA1|XTSA1|HTSA1|HTMA1|AKSA1|XKSA1|TRPBF|TRLPBF|PBF|"  # Infineon
    r"-T1-GE3|-T1-E3|-GE3|-[EM]3/[A-Z0-9]{1,3}|-GS08|-GS18|-[EGM]3-08|-[EGM]3-18|-[EGM]3|"  # Vishay
    r"TRG|TRLF|-TRG?|-T/R|TR|-TAPE|"  # STMicroelectronics and many more
    r"RG4|RE4|TG4|TE4|G4|E4|R|T|"  # Texas Instruments
    r"/TR\d{1,2}|-TR\d{1,2}|-T\d{1,2}|-TAP|"  # the T of tape with the size of its reel: Microchip, Susumu, Abracon, Vishay
    r"-CT|-RT|-TUBE|-TRAY|-CUT|-BULK|"  # as distributors write them
    r"TU|WAFL|7867|7800|7280|7610|"  # KEMET
    r"-AA|-S|/BKN|-ROHS|-LF|-PBF|-PB|ROHS|PBFREE"
    r")$"
)  # fmt: skip
# Microchip puts its T for tape and reel before the temperature: MCP1700T-3302E/TT.
_INNER_TAPE = re.compile(r"^([A-Z]{2,5}\d{2,}[A-Z0-9]*?)T(-[A-Z0-9]+/[A-Z0-9]+)$")
# onsemi's L is the package and part of the number that people write: MMBZ5254BL is on a reel as MMBZ5254BLT1G.
_PACKAGE_L = re.compile(r"(?<=[A-Z0-9]{5})L(T[135]G)$")


@lru_cache(maxsize=65536)
def stems(fold: str) -> tuple[tuple[str, str], ...]:
    """(stem, what was taken off) of a folded number, the number itself first; at most two suffixes are taken off."""
    found = {fold: ""}
    inner = _INNER_TAPE.match(fold)
    if inner:
        found[inner[1] + inner[2]] = "T"
    if match := _PACKAGE_L.search(fold):
        found[fold[: match.start() + 1]] = match[1]
    for start in list(found):
        _strip(start, found[start], found, 2)
    return tuple(found.items())


def _strip(fold: str, taken: str, found: dict[str, str], left: int) -> None:
    match = _SUFFIXES.search(fold)
    if match is None or match.start() < _SHORTEST_STEM:
        return
    stem = fold[: match.start()]
    if stem not in found:
        found[stem] = match[0] + taken
        if left > 1:
            _strip(stem, found[stem], found, left - 1)


def difference(one: str, other: str) -> tuple[str, str] | None:
    """The packing suffixes by which two folded numbers differ, (of one, of the other); None where more differs."""
    of_one, of_other = dict(stems(one)), dict(stems(other))
    common = of_one.keys() & of_other.keys()
    if not common:
        return None
    stem = max(common, key=len)
    mine, theirs = of_one[stem], of_other[stem]
    # BYS12-90-E3 and BYS12-90-E3/61T have their plating in common: no more than the rest of the longer code differs.
    if mine and _is_set_off(theirs.removeprefix(mine), theirs):
        return "", theirs.removeprefix(mine)
    if theirs and _is_set_off(mine.removeprefix(theirs), mine):
        return mine.removeprefix(theirs), ""
    return mine, theirs


def _is_set_off(rest: str, suffix: str) -> bool:
    """Whether what is left of a suffix is a code of its own, and not its last letters (-T, -TUBE)."""
    return rest != suffix and bool(rest) and not rest[0].isalnum()


def is_unmistakable(suffixes: tuple[str, str]) -> bool:
    """Whether one number is the other with a suffix that can mean nothing but packing or plating.

    Two different suffixes (T1G and T3G) are two orderable numbers: one may have ended while the other goes on.
    """
    mine, other = suffixes
    longer = mine or other
    return not (mine and other) and (len(longer) >= UNMISTAKABLE or longer == "+")


def is_sure(suffixes: tuple[str, str], neighbours: Collection[str]) -> bool:
    """Whether nothing but packing differs: an unmistakable suffix, or TR where the maker's numbers beside this one have it."""
    return is_unmistakable(suffixes) or (may_be_sure(suffixes) and uses(neighbours, TAPE_AND_REEL))


def may_be_sure(suffixes: tuple[str, str]) -> bool:
    """Whether it is worth while to look at the neighbours."""
    return is_unmistakable(suffixes) or set(suffixes) == {"", TAPE_AND_REEL}


def tells_maker(fold: str) -> bool:
    """Whether a number ends in an unmistakable code of packing, which each maker has its own of."""
    return any(len(suffix) >= UNMISTAKABLE for _, suffix in stems(fold))


def uses(neighbours: Collection[str], suffix: str) -> bool:
    """Whether a maker's folded numbers beside this one carry the suffix: else it is invented, or another maker's."""
    return any(fold.endswith(suffix) for fold in neighbours)


def keeps_apart(neighbours: Collection[str], suffix: str) -> bool:
    """Whether the catalogue has a number beside this one both with and without the suffix, as two parts."""
    return any(fold + suffix in neighbours for fold in neighbours)
