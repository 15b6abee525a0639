"""Which columns give a line its numbers: the number that leads, its stand-ins, and the maker of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from obsolescence.boms.rules.header_words import fold_header
from obsolescence.boms.rules.lines import numbers
from obsolescence.boms.rules.lines.cells import unless_placeholder

Pair = tuple[str, str]  # (maker, number)


@dataclass(frozen=True, slots=True)
class Source:
    """A column of numbers and the one that names their makers, if any."""

    number: int
    maker: int | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a table's numbers come from. The first leading one that says something is the line's own number."""

    leading: tuple[Source, ...]
    combined: tuple[int, ...]
    alternates: tuple[Source, ...]
    makers: tuple[int, ...]

    def own(self, cells: Sequence[str]) -> list[Pair]:
        """(maker, number) of the leading columns, the line's own first. A maker without a number comes as (maker, "")."""
        pairs = [pair for source in self.leading for pair in _pairs(source, cells)]
        taken = {source.maker for source in self.leading if numbers.numbers_in(_cell(cells, source.number))}
        loose = [text for column in self.makers if column not in taken and (text := _maker(cells, column))]
        known = {number for _, number in pairs}
        combined = [pair for column in self.combined for pair in numbers.pairs_in(_cell(cells, column))]
        found = [*pairs, *(pair for pair in combined if pair[1] not in known)]
        if found and loose and not (pairs and pairs[0][0]):  # the only maker of a row is its first number's
            found[0] = (loose[0], found[0][1])
        return list(dict.fromkeys(found)) or [(maker, "") for maker in loose[:1]]

    def stand_ins(self, cells: Sequence[str]) -> list[Pair]:
        """(maker, number) of the alternates' columns."""
        return [pair for source in self.alternates for pair in _alternates(source, cells)]


def sources_of(roles: Mapping[str, Sequence[int]], headers: Sequence[str]) -> Sources:
    """Pair the columns of numbers with those of makers: by counting number, by place, by being beside each other."""
    mpns, makers = roles.get("mpn", []), roles.get("manufacturer", [])
    others, other_makers = roles.get("alternate_mpn", []), roles.get("alternate_manufacturer", [])
    ordinal = _ordinals(headers)
    leading = _paired(mpns, makers, ordinal)
    alternates = {column: _beside(column, other_makers, ordinal) for column in others}
    taken = {*leading.values(), *alternates.values()}
    free = [maker for maker in (*makers, *other_makers) if maker not in taken]
    for pairs in (leading, alternates):
        for column, maker in pairs.items():
            if maker is None and (found := _beside(column, free, ordinal)) is not None:
                pairs[column] = found
                free.remove(found)
    return Sources(
        tuple(Source(column, leading[column]) for column in mpns),
        tuple(roles.get("manufacturer_and_mpn", [])),
        tuple(Source(column, alternates[column]) for column in others),
        tuple(makers),
    )


Ordinal = Callable[[int], int | None]


def _ordinals(headers: Sequence[str]) -> Ordinal:
    return lambda column: fold_header(headers[column]).ordinal if column < len(headers) else None


def _paired(mpns: Sequence[int], makers: Sequence[int], ordinal: Ordinal) -> dict[int, int | None]:
    """The maker's column of each number's: the same counting number, else the same place in the order, else beside."""
    counted = {ordinal(maker) or 1: maker for maker in makers}
    wanted = [ordinal(column) or 1 for column in mpns]
    if len(set(wanted)) == len(mpns) and len(counted) == len(makers) and set(wanted) <= set(counted):
        return {column: counted[number] for column, number in zip(mpns, wanted, strict=True)}
    if len(mpns) == len(makers):
        return dict(zip(mpns, makers, strict=True))
    if len(mpns) == 1:
        return {mpns[0]: makers[0] if makers else None}
    free = list(makers)
    pairs: dict[int, int | None] = {}
    for column in mpns:
        pairs[column] = found = next((one for one in (column - 1, column + 1) if one in free), None)
        if found is not None:
            free.remove(found)
    return pairs


def _beside(column: int, makers: Sequence[int], ordinal: Ordinal) -> int | None:
    """The maker's column with the same counting number ("MPN2", "MFG2"), else the one right beside it."""
    number = ordinal(column)
    same = [maker for maker in makers if number is not None and ordinal(maker) == number]
    beside = sorted(maker for maker in makers if abs(maker - column) == 1)
    return next(iter([*same, *beside]), None)


def _pairs(source: Source, cells: Sequence[str]) -> Iterator[Pair]:
    """The numbers of a cell, each with the maker at the same place; further ones share the last."""
    found = numbers.numbers_in(_cell(cells, source.number))
    makers = numbers.makers_of(_cell(cells, source.maker), len(found))
    if not makers and len(found) == 1 and (pair := numbers.number_beside_maker(found[0])):
        yield pair
        return
    for index, number in enumerate(found):
        yield (makers[min(index, len(makers) - 1)] if makers else ""), number


def _alternates(source: Source, cells: Sequence[str]) -> Iterator[Pair]:
    maker = unless_placeholder(_cell(cells, source.maker))
    for number in numbers.numbers_in(_cell(cells, source.number)):
        yield maker, number


def _maker(cells: Sequence[str], column: int) -> str:
    return next(iter(numbers.makers_in(_cell(cells, column))), "")


def _cell(cells: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(cells) else cells[column].strip()
