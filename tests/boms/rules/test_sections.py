"""Lists in several parts below each other, columns set with spaces, and texts kept from a spreadsheet."""

from __future__ import annotations

from obsolescence.boms.rules.read_bom import ReadBom, read_bom

HEADER = "Quantity,References,Value,MPN"


def read(*rows: str, name: str = "bom.csv") -> ReadBom:
    return read_bom("\n".join(rows).encode(), filename=name)


def in_parts(*parts: list[str]) -> ReadBom:
    rows = [row for number, part in enumerate(parts) for row in ("", f"Part {number + 1}", HEADER, *part)]
    return read("Parts list of a board", *rows)


def test_a_list_goes_on_below_a_title_and_the_same_header() -> None:
    bom = in_parts(
        ["2,C1-C2,100n,HV-1001K", "1,C3,10u,HV-2002K", "Sub-totals:,,,"],
        ["3,R1-R3,10k,XY-9009K", "Sub-totals:,,,"],
        ["1,U1,,QR-3030M", "Totals:,,,"],
    )

    assert bom.mapping.is_sure
    assert [line.mpn for line in bom.lines] == ["HV-1001K", "HV-2002K", "XY-9009K", "QR-3030M"]


def test_the_same_places_again_are_another_state_of_the_list() -> None:
    rows = ["2,C1-C2,100n,HV-1001K", "1,C3,10u,HV-2002K", "1,U1,,QR-3030M"]
    bom = in_parts(rows, rows)

    assert len(bom.lines) == 3
    assert not bom.mapping.is_sure


def test_a_narrow_column_may_stand_one_space_from_the_next() -> None:
    bom = read(
        "Qty Value   Device      Package  Parts       MPN",
        "2   100n    CAP0402     0402     C1, C2      HV-1001K",
        "1           LM358       SO08     IC1         QR-3030M",
        "12  10k     RES0402     0402     R1-R12      XY-9009K",
        name="bom.txt",
    )

    assert bom.mapping.is_sure
    assert [(str(line.quantity), line.mpn) for line in bom.lines] == [
        ("2", "HV-1001K"),
        ("1", "QR-3030M"),
        ("12", "XY-9009K"),
    ]


def test_one_name_of_two_words_stays_one_column() -> None:
    bom = read(
        "Part Number   Qty   Reference",
        "HV-1001K      2     R1 R2",
        "XY 9009K      1     U1",
        "QR-3030M      1     C1",
        name="bom.txt",
    )

    assert [line.mpn for line in bom.lines] == ["HV-1001K", "XY 9009K", "QR-3030M"]


def test_numbers_kept_as_text_from_a_spreadsheet() -> None:
    bom = read(
        "Ref,Qty,MPN,Manufacturer",
        'J1,1,="0436500510",Molex',
        'U1,1,"=""QR-3030M""",Infineon',
        'R1,1,"=""XY-9009K""",Yageo',
    )

    assert [line.mpn for line in bom.lines] == ["0436500510", "QR-3030M", "XY-9009K"]
    assert bom.mapping.is_sure


def test_sums_and_remarks_below_a_list_are_no_lines() -> None:
    lines = [f"{number},Murata,HV-{number}00K,CAP,1,C{number}" for number in range(1, 13)]
    bom = read(
        "Ln,Mfr,Mfr P/N,Desc,Qty,Reference Designators", *lines, "",
        ",,,Total placements,12,", ",,,Unique parts,12,", ",,,Boards on a panel,4,", "Notes:", "1. All parts RoHS",
    )  # fmt: skip

    assert [line.mpn for line in bom.lines] == [f"HV-{number}00K" for number in range(1, 13)]


def test_another_table_below_a_gap_is_no_part_of_the_list() -> None:
    lines = [f"C{number},1,HV-{number}00K,Murata" for number in range(1, 13)]
    bom = read(
        "Ref,Qty,MPN,Mfr",
        *lines,
        "",
        "Rev,Date,Author,Change",
        "A,2020-01-02,JD,First release",
        "B,2020-03-04,JD,R4",
    )

    assert len(bom.lines) == 12
