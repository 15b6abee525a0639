"""Many numbers at once: one query a kind of look-up, whatever the number of numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from obsolescence.parts.models import Manufacturer, ManufacturerAlias
from obsolescence.parts.rules.makers import Makers
from obsolescence.parts.rules.part_row import PartRow

Rows = dict[str, list[PartRow]]

MOST_BEGINNING, MOST_SIMILAR, NEAR_ENOUGH = 60, 25, 0.32
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


def between(ranges: Iterable[tuple[str, str]]) -> Rows:
    """Parts whose number is as many digits and lies between two (the lower one names them)."""
    wanted = dict(sorted(set(ranges)))
    return _rows(_BY_RANGE, wanted, [list(wanted.values())])


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


_COLUMNS = "p.id, p.mpn, p.mpn_fold, p.manufacturer_id, m.name, p.mpn_kind = 'base', p.description"
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
"""
_BY_RANGE = f"""
select w.word, {_COLUMNS}
from unnest(%s::text[], %s::text[]) w(word, until) cross join lateral (
    select * from parts_part p where p.mpn_fold ~>=~ w.word and p.mpn_fold ~<~ w.until
        and length(p.mpn_fold) = length(w.word) and p.mpn_fold ~ '^[0-9]+$'
    order by p.mpn_fold limit {MOST_BEGINNING}
) p {_MAKER}
"""
_BY_LIKENESS = f"""
select w.word, {_COLUMNS}
from unnest(%s::text[]) w(word) cross join lateral (
    select * from parts_part p where p.mpn_fold %% w.word
    order by similarity(p.mpn_fold, w.word) desc limit {MOST_SIMILAR}
) p {_MAKER}
"""
