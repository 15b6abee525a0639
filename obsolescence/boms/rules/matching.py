"""Which part a line means: what is safe is accepted, everything else is a proposal with a reason.

Order: the literal number with the maker (through aliases and successors); the number's letters and digits where only
one part has them; the number alone where one maker has it; a distributor's number. Base numbers are never accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

EXACT, NORMALISED, LIKELY, AMBIGUOUS, NONE = "exact", "normalised", "likely", "ambiguous", "none"
SAME, ALIAS, SUCCESSOR, DIFFERENT, NOT_GIVEN = "same", "alias", "successor", "different", "not given"
AGREES = (SAME, ALIAS, SUCCESSOR)
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line says: its number, its maker (text, and whether we know it), a distributor's number."""

    mpn: str
    maker: str = ""
    knows_maker: bool = False
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that may be meant. how: literal, letters (same letters and digits), sku. maker_is: as ``AGREES``, or different."""

    part_id: int
    mpn: str
    maker: str
    how: str
    maker_is: str
    is_base: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The part, if one is accepted, how number and maker agree, why, and proposals, best first."""

    part_id: int | None
    grade_mpn: str
    grade_maker: str
    reason: str
    candidates: list[int] = field(default_factory=list)


def decide(asked: Asked, hits: Sequence[Hit]) -> Match:
    """The match of one line from everything that its number and SKU found."""
    if not asked.mpn and not asked.sku:
        return Match(None, NONE, NOT_GIVEN, "The line has no part number.")
    orderable = _once([hit for hit in hits if not hit.is_base])
    for how in ("literal", "letters"):
        found = [hit for hit in orderable if hit.how == how]
        if found:
            return _by_number(asked, found)
    by_sku = [hit for hit in orderable if hit.how == "sku"]
    if by_sku:
        return _by_sku(asked, by_sku)
    if any(hit.is_base for hit in hits):
        return Match(None, NONE, NOT_GIVEN, f"{asked.mpn} is a base number: choose the orderable part.")
    return Match(None, NONE, NOT_GIVEN, "No part of the catalogue has this number.")


def _by_number(asked: Asked, found: list[Hit]) -> Match:
    grade = EXACT if found[0].how == "literal" else NORMALISED
    says = "The same number" if grade == EXACT else "The same letters and digits"
    agreeing = sorted(
        (hit for hit in found if hit.maker_is in AGREES), key=lambda hit: AGREES.index(hit.maker_is)
    )
    closest = [hit for hit in agreeing if hit.maker_is == agreeing[0].maker_is]
    if len(closest) == 1:
        return _accepted(closest[0], grade, f"{says}, {_maker_words(asked, closest[0])}.", agreeing[1:])
    if len(closest) > 1:
        return _open(
            closest, AMBIGUOUS, closest[0].maker_is, f"{says} is on {len(closest)} parts of this maker."
        )
    if len(found) > 1:
        return _open(
            found, AMBIGUOUS, _maker_grade(asked), f"{says} exists at {len(found)} makers{_but_not(asked)}."
        )
    only = found[0]
    if asked.maker and asked.knows_maker:
        return _open(found, LIKELY, DIFFERENT, f"{says} exists, but at {only.maker}, not at {asked.maker}.")
    unknown = f"; {asked.maker!r} is no maker that we know" if asked.maker else ""
    return _accepted(only, grade, f"{says}; only {only.maker} has it{unknown}.", [], NOT_GIVEN)


def _by_sku(asked: Asked, found: list[Hit]) -> Match:
    if len(found) > 1:
        return _open(found, AMBIGUOUS, _maker_grade(asked), "The distributor's number is on several parts.")
    only = found[0]
    number = asked.sku or asked.mpn
    if asked.sku and asked.mpn:
        sentence = f"The distributor's number {number} is {only.mpn}, the line says {asked.mpn}."
        return _open(found, LIKELY, only.maker_is, sentence)
    if only.maker_is == DIFFERENT and asked.knows_maker:
        sentence = f"The distributor's number {number} is a part of {only.maker}, not of {asked.maker}."
        return _open(found, LIKELY, DIFFERENT, sentence)
    return _accepted(
        only, EXACT, f"Found by the distributor's number {number}.", [], _maker_grade(asked, only)
    )


def _accepted(hit: Hit, grade: str, reason: str, others: Sequence[Hit], maker: str = "") -> Match:
    return Match(hit.part_id, grade, maker or hit.maker_is, reason, _ids(others))


def _open(found: Sequence[Hit], grade: str, maker: str, reason: str) -> Match:
    return Match(None, grade, maker, reason, _ids(found))


def _maker_words(asked: Asked, hit: Hit) -> str:
    if hit.maker_is == SUCCESSOR:
        return f"{asked.maker} and {hit.maker} are the same house today"
    return f"maker {hit.maker}" if hit.maker_is == SAME else f"{asked.maker} is {hit.maker}"


def _maker_grade(asked: Asked, hit: Hit | None = None) -> str:
    if hit is not None and hit.maker_is in AGREES:
        return hit.maker_is
    return DIFFERENT if asked.maker and asked.knows_maker else NOT_GIVEN


def _but_not(asked: Asked) -> str:
    return f", none of them {asked.maker}" if asked.maker and asked.knows_maker else ""


def _ids(hits: Sequence[Hit]) -> list[int]:
    return list(dict.fromkeys(hit.part_id for hit in hits))[:MOST_CANDIDATES]


def _once(hits: Sequence[Hit]) -> list[Hit]:
    """Each part once, by the strongest way it was found."""
    order = {"literal": 0, "letters": 1, "sku": 2}
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: order[hit.how]):
        best.setdefault(hit.part_id, hit)
    return list(best.values())
