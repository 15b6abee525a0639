"""Parts lists as people write them: kinds, separators, encodings, rows above the table, and what is refused."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
import xlsxwriter

from obsolescence.boms.rules.guard import read_guarded
from obsolescence.boms.rules.read_bom import read_bom
from obsolescence.boms.rules.reading.table import UnreadableFile

ROWS = [
    ["Reference", "Manufacturer", "MPN", "Quantity", "Description"],
    ["U1", "Halvorn", "HV-1001K", "1", "Controller"],
    ["R1, R2", "Halvorn", "HV-2002K", "2", "Resistor 10 kΩ"],
    ["D1", "Other", "XY-9009K", "1", "Diode"],
]


def as_text(separator: str, rows: list[list[str]] = ROWS) -> str:
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows) + "\n"


def as_xlsx(rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet("BOM")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_text(",").encode(), "plain.csv"),
        (as_text(";").encode("utf-8-sig"), "semicolons.csv"),
        (as_text("\t").encode("utf-16"), "tabs.txt"),
        (as_xlsx(ROWS), "sheet.xlsx"),
        (as_xlsx(ROWS), "wrong name.csv"),
        (as_xlsx([["Project AX-400"], [], ["Revision", "C"], [], *ROWS]), "rows above.xlsx"),
    ],
)
def test_every_kind_gives_the_same_lines(data: bytes, name: str) -> None:
    read = read_bom(data, filename=name)
    assert read.mapping.is_sure
    assert [(line.mpn, line.manufacturer, line.quantity, line.designators) for line in read.lines] == [
        ("HV-1001K", "Halvorn", Decimal(1), ["U1"]),
        ("HV-2002K", "Halvorn", Decimal(2), ["R1", "R2"]),
        ("XY-9009K", "Other", Decimal(1), ["D1"]),
    ]


def test_values_alone_are_no_part_numbers() -> None:
    rows = [["Reference", "Value", "Footprint"], ["R1", "10k", "R_0603"], ["C1 C2", "100n", "C_0603"]]
    read = read_bom(as_text(",", rows).encode(), filename="kicad.csv")
    assert not read.mapping.has_part_numbers
    assert [line.mpn for line in read.lines] == ["", ""]
    assert read.problems[0].remedy


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04 not really a zip", "broken.xlsx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "photo.csv"),
        (b"%PDF-1.7 and so on", "bom.pdf"),
        (bytes(1000), "zeros.csv"),
    ],
)
def test_a_refusal_is_one_sentence(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_guarded(data, filename=name)
    assert str(refusal.value).rstrip().endswith(".")


def test_the_guarded_process_reads_the_same() -> None:
    data = as_text(",").encode()
    assert read_guarded(data, filename="a.csv").lines == read_bom(data, filename="a.csv").lines


def test_a_lone_part_number_of_one_house_waits_for_a_person() -> None:
    rows = [["Ref", "Qty", "Part Number"], *([f"U{n}", "1", f"101-0{n}31-00"] for n in range(10, 20))]
    read = read_bom(as_text(",", rows).encode(), filename="house.csv")
    assert read.mapping.roles["mpn"] == [2]
    assert not read.mapping.is_sure


def test_another_parts_list_in_the_workbook_is_said() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.add_worksheet("Cover").write_column(
        0, 0, ["Project AX-400", "Revision C", "Main board and power board"]
    )
    for name, start in (("Main board", 1000), ("Power board", 5000)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ROWS[0])
        for number in range(1, 9):
            sheet.write_row(number, 0, [f"U{number}", "Halvorn", f"HV-{start + number}K", 1, "Controller"])
    book.close()
    read = read_bom(data.getvalue(), filename="two.xlsx")
    assert read.mapping.sheet == "Main board"
    said = [problem.sentence for problem in read.problems if problem.code == "further_tables"]
    assert said == ["There is another parts list in this file: “Power board”."]


def test_what_is_seen_goes_before_what_is_hidden() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    for name, numbers in (
        ("Old", ["HV-1001J", "HV-2001J", "HV-3001J", "HV-4001J"]),
        ("BOM rev B", ["HV-1001K"]),
    ):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(
            [
                ("Ref", "Qty", "MPN", "Manufacturer"),
                *((f"R{n}", "1", mpn, "Halvorn") for n, mpn in enumerate(numbers)),
            ]
        ):
            sheet.write_row(row, 0, cells)
    book.worksheets()[1].activate()
    book.worksheets()[1].set_first_sheet()
    book.worksheets()[0].hide()
    book.close()

    bom = read_bom(data.getvalue(), filename="list.xlsx")

    assert bom.mapping.sheet == "BOM rev B"
    assert [line.mpn for line in bom.lines] == ["HV-1001K"]


def test_rows_that_are_struck_or_hidden_are_told() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    struck = book.add_format({"font_strikeout": True})
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ("Ref", "Qty", "MPN", "Manufacturer"), bold)
    for row, mpn in enumerate(("HV-1001K", "XY-9009K", "QR-3030M", "LT-4711X"), start=1):
        sheet.write_row(row, 0, (f"R{row}", 1, mpn, "Halvorn"), struck if row == 2 else None)
    sheet.set_row(3, None, None, {"hidden": True})
    book.close()

    bom = read_bom(data.getvalue(), filename="list.xlsx")

    assert len(bom.lines) == 4
    told = {problem.code: problem.rows for problem in bom.problems}
    assert told == {"rows_struck": [2], "rows_hidden": [3]}


def test_rows_that_are_marked_as_removed_are_told() -> None:
    text = (
        "RefDes,Change,MPN,Manufacturer,Qty\nR1,ADD,HV-1001K,Halvorn,1\nC1,DELETE,XY-9009K,Kestrel,1\n"
        "U1,,QR-3030M,Halvorn,1\n"
    )
    bom = read_bom(text.encode(), filename="list.csv")
    assert [problem.rows for problem in bom.problems if problem.code == "rows_removed"] == [[2]]
