"""What a revision changes about a line, detail by detail: before and after, what goes and what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from obsolescence.boms.rules.matching.evidence import marked

KINDS = ("part", "quantity", "placing", "designators", "alternates")


class Compared(Protocol):
    """A line of either revision."""

    mpn: str
    manufacturer: str
    quantity: Decimal | None
    dnp: bool
    designators: list[str]
    alternates: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing about a line that differs. step: by how much a quantity grows, None where one of both is unknown."""

    kind: str
    before: str = ""
    after: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    maker_before: str = ""
    maker_after: str = ""
    step: Decimal | None = None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def details(what: Sequence[str], old: Compared, new: Compared) -> list[Detail]:
    """The details of a changed line in a fixed order."""
    return [detail for kind in KINDS if kind in what for detail in _detail(kind, old, new)]


def _detail(kind: str, old: Compared, new: Compared) -> Iterator[Detail]:
    match kind:
        case "part":
            yield _part(old, new)
        case "quantity":
            known = old.quantity is not None and new.quantity is not None
            step = new.quantity - old.quantity if known else None  # type: ignore[operator]
            yield Detail("quantity", _number(old.quantity), _number(new.quantity), step=step)
        case "placing":
            yield Detail("placing", _placing(old), _placing(new))
        case "designators":
            yield _set("designators", old.designators, new.designators)
        case "alternates":
            yield _set("alternates", _alternates(old), _alternates(new))


def _part(old: Compared, new: Compared) -> Detail:
    has_other_maker = old.manufacturer.strip() != new.manufacturer.strip()
    return Detail(
        "part",
        old.mpn,
        new.mpn,
        pieces=tuple(marked(old.mpn, new.mpn)) if old.mpn and new.mpn else (),
        maker_before=old.manufacturer if has_other_maker else "",
        maker_after=new.manufacturer if has_other_maker else "",
    )


def _number(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{value.normalize():f}"


def _placing(line: Compared) -> str:
    return "not placed" if line.dnp else "placed"


def _set(kind: str, old: Sequence[str], new: Sequence[str]) -> Detail:
    before, after = set(old), set(new)
    return Detail(
        kind,
        gone=tuple(one for one in old if one not in after),
        come=tuple(one for one in new if one not in before),
    )


def _alternates(line: Compared) -> list[str]:
    return [" ".join(filter(None, map(str, reversed(pair)))) for pair in line.alternates]
