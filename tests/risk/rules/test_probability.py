"""How likely a part is to end before a horizon; higher is worse, unknown is none."""

from __future__ import annotations

from datetime import date

import pytest

from obsolescence.risk.rules.probability import Facts, hazard_of, judge

TODAY, HORIZON = date(2026, 11, 24), date(2031, 11, 24)
FRESH = date(2026, 11, 1)


def probability(**facts) -> float | None:
    return judge(Facts(**facts), horizon=HORIZON, today=TODAY).probability


def test_what_nobody_states_is_unknown() -> None:
    for judged in (
        judge(None, horizon=HORIZON, today=TODAY),
        judge(Facts("unknown"), horizon=HORIZON, today=TODAY),
    ):
        assert (judged.probability, judged.low, judged.high) == (None, None, None)
        assert len(judged.reasons) == 1


@pytest.mark.parametrize(
    ("facts", "at_least", "at_most"),
    [
        ({"status": "obsolete"}, 0.97, 1.0),
        ({"status": "ltb", "last_order_date": date(2027, 3, 31)}, 0.97, 1.0),
        ({"status": "ltb"}, 0.9, 1.0),
        ({"status": "ltb", "last_order_date": date(2035, 1, 1)}, 0.0, 0.3),
        ({"status": "active", "stated_on": FRESH, "category": "Connectors"}, 0.05, 0.15),
        ({"status": "active", "stated_on": FRESH, "category": "Memory - SDRAM"}, 0.35, 0.5),
    ],
)
def test_level(facts, at_least, at_most) -> None:
    assert at_least <= probability(**facts) <= at_most


def test_what_raises_it() -> None:
    base = probability(status="active", stated_on=FRESH, category="Capacitors")
    assert probability(status="nrnd", stated_on=FRESH, category="Capacitors") > base
    assert probability(status="active", stated_on=date(2019, 1, 1), category="Capacitors") > base
    assert probability(status="active", category="Capacitors") > base  # undated


def test_range_and_reasons_add_up() -> None:
    judged = judge(
        Facts("nrnd", "maker", "NRND", date(2019, 1, 1), "Capacitors"), horizon=HORIZON, today=TODAY
    )
    assert judged.low < judged.probability < judged.high
    assert sum(reason.points for reason in judged.reasons) == pytest.approx(judged.probability)


def test_categories() -> None:
    assert hazard_of("IC MCU 32BIT")[1] == "processors and logic arrays"
    assert hazard_of("")[1] == "parts of no known category"


@pytest.mark.parametrize(
    ("category", "group"),
    [
        ("Resistors Surface Mount", "passive parts"),
        ("Capacitors Ceramic Capacitor", "passive parts"),
        ("Capacitors / Aluminum Electrolytic", "passive parts"),
        ("Supercapacitors", "passive parts"),
        ("Connectors Memory Card Sockets", "connectors"),
        ("Memory - SDRAM", "memory"),
        ("RF Transceiver ICs", "radio and modules"),
        ("Linear Regulators", "integrated circuits"),
        ("Embedded - Microcontrollers", "processors and logic arrays"),
        ("Zener Diode", "discrete semiconductors"),
        ("LED Indication", "optical parts and sensors"),
        ("Miscellaneous", "parts of no known category"),
        ("", "parts of no known category"),
    ],
)
def test_a_category_is_known_by_whole_words(category: str, group: str) -> None:
    assert hazard_of(category)[1] == group
