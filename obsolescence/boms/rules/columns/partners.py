"""Columns that share a word belong together: the number of "Vendor" is in "Vendor Part"."""

import re

from obsolescence.boms.rules.columns.column import Column

_NUMBER_WORDS = re.compile(
    r"(?: (?:part|parts|item|product|catalog|cat|order|model|number|no|num|pn|code|id|mpn|ref|reference|artikel))+"
)
_MAKERS = 0.5  # share of known makers from which on a column "Vendor" is taken to name makers
_NUMBERS = 0.5
_CALLED_NUMBER = 0.7  # "Part Number" may be the maker's wherever it stands
_HINTED = 0.4  # strength of a word that several numbers share
_FREE = ("description", "value")
_FOLLOWED = 2.4
_UNMISTAKABLE = 1.0
_A_GUESS = 1.0


def follow_the_maker(columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    """Give each maker's column, the first and the alternates', the numbers of its own word."""
    _follow_the_first(columns, roles, scores)
    for index in roles.get("alternate_manufacturer", []):
        partner = _number_of(columns[index], columns)
        is_order_number = partner is not None and partner.index in roles.get("distributor_sku", [])
        if partner is not None and is_order_number and "mpn" in roles and _holds_numbers(partner):
            _take_away(partner.index, roles, scores)
            roles.setdefault("alternate_mpn", []).append(partner.index)
            scores.setdefault("alternate_mpn", _FOLLOWED)


def _follow_the_first(columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    """Where "Vendor" names makers, "Vendor Part" holds their numbers; what was taken before is the house's own."""
    partner = _of_the_maker(columns, roles)
    if partner is None or "manufacturer_and_mpn" in roles:
        return
    maker = columns[roles["manufacturer"][0]]
    leader = columns[roles["mpn"][0]] if "mpn" in roles else None
    is_named_so = leader is not None and leader.words.get("mpn", 0.0) >= _UNMISTAKABLE
    if (
        partner is leader
        or is_named_so
        or maker.profile.share("maker") < _MAKERS
        or not _holds_numbers(partner)
    ):
        return
    _take_away(partner.index, roles, scores)
    if leader is not None and "cpn" not in roles:
        roles["cpn"], scores["cpn"] = [leader.index], scores["mpn"]
    roles["mpn"], scores["mpn"] = [partner.index], _FOLLOWED


def take_order_numbers(columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    """An "order number" may be a shop's or the maker's. Where makers are named, no shop is, and the cells look like makers'
    numbers, it is theirs; where nobody is named a person has to look."""
    if roles.keys() & {"mpn", "manufacturer_and_mpn", "supplier_name"} or "distributor_sku" not in roles:
        return
    column = columns[roles["distributor_sku"][0]]
    if column.words.get("distributor_sku", 0.0) >= _UNMISTAKABLE or not _holds_numbers(column):
        return
    if column.profile.share("number") >= _NUMBERS or _is_outdone(column, columns, roles):
        return  # figures are a shop's own as a rule
    makers = [columns[index] for index in roles.get("manufacturer", [])]
    _take_away(column.index, roles, scores)
    roles["mpn"] = [column.index]
    scores["mpn"] = (
        _FOLLOWED if any(maker.profile.share("maker") >= _MAKERS for maker in makers) else _A_GUESS
    )


def take_numbers_beside_shops(
    columns: list[Column], roles: dict[str, list[int]], scores: dict[str, float]
) -> None:
    """ "Artikelnr" alone may be anybody's; right behind "Leverantör" it is the shop's."""
    if "supplier_name" not in roles or "distributor_sku" in roles or "mpn" not in roles:
        return  # where no number is the maker's, that behind the shop may be
    index = roles["supplier_name"][0] + 1
    is_free = index < len(columns) and not any(index in found for found in roles.values())
    if not is_free or not columns[index].profile.filled:
        return
    words = columns[index].words
    if words.get("distributor_sku", 0.0) >= _HINTED and words.get("mpn", 0.0) < _CALLED_NUMBER:
        roles["distributor_sku"], scores["distributor_sku"] = [index], _FOLLOWED


def _is_outdone(order: Column, columns: list[Column], roles: dict[str, list[int]]) -> bool:
    """Whether a column of types or descriptions holds makers' numbers at least as well."""
    taken = {index for role, found in roles.items() if role not in _FREE for index in found}
    return any(
        column.index not in taken
        and bool(column.header.strip())
        and column.profile.fill >= _NUMBERS
        and column.profile.share("mpn") >= max(_NUMBERS, order.profile.share("mpn"))
        and column.profile.uniform < _NUMBERS
        for column in columns
    )


def is_at_odds(columns: list[Column], roles: dict[str, list[int]]) -> bool:
    """Maker and number are from columns of different words although there is a number of the maker's own word."""
    partner = _of_the_maker(columns, roles)
    return partner is not None and partner.index not in (
        *roles.get("mpn", []), *roles.get("alternate_mpn", []), *roles.get("manufacturer_and_mpn", []),
    )  # fmt: skip


def _of_the_maker(columns: list[Column], roles: dict[str, list[int]]) -> Column | None:
    if "manufacturer" not in roles:
        return None
    return _number_of(columns[roles["manufacturer"][0]], columns)


def _number_of(maker: Column, columns: list[Column]) -> Column | None:
    word = maker.folded.words.removesuffix(" name")
    return next((column for column in columns if word and _is_number_of(column, word, maker)), None)


def _is_number_of(column: Column, word: str, maker: Column) -> bool:
    rest = column.folded.words.removeprefix(word)
    is_named_alike = rest != column.folded.words and bool(_NUMBER_WORDS.fullmatch(rest))
    return is_named_alike and column.folded.ordinal == maker.folded.ordinal and column.profile.filled > 0


def _holds_numbers(column: Column) -> bool:
    return column.profile.share("mpn") >= _NUMBERS > column.profile.share("telling_sku")


def _take_away(index: int, roles: dict[str, list[int]], scores: dict[str, float]) -> None:
    for role in [role for role, indices in roles.items() if index in indices]:
        roles[role] = [other for other in roles[role] if other != index]
        if not roles[role]:
            del roles[role]
            scores.pop(role, None)
