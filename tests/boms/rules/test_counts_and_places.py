"""Quantities with commas or without a number, and designators that are counted, named or partly strange."""

from __future__ import annotations

from decimal import Decimal

import pytest

from obsolescence.boms.rules.designators import counted
from obsolescence.boms.rules.read_bom import ReadBom, read_bom

NUMBERS = ("HV-1001K", "HV-2002K", "XY-9009K", "QR-3030M")


def read(text: str) -> ReadBom:
    return read_bom(text.encode(), filename="bom.csv")


def with_quantities(*cells: str, separator: str = ",", places: tuple[str, ...] = ()) -> ReadBom:
    rows = [["Ref", "Qty", "MPN", "Manufacturer"][not places :]]
    for number, cell in enumerate(cells):
        rows.append([*places[number : number + 1], f'"{cell}"', NUMBERS[number % 4], "Murata"])
    return read("\n".join(separator.join(row) for row in rows))


def codes(bom: ReadBom) -> list[str]:
    return [problem.code for problem in bom.problems]


def test_a_comma_in_every_quantity_stands_between_thousands() -> None:
    bom = with_quantities("1,200", "2,400", "12,000", "3,600")

    assert [line.quantity for line in bom.lines] == [1200, 2400, 12000, 3600]
    assert bom.mapping.is_sure


@pytest.mark.parametrize(
    ("cells", "separator", "expected"),
    [
        (("4,000", "1,000", "2,000", "10,000"), ",", [4, 1, 2, 10]),
        (("1,200", "2,400", "1,800", "3,600"), ";", [1200, 2400, 1800, 3600]),
    ],
)
def test_a_comma_in_every_quantity_that_can_be_read_both_ways_is_asked_about(
    cells: tuple[str, ...], separator: str, expected: list[int]
) -> None:
    bom = with_quantities(*cells, separator=separator)

    assert [line.quantity for line in bom.lines] == expected
    assert "quantity_commas" in codes(bom)
    assert not bom.mapping.is_sure


def test_planning_systems_print_three_decimals() -> None:
    bom = with_quantities("4,000", "1,000", "2,000", separator=";")

    assert [line.quantity for line in bom.lines] == [4, 1, 2]
    assert bom.mapping.is_sure


def test_designators_settle_what_a_comma_means() -> None:
    bom = with_quantities("2,000", "1,000", "3,000", places=("R1 R2", "C1", "D1 D2 D3"))

    assert [line.quantity for line in bom.lines] == [2, 1, 3]
    assert bom.mapping.is_sure


@pytest.mark.parametrize("text", ["AR", "A/R", "as required", "As req'd", "nach Bedarf", "适量"])
def test_a_quantity_that_is_left_to_the_builder_stops_nothing(text: str) -> None:
    bom = with_quantities("2", "1", text, "4")

    assert bom.mapping.is_sure
    assert [line.quantity for line in bom.lines] == [2, 1, None, 4]
    assert "quantity_as_required" in codes(bom)
    assert not [problem for problem in bom.problems if problem.is_blocking]


def test_a_quantity_that_is_no_number_still_has_to_be_mended() -> None:
    assert [
        problem.rows for problem in with_quantities("2", "some", "3").problems if problem.is_blocking
    ] == [[2]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4x R", 4), ("2 × C", 2), ("12x LED", 12), ("4x R1", None), ("R1", None), ("4x", None), ("3x4", None)],
)
def test_places_that_are_counted(text: str, expected: int | None) -> None:
    assert counted(text) == expected


def test_a_count_of_places_is_the_quantity() -> None:
    bom = read(
        "Designator,MPN,Manufacturer\n4x R,HV-1001K,Yageo\n2x C,HV-2002K,Murata\nU1,QR-3030M,TI\n"
        '"3x R5, R6, R7",XY-9009K,Yageo\n'
    )

    assert [line.quantity for line in bom.lines] == [Decimal(4), Decimal(2), None, None]
    assert bom.lines[3].designators == ["R5", "R6", "R7"]
    assert "places_unreadable" not in codes(bom)


def test_names_among_numbered_places() -> None:
    bom = read(
        'Designator,Qty,MPN\n"C_ADC, C_V12, C_OUT",3,HV-1001K\n"CIN, C3",2,HV-2002K\n'
        "J1 see note,1,QR-3030M\nR1,1,XY-9009K\n"
    )

    assert [line.designators for line in bom.lines] == [
        ["C_ADC", "C_V12", "C_OUT"],
        ["CIN", "C3"],
        ["J1"],
        ["R1"],
    ]
    assert "places_unreadable" not in codes(bom)


def test_a_cell_of_which_only_a_part_can_be_read_is_said() -> None:
    bom = read('Designator,Qty,MPN\n"R1, R2, ?R",4,HV-1001K\nC1,1,HV-2002K\nU1,1,QR-3030M\n')

    assert bom.lines[0].designators == ["R1", "R2"]
    assert [problem.rows for problem in bom.problems if problem.code == "places_unreadable"] == [[1]]


@pytest.mark.parametrize(
    "names", [("Qty_Base", "Qty_Pro"), ("Qty A", "Qty B"), ("Menge V1", "Menge V2"), ("-001 Qty", "-002 Qty")]
)
def test_quantities_of_several_variants_are_asked_about(names: tuple[str, str]) -> None:
    rows = ["HV-1001K,Murata,1,0", "XY-9009K,TDK,1,2", "QR-3030M,Yageo,3,1", "LT-4711X,Vishay,2,2"]
    bom = read_bom("\n".join([f"MPN,Manufacturer,{names[0]},{names[1]}", *rows]).encode(), filename="bom.csv")

    assert not bom.mapping.is_sure
    assert "several_counts" in {problem.code for problem in bom.problems}


@pytest.mark.parametrize(
    "names",
    [("Qty per board", "Qty total"), ("Qty", "Qty spare"), ("Quantity", "Ext Qty"), ("Qty", "Qty Pro")],
)
def test_words_beside_the_quantity_tell_which_one_is_meant(names: tuple[str, str]) -> None:
    rows = [
        "HV-1001K,Murata,R1,1,10",
        "XY-9009K,TDK,C1 C2,2,20",
        "QR-3030M,Yageo,R2,1,10",
        "LT-4711X,Vishay,R3 R4,2,20",
    ]
    bom = read_bom(
        "\n".join([f"MPN,Manufacturer,Ref,{names[0]},{names[1]}", *rows]).encode(), filename="bom.csv"
    )

    assert bom.mapping.roles["quantity"] == [3]
    assert "several_counts" not in {problem.code for problem in bom.problems}


@pytest.mark.parametrize("unit", ["PCS", "ea", "Stk"])
def test_a_unit_is_no_price(unit: str) -> None:
    rows = [f"HV-1001K,Murata,1,{unit}", f"XY-9009K,TDK,2,{unit}", f"QR-3030M,Yageo,3,{unit}"]
    bom = read_bom("\n".join(["MPN,Manufacturer,Qty,Unit", *rows]).encode(), filename="bom.csv")
    assert "unit_price" not in bom.mapping.roles
