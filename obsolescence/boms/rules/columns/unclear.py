"""Columns that may mean something else than they were taken for, or that were left over and may be meant."""

from collections.abc import Iterator, Mapping, Sequence

from obsolescence.boms.rules.columns.column import Column
from obsolescence.boms.rules.columns.mapping import Doubt
from obsolescence.boms.rules.header_words import is_of_other_things, variant_counted, yes_means_placed

_ASKED_BY_NAME = 0.9  # a header that says it without any doubt
_ALL_BUT_FEW = 0.95
_FEW = 0.05
_SOME, _HALF, _MOSTLY = 0.3, 0.5, 0.7
_SEVERAL = 4  # cells
_OF_ONE_FORM = 0.6  # share of the numbers in one form from which on they are taken to be of one house
_CALLED_SO, _CLEARLY, _FAR_MORE = 0.8, 2.0, 1.3


def doubtful_numbers(columns: Sequence[Column], roles: Mapping[str, list[int]]) -> Iterator[Doubt]:
    """Numbers that may be a house's own or the maker's, or that stand in another column as well or instead."""
    taken = _taken(roles)
    free = [
        column for column in columns if column.index not in taken and not is_of_other_things(column.header)
    ]
    if "mpn" not in roles:
        if "manufacturer_and_mpn" not in roles:
            orders = [column for column in columns if column.index in roles.get("distributor_sku", [])]
            yield from _of("numbers_elsewhere", filter(_holds_some_numbers, free))
            yield from _of("order_numbers", filter(_holds_makers_numbers, orders))
        return
    leader = columns[roles["mpn"][0]]
    if _may_be_of_one_house(leader, roles):
        yield Doubt("house_numbers", (leader.index,), "mpn")
    for column in free:
        if _outdoes(column, leader):
            yield Doubt("outdone", (leader.index, column.index), "mpn")


def _of(code: str, columns: Iterator[Column]) -> Iterator[Doubt]:
    return (Doubt(code, (column.index,), "mpn") for column in columns)


def _may_be_of_one_house(leader: Column, roles: Mapping[str, list[int]]) -> bool:
    """Numbers of one form below a common word ("Part Number"); beside makers only such as "100-00231" are a house's."""
    is_called_so = leader.words.get("mpn", 0.0) >= _ASKED_BY_NAME
    is_like_a_makers = "manufacturer" in roles and leader.profile.share("sku") < _HALF
    return not is_called_so and leader.profile.uniform >= _OF_ONE_FORM and not is_like_a_makers


def _outdoes(column: Column, leader: Column) -> bool:
    """Called the same, and says it of far more lines."""
    is_called_so = column.words.get("mpn", 0.0) >= _CALLED_SO and column.score("mpn") >= _CLEARLY
    return is_called_so and column.profile.fill > leader.profile.fill * _FAR_MORE


def _holds_some_numbers(column: Column) -> bool:
    """A column under a word that nobody knows which holds part numbers here and there."""
    profile = column.profile
    is_unknown = bool(column.header.strip()) and not column.words
    has_several = profile.filled >= _SEVERAL and profile.share("mpn") >= _SOME
    return is_unknown and profile.fill >= _HALF and has_several


def _holds_makers_numbers(column: Column) -> bool:
    """Order numbers of which none has the form of any shop's: a "Vendor P/N" may be the maker's own."""
    profile = column.profile
    return profile.share("mpn") >= _MOSTLY and profile.share("sku", "telling_sku") < _FEW


def several_counts(columns: Sequence[Column], roles: Mapping[str, list[int]]) -> Iterator[Doubt]:
    """ "Qty_Base", "Qty_Pro", "Qty_Lite": each counts another product, and one of them was taken."""
    leader = next(iter(roles.get("quantity", roles.get("quantity_for", []))), None)
    others = _taken(roles) - {leader, *roles.get("quantity_for", [])}
    alike = [
        column.index
        for column in columns
        if column.index not in others
        and variant_counted(column.header)
        and column.profile.filled
        and column.profile.share("integer") >= _MOSTLY
    ]
    if len(alike) > 1 and (leader is None or leader in alike):
        yield Doubt("several_counts", tuple(sorted(alike)), "quantity")


def unclear_marks(columns: Sequence[Column], roles: Mapping[str, list[int]]) -> tuple[int, ...]:
    """Columns of yes and no, or of crosses, of which nobody can tell which means placed.

    Read the wrong way they buy what is not placed.
    """
    taken = _taken(roles)
    unclear = [column.index for column in columns if _is_unclear_mark(column, roles, taken)]
    return tuple(sorted({*unclear, *_ticking_some_lines(columns, taken)}))


def _is_unclear_mark(column: Column, roles: Mapping[str, list[int]], taken: set[int]) -> bool:
    """Yes and no under a header that does not say of what, or answers in words that we do not know."""
    if column.index not in roles.get("dnp", []):
        return column.index not in taken and _may_tell_what_is_placed(column)
    has_marks = column.profile.yes + column.profile.no > 0
    is_asked = column.words.get("dnp", 0.0) >= _ASKED_BY_NAME
    return (has_marks and yes_means_placed(column.header) is None) or (
        is_asked and column.profile.riddles > column.profile.share("designator")
    )


def _ticking_some_lines(columns: Sequence[Column], taken: set[int]) -> list[int]:
    """Crosses and blanks under a header that nobody knows may say what is placed; columns that share the lines out among
    themselves (SMT here, THT there) say of what sort each line is."""
    ticked = [column for column in columns if column.index not in taken and _is_ticked(column)]
    lines = sum(column.profile.printed for column in ticked)
    rows = ticked[0].profile.rows if ticked else 0
    are_sorts = len(ticked) > 1 and abs(lines - rows) <= _FEW * rows
    return [] if are_sorts else [column.index for column in ticked]


def _is_ticked(column: Column) -> bool:
    profile = column.profile
    is_for_some = 0 < profile.printed < profile.rows
    is_marked = profile.ticks > _ALL_BUT_FEW
    return is_for_some and is_marked and bool(column.header.strip()) and not is_of_other_things(column.header)


def _may_tell_what_is_placed(column: Column) -> bool:
    """Nothing but yes and no; nothing but yes is telling only where the header could mean it."""
    marks = column.profile.yes + column.profile.no
    is_answered = column.profile.yes > 0 and (column.profile.no > 0 or "dnp" in column.words)
    return marks > _ALL_BUT_FEW and is_answered and not is_of_other_things(column.header)


def _taken(roles: Mapping[str, list[int]]) -> set[int]:
    return {index for indices in roles.values() for index in indices}
