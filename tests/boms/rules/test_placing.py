"""What leaves a part off the board, in any tongue and wherever it is said; and what only sounds like it."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.columns.content import says_not_placed
from obsolescence.boms.rules.header_words import header_roles, yes_means_placed
from obsolescence.boms.rules.lines.population import says_in_passing
from obsolescence.boms.rules.placing import remark_leaves_out
from obsolescence.boms.rules.read_bom import ReadBom, read_bom

NUMBERS = ("HV-1001K", "XY-9009K", "QR-3030M", "LT-4711X", "AB-5005Z", "KM-7070T")
PHRASES = (
    "DO NOT PLACE", "Do not populate", "don't fit", "not mounted", "No not install", "nicht bestücken", "Nicht bestuecken",
    "ne pas monter", "non monté", "no montar", "não montar", "Não montado", "non montare", "nie montować", "neosazovat",
    "neosadzovať", "nem beültetendő", "dizilmeyecek", "takılmayacak", "monteras ej", "ej monterad", "monteres ikke",
    "niet plaatsen", "ei asenneta", "Не устанавливать", "未実装", "미실장", "不贴", "不焊", "空贴",
)  # fmt: skip
OTHER_BANS = (
    "Do not substitute",
    "Do not replace",
    "Do not use alternates",
    "no substitutes",
    "do not wash",
    "do not order before approval",
)


def listed(header: str, *cells: str) -> ReadBom:
    rows = [
        f'R{number},1,{mpn},Murata,"{cell}"'
        for number, (mpn, cell) in enumerate(zip(NUMBERS, [*cells, *[""] * 6], strict=False), start=1)
    ]
    return read_bom(
        "\n".join([f"Reference,Qty,MPN,Manufacturer,{header}", *rows]).encode(), filename="bom.csv"
    )


def left_out(bom: ReadBom) -> list[int]:
    return [number for number, line in enumerate(bom.lines, start=1) if line.dnp]


@pytest.mark.parametrize("phrase", PHRASES)
def test_the_phrase_leaves_out_as_a_value_in_a_remark_and_as_a_header(phrase: str) -> None:
    assert says_not_placed(phrase)
    assert remark_leaves_out(f"MAC label up; {phrase}")
    assert header_roles(phrase).get("dnp") == 1.0
    assert yes_means_placed(phrase) is False

    assert left_out(listed("Notes", "", phrase, "handle with care")) == [2]


@pytest.mark.parametrize("remark", OTHER_BANS)
def test_a_ban_of_something_else_says_nothing_of_placing(remark: str) -> None:
    assert not says_not_placed(remark)
    for bom in (listed("Remark", "", remark), listed("Comments", "DNP", remark)):
        assert 2 not in left_out(bom)


@pytest.mark.parametrize(
    "header", ["Notes", "Remark", "Your Instructions / Notes", "Observação", "BOM Notes"]
)
def test_a_column_of_remarks_is_read_whatever_stands_in_it(header: str) -> None:
    bom = listed(header, "Do not place", "", "handle with care")

    assert bom.mapping.roles["note"] == [4]
    assert left_out(bom) == [1]
    assert bom.mapping.is_sure


def test_a_description_may_end_with_the_mark() -> None:
    bom = listed(
        "Description", "Resistor 10k 1% 0603", "Relay 12 V coil - do not populate", "LDO 3V3 no load 2 uA"
    )

    assert left_out(bom) == [2]


def test_a_condition_leaves_nothing_out_and_is_told() -> None:
    remark = "Do not mount before the reflow test"
    bom = listed("Notes", remark)

    assert says_in_passing(remark)
    assert left_out(bom) == []
    assert [problem.rows for problem in bom.problems if problem.code == "placed_or_not"] == [[1]]


@pytest.mark.parametrize(
    ("header", "yes"), [("Dizilmeyecek", "Evet"), ("Monteras ej", "X"), ("Não montar", "Sim")]
)
def test_yes_below_such_a_header_leaves_out(header: str, yes: str) -> None:
    bom = listed(header, "", "", yes)

    assert left_out(bom) == [3]
    assert bom.mapping.is_sure


def test_places_below_dnp_stay_empty() -> None:
    rows = ['"R1,R2",2,HV-1001K,Yageo,R2', "C1,1,XY-9009K,Murata,", "C2,1,QR-3030M,Murata,"]
    bom = read_bom("\n".join(["Ref,Qty,MPN,Manufacturer,DNP", *rows]).encode(), filename="bom.csv")

    assert bom.lines[0].not_placed == ["R2"]
    assert left_out(bom) == []


def test_a_mark_in_a_column_that_nobody_reads_is_asked_about() -> None:
    bom = listed("Type", "SMD", "DNF", "SMD")

    assert not bom.mapping.is_sure
    assert "marks_elsewhere" in {problem.code for problem in bom.problems}


def test_options_of_fitting_that_are_no_answer_are_asked_about() -> None:
    bom = listed("Fit option", "All", "Pro only", "Not in Lite", "None")

    assert not bom.mapping.is_sure


def test_a_title_holds_below_a_repeated_header() -> None:
    header = "Ref,Qty,MPN,Manufacturer"
    rows = [
        header,
        "R1,1,HV-1001K,Yageo",
        "C1,1,XY-9009K,Murata",
        "",
        "NOT POPULATED,,,",
        header,
        "R9,1,QR-3030M,Yageo",
    ]
    bom = read_bom("\n".join(rows).encode(), filename="bom.csv")

    assert [line.dnp for line in bom.lines] == [False, False, True]


def test_a_mark_behind_several_places_is_told() -> None:
    rows = ['"R1, R2, R3 (DNP)",3,HV-1001K,Yageo', "C1,1,XY-9009K,Murata"]
    bom = read_bom("\n".join(["Ref,Qty,MPN,Manufacturer", *rows]).encode(), filename="bom.csv")

    assert bom.lines[0].dnp
    assert [problem.rows for problem in bom.problems if problem.code == "left_out_by_title"] == [[1]]
