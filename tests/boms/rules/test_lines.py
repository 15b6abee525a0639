"""Rows become lines: wrapped places, alternates, builds of many boards, marks, and what spreadsheet programs spoil."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
import xlsxwriter

from obsolescence.boms.rules.columns import ColumnMapping
from obsolescence.boms.rules.lines.quantities import read_quantity
from obsolescence.boms.rules.read_bom import ReadBom, read_bom


def read(text: str) -> ReadBom:
    return read_bom(text.encode(), filename="lines.csv")


def codes(bom: ReadBom) -> list[str]:
    return [problem.code for problem in bom.problems]


def test_designators_that_go_on_in_the_next_rows() -> None:
    bom = read('Qty,Reference,MPN\n6,"R1,R2,",RC0402FR-0710KL\n,"R3,R4,",\n,"R5,R6",\n1,U1,TLV75533PDBVR\n')

    assert [line.designators for line in bom.lines] == [["R1", "R2", "R3", "R4", "R5", "R6"], ["U1"]]
    assert bom.lines[0].raw["Reference"] == "R1,R2,\nR3,R4,\nR5,R6"
    assert "quantity_differs" not in codes(bom)


def test_alternates_on_rows_of_their_own() -> None:
    bom = read(
        "IPN,Qty,Ref,Manufacturer,MPN\nP-1,2,R1 R2,Yageo,RC0402FR-0710KL\n,,,Vishay,CRCW040210K0FKED\n"
        "P-2,1,U1,TI,TLV75533PDBVR\nP-2,,,onsemi,NCP115ASN330T2G\nP-3,1,D1,Nexperia,BAT54S\nP-3,1,D1,onsemi,BAT54SLT1G\n"
    )

    assert [line.alternates for line in bom.lines] == [
        [("Vishay", "CRCW040210K0FKED")],
        [("onsemi", "NCP115ASN330T2G")],
        [("onsemi", "BAT54SLT1G")],
    ]
    assert bom.lines[0].raw["MPN"] == "RC0402FR-0710KL\nCRCW040210K0FKED"


def test_several_numbers_in_one_cell() -> None:
    bom = read(
        'Qty,Ref,Manufacturer,MPN\n2,R1 R2,"Yageo\nVishay","RC0402FR-0710KL\nCRCW040210K0FKED"\n1,U1,TI,TLV75533PDBVR\n'
    )

    assert (bom.lines[0].manufacturer, bom.lines[0].mpn) == ("Yageo", "RC0402FR-0710KL")
    assert bom.lines[0].alternates == [("Vishay", "CRCW040210K0FKED")]


def test_quantities_of_a_build_are_divided() -> None:
    bom = read(
        "Ref,Qty for 10 boards,MPN\nR1 R2,20,RC0402FR-0710KL\nU1,10,TLV75533PDBVR\nC1,5,GRM155R71C104KA88D\n"
    )

    assert [line.quantity for line in bom.lines] == [Decimal(2), Decimal(1), Decimal("0.5")]
    assert [line.quantity_text for line in bom.lines] == ["20", "10", "5"]
    assert "quantity_divided" in codes(bom)


def test_quantities_that_are_all_ten_times_the_places_are_said() -> None:
    rows = "".join(f"R{number},10,RC0402FR-07{number}KL\n" for number in range(10, 20))
    bom = read("Ref,Qty,MPN\n" + rows)

    assert "quantity_for_several_boards" in codes(bom)


@pytest.mark.parametrize(
    ("header", "cells", "left_out"),
    [
        pytest.param("DNP", ["", "DNP", "x"], [False, True, True], id="negative"),
        pytest.param("Fitted", ["Yes", "No", "Yes"], [False, True, False], id="positive"),
        pytest.param("Populate", ["1", "0", "1"], [False, True, False], id="figures"),
        pytest.param("Do Not Place", ["False", "True", "False"], [False, True, False], id="true and false"),
        pytest.param("Bestückt", ["ja", "nein", "ja"], [False, True, False], id="German"),
        pytest.param("Notes", ["", "DO NOT POPULATE", "check"], [False, True, False], id="among remarks"),
        pytest.param("Value", ["10k", "10k DNP", "100n"], [False, True, False], id="in the value"),
    ],
)
def test_what_is_not_placed(header: str, cells: list[str], left_out: list[bool]) -> None:
    numbers = ["RC0402FR-0710KL", "RC0603FR-0710KL", "GRM155R71C104KA88D"]
    rows = "".join(
        f"R{i},1,{mpn},{cell}\n" for i, (mpn, cell) in enumerate(zip(numbers, cells, strict=True), start=1)
    )
    bom = read(f"Ref,Qty,MPN,{header}\n{rows}")

    assert [line.dnp for line in bom.lines] == left_out


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("1.00E+05", "rounded"),
        ("May-21", "date"),
        ("21-Okt", "date"),
        ("2021-05-01", "date"),
        ("#NAME?", "error"),
        ("1E05", None),
        ("LM358", None),
        ("12-1021", None),
    ],
)
def test_damage_of_spreadsheets(cell: str, word: str | None) -> None:
    bom = read(
        f"Ref,Qty,MPN\nU1,1,TLV75533PDBVR\nU2,1,{cell}\nR1,1,RC0402FR-0710KL\nC1,1,GRM155R71C104KA88D\n"
    )
    warnings = bom.lines[1].warnings

    assert bom.lines[1].mpn_text == cell
    assert (word is None and not warnings) or (word is not None and word in warnings[0])


def test_zeros_dropped_from_the_front() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Ref", "Qty", "MPN", "Footprint"])
    for row, (ref, mpn) in enumerate(
        [("J1", "0022232021"), ("J2", "0022232031"), ("J3", 22232041), ("U1", "TLV75533PDBVR")]
    ):
        sheet.write_row(row + 1, 0, [ref, 1, mpn, 603])
    book.close()
    bom = read_bom(data.getvalue(), filename="zeros.xlsx")

    assert "zeros" in bom.lines[2].warnings[0]
    assert not bom.lines[0].warnings
    assert "zeros_lost" in codes(bom)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", "5"), ("5.0", "5.0"), ("2 pcs", "2"), ("1,000", "1000"), ("0,5", "0.5"), ("3,000 ST", "3000"), ("3.000", "3"),
        ("2x", "2"), ("1 234", "1234"), ("1.234,5", "1234.5"), ("10 Stk.", "10"), ("4 шт", "4"), ("3个", "3"),
        ("1e3", None), ("-", None), ("", None), ("as required", None), ("DNP", None),
    ],
)  # fmt: skip
def test_one_quantity(text: str, expected: str | None) -> None:
    found = read_quantity(text)

    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(
            ["3,000", "2,000", "0,250"], ["3", "2", "0.25"], id="three decimals, as planning systems print"
        ),
        pytest.param(["1,5", "2,000"], ["1.5", "2"], id="a comma before decimals elsewhere"),
        pytest.param(["1,000", "25", "3"], ["1000", "25", "3"], id="thousands"),
    ],
)
def test_what_a_comma_means_is_seen_in_the_column(cells: list[str], expected: list[str]) -> None:
    numbers = ["RC0402FR-0710KL", "TLV75533PDBVR", "GRM155R71C104KA88D"]
    rows = "".join(f"{mpn};{cell}\n" for mpn, cell in zip(numbers, cells, strict=False))
    bom = read(f"MPN;Menge\n{rows}")

    assert [line.quantity for line in bom.lines] == list(map(Decimal, expected))


def test_zeros_that_only_the_format_shows_are_kept() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    padded = book.add_format({"num_format": "0000000000"})
    sheet.write_row(0, 0, ["Ref", "Qty", "MPN"])
    for row, (ref, mpn) in enumerate([("J1", 22232021), ("J2", 22232031), ("J3", 22232041)], start=1):
        sheet.write_row(row, 0, [ref, row])
        sheet.write_number(row, 2, mpn, padded)
    book.close()
    bom = read_bom(data.getvalue(), filename="padded.xlsx")

    assert [line.mpn for line in bom.lines] == ["0022232021", "0022232031", "0022232041"]
    assert [line.quantity_text for line in bom.lines] == ["1", "2", "3"]


def test_lines_below_a_title_that_leaves_them_out() -> None:
    bom = read(
        "Ref,Qty,MPN,Description\nU1,1,TLV75533PDBVR,LDO\nDO NOT POPULATE,,,\nR1,1,RC0402FR-0710KL,Resistor\n"
        "C1,1,GRM155R71C104KA88D,Capacitor\nMechanics,,,\nH1,1,NBT-4711-12,Nut\n"
    )

    assert [line.dnp for line in bom.lines] == [False, True, True, False]
    assert "DO NOT POPULATE" in bom.lines[1].warnings[0]


@pytest.mark.parametrize(
    "remark",
    [
        "Parts marked DNP are not fitted",
        "* DNP",
        "DNP = do not populate",
        "Parts that are DNP stay in the store until they are asked for",
    ],
)
def test_a_remark_about_marks_leaves_nothing_out(remark: str) -> None:
    bom = read(
        f"Ref,Qty,MPN\nU1,1,TLV75533PDBVR\n{remark},,\nR1,1,RC0402FR-0710KL\nC1,1,GRM155R71C104KA88D\n"
    )

    assert [line.dnp for line in bom.lines] == [False, False, False]


def test_a_person_may_say_that_a_column_counts_a_build() -> None:
    data = b"Ref,Qty for 10 boards,Spare,MPN\nR1 R2,20,1,RC0402FR-0710KL\nU1,10,1,TLV75533PDBVR\n"
    mapping = ColumnMapping(None, 0).with_roles({"quantity_for": [1], "mpn": [3], "designator": [0]})
    bom = read_bom(data, filename="a.csv", mapping=mapping)

    assert [line.quantity for line in bom.lines] == [Decimal(2), Decimal(1)]


_PARTS = ("R1;1;RC0603FR-0710KL", "C1;1;GRM188R71H104KA93D", "U1;1;LM358DR")


def marked(header: str, *marks: str) -> ReadBom:
    rows = [f"{part};{mark}" for part, mark in zip(_PARTS, marks, strict=True)]
    return read("\n".join([f"Ref;Qty;MPN;{header}", *rows]))


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Monté", "oui", "non"), ("Monte", "oui", "non"), ("Équipé", "oui", "non"), ("Montare", "si", "no"),
        ("Montato", "si", "no"), ("Bestücken", "ja", "nein"), ("Montaje", "sí", "no"), ("Install", "Y", "N"),
        ("In BOM", "TRUE", "FALSE"), ("Include", "1", "0"), ("是否贴片", "是", "否"), ("Установить", "да", "нет"),
        ("Montera", "ja", "nej"), ("Monteren", "ja", "nee"), ("Osadzić", "tak", "nie"), ("Zamontować", "tak", "nie"),
        ("Fitted (yes/no)", "yes", "no"), ("Monté (oui/non)", "oui", "non"), ("Mount", "x", ""),
    ],
)  # fmt: skip
def test_yes_below_a_word_for_placing_is_placed(header: str, yes: str, no: str) -> None:
    bom = marked(header, yes, no, yes)

    assert [line.dnp for line in bom.lines] == [False, True, False]
    assert bom.mapping.is_sure


@pytest.mark.parametrize(
    "header", ["Non monté", "Nicht bestückt", "No montar", "不贴", "NC", "Не устанавливать", "DNP"]
)
def test_yes_below_a_word_for_leaving_out_is_left_out(header: str) -> None:
    assert [line.dnp for line in marked(header, "", "x", "").lines] == [False, True, False]


@pytest.mark.parametrize("header", ["Optional?", "Variant", "Zubereitet"])
def test_yes_and_no_below_another_word_are_asked_about(header: str) -> None:
    assert not marked(header, "yes", "no", "yes").mapping.is_sure


def test_a_board_that_is_mostly_empty_is_asked_about() -> None:
    assert not marked("DNP", "yes", "no", "yes").mapping.is_sure
    assert marked("RoHS", "yes", "no", "yes").mapping.is_sure


def test_the_number_is_that_of_the_maker() -> None:
    bom = read(
        'Part,Rev,Qty,Ref,Vendor Part,Vendor\nR-10K-0603,A,2,"R1,R2",RC0603FR-0710KL,Yageo\n'
        "C-100N-0603,B,1,C1,GRM188R71H104KA93D,Murata\nIC-LM358,A,1,U1,LM358DR,Texas Instruments\n"
    )

    assert [(line.mpn, line.manufacturer, line.cpn) for line in bom.lines] == [
        ("RC0603FR-0710KL", "Yageo", "R-10K-0603"),
        ("GRM188R71H104KA93D", "Murata", "C-100N-0603"),
        ("LM358DR", "Texas Instruments", "IC-LM358"),
    ]


def test_a_maker_and_a_number_of_different_words_are_asked_about() -> None:
    bom = read(
        "MPN,Qty,Ref,Vendor PN,Vendor\nRC0603FR-0710KL,1,R1,603-RC0603FR-0710KL,Yageo\n"
        "GRM188R71H104KA93D,1,C1,81-GRM188R71H104KA93D,Murata\n"
    )

    assert not bom.mapping.is_sure


def test_a_number_that_does_not_count_upwards_may_be_the_quantity() -> None:
    rows = [
        "JST;B4B-XH-A;9",
        "JST;XHP-4;9",
        "Texas Instruments;LM2596T-5.0;1",
        "Murata;GRM188R71H104KA93D;30",
    ]
    bom = read("Manufacturer;MPN;Number\n" + "\n".join(rows))

    assert [line.quantity for line in bom.lines] == [9, 9, 1, 30]
    assert not bom.mapping.is_sure


def test_without_quantities_and_designators_a_person_is_asked() -> None:
    bom = read("Item;Manufacturer;MPN\n1;JST;B4B-XH-A\n2;TI;LM2596T-5.0\n3;Murata;GRM188R71H104KA93D\n")

    assert [line.line_number for line in bom.lines] == ["1", "2", "3"]
    assert not bom.mapping.is_sure


def test_places_that_cannot_be_read_are_said() -> None:
    bom = read(
        "Ref,Qty,MPN\nR1,1,RC0603FR-0710KL\nsee drawing,2,GRM188R71H104KA93D\n-,1,LM358DR\nC1,1,TLV75533PDBVR\n"
    )

    assert [problem.rows for problem in bom.problems if problem.code == "places_unreadable"] == [[2]]


def test_a_second_source_names_its_maker() -> None:
    bom = read(
        "Item,Maker,Maker P/N,2nd Source,2nd P/N,Qty,Ref\n1,YAGEO,RC0603FR-0710KL,WALSIN,WR06X1002FTL,1,R1\n"
        "2,MURATA,GRM188R71H104KA93D,TDK,C1608X7R1H104K080AA,1,C1\n3,TI,LM358DR,ST,LM358DT,1,U1\n"
    )

    assert [(line.mpn, line.alternates) for line in bom.lines] == [
        ("RC0603FR-0710KL", [("WALSIN", "WR06X1002FTL")]),
        ("GRM188R71H104KA93D", [("TDK", "C1608X7R1H104K080AA")]),
        ("LM358DR", [("ST", "LM358DT")]),
    ]


@pytest.mark.parametrize(
    ("cell", "makers", "expected"),
    [
        ("LM358DR / LM358DT", "TI/ST", [("TI", "LM358DR"), ("ST", "LM358DT")]),
        ("LM358DR, LM358DT", "TI, ST", [("TI", "LM358DR"), ("ST", "LM358DT")]),
        ("LM358DR oder LM358DT", "TI", [("TI", "LM358DR"), ("TI", "LM358DT")]),
        (
            "GRM188R71H104KA93D, C1608X7R1H104K080AA",
            "Murata, TDK",
            [("Murata", "GRM188R71H104KA93D"), ("TDK", "C1608X7R1H104K080AA")],
        ),
        ("BZX84-C2V4,215", "Nexperia", [("Nexperia", "BZX84-C2V4,215")]),
        ("KM-1001/20", "Diodes, Inc.", [("Diodes, Inc.", "KM-1001/20")]),
        ("LM358 / SO8", "TI", [("TI", "LM358 / SO8")]),
    ],
)
def test_numbers_side_by_side(cell: str, makers: str, expected: list[tuple[str, str]]) -> None:
    line = read(f"Ref;Qty;MPN;Manufacturer\nU1;1;{cell};{makers}\nR1;1;RC0603FR-0710KL;Yageo\n").lines[0]

    assert [(line.manufacturer, line.mpn), *line.alternates] == expected


def test_vendors_that_are_counted() -> None:
    bom = read(
        "Item,Qty,Location,1st Vendor,1st Vendor P/N,2nd Vendor,2nd Vendor P/N,3rd Vendor,3rd Vendor P/N\n"
        '1,2,"R1,R2",YAGEO,RC0603FR-0710KL,WALSIN,WR06X1002FTL,VISHAY,CRCW060310K0FKEA\n'
        '2,2,"C1,C2",MURATA,GRM188R71H104KA93D,TDK,C1608X7R1H104K080AA,,\n3,1,U1,TI,LM358DR,ST,LM358DT,,\n'
    )

    assert (bom.lines[0].manufacturer, bom.lines[0].mpn) == ("YAGEO", "RC0603FR-0710KL")
    assert [line.alternates for line in bom.lines] == [
        [("WALSIN", "WR06X1002FTL"), ("VISHAY", "CRCW060310K0FKEA")],
        [("TDK", "C1608X7R1H104K080AA")],
        [("ST", "LM358DT")],
    ]


def test_a_rounded_figure_is_no_part_number() -> None:
    bom = read("Ref,Qty,MPN\nR1,1,5.0E-03\nC1,1,GRM188R71H104KA93D\nU1,1,LM358DR\n")

    assert [problem.rows for problem in bom.problems if problem.code == "cell_damaged"] == [[1]]


def test_thousands_among_whole_numbers() -> None:
    bom = read(
        'Qty,MPN,Manufacturer\n"1,200",RC0603FR-0710KL,Yageo\n50,GRM188R71H104KA93D,Murata\n7,LM358DR,TI\n'
    )
    only = read(
        'Qty,MPN,Manufacturer\n"1,200",RC0603FR-0710KL,Yageo\n"2,400",GRM188R71H104KA93D,Murata\n1.5,LM358DR,TI\n'
    )

    assert [line.quantity for line in bom.lines] == [1200, 50, 7]
    assert [line.quantity for line in only.lines] == [1200, 2400, Decimal("1.5")]


@pytest.mark.parametrize("header", ["Value/Part Number", "Наименование"])
def test_numbers_below_another_word_are_asked_about(header: str) -> None:
    bom = read(
        f"Ref,Qty,{header}\nR1,1,RC0603FR-0710KL\nC1,1,GRM188R71H104KA93D\nU1,1,LM358DR\nQ1,1,BSS138LT1G\n"
    )

    assert [line.mpn for line in bom.lines][:2] == ["RC0603FR-0710KL", "GRM188R71H104KA93D"]
    assert not bom.mapping.is_sure
    assert "no_part_number_column" not in codes(bom)


@pytest.mark.parametrize(
    ("value", "note", "expected"),
    [
        ("10k", "не устанавливать", True),
        ("10k", "実装しない", True),
        ("100n NC", "", True),
        ("0R n.b.", "", True),
        ("Relay NC", "", False),
        ("100n", "checked", False),
    ],
)
def test_marks_in_values_and_notes(value: str, note: str, expected: bool) -> None:
    bom = read(
        f"Ref,Qty,Value,MPN,Note\nR1,1,{value},RC0603FR-0710KL,{note}\nC1,1,1u,GRM188R71H104KA93D,ok\nU1,1,x,LM358DR,ok\n"
    )

    assert [line.dnp for line in bom.lines] == [expected, False, False]
