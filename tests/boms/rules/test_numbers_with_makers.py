"""Makers and numbers in one cell, in the ways people write them."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.columns.makers import split_maker
from obsolescence.boms.rules.lines.numbers import pairs_in
from obsolescence.boms.rules.read_bom import ReadBom, read_bom

PLAIN = ("HV-1001K", "HV-2002K", "XY-9009K", "QR-3030M")


def read(header: str, *cells: str) -> ReadBom:
    rows = [f"R{number}\t1\t{cell}" for number, cell in enumerate(cells, start=1)]
    return read_bom("\n".join([f"Ref\tQty\t{header}", *rows]).encode(), filename="bom.txt")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Murata GRM188R71H104KA93D", [("Murata", "GRM188R71H104KA93D")]),
        ("Murata / GRM188R71H104KA93D", [("Murata", "GRM188R71H104KA93D")]),
        ("Murata: GRM188R71H104KA93D", [("Murata", "GRM188R71H104KA93D")]),
        ("GRM188R71H104KA93D (Murata)", [("Murata", "GRM188R71H104KA93D")]),
        ("GRM188R71H104KA93D, Murata", [("Murata", "GRM188R71H104KA93D")]),
        (
            "Murata GRM188R71H104KA93D / TDK C1608X7R1H104K080AA",
            [("Murata", "GRM188R71H104KA93D"), ("TDK", "C1608X7R1H104K080AA")],
        ),
        (
            "Murata GRM188R71H104KA93D; TDK C1608X7R1H104K080AA",
            [("Murata", "GRM188R71H104KA93D"), ("TDK", "C1608X7R1H104K080AA")],
        ),
        (
            "GRM188R71H104KA93D (Murata) or C1608X7R1H104K080AA (TDK)",
            [("Murata", "GRM188R71H104KA93D"), ("TDK", "C1608X7R1H104K080AA")],
        ),
        (
            "Murata / GRM188R71H104KA93D / TDK / C1608X7R1H104K080AA",
            [("Murata", "GRM188R71H104KA93D"), ("TDK", "C1608X7R1H104K080AA")],
        ),
        ("TI LM358DR / LM358DT", [("TI", "LM358DR"), ("TI", "LM358DT")]),
        ("Nexperia PMEG3010ER,115", [("Nexperia", "PMEG3010ER,115")]),
        ("Samtec TSW-102-07 / SM", [("Samtec", "TSW-102-07 / SM")]),
    ],
)
def test_a_maker_and_its_number_in_one_cell(cell: str, expected: list[tuple[str, str]]) -> None:
    others = ("Yageo RC0603FR-0710KL", "Vishay CRCW06034K70FKEA", "Bourns CAY16-1002F4LF", "TI LM358DR")
    line = read("Manufacturer P/N", cell, *others).lines[0]

    assert [(line.manufacturer, line.mpn), *line.alternates] == expected


def test_a_maker_in_brackets_among_plain_numbers() -> None:
    bom = read("MPN", *PLAIN, "LM358DR (TI)", "LM358 (SO8)")

    assert [(line.manufacturer, line.mpn) for line in bom.lines[4:]] == [
        ("TI", "LM358DR"),
        ("", "LM358 (SO8)"),
    ]


def test_makers_and_numbers_below_a_word_for_descriptions_are_asked_about() -> None:
    bom = read(
        "Наименование",
        "GRM188R71H104KA93D, Murata", "RC0603FR-0710KL, Yageo", "LM358DR, TI", "BSS138LT1G, onsemi",
    )  # fmt: skip

    assert (bom.lines[0].manufacturer, bom.lines[0].mpn) == ("Murata", "GRM188R71H104KA93D")
    assert not bom.mapping.is_sure


def test_two_numbers_of_which_one_begins_as_a_package_does() -> None:
    bom = read("MPN", "GRM155R71C104KA88D; C1005X7R1C104K050BC", *PLAIN)

    assert bom.lines[0].mpn == "GRM155R71C104KA88D"
    assert [mpn for _, mpn in bom.lines[0].alternates] == ["C1005X7R1C104K050BC"]


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("GRM188R71H104KA93D Murata", ("Murata", "GRM188R71H104KA93D")),
        ("LM2904DR Texas Instruments", ("Texas Instruments", "LM2904DR")),
        ("LM2596S-5.0/NOPB Texas Instruments", ("Texas Instruments", "LM2596S-5.0/NOPB")),
        ("BAT54S,215 Nexperia", ("Nexperia", "BAT54S,215")),
        ("10uF/25V Murata", None),
        ("100nF Murata", None),
        ("LM358DR ON", None),
        ("LM358DR reel", None),
    ],
)
def test_a_known_maker_behind_its_number(cell: str, pair: tuple[str, str] | None) -> None:
    assert split_maker(cell) == pair


def test_numbers_before_their_makers_are_split() -> None:
    rows = ["R1,1,RC0603FR-0710KL Yageo", "C1,1,GRM188R71H104KA93D Murata", "U1,1,LM2904DR Texas Instruments"]
    bom = read_bom("\n".join(["Ref,Qty,Part", *rows]).encode(), filename="list.csv")
    assert [(line.manufacturer, line.mpn) for line in bom.lines][1:] == [
        ("Murata", "GRM188R71H104KA93D"),
        ("Texas Instruments", "LM2904DR"),
    ]


def test_a_name_is_taken_whole_even_where_nobody_knows_it() -> None:
    assert pairs_in("Octavo Systems OSD3358-512M-BSM") == (("Octavo Systems", "OSD3358-512M-BSM"),)
    assert pairs_in("Quectel Wireless BG95-M3-LA") == (("Quectel Wireless", "BG95-M3-LA"),)
    assert pairs_in("Traco Power TEN 8-2411WI") == (("Traco Power", "TEN 8-2411WI"),)
    assert pairs_in("Murata GRM188R71H104KA93D") == (("Murata", "GRM188R71H104KA93D"),)
    assert pairs_in("Capacitor 100nF") == (("", "Capacitor 100nF"),)
    assert pairs_in("Special part") == (("", "Special part"),)


def test_a_mark_in_the_place_of_a_maker_is_none() -> None:
    bom = read_bom(
        b"Reference,Qty,Manufacturer,Part Number\nR1,1,Yageo,RC0603FR-0710KL\nR18,1,DNP,\nU1,1,Murata,GRM188R71H104KA93D\n",
        filename="list.csv",
    )
    assert [(line.manufacturer, line.dnp) for line in bom.lines] == [
        ("Yageo", False),
        ("", True),
        ("Murata", False),
    ]
