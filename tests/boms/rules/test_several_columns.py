"""Several columns of one role: numbers with their makers, texts that belong together; nothing of them is lost."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.columns import ColumnMapping
from obsolescence.boms.rules.lines import ReadLine
from obsolescence.boms.rules.read_bom import read_bom


def lines(text: str, roles: dict[str, list[int]]) -> list[ReadLine]:
    mapping = ColumnMapping(None, 0).with_roles(roles)
    return read_bom(text.encode(), filename="list.csv", mapping=mapping).lines


@pytest.mark.parametrize(
    ("header", "mpn", "maker"),
    [
        ("MPN 1,Maker 1,MPN 2,Maker 2,Qty", [0, 2], [1, 3]),
        ("MPN 1,MPN 2,Maker 2,Maker 1,Qty", [0, 1], [2, 3]),
        ("Number,Firm,Number,Firm,Qty", [0, 2], [1, 3]),
        ("Firm,Number,Firm,Number,Qty", [1, 3], [0, 2]),
        ("First,Second,Firm of first,Firm of second,Qty", [0, 1], [2, 3]),
    ],
)
def test_numbers_find_their_makers(header: str, mpn: list[int], maker: list[int]) -> None:
    cells = {mpn[0]: "HV-1001K", mpn[1]: "KM-2002X"}
    first, second = (3, 2) if header.startswith("MPN 1,MPN 2") else maker
    cells |= {first: "Halvorn", second: "Kestrel", 4: "2"}
    row = ",".join(cells[column] for column in range(5))
    (line,) = lines(f"{header}\n{row}\n", {"mpn": mpn, "manufacturer": maker, "quantity": [4]})
    assert (line.manufacturer, line.mpn, line.alternates) == (
        "Halvorn",
        "HV-1001K",
        [("Kestrel", "KM-2002X")],
    )


def test_the_first_number_that_is_there_leads() -> None:
    text = "MPN 1,Maker 1,MPN 2,Maker 2,Qty\n,,KM-2002X,Kestrel,2\nHV-1001K,,,,1\nHV-1001K,Halvorn,HV-1001K,Halvorn,1\n"
    found = lines(text, {"mpn": [0, 2], "manufacturer": [1, 3], "quantity": [4]})
    assert [(line.manufacturer, line.mpn, line.alternates) for line in found] == [
        ("Kestrel", "KM-2002X", []), ("", "HV-1001K", []), ("Halvorn", "HV-1001K", []),
    ]  # fmt: skip


def test_the_only_maker_is_the_maker_of_the_first_number() -> None:
    text = "Maker,Number,Other number,Qty\nHalvorn,HV-1001K,KM-2002X,1\nHalvorn,,KM-2002X,1\n"
    found = lines(text, {"mpn": [1, 2], "manufacturer": [0], "quantity": [3]})
    assert [(line.manufacturer, line.mpn, line.alternates) for line in found] == [
        ("Halvorn", "HV-1001K", [("", "KM-2002X")]), ("Halvorn", "KM-2002X", []),
    ]  # fmt: skip


def test_own_numbers_and_alternates_come_together() -> None:
    text = "MPN,Maker,MPN 2,Maker 2,Alternate,Qty\nHV-1001K,Halvorn,KM-2002X,Kestrel,BW-3003Z,1\n"
    (line,) = lines(
        text, {"mpn": [0, 2], "manufacturer": [1], "alternate_mpn": [4], "alternate_manufacturer": [3], "quantity": [5]}
    )  # fmt: skip
    assert (line.manufacturer, line.mpn) == ("Halvorn", "HV-1001K")
    assert line.alternates == [("", "KM-2002X"), ("Kestrel", "BW-3003Z")]


def test_makers_with_numbers_in_several_columns() -> None:
    text = "Source 1,Source 2,Qty\nTexas Instruments LM358DR,STMicroelectronics LM358DT,1\n"
    (line,) = lines(text, {"manufacturer_and_mpn": [0, 1], "quantity": [2]})
    assert (line.manufacturer, line.mpn) == ("Texas Instruments", "LM358DR")
    assert line.alternates == [("STMicroelectronics", "LM358DT")]


def test_texts_are_joined_and_designators_added() -> None:
    text = "MPN,Top,Bottom,What,Size,Value,Unit,Qty\nHV-1001K,C1 C2,C9,Capacitor,0603,100,nF,3\nHV-2K,,R1,Resistor,,10,k,1\n"
    first, second = lines(
        text, {"mpn": [0], "designator": [1, 2], "description": [3, 4], "value": [5, 6], "quantity": [7]}
    )
    assert (first.designators, first.description, first.value) == (
        ["C1", "C2", "C9"],
        "Capacitor 0603",
        "100 nF",
    )
    assert (second.designators, second.description) == (["R1"], "Resistor")
    assert first.raw["Bottom"] == "C9"


def test_any_column_may_say_that_a_line_is_not_placed() -> None:
    text = "MPN,DNP,Mounted?,Remark,Other remark,Qty\nA-1001K,,yes,x,,1\nB-1001K,x,yes,,,1\nC-1001K,,no,,,1\nD-1001K,,yes,,DNP,1\n"
    found = lines(text, {"mpn": [0], "dnp": [1], "placed": [2], "note": [3, 4], "quantity": [5]})
    assert [line.dnp for line in found] == [False, True, True, True]


def test_a_person_says_what_yes_means() -> None:
    text = "MPN,Option,Qty\nA-1001K,yes,1\nB-1001K,no,1\n"
    assert [line.dnp for line in lines(text, {"mpn": [0], "placed": [1], "quantity": [2]})] == [False, True]
    assert [line.dnp for line in lines(text, {"mpn": [0], "dnp": [1], "quantity": [2]})] == [True, False]


def test_of_two_columns_of_one_name_the_house_s_own_is_no_part_number() -> None:
    text = (
        "Part Number,Part Number,Qty,RefDes,Manufacturer\n100-0012,HV-1001K,1,R1,Halvorn\n"
        "100-0013,XY99-09K,1,C1,Kestrel\n100-0014,QRX3030M,1,U1,Murata\n100-0015,LT4711,1,U2,TDK\n"
    )
    line = read_bom(text.encode(), filename="list.csv").lines[0]
    assert (line.mpn, line.cpn, line.alternates) == ("HV-1001K", "100-0012", [])


def test_two_columns_of_one_name_whose_cells_do_not_tell_are_asked_about() -> None:
    text = (
        "Part Number,Part Number,Qty,RefDes,Manufacturer\nHV-1001K,KM2002X,1,R1,Halvorn\n"
        "XY99-09K,BZX84C,1,C1,Kestrel\nQRX3030M,LM358DR,1,U1,Murata\nLT4711,BC847BS,1,U2,TDK\n"
    )
    bom = read_bom(text.encode(), filename="list.csv")
    assert not bom.mapping.is_sure
