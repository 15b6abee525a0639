"""Every reason why a file waits has its own sentence, its remedy and its rows."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from obsolescence.boms.rules import columns, read_bom, reasons
from obsolescence.boms.rules.columns.mapping import Doubt
from obsolescence.boms.rules.lines import Problem
from obsolescence.boms.rules.lines.problems import COMMAS_IN_DOUBT
from obsolescence.boms.rules.read_bom import read_bom as read
from tests.boms.rules.exports import EXPORTS

NUMBERS = ("HVM1000A", "KMD1020B", "BWC1060B", "OCR1040A", "STM32F407VGT6", "LM358DR")
FULL = ("RC0603FR-0710KL", "GRM188R71H104KA93D", "LM358DR", "BSS138LT1G", "LM2596T-5.0", "BLM18AG601SN1D")
HALVES = ("yes", "no", "yes", "yes", "no", "yes")


def table(header: str, *cells: tuple[object, ...]) -> bytes:
    rows = [",".join(map(str, row)) for row in zip(*cells, strict=True)]
    return "\n".join([*([header] if header else []), *rows, ""]).encode()


COUNT, PLACES = range(1, 7), ("U1", "U2 U3", "C1 C2 C3", "R1 R2 R3 R4", "Q1 Q2 Q3 Q4 Q5", "D1 D2 D3 D4 D5 D6")
FILES = {
    "counts_nothing": table("Manufacturer,MPN", ("Halvorn",) * 6, NUMBERS),
    "unclear_marks": table("MPN,Quantity,Reference,Variant B", NUMBERS, COUNT, PLACES, HALVES),
    "hidden_numbers": table("Наименование,Quantity,Reference", FULL, COUNT, PLACES),
    "role_missed": table("Comment,Quantity,Reference", NUMBERS, COUNT, PLACES),
    "house_numbers": table(
        "Part Number,Quantity,Reference", tuple(f"C-10{n}-44" for n in range(6)), COUNT, PLACES
    ),
    "quantity_or_line_number": table("MPN,Number", NUMBERS, (9, 9, 1, 30, 2, 4)),
    "other_maker": table(
        "MPN,Qty,Ref,Vendor PN,Vendor",
        NUMBERS,
        COUNT,
        PLACES,
        tuple(f"603-{number}" for number in NUMBERS),
        ("Yageo", "Murata", "Yageo", "Murata", "STMicroelectronics", "Texas Instruments"),
    ),
    "role_unsure": table(
        "Manufacturer,MPN,Quantity,Reference", ("Halvorn",) * 2, ("HV-1", "HV-2"), (1, 2), ("U1", "U2")
    ),
    "no_header": table("", NUMBERS, COUNT, PLACES),
    "quantity_of_a_build": table("MPN,Total qty", NUMBERS, (10, 20, 10, 40, 30, 10)),
    COMMAS_IN_DOUBT: table(
        "MPN,Quantity,Reference",
        NUMBERS,
        ('"1,200"', '"4,000"', '"2,500"', '"1,000"', '"3,000"', '"8,000"'),
        tuple(f"X{number}" for number in COUNT),
    ),
    "outdone": table(
        "Ref,Qty,Mfr Part No,Manufacturer Part Number 1",
        tuple(f"R{number}" for number in COUNT),
        (1,) * 6,
        ("HV-1001K", "HV-2002K", "XY-9009K", "QR-3030M", "LT-4711X", "AB-5005Z"),
        ("HV-7701", *[""] * 5),
    ),
    "numbers_elsewhere": table(
        "Ref,Qty,Codice produttor",
        tuple(f"R{number}" for number in COUNT),
        (1,) * 6,
        ("HV-1001K", "10k", "XY-9009K", "QR-3030M", "100nF", "AB-5005Z"),
    ),
    "order_numbers": table(
        "Supplier,Supplier P/N,Quantity,Reference", ("ABC Ltd",) * 6, FULL, (2, 1, 3, 4, 1, 1), PLACES
    ),
    "begins_again": table("MPN,Quantity,Reference", NUMBERS, COUNT, PLACES)
    + table("MPN,Quantity,Reference", NUMBERS, COUNT, PLACES),
    "several_counts": table("MPN,Reference,Qty_Base,Qty_Pro", NUMBERS, PLACES, COUNT, (1, 3, 3, 4, 6, 9)),
    "marks_elsewhere": table(
        "MPN,Quantity,Reference,Type", NUMBERS, COUNT, PLACES, ("SMD", "DNF", *["SMD"] * 4)
    ),
    "leaves_out_most": table(
        "MPN,Quantity,Reference,DNP", NUMBERS, COUNT, PLACES, ("x", "x", "x", "x", "", "x")
    ),
}


def waiting(data: bytes) -> list[Problem]:
    bom = read(data, filename="list.csv")
    assert not bom.mapping.is_sure
    return [problem for problem in bom.problems if problem.code in reasons.SENTENCES]


@pytest.mark.parametrize("code", FILES)
def test_the_reason_is_said_with_remedy_and_rows(code: str) -> None:
    found = {problem.code: problem for problem in waiting(FILES[code])}
    assert code in found, sorted(found)
    assert found[code].rows
    assert found[code].remedy
    assert "{" not in found[code].sentence


def test_a_sure_file_has_no_doubts() -> None:
    bom = read(table("MPN,Quantity,Reference", NUMBERS, COUNT, PLACES), filename="list.csv")
    assert bom.mapping.is_sure
    assert not [problem for problem in bom.problems if problem.code in reasons.SENTENCES]


def test_every_code_that_the_rules_give_has_words() -> None:
    folder = Path(columns.__file__).parent
    text = "".join(path.read_text() for path in [*folder.glob("*.py"), Path(read_bom.__file__)])
    codes = set(
        re.findall(
            r'(?:Doubt|_of)\("(\w+)"', text.replace("Doubt(COMMAS_IN_DOUBT", f'Doubt("{COMMAS_IN_DOUBT}"')
        )
    ) | set(re.findall(r'return "(\w+_\w+)"', (folder / "doubts.py").read_text()))
    assert codes == set(reasons.SENTENCES)


def test_no_file_waits_in_silence() -> None:
    """Whatever keeps a guess below the line, something is said."""
    silent = []
    for made in EXPORTS:
        bom = read(made.data, filename=made.name)
        if not bom.mapping.is_sure and not any(one.code in reasons.SENTENCES for one in bom.problems):
            silent.append(made.id)
    assert silent == []


def test_what_a_person_has_chosen_is_settled() -> None:
    guess = read(FILES["unclear_marks"], filename="list.csv").mapping
    settled = replace(guess, roles={**guess.roles, "placed": [3]})
    assert "unclear_marks" in {doubt.code for doubt in reasons.still_open(guess.doubts, guess, guess)}
    assert "unclear_marks" not in {doubt.code for doubt in reasons.still_open(guess.doubts, guess, settled)}
    nothing = replace(guess, doubts=(Doubt("counts_nothing"),), roles={"mpn": [0]})
    assert list(reasons.still_open(nothing.doubts, nothing, nothing))
    assert not list(
        reasons.still_open(nothing.doubts, nothing, replace(nothing, roles={"mpn": [0], "quantity": [1]}))
    )
