"""Lists of several levels: who is part of whom, and how many one product needs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obsolescence.boms.rules.columns import ColumnMapping
from obsolescence.boms.rules.lines import ReadLine
from obsolescence.boms.rules.lines.tree import with_tree
from obsolescence.boms.rules.read_bom import ReadBom, read_bom


def read(text: str) -> ReadBom:
    return read_bom(text.encode(), filename="tree.csv")


def needed(bom: ReadBom) -> dict[str, int]:
    return {line.cpn or line.mpn: int(line.quantity) for line in bom.lines if line.quantity is not None}


LEVELS = """Level,Part Number,Description,Qty,Ref Des,Manufacturer,Mfr Part Number
0,900-001,Product,1,,,
1,800-001,Module,2,,,
2,100-001,Capacitor,3,"C1,C2,C3",Murata,GRM155R71C104KA88D
2,700-001,Sub module,4,,,
3,100-002,Resistor,5,"R1,R2,R3,R4,R5",Yageo,RC0402FR-0710KL
1,100-003,Regulator,1,U1,TI,TLV75533PDBVR
"""


def test_a_level_column_multiplies_down() -> None:
    bom = read(LEVELS)

    assert needed(bom) == {
        "900-001": 1,
        "800-001": 2,
        "100-001": 6,
        "700-001": 8,
        "100-002": 40,
        "100-003": 1,
    }
    assert [line.parent_row for line in bom.lines] == [None, 1, 2, 2, 4, 1]
    assert [line.depth for line in bom.lines] == [0, 1, 2, 2, 3, 1]
    assert [line.is_assembly for line in bom.lines] == [True, True, False, True, False, False]
    assert [line.quantity_text for line in bom.lines] == ["1", "2", "3", "4", "5", "1"]
    assert bom.lines[4].per_parent == Decimal(5)
    assert not any(problem.code in ("quantity_differs", "place_in_tree") for problem in bom.problems)


@pytest.mark.parametrize("steps", [["0", "1", "2", "2", "3", "1"], [".0", ".1", "..2", "..2", "...3", ".1"],
                                   ["L0", "L1", "L2", "L2", "L3", "L1"]])  # fmt: skip
def test_levels_in_other_writing(steps: list[str]) -> None:
    rows = LEVELS.splitlines()
    text = "\n".join([rows[0], *(step + row[1:] for step, row in zip(steps, rows[1:], strict=True))])

    assert needed(read(text))["100-002"] == 40


def test_outline_numbers() -> None:
    text = """Item,Qty,Description,MPN
1,1,Module A,MOD-1000
1.1,2,Capacitor,GRM155R71C104KA88D
1.2,3,Sub,SUB-2000
1.2.1,4,Resistor,RC0402FR-0710KL
2,5,Screw,M3X10-4711
"""
    bom = read(text)

    assert [int(line.quantity or 0) for line in bom.lines] == [1, 2, 3, 12, 5]
    assert [line.depth for line in bom.lines] == [0, 1, 1, 2, 0]


def test_plain_line_numbers_are_no_tree() -> None:
    bom = read("Item,Qty,MPN\n1,2,GRM155R71C104KA88D\n2,3,RC0402FR-0710KL\n3,1,TLV75533PDBVR\n")

    assert [line.depth for line in bom.lines] == [None, None, None]


def test_a_parent_column_counts_every_use() -> None:
    text = """Parent,Item Number,Qty,Description,Manufacturer,MPN
TOP,MOD-A,2,Module A,,
TOP,MOD-B,1,Module B,,
MOD-A,SUB,3,Sub module,,
MOD-B,SUB,4,Sub module,,
SUB,CAP,5,Capacitor,Murata,GRM155R71C104KA88D
LOST,RES,6,Resistor,Yageo,RC0402FR-0710KL
"""
    bom = read(text)

    assert bom.mapping.roles["parent"] == [0]
    assert [int(line.quantity or 0) for line in bom.lines] == [2, 1, 6, 4, 50, 6]
    assert [problem.rows for problem in bom.problems if problem.code == "place_in_tree"] == [[6]]


def test_a_circle_is_said_and_nothing_breaks() -> None:
    text = (
        "Parent,Item Number,Qty,MPN\nB,A,2,GRM155R71C104KA88D\nA,B,3,RC0402FR-0710KL\nA,C,1,TLV75533PDBVR\n"
    )
    bom = read(text)

    assert len(bom.lines) == 3
    assert any("circle" in problem.sentence for problem in bom.problems)


def test_a_skipped_level_is_said() -> None:
    bom = read(LEVELS.replace("\n2,700-001", "\n4,700-001"))

    assert any("skips" in problem.sentence for problem in bom.problems)


MAPPING = ColumnMapping(
    None, 0, {"level": [0], "parent": [1], "line_number": [2], "quantity": [3], "cpn": [4]}
)
LINES = st.lists(
    st.builds(
        ReadLine,
        row=st.integers(0, 99),
        cpn=st.sampled_from(["A", "B", "C", ""]),
        parent=st.sampled_from(["A", "B", "C", "D", ""]),
        level=st.sampled_from(["0", "1", "2", "..3", "x", ""]),
        line_number=st.sampled_from(["1", "1.1", "1.1.1", "2", ""]),
        quantity=st.sampled_from([None, Decimal(0), Decimal(2), Decimal("0.5")]),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["level", "parent", "line_number"]))
def test_any_list_keeps_its_lines(lines: list[ReadLine], role: str) -> None:
    placed, _ = with_tree(lines, ColumnMapping(None, 0, {role: MAPPING.roles[role]}))

    assert [line.row for line in placed] == [line.row for line in lines]
    assert [line.quantity is None for line in placed] == [line.quantity is None for line in lines]


def test_a_chain_of_ten_thousand_levels() -> None:
    lines = [
        ReadLine(row=index, cpn=f"N{index}", parent=f"N{index - 1}", quantity=Decimal(2))
        for index in range(10_000)
    ]
    placed, _ = with_tree(lines, MAPPING)

    assert len(placed) == 10_000
