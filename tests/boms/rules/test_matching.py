"""Which part a line means, from everything that its cells found in a small catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obsolescence.boms.rules.matching import Asked, Found, Match, decide, doubtful_readings, readings
from obsolescence.boms.rules.matching.packing import difference, is_unmistakable, stems
from obsolescence.boms.rules.matching.readings import cell_of
from obsolescence.boms.rules.matching.separators import Agreement, agreement
from obsolescence.parts.rules.makers import Makers, is_nobody
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key
from obsolescence.parts.rules.part_row import PartRow

HALVORN, KESTREL, OSTARA, OLDSTAR, BRIGHT = 1, 2, 3, 4, 5
NAMES = {
    HALVORN: "Halvorn Semiconductor",
    KESTREL: "Kestrel Micro",
    OSTARA: "Ostara",
    OLDSTAR: "Oldstar",
    BRIGHT: "Brightwell",
}
MAKERS = Makers(
    [(id_, name, manufacturer_key(name), OSTARA if id_ == OLDSTAR else None) for id_, name in NAMES.items()],
    [("halvorn", HALVORN), ("hvs", HALVORN)],
)
CATALOGUE: list[tuple[Any, ...]] = [
    (1, "HVM358DR", HALVORN), (2, "HVZ2.4B", HALVORN), (3, "HVZ24B", HALVORN), (4, "KM-1001/20", KESTREL),
    (5, "OST74-100", OSTARA), (6, "OST74-100", KESTREL), (7, "HV358", HALVORN, True), (8, "HV358N", HALVORN),
    (9, "HV358P", HALVORN), (10, "BW1060G/NOPB", BRIGHT), (11, "BW2020+", BRIGHT), (12, "0402034501", KESTREL),
    (13, "BW3.30K", BRIGHT), (14, "1N4148", KESTREL), (15, "KMT1040AR", KESTREL), (16, "HVQ7700X", HALVORN),
    (17, "HVQ8800Z#TRPBF", HALVORN), (18, "47589-0001", KESTREL), (19, "0475890002", KESTREL), (20, "47589-0002", KESTREL),
    (21, "HVJ8.5A-13", HALVORN), (22, "HVJ85A-13", HALVORN), (23, "KMW100H7280", KESTREL), (24, "KMW200H", KESTREL),
    (25, "KMW200H7280", KESTREL), (26, "KMW300H", KESTREL), (27, "KMV77B-TR", KESTREL), (28, "KMV77B-Q", KESTREL),
    (29, "BZX84C2V4-GS08", BRIGHT), (30, "KM7E05", KESTREL), (31, "MAR-02", KESTREL), (32, "1E05", KESTREL),
    (33, "5-21", KESTREL), (34, "KMS3J V7G", KESTREL), (35, "KMS3J", KESTREL), (36, "KMB18(TE12L,Q)", KESTREL),
    (37, "KMBZ54BLT1G", KESTREL), (38, "KMC90KTR", KESTREL), (39, "KMC91KTR", KESTREL), (40, "HV*77-K", HALVORN),
    (41, "KMT55BT1G", KESTREL), (42, "KMT55BW", KESTREL), (43, "BWF6.0A", BRIGHT), (44, "BWF60A-TP", BRIGHT),
    (45, "KMQ520,L3F", KESTREL), (46, "2N7702", KESTREL), (47, "BEACON", OSTARA), (48, "BW7070A", BRIGHT),
    (49, "BW7070A", KESTREL, True), (50, "HVS14-E3/61T", HALVORN), (51, "HVS14-M3/08", HALVORN), (52, "OST81-K", OSTARA),
    (53, "OST81-K", OLDSTAR, True), (54, "BC8447", OSTARA), (55, "BC8447", OLDSTAR, True),
    (56, "BWX500H", BRIGHT), (57, "BWX500HTR", BRIGHT), (58, "BWX400H", BRIGHT),
]  # fmt: skip
PARTS = [
    PartRow(row[0], row[1], fold_mpn(row[1]), row[2], NAMES[row[2]], bool(row[3:]), "dual amplifier")
    for row in CATALOGUE
]
FAMILIES = {
    part.id: {
        one.fold: one.id
        for one in PARTS
        if one.maker_id == part.maker_id and one.id != part.id and not one.is_base
    }
    for part in PARTS
}
SKUS = {"H-9001": 1, "K-77": 4}


def look_up(numbers: Iterable[str]) -> Found:
    found = Found(
        defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
    )
    for number in {fold_mpn(number) for number in numbers}:
        found.by_fold[number] = [part for part in PARTS if part.fold == number]
        found.by_key[mpn_key(number)] = [part for part in PARTS if mpn_key(part.fold) == mpn_key(number)]
        for stem, _ in stems(number):
            found.by_beginning[stem] = [part for part in PARTS if part.fold.startswith(stem)]
        found.similar[number] = PARTS
        for zeros in ("0", "00", "000"):
            found.by_fold[zeros + mpn_key(number)] = [
                part for part in PARTS if part.fold == zeros + mpn_key(number)
            ]
    found.beside = FAMILIES
    found.by_sku = {fold_mpn(sku): [part for part in PARTS if part.id == at] for sku, at in SKUS.items()}
    return found


def match(mpn: str, maker: str = "", sku: str = "") -> Match:
    """The match with every way of looking, as a line gets it that stays open until the last."""
    maker = "" if is_nobody(maker) else maker
    asked = Asked(cell_of(mpn), maker, MAKERS.named(maker) if maker else None, sku)
    ways = [*readings(asked.mpn, MAKERS), *doubtful_readings(asked.mpn)] if mpn else []
    return decide(asked, ways, look_up(way.number for way in ways), MAKERS)


@pytest.mark.parametrize(
    ("mpn", "maker", "part", "grade_mpn", "grade_maker"),
    [
        ("HVM358DR", "Halvorn Semiconductor", 1, "exact", "same"),
        (" hvm358dr ", "HVS", 1, "exact", "alias"),
        ("HVM 358‑DR".replace("‑", ""), "", 1, "exact", "not given"),
        ("НVМ358DR", "Halvorn", 1, "exact", "alias"),  # two Cyrillic letters
        ("HVM358DR", "Halvorn Semicondutcor", 1, "exact", "alias"),
        ("HVM358DR", "n/a", 1, "exact", "not given"),
        ("KM_1001 20", "Kestrel Micro", 4, "normalised", "same"),
        ("km100120", "", 4, "normalised", "not given"),
        ("OST74-100", "Oldstar", 5, "exact", "successor"),
        ("HVZ2.4B", "Halvorn", 2, "exact", "alias"),
        ("HVZ24B", "Halvorn", 3, "exact", "alias"),
        ("HVZ-2.4B", "Halvorn", 2, "normalised", "alias"),
        ("HVZ-24B", "Halvorn", 3, "normalised", "alias"),
        ("Kestrel Micro KM-1001/20", "", 4, "exact", "same"),
        ("KM-1001/20 (Kestrel Micro)", "", 4, "exact", "same"),
        ("P/N: HVM358DR", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR or equivalent", "Halvorn", 1, "exact", "alias"),
        ("IC amplifier HVM358DR SOIC-8", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR-ND", "", 1, "exact", "not given"),
        ("HVM358DRCT-ND", "", 1, "exact", "not given"),
        ("Widerstand 10k 0603 HVM358DR", "Halvorn", 1, "exact", "alias"),
        ("型号：HVM358DR", "", 1, "exact", "not given"),
        ("HVM358DR/HVS", "", 1, "exact", "alias"),
        ("U1 = HVM358DR", "", 1, "exact", "not given"),
        ("2x HVM358DR", "", 1, "exact", "not given"),
        ("HVM358DR (RoHS)", "", 1, "exact", "not given"),
        ("595-HVM358DR", "", 1, "exact", "not given"),
        ("H-9001", "", 1, "exact", "not given"),
        ("BW1060G", "Brightwell", 10, "variant", "same"),
        ("HVQ7700X#TRPBF", "", 16, "variant", "not given"),
        ("BW2020", "Brightwell", 11, "variant", "same"),
        ("47589-0001", "", 18, "exact", "not given"),
        ("47589 0001", "", 18, "normalised", "not given"),  # the figures stand in the same groups
        ("475890001", "Kestrel Micro", 18, "normalised", "same"),
        ("HVJ85A-13", "Halvorn", 22, "exact", "alias"),
        ("bzx84c2v4gs08", "", 29, "normalised", "not given"),  # the packing tells the maker
        ("HVM358DR (tape & reel)", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR T/R", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR TR", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR x 2", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR AEC-Q100", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR dual amplifier", "Halvorn", 1, "exact", "alias"),  # its own description
        ("HVM358DR by Halvorn", "", 1, "exact", "alias"),
        ("HVM358DR [Halvorn]", "", 1, "exact", "alias"),
        ("Halvorn_HVM358DR", "", 1, "exact", "alias"),
        ("Kondensator HVM358DR Halvorn 100nF", "", 1, "exact", "alias"),
        ("Part no HVM358DR", "", 1, "exact", "not given"),
        ("Typ: HV358N", "Halvorn Semiconductor™", 8, "exact", "same"),
        ("Resistor HV358N", "Halvorn", 8, "exact", "alias"),
        ("KMS3J V7G; Diode 600V 3A", "Kestrel Micro", 34, "exact", "same"),  # a number of two words
        ("KMB18(TE12L,Q) Zener diode", "Kestrel Micro", 36, "normalised", "same"),  # its brackets are its own
        ("diode KMQ520,L3F", "Kestrel Micro", 45, "normalised", "same"),  # and its comma
        ("KMBZ54BL", "Kestrel Micro", 37, "variant", "same"),  # the package stays, the reel goes
        ("KMC90K", "Kestrel Micro", 38, "variant", "same"),  # TR as its neighbours have it
        ("HV*77-K", "Halvorn", 40, "exact", "alias"),  # the star is its own
        ("Model: HVM358DR", "Halvorn", 1, "exact", "alias"),
        ("U1: HVM358DR", "Halvorn", 1, "exact", "alias"),
        ("Halvorn-HVM358DR", "", 1, "exact", "alias"),
        ("Halvorn™ HVM358DR", "", 1, "exact", "alias"),
        ("HVM358DR [Digi-Key]", "", 1, "exact", "not given"),
        ("HVM358DR (or eq.)", "Halvorn", 1, "exact", "alias"),
        ("5pcs HVM358DR $1.20", "Halvorn", 1, "exact", "alias"),
        ("Digi-Key P/N H-9001", "", 1, "exact", "not given"),
        ("K-77 (Mouser)", "", 4, "exact", "not given"),
        ("HVM358DR HVM358DR", "Halvorn", 1, "exact", "alias"),  # said twice
        ("hvm358dr, HVM358DR", "", 1, "exact", "not given"),
        ("KM-1001/20 / KM-1001/20", "", 4, "exact", "not given"),
        ("HVM358DR\nHVM358DR\nHVM358DR", "Halvorn", 1, "exact", "alias"),
        ("P/N: HVM358DR (HVM358DR)", "Halvorn", 1, "exact", "alias"),
        ("HVM358DR RoHS-konform", "Halvorn", 1, "exact", "alias"),
        ("2N7702, transistor 60V TO-92", "Kestrel Micro", 46, "exact", "same"),  # no 2 nF with 702 behind it
        ("BEACON", "Ostara", 47, "exact", "same"),
        ("BW7070A", "Brightwell", 48, "exact", "same"),
        ("OST81-K", "", 52, "exact", "not given"),  # the base number is of the same house
        ("HVS14-E3", "Halvorn", 50, "variant", "alias"),  # the plating is written, the reel is not
        ("HVM358DR", "Halvorn GmbH & Co. KG", 1, "exact", "alias"),
    ],
)  # fmt: skip
def test_what_is_safe_is_accepted(mpn: str, maker: str, part: int, grade_mpn: str, grade_maker: str) -> None:
    found = match(mpn, maker)
    assert (found.part_id, found.grade_mpn, found.grade_maker) == (part, grade_mpn, grade_maker), found.reason
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    ("mpn", "maker", "grade_mpn", "first"),
    [
        ("HVM358DR", "Kestrel Micro", "likely", 1),  # another maker
        ("OST74-100", "", "ambiguous", 5),  # two makers have it
        ("OST74-100", "Halvorn", "ambiguous", 5),
        ("HV358", "", "none", 8),  # a base number
        ("BW330K", "Brightwell", "ambiguous", 13),  # the point tells 3.30 from 330
        ("HVM358OR", "Halvorn", "likely", 1),  # looks alike
        ("HVM385DR", "Halvorn", "likely", 1),  # two signs exchanged
        ("402034501", "Kestrel Micro", "likely", 12),  # zeros lost
        ("KMT1040A", "Kestrel Micro", "variant", 15),  # one letter is not unmistakable
        ("1N4148", "Nobody we know", "likely", 14),  # made by many
        ("HVM358DR / KM-1001/20", "", "ambiguous", 1),
        ("HVM358DR PW", "Halvorn", "likely", 1),  # may be its suffix
        ("HVM358DR 3V3", "Halvorn", "likely", 1),
        ("HVM358DR Entwicklungsboard", "", "likely", 1),
        ("socket for HVM358DR", "", "likely", 1),
        ("not HVM358DR", "", "likely", 1),
        ("HVM358DR (use KM-1001/20)", "", "ambiguous", 1),
        ("QQ9999ZZ / HVM358DR", "", "likely", 1),
        ("UMW HVM358DR", "", "likely", 1),  # a maker that nobody knows
        ("HVM358DR", "Nobody we know", "likely", 1),
        ("HVM358DR-GEVB", "Halvorn", "none", 1),  # a board
        ("HVM358DR R5G", "Halvorn", "likely", 1),  # R5G may belong to the number
        ("QQ-99-ZZ", "", "none", None),
        ("475890001", "", "likely", 18),  # figures alone, their dash left out, no maker
        ("475890002", "Kestrel Micro", "ambiguous", 20),  # or with a zero before it
        ("HVJ85A13", "Halvorn", "ambiguous", 22),  # who leaves out dashes leaves out points
        ("HVM358DR gasket", "Halvorn", "likely", 1),  # words that nobody listed
        ("sostituisce HVM358DR", "Halvorn", "likely", 1),
        ("no HVM358DR", "Halvorn", "likely", 1),
        ("HVM358DR alternative", "Halvorn", "likely", 1),
        ("HVM358DR (alt)", "Halvorn", "likely", 1),
        ("HVM358DR (similar)", "Halvorn", "likely", 1),
        ("old: HVM358DR", "Halvorn", "likely", 1),
        ("HVM358DR?", "Halvorn", "likely", 1),
        ("alternative; HVM358DR", "Halvorn", "likely", 1),
        ("HVM358DR Kestrel Micro dual", "Halvorn", "likely", 1),  # the cell names another maker
        ("KM-1001/20-REEL7", "Kestrel Micro", "variant", 4),  # this maker has no such suffix
        ("KMW100H", "Kestrel Micro", "variant", 23),  # with and without are two numbers of this maker
        ("KMW300H7280", "Kestrel Micro", "variant", 26),
        ("KMW300H 7280", "Kestrel Micro", "variant", 26),
        ("BWX400H TR", "Brightwell", "variant", 58),  # as BWX500H and BWX500HTR are two numbers
        ("KMV77B", "Kestrel Micro", "variant", 27),  # KMV77B-Q exists, too
        ("OST74-100,115", "Ostara", "variant", 5),
        ("KM7E05", "Halvorn", "likely", 30),
        ("Mar-02", "Kestrel Micro", "likely", 31),  # as a spreadsheet writes a date
        ("1E+05", "Kestrel Micro", "likely", 32),
        ("1.00E+05", "Kestrel Micro", "likely", 32),
        ("2026-05-21", "Kestrel Micro", "likely", 33),
        ("21. May", "Kestrel Micro", "likely", 33),
        ("100000", "Kestrel Micro", "likely", 32),
        ("47589-0001 [Mouser]", "", "likely", 18),  # may be the distributor's own
        ("HVM358DR-HVS", "Kestrel Micro", "none", 1),
        ("HVM358DR...", "Halvorn", "likely", 1),  # it goes on
        ("HV*M358DR", "Halvorn", "likely", 1),
        ("KMT55B", "Kestrel Micro", "variant", 41),  # KMT55BW may be meant
        ("BWF60A", "Brightwell", "ambiguous", 43),  # 6.0 or 60
        ("HVM358DR 5G", "Halvorn", "likely", 1),  # may be its suffix
        ("RS 47589-0001", "", "likely", 18),  # a distributor's number is none of a maker
        ("100nF 0402", "", "none", None),
        ("QQ9999ZZ QQ9999ZZ", "", "none", None),
        ("HVM358DR HVM358DX", "Halvorn", "likely", 1),
        ("HVM358DR/HV358N", "Halvorn", "ambiguous", 1),  # two numbers
        ("HVM358DR/QQ9999ZZ", "Halvorn", "likely", 1),  # of which we know one, or a number that we lack
        ("HV358N 2N7702", "Halvorn", "likely", 8),  # the second is a number, too, and of another maker
        ("HVM358DR DC-IC", "Halvorn", "likely", 1),  # short words may be its end
        ("BEACON", "", "likely", 47),  # a mere word
        ("BW7070A", "", "ambiguous", 48),  # a base number of another maker, too
        ("BC8447", "", "ambiguous", 54),  # a type of many, of whom one house alone is two
    ],
)  # fmt: skip
def test_the_rest_is_proposed(mpn: str, maker: str, grade_mpn: str, first: int | None) -> None:
    found = match(mpn, maker)
    assert (found.part_id, found.grade_mpn) == (None, grade_mpn), found.reason
    assert next(iter(found.candidates), None) == first
    assert len(found.candidates) <= 5
    assert 7 not in found.candidates  # a base number is never proposed
    assert found.reason.endswith(".")


def test_a_line_with_both_numbers_says_where_they_differ() -> None:
    found = match("HVM358DX", "", sku="H-9001")
    assert (found.part_id, found.grade_mpn, found.candidates[0]) == (None, "likely", 1)
    assert match("", "", sku="H-9001").part_id == 1
    assert match("").reason == "The line has no part number."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("AB-12/3", "AB 12_3", Agreement.HARMLESS),
        ("AB-12/3", "AB_12-3", Agreement.SAME),
        ("AB-123", "AB12-3", Agreement.MOVED),
        ("Z2.4B", "Z24B", Agreement.OTHER),
        ("Z2,4B", "Z2.4B", Agreement.SAME),
        ("BZX84-C2V4,215", "BZX84-C2V4215", Agreement.HARMLESS),
        ("MAX232CPE+", "MAX232CPE", Agreement.MARKED),
        ("ERJ-3EKF2493V.", "ERJ-3EKF2493V", Agreement.SAME),
    ],
)
def test_separators(one: str, other: str, expected: Agreement) -> None:
    assert agreement(fold_mpn(one), fold_mpn(other)) == expected == agreement(fold_mpn(other), fold_mpn(one))


@pytest.mark.parametrize(
    ("one", "other", "suffixes", "is_sure"),
    [
        ("LM1117MP", "LM1117MP/NOPB", ("", "/NOPB"), True),
        ("LT1763CS8#TRPBF", "LT1763CS8", ("#TRPBF", ""), True),
        ("LT1763CS8#TRPBF", "LT1763CS8#PBF", ("#TRPBF", "#PBF"), False),  # two orderable numbers
        ("LM358D", "LM358DR", ("", "R"), False),
        ("MCP1700T-3302E/TT", "MCP1700-3302E/TT", ("T", ""), False),
        ("LM358D", "LM393D", None, None),
        ("BYS12-90-E3", "BYS12-90-E3/61T", ("", "/61T"), True),
        ("BZG05C36-M3-08", "BZG05C36-M3", ("-08", ""), True),
        ("BYS12-90-E3/61T", "BYS12-90-M3/61T", ("-E3/61T", "-M3/61T"), False),  # another plating
        ("LM4040-T", "LM4040-TUBE", ("-T", "-TUBE"), False),
    ],
)
def test_packing(one: str, other: str, suffixes: tuple[str, str] | None, is_sure: bool | None) -> None:
    assert difference(one, other) == suffixes
    assert suffixes is None or is_unmistakable(suffixes) is is_sure


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Halvorn", HALVORN),
        ("Halvorn Semiconductor GmbH", HALVORN),
        ("Brightwell Electronics North America", BRIGHT),
        ("Kestrel Micro / Kestrel Micro Inc.", KESTREL),
        ("Brightwell GmbH & Co. KG", BRIGHT),
        ("Brightwell (Europe) Pty Ltd", BRIGHT),
        ("Brightwell S.r.l.", BRIGHT),
        ("Halvorn Instruments", None),
        ("Nobody", None),
        ("-", None),
    ],
)
def test_makers_by_their_other_names(text: str, maker: int | None) -> None:
    found = MAKERS.named(text)
    assert (found.id if found else None) == maker


def test_a_circle_of_successors_ends() -> None:
    circle = Makers([(1, "One", "one", 2), (2, "Two", "two", 1)], [])
    assert circle.relation(circle.named("One"), 2) in ("successor", "different")


@settings(deadline=None)  # the first call fills tables, and the machine may be busy
@given(st.text(max_size=60))
def test_no_cell_breaks_matching(cell: str) -> None:
    found = match(cell)
    assert found.reason
    assert found.part_id is None or found.grade_mpn in ("exact", "normalised", "variant")


def test_makers_of_one_house_have_one_part() -> None:
    found = look_up(["OST74-100"])
    found.by_fold["OST74-100"] = [
        PartRow(5, "OST74-100", "OST74-100", OSTARA, NAMES[OSTARA]),
        PartRow(20, "OST74-100", "OST74-100", OLDSTAR, NAMES[OLDSTAR]),
    ]
    answer = decide(Asked("OST74-100"), readings("OST74-100", MAKERS), found, MAKERS)
    assert (answer.part_id, answer.grade_mpn, answer.grade_maker) == (5, "exact", "not given")
    assert "the same house today" in answer.reason
