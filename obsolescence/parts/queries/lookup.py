"""Many numbers at once: one query a kind of look-up, whatever the number of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from obsolescence.parts.models import Manufacturer, ManufacturerAlias
from obsolescence.parts.rules.makers import Makers
from obsolescence.parts.rules.part_row import PartRow

Rows = dict[str, list[PartRow]]

MOST_BEGINNING, MOST_SIMILAR, NEAR_ENOUGH = 60, 25, 0.32
MOST_COMPARED = 3_000  # descriptions of one span that are compared, some microseconds each
MOST_BESIDE, FAMILY_SIGNS = 150, 3
ENOUGH = 3  # of a maker's numbers that have an ending, so that it is a way of its own
_LAST = "\U0010ffff"  # sorts behind every sign


def makers() -> Makers:
    """All makers with their aliases and successors."""
    return Makers(
        Manufacturer.objects.values_list("id", "name", "key", "successor_id"),
        ManufacturerAlias.objects.values_list("key", "manufacturer_id"),
    )


def with_numbers(folds: Iterable[str]) -> Rows:
    """Parts by folded number."""
    return _rows(_BY_NUMBER, folds)


def with_keys(keys: Iterable[str]) -> Rows:
    """Parts by letters and digits; keys of fewer than four signs find nothing."""
    return _rows(_BY_KEY, (key for key in keys if len(key) >= 4))


def with_skus(skus: Iterable[str]) -> Rows:
    """Parts by folded distributor's number; numbers of fewer than four signs find nothing."""
    return _rows(_BY_SKU, (sku for sku in skus if len(sku) >= 4))


def beginning_with(stems: Iterable[str]) -> Rows:
    """The first parts whose folded number begins with a stem of four signs or more, shortest numbers first."""
    wanted = sorted({stem for stem in stems if len(stem) >= 4})
    return _rows(_BY_BEGINNING, wanted, [[stem + _LAST for stem in wanted]])


@dataclass(frozen=True, slots=True)
class Span:
    """Folded numbers from one up to (and without) another; digits_only: as many digits as the first, nothing else.

    describing: of many parts those whose description is likest this text are wanted.
    """

    low: str
    until: str
    digits_only: bool = False
    describing: str = ""


def span_of_beginning(stem: str, describing: str) -> Span:
    """The numbers that begin with a stem."""
    return Span(stem, stem + _LAST, describing=describing)


def within(spans: Iterable[Span]) -> dict[Span, list[PartRow]]:
    """The parts of each span, those described likest first, then the shortest numbers."""
    wanted = list(dict.fromkeys(spans))
    found: dict[Span, list[PartRow]] = defaultdict(list)
    if not wanted:
        return found
    columns = [[getattr(span, name) for span in wanted] for name in Span.__slots__]
    with connection.cursor() as cursor:
        cursor.execute(_BY_SPAN, columns)
        for place, *row in cursor.fetchall():
            found[wanted[place - 1]].append(PartRow(*row))
    return found


