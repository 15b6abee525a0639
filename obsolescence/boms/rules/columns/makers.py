"""Names of makers that stand in most parts lists, to recognise a maker's column and a maker before a number."""

import re

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
        "connor-winfield, kyocera corp, omnetics, on shore, onshore, assmann, norcomp, yamaichi, preci-dip, tayda, "
        "村田, 村田製作所, 国巨, 三星, 风华, 厚声, 德州仪器, 意法半导体, 安森美, 恩智浦, 微芯, 英飞凌, 瑞萨, 罗姆, 长电, 东芝, "
        "太陽誘電, ローム, 東芝, 京セラ, パナソニック, ルネサス, ヤゲオ, ニチコン, テキサスインスツルメンツ, 日本ケミコン, ヒロセ",
    )
)
_SUFFIX = re.compile(
    r"[\s,]+(?:inc|corp|corporation|ltd|llc|co|gmbh|ag|electronics?|semiconductors?|technolog(?:y|ies)|components?|"
    r"international|devices|america|group|industries|limited|usa)\.?$",
    re.I,
)
_BETWEEN = ":,-/| "
_BEHIND = re.compile(
    r"([^()]{5,48}?)\s*(?:[(（\[]([^()（）]{1,40})[)）\]]|(?:,\s+|\s+/\s+|\s*\|\s*)([^,/|()]{1,40}))"
)
_ONE_NUMBER = re.compile(r"(?=(?:[^\d]*\d){3})(?=(?:[^A-Za-z]*[A-Za-z]){2})[A-Za-z0-9][\w.,/+#()=-]{5,47}")
_VALUE_FIRST = re.compile(
    r"\d+(?:[.,]\d+)?(?:[pnuµm]?[FHVW]\b|[pnuµ][FH]?(?:\b|[/,])|[kKMR]\d{0,2}(?:\b|[/,]))"
)
_LONG_NAME = 5  # letters: "ON", "ST" and "AMP" are words and units as well
_SHORTEST = 5  # characters of a number before a maker
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


def is_maker(cell: str) -> bool:
    """Whether a cell is a maker's name, also with its name in a second script: "SAMSUNG(三星)"."""
    name = _IN_BRACKETS.sub("", cell.casefold()).strip(" .,")
    return name in _MAKERS or _SUFFIX.sub("", name) in _MAKERS


def split_maker(cell: str) -> tuple[str, str] | None:
    """("Murata", "GRM1555C1H220JA01D") of "Murata GRM1555C1H220JA01D", "Murata / GRM1555C1H220JA01D" and
    "GRM1555C1H220JA01D (Murata)"; None where no known maker leads or follows.
    """
    return _maker_before(cell) or _maker_behind(cell)


def _maker_before(cell: str) -> tuple[str, str] | None:
    words = cell.split()
    for count in range(min(3, len(words) - 1), 0, -1):
        head, rest = " ".join(words[:count]), " ".join(words[count:])
        if is_maker(head.rstrip(_BETWEEN)) and any(map(str.isdigit, rest)):
            return head.rstrip(_BETWEEN), rest.lstrip(_BETWEEN)
    return None


def _maker_behind(cell: str) -> tuple[str, str] | None:
    """A maker in brackets or behind a comma, or a bare name that is no word of another meaning ("LM358 ON")."""
    match = _BEHIND.fullmatch(cell.strip())
    if match is None:
        return _bare_maker_behind(cell)
    number, maker = match[1].strip(), (match[2] or match[3]).strip()
    is_number = len(number) >= _SHORTEST and sum(map(str.isdigit, number)) >= 2 and number.count(" ") <= 2
    return (maker, number) if is_number and is_maker(maker) else None


def _bare_maker_behind(cell: str) -> tuple[str, str] | None:
    """ "GRM188R71H104KA93D Murata", "LM2904DR Texas Instruments"; a value before a name is none ("10uF/25V Murata")."""
    number, _, maker = cell.strip().partition(" ")
    maker = maker.strip()
    is_number = bool(_ONE_NUMBER.fullmatch(number)) and not _VALUE_FIRST.match(number)
    return (maker, number) if is_number and len(maker) >= _LONG_NAME and is_maker(maker) else None
