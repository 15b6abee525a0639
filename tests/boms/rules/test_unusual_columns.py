"""Columns under words that nobody expects, in alphabets and tongues that come seldom, and marks that nobody explains."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.header_words import fold_header, header_roles
from obsolescence.boms.rules.read_bom import ReadBom, read_bom

NUMBERS = ("HV-1001K", "HV-2002K", "XY-9009K", "QR-3030M", "LT-4711X", "AB-5005Z")


def read(*rows: str, encoding: str = "utf-8") -> ReadBom:
    return read_bom("\n".join(rows).encode(encoding), filename="bom.csv")


def listed(header: str, *cells: str) -> ReadBom:
    """A plain list with one more column at its end."""
    rows = [
        f"R{number},1,{mpn},Murata,{cell}"
        for number, (mpn, cell) in enumerate(zip(NUMBERS, cells, strict=True), start=1)
    ]
    return read(f"Reference,Qty,MPN,Manufacturer,{header}", *rows)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Bestellnummer Hersteller", "mpn"),
        ("N.º de parte del fabricante", "mpn"),
        ("Objednací číslo výrobce", "mpn"),
        ("Üretici Parça No", "mpn"),
        ("Valmistajan tuotekoodi", "mpn"),
        ("제조사 품번", "mpn"),
        ("PART OR IDENTIFYING NUMBER", "mpn"),
        ("Part Manufacturer", "manufacturer"),
        ("제조사", "manufacturer"),
        ("Symbol TME", "distributor_sku"),
        ("SPN", "distributor_sku"),
        ("Leverantör", "supplier_name"),
        ("Niet plaatsen", "dnp"),
        ("수량", "quantity"),
        ("위치", "designator"),
    ],
)
def test_words_of_further_tools_and_tongues(name: str, role: str) -> None:
    roles = header_roles(name)

    assert roles.get(role, 0.0) >= 0.8
    assert max(roles, key=lambda found: roles[found]) == role


def test_the_first_and_the_second_maker_may_be_counted_before_their_numbers() -> None:
    assert fold_header("Mfr 2 PN") == fold_header("Mfr PN 2")
    assert fold_header("Qty 10 boards").ordinal is None

    bom = read(
        "Item,Part Number,Qty,Ref Des,Mfr 1,Mfr 1 PN,Mfr 2,Mfr 2 PN",
        "1,100-001,2,R1 R2,Murata,HV-1001K,TDK,XY-9009K",
        "2,100-002,1,U1,Infineon,QR-3030M,,",
        "3,100-003,1,D1,Nexperia,LT-4711X,,",
    )

    assert bom.mapping.is_sure
    assert [line.mpn for line in bom.lines] == ["HV-1001K", "QR-3030M", "LT-4711X"]
    assert bom.lines[0].alternates == [("TDK", "XY-9009K")]


def test_makers_under_a_word_that_elsewhere_means_their_numbers() -> None:
    bom = read(
        "References,Quantity,MFN,MPN", "C1,1,Murata,HV-1001K", "C2,1,TDK,HV-2002K", "R1,1,Yageo,XY-9009K"
    )

    assert [line.manufacturer for line in bom.lines] == ["Murata", "TDK", "Yageo"]


def test_makers_below_a_group_title() -> None:
    bom = read(
        ",Part,,Quantity,", "Item,Manufacturer,MPN,per board,RefDes",
        "1,Murata,HV-1001K,2,R1 R2", "2,TDK,HV-2002K,1,C1", "3,Nexperia,XY-9009K,1,D1",
    )  # fmt: skip

    assert [line.manufacturer for line in bom.lines] == ["Murata", "TDK", "Nexperia"]


def test_makers_and_designators_under_strange_words_are_taken_and_asked_about() -> None:
    bom = read(
        "Mfr. #,Factory site,Customer #,Qty",
        "HV-1001K,Murata,U1,1", "HV-2002K,TDK,\"C1,C2\",2", "XY-9009K,Nexperia,D4,1", "QR-3030M,Yageo,R9,1",
    )  # fmt: skip

    assert bom.lines[1].designators == ["C1", "C2"]
    assert bom.lines[1].manufacturer == "TDK"
    assert not bom.mapping.is_sure


def test_a_fuller_column_of_the_same_name_is_asked_about() -> None:
    further = ["HV-7701", "", "", "", "", ""]
    rows = [
        f"R{number},1,{mpn},{other}"
        for number, (mpn, other) in enumerate(zip(NUMBERS, further, strict=True), 1)
    ]

    assert read("Ref,Qty,Mfr Part No,Notes", *rows).mapping.is_sure
    assert not read("Ref,Qty,Mfr Part No,Manufacturer Part Number 1", *rows).mapping.is_sure


def test_a_library_of_symbols_is_no_maker() -> None:
    bom = read(
        "Part,Value,Package,Library", "R1,10k,0603,Adafruit", "R2,4k7,0603,SparkFun", "C1,100n,0402,Adafruit"
    )

    assert "manufacturer" not in bom.mapping.roles


@pytest.mark.parametrize(
    ("encoding", "header"),
    [
        ("cp1250", "Poř.;Ks;Označení;Hodnota;Výrobce;Objednací číslo výrobce"),
        ("cp1250", "Lp.;Ilość;Oznaczenie;Wartość;Producent;Symbol producenta"),
        ("cp1252", "Pos;Stück;Repère;Valeur;Hersteller;Référence fabricant"),
        ("euc_kr", "번호;수량;위치;값;제조사;제조사 품번"),
    ],
)
def test_old_encodings_are_told_apart_by_the_headers(encoding: str, header: str) -> None:
    rows = [f"{number};1;R{number};10k;Murata;{mpn}" for number, mpn in enumerate(NUMBERS, start=1)]

    bom = read(header, *rows, encoding=encoding)

    assert bom.headers == header.split(";")
    assert bom.mapping.is_sure
    assert [line.mpn for line in bom.lines] == list(NUMBERS)


@pytest.mark.parametrize("header", ["Colour", "Remark", "비고"])
def test_marks_of_what_is_not_placed_count_below_any_word(header: str) -> None:
    bom = listed(header, "", "DNP", "", "not fitted", "", "")

    assert [line.dnp for line in bom.lines] == [False, True, False, True, False, False]


def test_marks_below_a_word_for_placing_that_nobody_knows_are_asked_about() -> None:
    assert listed("Mount", "M", "NM", "M", "M", "M", "M").lines[1].dnp
    assert listed("Mount", "M", "NM", "M", "M", "M", "M").mapping.is_sure
    assert not listed("Mount", "W", "K", "W", "W", "W", "W").mapping.is_sure


def test_crosses_and_blanks_below_a_word_that_nobody_knows_are_asked_about() -> None:
    assert not listed("SMT", "x", "x", "", "x", "", "x").mapping.is_sure
    assert listed("SMT", "x", "x", "x", "x", "x", "x").mapping.is_sure
    assert listed("RoHS", "x", "x", "", "x", "", "x").mapping.is_sure


def test_crosses_that_share_the_lines_out_are_sorts_of_parts() -> None:
    marks = [("x", ""), ("x", ""), ("", "x"), ("x", ""), ("", "x"), ("x", "")]
    assert listed("SMT,THT", *(f"{one},{other}" for one, other in marks)).mapping.is_sure


def test_part_numbers_under_a_vendors_word_are_asked_about_where_no_others_are() -> None:
    rows = [f"R{number},1,{mpn},490-{number}277-1-ND" for number, mpn in enumerate(NUMBERS, start=1)]

    assert not read("Ref,Qty,Vendor P/N,Distributor P/N", *rows).mapping.is_sure
    assert read("Ref,Qty,MPN,Distributor P/N", *rows).mapping.is_sure


@pytest.mark.parametrize("header", ["Part Number", "P/N"])
def test_numbers_of_one_form_below_a_common_word_are_asked_about(header: str) -> None:
    rows = [f"R{number},1,100-00{number}31,RES" for number in range(1, 9)]

    assert not read(f"Ref,Qty,{header},Description", *rows).mapping.is_sure
    assert not read(f"Ref,Qty,{header},Description", *rows, ",,Total,").mapping.is_sure


def test_a_word_that_nobody_knows_above_part_numbers_is_asked_about() -> None:
    rows = [f"R{number},1,{mpn}" for number, mpn in enumerate(NUMBERS, start=1)]

    assert not read("Ref,Qty,Codice produttor", *rows).mapping.is_sure


def test_an_answer_on_every_line_says_what_is_placed_below_any_word() -> None:
    bom = listed("Status", "Fitted", "Not fitted", "Fitted", "Fitted", "Not fitted", "Fitted")

    assert [line.dnp for line in bom.lines] == [False, True, False, False, True, False]
    assert not any(
        line.dnp for line in listed("Status", "Active", "NRND", "Active", "Active", "EOL", "Active").lines
    )


def test_order_numbers_of_a_shop_are_no_part_numbers_whatever_the_header_says() -> None:
    rows = [f"R{number},1,C{number}5292,10k" for number in range(1, 7)]

    assert not read("Ref,Qty,MPN,Value", *rows).mapping.is_sure


@pytest.mark.parametrize(
    ("value", "expected"),
    [("10uF NP", False), ("4.7µF 50V NP", False), ("10k NP", True), ("NP", True), ("10uF DNP", True)],
)
def test_a_capacitor_without_poles_is_placed(value: str, expected: bool) -> None:
    bom = read(
        "Ref,Qty,Value,MPN", f"C1,1,{value},HV-1001K", "R1,1,10k,HV-2002K", "U1,1,,QR-3030M", "D1,1,,LT-4711X"
    )

    assert bom.lines[0].dnp == expected


def test_a_header_in_a_tongue_that_we_do_not_know_is_a_header_and_asked_about() -> None:
    rows = [
        f"{number};{number % 3 + 1};R{number};Murata;{mpn}" for number, mpn in enumerate(NUMBERS, start=1)
    ]
    bom = read("Nr;Skaits;Apzīmējums;Ražotājs;Ražotāja numurs", *rows)

    assert bom.mapping.header_row == 0
    assert [line.designators for line in bom.lines] == [[f"R{number}"] for number in range(1, 7)]
    assert not bom.mapping.is_sure


def test_the_first_line_of_a_list_without_a_header_is_a_line() -> None:
    rows = [
        f"{number};{number % 3 + 1};R{number};Murata;{mpn}" for number, mpn in enumerate(NUMBERS, start=1)
    ]

    assert [line.designators for line in read(*rows).lines] == [[f"R{number}"] for number in range(1, 7)]
