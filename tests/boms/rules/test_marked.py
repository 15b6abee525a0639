"""Marks of what is not placed in the same cell as a value or as other places."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.designators import expand
from obsolescence.boms.rules.lines.marked import places_marked, value_is_marked
from obsolescence.boms.rules.read_bom import read_bom


@pytest.mark.parametrize(
    "cell",
    ["DNI 18pF", "DNP/18pF", "DNP_18pF", "DNP:18pF", "(DNP)18pF", "*DNP* 18pF", "[DNP] 18pF", "No Pop 18pF", "DNP/2.2uH", "NC/22pF",
     "10uF/NC", "NC/0R", "10K_NC", "10K(NC)", "NA(100nF/10V/10%)", "NA(W25Q128FVSIG)", "NF 18pF", "18pF (NF)", "NM 18pF"],
)  # fmt: skip
def test_a_value_is_marked(cell: str) -> None:
    assert value_is_marked(cell)


@pytest.mark.parametrize(
    "cell",
    ["100_nF", "100/nF", "18pF", "NC 24V relay", "NP0 18pF", "10uF NP", "DNF14-250", "Relay NC", "4.7k/1%", "NC7SZ08", "NAND", "0R",
     "NA555", "22 NF", "1n/50V", "NI-USB", "MIC/LINEIN", "NF5-12V"],
)  # fmt: skip
def test_a_value_is_a_value(cell: str) -> None:
    assert not value_is_marked(cell)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("R1, R2, DNP: R3", ("R3",)), ("R1, R2 (R3 DNP)", ("R3",)), ("R1(DNP), R2, R3", ("R1",)), ("R1, R2; DNP R3", ("R3",)),
        ("R1 DNP, R2, R3", ("R1",)), ("R1, R2, R3 (DNP)", ()), ("R1 R2 R3 DNP", ()), ("DNP R1, R2", ()), ("R1, R2", ()),
        ("R1 DNP", ()),
    ],
)  # fmt: skip
def test_a_mark_is_about_some_places(text: str, marked: tuple[str, ...]) -> None:
    assert places_marked(text) == marked


def test_marked_lines_and_places_as_read() -> None:
    rows = [
        ("C3,C4", 2, "DNI 18pF", "GRM1555C1H180JA01D"),
        ("R1, R2, DNP: R3", 3, "10k", "RC0603FR-0710KL"),
        ("C1, C2, C5 (DNP)", 2, "100n", "GRM188R71H104KA93D"),
        ("C6, C7 (DNP)", 2, "1u", "CL10A105KA8NNNC"),
        ("R9,R10", 2, "4k7", "RC0603FR-074K7L"),
    ]
    text = "".join(f'"{places}",{count},{value},{mpn}\n' for places, count, value, mpn in rows)
    lines = read_bom(f"Reference,Qty,Value,MPN\n{text}".encode(), filename="list.csv").lines
    assert [(line.dnp, line.not_placed) for line in lines] == [
        (True, []), (False, ["R3"]), (False, ["C5"]), (True, []), (False, []),
    ]  # fmt: skip
    assert lines[3].warnings


def test_a_name_with_a_slash_is_one_place() -> None:
    assert expand("HEADPHONES/LINEOUT1,MIC/LINEIN1").names == ["HEADPHONES/LINEOUT1", "MIC/LINEIN1"]
    assert expand("SD/MMC1").names == ["SD/MMC1"]
    assert expand("R1/R2").names == ["R1", "R2"]
