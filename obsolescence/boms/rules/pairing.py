"""Which line of a new revision is which line of the old one, so that choices, notes and alerts stay with it.

Passes from sure to likely, each one-to-one: customer's number and designators; customer's number; number, maker and
designators; number and maker in the order of rows; designators that overlap by half or more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from obsolescence.parts.rules.names import fold_mpn, manufacturer_key

HALF = 0.5


@dataclass(frozen=True, slots=True)
class PairLine:
    """What of a line says which one it is."""

    id: int
    mpn: str
    manufacturer: str
    cpn: str
    designators: frozenset[str]
    quantity: Decimal | None = None
    dnp: bool = False
    alternates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs: what of it, and both ids (None: added or removed)."""

    old_id: int | None
    new_id: int | None
    what: tuple[str, ...]


Key = Callable[[PairLine], Hashable | None]


def _by_cpn_and_places(line: PairLine) -> Hashable | None:
    return (fold_mpn(line.cpn), line.designators) if line.cpn and line.designators else None


def _by_cpn(line: PairLine) -> Hashable | None:
    return fold_mpn(line.cpn) or None


def _by_number_and_places(line: PairLine) -> Hashable | None:
    return (*_number(line), line.designators) if line.mpn and line.designators else None


def _by_number(line: PairLine) -> Hashable | None:
    return _number(line) if line.mpn else None


def _number(line: PairLine) -> tuple[str, str]:
    return fold_mpn(line.mpn), manufacturer_key(line.manufacturer) if line.manufacturer else ""


PASSES: tuple[Key, ...] = (_by_cpn_and_places, _by_cpn, _by_number_and_places, _by_number)


def pair(old: Sequence[PairLine], new: Sequence[PairLine]) -> dict[int, int]:
    """New line id → old line id, each old line at most once. Lines come in the order of their rows."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for key in PASSES:
        waiting = _by_key((line for line in old if line.id not in taken), key)
        for line in new:
            found = waiting.get(key(line)) if line.id not in pairs else None
            if found:
                pairs[line.id] = found.pop(0).id
                taken.add(pairs[line.id])
    return pairs | _by_overlap(
        [line for line in old if line.id not in taken], [line for line in new if line.id not in pairs]
    )


def _by_key(lines: Iterable[PairLine], key: Key) -> dict[Hashable | None, list[PairLine]]:
    found: dict[Hashable | None, list[PairLine]] = defaultdict(list)
    for line in lines:
        if key(line) is not None:
            found[key(line)].append(line)
    return found


def _by_overlap(old: Sequence[PairLine], new: Sequence[PairLine]) -> dict[int, int]:
    """The greatest overlaps first; half of the smaller set is enough."""
    at: dict[str, list[PairLine]] = defaultdict(list)
    for line in old:
        for place in line.designators:
            at[place].append(line)
    shares = []
    for line in new:
        for other in {found.id: found for place in line.designators for found in at[place]}.values():
            common = len(line.designators & other.designators)
            share = common / min(len(line.designators), len(other.designators))
            if share >= HALF:
                shares.append((-share, -common, line.id, other.id))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, new_id, old_id in sorted(shares):
        if new_id not in pairs and old_id not in taken:
            pairs[new_id] = old_id
            taken.add(old_id)
    return pairs


def diff(old: Sequence[PairLine], new: Sequence[PairLine]) -> list[Change]:
    """What a new revision changes: parts, quantities, placing, designators, alternates; then added, then removed."""
    pairs = pair(old, new)
    before = {line.id: line for line in old}
    changed = [
        Change(pairs[line.id], line.id, what)
        for line in new
        if line.id in pairs and (what := _differences(before[pairs[line.id]], line))
    ]
    added = [Change(None, line.id, ("added",)) for line in new if line.id not in pairs]
    kept = set(pairs.values())
    removed = [Change(line.id, None, ("removed",)) for line in old if line.id not in kept]
    return [*changed, *added, *removed]


def _differences(old: PairLine, new: PairLine) -> tuple[str, ...]:
    checks = (
        ("part", _number(old) != _number(new)),
        ("quantity", old.quantity != new.quantity),
        ("placing", old.dnp != new.dnp),
        ("designators", old.designators != new.designators),
        ("alternates", set(old.alternates) != set(new.alternates)),
    )
    return tuple(name for name, differs in checks if differs)
