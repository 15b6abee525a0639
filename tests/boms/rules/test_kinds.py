"""What files of other kinds are: read where they hold a table, refused with a remedy where they do not."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.read_bom import read_bom
from obsolescence.boms.rules.reading.table import UnreadableFile
from tests.boms.rules.xlsb import as_xlsb

ROWS = [
    ["Designator", "Qty", "Manufacturer", "MPN"],
    ["C1, C2", "2", "Murata", "GRM155R71C104KA88D"],
    ["R1", "1", "Yageo", "RC0402FR-0710KL"],
    ["U1", "1", "TI", "TLV75533PDBVR"],
]


def as_page(encoding: str) -> bytes:
    body = "".join(
        "<tr>" + "".join(f"<td>{cell.replace(', ', '<br>')}</td>" for cell in row) + "</tr>" for row in ROWS
    )
    page = f"<html><head><style>td {{}}</style></head><body><h1>Stückliste</h1><table border=1>{body}</table></body></html>"
    return page.encode(encoding)


def as_excel2003() -> bytes:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in ROWS
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="BOM"><Table><Row ss:Index="1"><Cell><Data ss:Type="String">Board</Data></Cell></Row>{rows}'
        "</Table></Worksheet></Workbook>"
    ).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(as_page("utf-8"), "export.xls", id="web page named .xls"),
        pytest.param(as_page("cp1252"), "export.html", id="web page of old"),
        pytest.param(as_page("utf-16"), "export.xls", id="web page in utf-16"),
        pytest.param(as_excel2003(), "export.xls", id="XML of Excel 2003"),
        pytest.param(
            as_xlsb([[int(cell) if cell.isdigit() else cell for cell in row] for row in ROWS]),
            "bom.xlsb",
            id="binary workbook",
        ),
    ],
)
def test_tables_in_other_clothes(data: bytes, name: str) -> None:
    read = read_bom(data, filename=name)

    assert [(line.mpn, line.quantity_text, line.designators) for line in read.lines] == [
        ("GRM155R71C104KA88D", "2", ["C1", "C2"]),
        ("RC0402FR-0710KL", "1", ["R1"]),
        ("TLV75533PDBVR", "1", ["U1"]),
    ]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        pytest.param(b"%PDF-1.7", "bom.pdf", "PDF", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(20), "bom.png", "image", id="image"),
        pytest.param(b"{\\rtf1 parts}", "bom.rtf", "text document", id="rich text"),
        pytest.param(
            b"<html><body>Please sign in</body></html>", "bom.xls", "web page", id="page without a table"
        ),
        pytest.param(b"\x09\x08\x10\x00\x00\x06" + bytes(50), "bom.xls", "older than 97", id="Excel 4"),
        pytest.param(b"Reference,Qty\n", "bom.docx", "text document", id="only the name says so"),
        pytest.param(b"Reference,Qty\n", "bom.xlsm", "macros", id="macro ending"),
    ],
)
def test_refusals_name_the_cause_and_the_remedy(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_bom(data, filename=name)

    assert words in refusal.value.sentence
    assert "Please" in refusal.value.sentence


def test_a_short_list_of_revisions_below_a_short_list_is_no_part_of_it() -> None:
    text = (
        "Ref,Description,Qty,Manufacturer,MPN\nR1,Resistor,1,Halvorn,HV-1001K\nC1,Capacitor,1,Kestrel,XY-9009K\n"
        "U1,Regulator,1,Halvorn,QR-3030M\nJ1,Header,1,Kestrel,LT-4711X\nJ2,Header,1,Kestrel,LT-4712X\n\nHistory of revisions,,,,\n"
        "Index,Date,Author,Change,\nC,03/02/2021,P. Morel,R3 10k,\nD,12/09/2022,P. Morel,Q1 added,\n"
    )
    bom = read_bom(text.encode(), filename="list.csv")
    assert [line.row for line in bom.lines] == [1, 2, 3, 4, 5]
