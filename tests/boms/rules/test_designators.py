"""Designator cells: lists, ranges, brackets, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obsolescence.boms.rules.designators import MAX_PER_LINE, expand
from obsolescence.boms.rules.places import is_designator_list


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("C1", "C1", id="one"),
        pytest.param("C1,C2, C3", "C1 C2 C3", id="commas"),
        pytest.param("C1 C2\nC3;C4", "C1 C2 C3 C4", id="spaces, lines, semicolons"),
        pytest.param("C1-C5", "C1 C2 C3 C4 C5", id="range"),
        pytest.param("C1 – C3", "C1 C2 C3", id="range with a long dash and spaces"),
        pytest.param("R5 to R8", "R5 R6 R7 R8", id="range in words"),
        pytest.param("R5 bis R7", "R5 R6 R7", id="range in German words"),
        *(
            pytest.param(f"C1{word}C4", "C1 C2 C3 C4", id=f"range with {word}")
            for word in (
                " à ",
                " al ",
                " a ",
                " t/m ",
                " по ",
                " до ",
                " bis ",
                " hasta ",
                "至",
                "到",
                "→",
                " → ",
                "÷",
                "...",
                "..",
            )
        ),
        pytest.param("C1 a L4", "C1 L4", id="no range between places of two kinds"),
        pytest.param("R1.R2.R3.R4", "R1 R2 R3 R4", id="dots"),
        pytest.param("BTN0-3", "BTN0 BTN1 BTN2 BTN3", id="range with one prefix"),
        pytest.param("R1,2,7", "R1 R2 R7", id="bare numbers repeat the prefix"),
        pytest.param("R1, 3-5", "R1 R3 R4 R5", id="bare range repeats the prefix"),
        pytest.param("C[2,9,10-12]", "C2 C9 C10 C11 C12", id="brackets"),
        pytest.param("BOARD - R[10-12, R32", "R10 R11 R12 R32", id="board name, bracket never closed"),
        pytest.param("C1002_1,C1002_2", "C1002_1 C1002_2", id="channels"),
        pytest.param("P1A, P1B", "P1A P1B", id="letters at the end"),
        pytest.param("JP1+JP3", "JP1 JP3", id="plus"),
        pytest.param("U$1", "U$1", id="dollar sign"),
        pytest.param("M1:C3, DD:R1", "M1:C3 DD:R1", id="of modules"),
        pytest.param("C1:C3", "C1 C2 C3", id="range with a colon"),
        pytest.param("R08-R11", "R08 R09 R10 R11", id="leading zero kept"),
        pytest.param("C31  Do-Not-Install", "C31", id="with a mark"),
        pytest.param("C1,C1,C2", "C1 C2", id="doubles once"),
        pytest.param("SMT parts", "", id="title"),
        pytest.param("10uF", "", id="value"),
        pytest.param("", "", id="empty"),
    ],
)
def test_expand(text: str, expected: str) -> None:
    assert expand(text).names == expected.split()


def test_a_range_that_no_board_can_hold_is_cut() -> None:
    found = expand("R1-R1000000")

    assert found.is_cut
    assert found.names == ["R1", "R1000000"]


def test_many_ranges_together_are_cut_too() -> None:
    found = expand(",".join(f"R{n * 9000}-R{n * 9000 + 8999}" for n in range(1, 50)))

    assert found.is_cut
    assert len(found.names) <= MAX_PER_LINE + 200


@pytest.mark.parametrize("text", ["C1608X5R1A106K080AC", "LED", "A, B", "100n"])
def test_what_is_no_designator(text: str) -> None:
    assert not is_designator_list(text)


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert len(expand(text).names) <= MAX_PER_LINE + 200