def beside(part_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """The family of each part: its maker's orderable numbers next to it in the catalogue's order (folded number: id).

    They share its first signs; the nearest come first.
    """
    wanted = sorted(set(part_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [wanted])
        around = cursor.fetchall()
        # Most numbers stand beside many of those that are asked for: each is fetched once.
        cursor.execute(_FAMILIES, [list({id_ for *_, after, before in around for id_ in (*after, *before)})])
        families: dict[int, dict[int, str]] = defaultdict(dict)
        for id_, maker, fold in cursor.fetchall():
            families[maker][id_] = fold
    found = {}
    for part_id, maker, after, before in around:
        own = families[maker]
        if family := {own[id_]: id_ for id_ in _nearest_first(after, before) if id_ in own}:
            found[part_id] = family
    return found


def _nearest_first(after: list[int], before: list[int]) -> list[int]:
    both = min(len(after), len(before))
    mixed = [0] * (2 * both)
    mixed[::2], mixed[1::2] = after[:both], before[:both]
    return mixed + after[both:] + before[both:]


def endings_in_use(wanted: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those (maker's id, end of a folded number) that some of the maker's orderable numbers have."""
    pairs = sorted(set(wanted))
    if not pairs:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_ENDINGS, [[maker for maker, _ in pairs], [end for _, end in pairs]])
        return {(maker, end) for maker, end in cursor.fetchall()}


def skus_of(part_ids: Iterable[int]) -> dict[int, list[str]]:
    """The folded distributors' numbers of some parts."""
    wanted = sorted(set(part_ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SKUS, [wanted])
        return dict(cursor.fetchall())


def similar_to(folds: Iterable[str]) -> Rows:
    """The parts whose numbers share most groups of three signs; some milliseconds a number, for few numbers only."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local pg_trgm.similarity_threshold = {NEAR_ENOUGH}")
    return _rows(_BY_LIKENESS, (fold for fold in folds if len(fold) >= 4))


def _rows(sql: str, wanted: Iterable[str], more: Sequence[list[str]] = ()) -> Rows:
    words = sorted(set(wanted) - {""})
    found: Rows = defaultdict(list)
    if not words:
        return found
    with connection.cursor() as cursor:
        cursor.execute(sql, [words, *more])
        for word, *row in cursor.fetchall():
            found[word].append(PartRow(*row))
    return found


_COLUMNS = (
    "p.id, p.mpn, p.mpn_fold, p.manufacturer_id, m.name, p.mpn_kind = 'base',"
    " concat_ws(' ', nullif(p.description, ''), nullif(p.category, ''), nullif(p.package, ''))"
)
_MAKER = "join parts_manufacturer m on m.id = p.manufacturer_id"

_BY_NUMBER = f"""
select w.word, {_COLUMNS} from unnest(%s::text[]) w(word) join parts_part p on p.mpn_fold = w.word {_MAKER}
order by m.name
"""
_BY_KEY = f"""
select w.word, {_COLUMNS} from unnest(%s::text[]) w(word) join parts_part p on p.mpn_key = w.word {_MAKER}
order by p.mpn_fold, m.name
"""
_BY_SKU = f"""
select distinct w.word, {_COLUMNS}
from unnest(%s::text[]) w(word) join parts_offer o on o.sku_fold = w.word join parts_part p on p.id = o.part_id {_MAKER}
order by p.mpn_fold
"""
_BY_BEGINNING = f"""
select w.word, {_COLUMNS}
from unnest(%s::text[], %s::text[]) w(word, until) cross join lateral (
    select * from parts_part p where p.mpn_fold ~>=~ w.word and p.mpn_fold ~<~ w.until
    order by length(p.mpn_fold), p.mpn_fold limit {MOST_BEGINNING}
) p {_MAKER}
order by w.word, length(p.mpn_fold), p.mpn_fold, m.name
"""
_BY_SPAN = f"""
select w.place, {_COLUMNS}
from unnest(%s::text[], %s::text[], %s::boolean[], %s::text[]) with ordinality w(low, until, digits, says, place)
cross join lateral (
    select *, similarity(q.description, w.says) as likeness from (
        select * from parts_part p where p.mpn_fold ~>=~ w.low and p.mpn_fold ~<~ w.until
            and (not w.digits or (length(p.mpn_fold) = length(w.low) and p.mpn_fold ~ '^[0-9]+$'))
        limit {MOST_COMPARED}
    ) q
    order by likeness desc, length(q.mpn_fold), q.mpn_fold limit {MOST_BEGINNING}
) p {_MAKER}
order by w.place, p.likeness desc, length(p.mpn_fold), p.mpn_fold
"""
_SKUS = """
select o.part_id, array_agg(distinct o.sku_fold) from parts_offer o where o.part_id = any(%s) and o.sku_fold <> ''
group by o.part_id
"""
_ENDINGS = f"""
select w.maker, w.ends from unnest(%s::bigint[], %s::text[]) w(maker, ends) where {ENOUGH} = (
    select count(*) from (
        select from parts_part p
        where p.manufacturer_id = w.maker and right(p.mpn_fold, length(w.ends)) = w.ends and p.mpn_kind <> 'base'
        limit {ENOUGH}
    ) enough
)
"""
# The maker is compared only after the nearest are found: its own index would fetch all that it makes.
_BESIDE = f"""
select one.id, one.manufacturer_id,
    array(select id from parts_part
        where mpn_fold ~>~ one.mpn_fold and mpn_fold ~<~ (left(one.mpn_fold, {FAMILY_SIGNS}) || '{_LAST}')
        order by mpn_fold using ~<~ limit {MOST_BESIDE}),
    array(select id from parts_part
        where mpn_fold ~<~ one.mpn_fold and mpn_fold ~>=~ left(one.mpn_fold, {FAMILY_SIGNS})
        order by mpn_fold using ~>~ limit {MOST_BESIDE})
from unnest(%s::bigint[]) w(id) join parts_part one on one.id = w.id
where length(one.mpn_fold) >= {FAMILY_SIGNS}
"""
_FAMILIES = "select id, manufacturer_id, mpn_fold from parts_part where id = any(%s) and mpn_kind <> 'base'"
_BY_LIKENESS = f"""
select w.word, {_COLUMNS}
from unnest(%s::text[]) w(word) cross join lateral (
    select * from parts_part p where p.mpn_fold %% w.word
    order by similarity(p.mpn_fold, w.word) desc limit {MOST_SIMILAR}
) p {_MAKER}
"""
