"""Proposals beside the line, attribute by attribute."""

from __future__ import annotations

from obsolescence.boms.rules.matching.attributes import Candidate, attributes


def test_what_speaks_against_the_line_is_marked() -> None:
    rows = attributes(
        "Cap 100nF 16V 0603",
        [
            Candidate("CAP CER 100NF 16V X7R 0603", facts={"Mounting": "SMD", "Packing": ""}),
            Candidate(
                "CAP CER 100NF 25V X7R", "0805 (2012 Metric)", {"Mounting": "", "Packing": "4,000 pieces"}
            ),
            Candidate("Capacitor"),
        ],
    )
    by_name = {one.name: (one.yours, one.theirs) for one in rows}
    assert list(by_name) == ["Package", "Capacitance", "Voltage", "Mounting", "Packing"]
    assert by_name["Package"] == ("0603", [("0603", False), ("0805 (2012 Metric)", True), ("", False)])
    assert by_name["Voltage"] == ("16 V", [("16 V", False), ("25 V", True), ("", False)])
    assert by_name["Packing"] == ("", [("", False), ("4,000 pieces", False), ("", False)])


def test_nothing_known_is_no_row() -> None:
    assert attributes("Cap 100nF", [Candidate(""), Candidate("Capacitor")]) == []
