"""Lists of several levels: which line belongs to which assembly, and how many of it one product needs.

Three ways of saying it are understood: a level column (0, 1, 2 or ..2), outline numbers (1, 1.1, 1.1.2), and a column
that names the parent. Quantities are per assembly; they are multiplied down the tree.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.lines.line import Problem, ReadLine

_OUTLINE = re.compile(r"\d{1,6}(?:\.\d{1,6})*\.?")
_LEVEL = re.compile(r"(?:level|lvl|l|ebene|stufe)?[\s.\-_*>+]*(\d{1,2})[\s.]*", re.I)
_STEPS = re.compile(r"[.\-_*>+]{1,20}")
_MOST = Decimal(10) ** 12  # nobody builds more; keeps a mistaken chain from growing for ever


@dataclass(slots=True)
class _Tree:
    """Of each line: its depth, the lines that it is part of, and what is odd about its place."""

    depths: list[int | None]
    parents: list[list[int]]
    odd: dict[str, list[int]] = field(default_factory=dict)

    def note(self, sentence: str, index: int) -> None:
        self.odd.setdefault(sentence, []).append(index)


_SKIPS = "The level skips a step; the line was put under the nearest assembly above it."
_ORPHAN = (
    "The assembly that this line names as its parent is not in the list; its quantity was left as it is."
)
_CIRCLE = "The assemblies contain each other in a circle; the quantity was left as it is."


def with_tree(lines: Sequence[ReadLine], mapping: ColumnMapping) -> tuple[list[ReadLine], list[Problem]]:
    """The lines with their place in the tree and their quantity per product; unchanged where the list has one level."""
    for role, build in _WAYS:
        if mapping.roles.get(role) and (tree := build(lines)) is not None:
            return _placed(lines, tree)
    return list(lines), []


def _placed(lines: Sequence[ReadLine], tree: _Tree) -> tuple[list[ReadLine], list[Problem]]:
    totals = _totals(lines, tree)
    assemblies = {parent for parents in tree.parents for parent in parents}
    placed = [
        replace(
            line,
            depth=tree.depths[index],
            parent_row=lines[tree.parents[index][0]].row if tree.parents[index] else None,
            per_parent=line.quantity,
            quantity=None if line.quantity is None else totals[index],
            is_assembly=index in assemblies,
        )
        for index, line in enumerate(lines)
    ]
    problems = [
        Problem(
            "place_in_tree",
            sentence,
            "Check the levels of these rows.",
            [lines[index].row for index in indices],
        )
        for sentence, indices in tree.odd.items()
    ]
    return placed, problems


def _totals(lines: Sequence[ReadLine], tree: _Tree) -> list[Decimal]:
    """How many of each line one product needs. Walks without recursion: a list may be as deep as it is long."""
    root = _product(tree)
    totals: list[Decimal | None] = [None] * len(lines)
    for start in range(len(lines)):
        path = [start]
        walked = {start}
        while path:
            index = path[-1]
            waiting = [parent for parent in tree.parents[index] if totals[parent] is None]
            if not waiting or any(parent in walked for parent in waiting):
                if waiting:
                    tree.note(_CIRCLE, index)
                totals[index] = _total(
                    lines[index], [totals[parent] for parent in tree.parents[index]], index == root
                )
                path.pop()
            else:
                path.append(waiting[0])
                walked.add(waiting[0])
    return [total if total is not None else Decimal(1) for total in totals]


def _total(line: ReadLine, above: Sequence[Decimal | None], is_product: bool) -> Decimal:
    """The product itself counts once, whatever quantity its own row says; an assembly without a quantity counts once."""
    own = Decimal(1) if is_product or line.quantity is None else line.quantity
    known = [total for total in above if total is not None]
    return min(own * sum(known), _MOST) if known else own


def _product(tree: _Tree) -> int | None:
    """The line that all others are part of; None where the list begins with its parts."""
    roots = [index for index, parents in enumerate(tree.parents) if not parents]
    return roots[0] if len(roots) == 1 and len(tree.parents) > 1 else None


def _by_level(lines: Sequence[ReadLine]) -> _Tree | None:
    if (
        sum(bool(_OUTLINE.fullmatch(line.level) and "." in line.level.strip(".")) for line in lines)
        > len(lines) / 3
    ):
        return _by_outline_of(lines, lambda line: line.level)
    depths = [_depth(line.level) for line in lines]
    if len({depth for depth in depths if depth is not None}) < 2:
        return None
    tree = _Tree(depths, [[] for _ in lines])
    above: list[int] = []
    for index, depth in enumerate(depths):
        if depth is None:
            continue
        while above and (depths[above[-1]] or 0) >= depth:
            above.pop()
        if above:
            tree.parents[index] = [above[-1]]
            if depth - (depths[above[-1]] or 0) > 1:
                tree.note(_SKIPS, index)
        above.append(index)
    return tree


def _depth(text: str) -> int | None:
    """2 of "2", "..2", "L2"; steps without a number count themselves ("**" is 2)."""
    if match := _LEVEL.fullmatch(text.strip()):
        return int(match[1])
    return len(text.strip()) if _STEPS.fullmatch(text.strip()) else None


def _by_outline(lines: Sequence[ReadLine]) -> _Tree | None:
    return _by_outline_of(lines, lambda line: line.line_number)


def _by_outline_of(lines: Sequence[ReadLine], number_of: Callable[[ReadLine], str]) -> _Tree | None:
    """1.1.2 is part of 1.1: where most of the dotted numbers find the one that they are part of."""
    numbers = [
        number_of(line).strip().rstrip(".") if _OUTLINE.fullmatch(number_of(line).strip()) else ""
        for line in lines
    ]
    tree = _Tree([number.count(".") if number else None for number in numbers], [[] for _ in lines])
    seen: dict[str, int] = {}
    missing = []
    for index, number in enumerate(numbers):
        above = number.rpartition(".")[0]
        if above in seen:
            tree.parents[index] = [seen[above]]
        elif above:
            missing.append(index)
        if number:
            seen[number] = index
    found = sum(map(bool, tree.parents))
    if not found or found < len(missing):
        return None
    for index in missing:
        tree.note(_ORPHAN, index)
    return tree


def _by_parent(lines: Sequence[ReadLine]) -> _Tree | None:
    places = _places_of_numbers(lines)
    tree = _Tree([None] * len(lines), [[] for _ in lines])
    unlisted: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        name = line.parent.strip()
        parents = [place for place in places.get(name.casefold(), []) if place != index]
        if name and parents:
            tree.parents[index] = parents
        elif name:
            unlisted.setdefault(name.casefold(), []).append(index)
    if not any(tree.parents):
        return None
    product = max(unlisted, key=lambda name: len(unlisted[name]), default="")
    for name, indices in unlisted.items():  # the product itself need not have a row of its own
        for index in indices if name != product else []:
            tree.note(_ORPHAN, index)
    tree.depths = _steps_up(tree)
    return tree


def _places_of_numbers(lines: Sequence[ReadLine]) -> dict[str, list[int]]:
    """Number → the lines it stands on: the house's own where there are any, else part numbers, else line numbers."""
    for number_of in _NUMBERS:
        places: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            if number := number_of(line).strip().casefold():
                places.setdefault(number, []).append(index)
        if any(line.parent.strip().casefold() in places for line in lines):
            return places
    return {}


_NUMBERS: tuple[Callable[[ReadLine], str], ...] = (
    lambda line: line.cpn,
    lambda line: line.mpn,
    lambda line: line.line_number,
)


def _steps_up(tree: _Tree) -> list[int | None]:
    """How many assemblies each line is inside of, by its first parent; every line is walked over once."""
    steps: dict[int, int] = {}
    for start in range(len(tree.parents)):
        path: dict[int, None] = {}
        index = start
        while index not in steps and index not in path and tree.parents[index]:
            path[index] = None
            index = tree.parents[index][0]
        reached = steps.setdefault(index, 0)
        for count, walked in enumerate(reversed(path), start=1):
            steps[walked] = reached + count
    return [steps[index] for index in range(len(tree.parents))]


_WAYS: tuple[tuple[str, Callable[[Sequence[ReadLine]], _Tree | None]], ...] = (
    ("level", _by_level),
    ("parent", _by_parent),
    ("line_number", _by_outline),
)
