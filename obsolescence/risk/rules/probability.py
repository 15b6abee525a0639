"""How likely it is that a part cannot be bought from a franchised source before a horizon; 0 to 1, higher is worse.

First version. What a maker announced decides; otherwise a constant yearly hazard by category, run from the day of the
newest statement: what is known of an old "active" is little. The hazards are judgements, ordered after the life spans that
Sandborn, Prabhakar and Ahmad report for categories ("Forecasting electronic part procurement lifetimes", 2011); the
range is half to twice the hazard, and says so.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

VERSION = 3  # raised with every change of these rules: everything is then judged anew
RANGE = 2.0
NOT_FOR_NEW = 4.0  # NRND: the maker has begun to leave
ASSUMED_AGE_YEARS = 5.0  # of an undated statement
OLD_YEARS = 2.0

# Yearly hazard of the end of orders, by words of the category; the first that fits.
# Words are looked for at their beginnings: "rf" is not in "surface", "ic" not in "ceramic". What a part is stands before
# what it is used for ("Memory card sockets" are connectors), so the plain kinds are asked first.
HAZARDS: tuple[tuple[str, float, str], ...] = (
    (r"connect|header|socket|terminal|cable|jack|plug|contact|receptacle", 0.02, "connectors"),
    (r"(?:super|ultra)?-?capacit|resist|inductor|ferrite|coil|choke|crystal|oscillator|filter|passive|transformer|thermistor|varistor|potentiometer", 0.025, "passive parts"),
    (r"relay|switch|fuse|batter|fan\b|motor|audio|buzzer|speaker", 0.05, "electromechanical parts"),
    (r"memor|flash|dram|sram|sdram|eeprom|nvram", 0.11, "memory"),
    (r"process|microcontroller|microprocessor|micro|mcu|cpu|dsp|fpga|cpld|soc\b|embedded", 0.07, "processors and logic arrays"),
    (r"rf\b|rfid|wireless|transceiver|bluetooth|wi-?fi|gps|gnss|module", 0.09, "radio and modules"),
    (r"sensor|imag|camera|optic|optoc|opto|leds?\b|display|photo", 0.07, "optical parts and sensors"),
    (r"diode|transistor|mosfet|rectif|thyristor|igbt|discrete|triac|zener|bjt|tvs\b", 0.04, "discrete semiconductors"),
    (r"amplif|converter|adc|dac|interface|driver|pmic|power management|regulator|linear|logic|clock|timer|ics?\b|integrated|comparator|supervis", 0.05, "integrated circuits"),
)  # fmt: skip
OTHER = (0.05, "parts of no known category")
_COMPILED = [(re.compile(rf"\b(?:{pattern})", re.I), hazard, name) for pattern, hazard, name in HAZARDS]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one part: status with source and day, category, the maker's dates."""

    status: str
    source: str = ""
    word: str = ""
    stated_on: date | None = None
    category: str = ""
    last_order_date: date | None = None
    conflicts: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, what it adds to the probability (None where it decides nothing by itself), source, day."""

    sentence: str
    points: float | None
    source: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probability with its range, all None where unknown, and the reasons, weightiest first."""

    probability: float | None
    low: float | None
    high: float | None
    reasons: tuple[Reason, ...]


def judge(facts: Facts | None, *, horizon: date, today: date) -> Judgement:
    """Judge a part up to a horizon; ``facts`` None: no part of the catalogue is known for the line."""
    if facts is None:
        return _unknown("No part of the catalogue was found for this line.", "", None)
    if facts.status == "obsolete":
        return _decided(
            0.99, 0.97, 1.0, _said(facts, "Ended: franchised sources no longer take orders"), facts
        )
    if facts.status == "ltb":
        return _announced(facts, horizon, today)
    if facts.status in ("active", "nrnd", "preview"):
        return _by_hazard(facts, horizon, today)
    return _unknown("Nobody has stated this part's lifecycle.", "", None)


def hazard_of(category: str) -> tuple[float, str]:
    """The yearly hazard of a category, and the name of the group it belongs to."""
    return next(((hazard, name) for pattern, hazard, name in _COMPILED if pattern.search(category)), OTHER)


def _announced(facts: Facts, horizon: date, today: date) -> Judgement:
    last = facts.last_order_date
    if last is None:
        return _decided(
            0.95, 0.8, 1.0, _said(facts, "The end is announced, without a last order date"), facts
        )
    if last <= horizon:
        return _decided(0.99, 0.97, 1.0, _said(facts, f"Orders are taken until {last.isoformat()}"), facts)
    return _decided(
        0.1, 0.02, 0.3, _said(facts, f"Orders are taken until {last.isoformat()}, after the horizon"), facts
    )


def _by_hazard(facts: Facts, horizon: date, today: date) -> Judgement:
    """1 − exp(−hazard × years), from the day of the statement to the horizon."""
    hazard, group = hazard_of(facts.category)
    age = ASSUMED_AGE_YEARS if facts.stated_on is None else max((today - facts.stated_on).days / 365.25, 0.0)
    ahead = max((horizon - today).days / 365.25, 0.0)
    factor = NOT_FOR_NEW if facts.status == "nrnd" else 1.0
    base, aged, full = (_end(hazard, ahead), _end(hazard, ahead + age), _end(hazard * factor, ahead + age))
    reasons = [
        Reason(
            f"{group.capitalize()} end at about {hazard:.1%} a year; {ahead:.1f} years to the horizon",
            base,
            "first estimate by category",
            None,
        )
    ]
    if aged - base > 0.005:
        old = f"is {age:.1f} years old" if facts.stated_on else "is undated and counts as five years old"
        reasons.append(
            Reason(
                f"“{facts.word or facts.status}” {old}: it may have ended since",
                aged - base,
                facts.source,
                facts.stated_on,
            )
        )
    if factor > 1:
        reasons.append(_said(facts, "Not recommended for new designs", full - aged))
    if facts.conflicts:
        reasons.append(Reason("Sources disagree about the status", None, "", None))
    reasons.sort(key=lambda reason: -(reason.points or 0))
    years = ahead + age
    return Judgement(
        full, _end(hazard * factor / RANGE, years), _end(hazard * factor * RANGE, years), tuple(reasons)
    )


def _end(hazard: float, years: float) -> float:
    return 1 - math.exp(-hazard * years)


def _decided(probability: float, low: float, high: float, reason: Reason, facts: Facts) -> Judgement:
    reasons = [Reason(reason.sentence, probability, reason.source, reason.day)]
    if facts.conflicts:
        reasons.append(Reason("Sources disagree about the status", None, "", None))
    return Judgement(probability, low, high, tuple(reasons))


def _said(facts: Facts, sentence: str, points: float | None = None) -> Reason:
    word = f" (“{facts.word}”)" if facts.word else ""
    return Reason(f"{sentence}{word}", points, facts.source, facts.stated_on)


def _unknown(sentence: str, source: str, day: date | None) -> Judgement:
    return Judgement(None, None, None, (Reason(sentence, None, source, day),))
