"""What a line and its proposals say of themselves, attribute by attribute, so that a person can compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from obsolescence.boms.rules.matching.evidence import packages_in, values_in

_OF_UNIT = {
    "F": "Capacitance", "H": "Inductance", "Ω": "Resistance", "V": "Voltage", "A": "Current", "W": "Power",
    "Hz": "Frequency", "bit": "Density", "%": "Tolerance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """texts: description and package in one. facts: what the catalogue holds by name ("Mounting": "SMD")."""

    texts: str
    package: str = ""
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """yours: what the line says, empty where it says nothing; theirs: (text, whether it speaks against the line)."""

    name: str
    yours: str
    theirs: list[tuple[str, bool]]


def attributes(texts: str, candidates: Sequence[Candidate]) -> list[Attribute]:
    """The attributes that any candidate has, those that can be compared with the line first.

    texts: description, value and package of the line in one.
    """
    found = [_package(texts, candidates), *_values(texts, candidates)]
    names = dict.fromkeys(name for one in candidates for name in one.facts)
    found += [Attribute(name, "", [(one.facts.get(name, ""), False) for one in candidates]) for name in names]
    return [one for one in found if _tells_apart(one)]


def _tells_apart(one: Attribute) -> bool:
    """What all have alike, and the line does not ask for, helps nobody to choose."""
    texts = {text for text, _ in one.theirs}
    return bool(texts - {""}) and (bool(one.yours) or len(texts) > 1)


def _package(texts: str, candidates: Sequence[Candidate]) -> Attribute:
    own = packages_in(texts)
    theirs = []
    for one in candidates:
        named = packages_in(f"{one.package} {one.texts}")
        said = one.package or ", ".join(sorted(name.upper() for name in named))
        theirs.append((said, bool(own and named) and own.isdisjoint(named)))
    return Attribute("Package", ", ".join(sorted(name.upper() for name in own)), theirs)


def _values(texts: str, candidates: Sequence[Candidate]) -> list[Attribute]:
    own = values_in(texts)
    others = [values_in(one.texts) for one in candidates]
    units = sorted(
        {unit for values in (own, *others) for unit in values}, key=lambda unit: (unit not in own, unit)
    )
    return [
        Attribute(
            _OF_UNIT.get(unit, unit),
            ", ".join(sorted(own.get(unit, ()))),
            [
                (", ".join(sorted(values.get(unit, ()))), _is_against(own.get(unit), values.get(unit)))
                for values in others
            ],
        )
        for unit in units
    ]


def _is_against(own: set[str] | None, other: set[str] | None) -> bool:
    return bool(own and other) and not (own or set()) & (other or set())
