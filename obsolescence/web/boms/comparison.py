"""What the page of two revisions shows: what is added, removed and changed, before anything is released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from obsolescence.boms import queries
from obsolescence.boms.rules.changes import KINDS, Detail, details

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obsolescence.boms.models import Line, Revision
    from obsolescence.boms.queries import DiffRow

ENDING = ("obsolete", "ltb", "nrnd")
WORDS = {
    "added": "Added", "removed": "Removed", "part": "Part", "quantity": "Quantity", "placing": "Placing",
    "designators": "Designators", "alternates": "Alternates",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line that differs: as it is now (or was, where it goes), and what is different about it."""

    what: tuple[str, ...]
    line: Line
    old: Line | None
    details: list[Detail]


def of_revisions(organisation_id: int, old: Revision, new: Revision, *, only: str) -> dict[str, Any]:
    """The lines that differ, by what happens to them; only: one kind of difference, "" for all."""
    found = queries.differences(organisation_id, old.pk, new.pk)
    rows = [_row(one) for one in found]
    only = only if only in WORDS else ""
    shown = [row for row in rows if not only or only in row.what]
    counts = {kind: sum(kind in row.what for row in rows) for kind in WORDS}
    return {
        "count": len(rows),
        "only": only,
        "shown_count": len(shown),
        "kinds": [(kind, words, counts[kind]) for kind, words in WORDS.items() if counts[kind]],
        "groups": _groups(shown),
        "counts": counts | {"changed": sum(bool(set(KINDS) & set(row.what)) for row in rows)},
        "ending": [row.line for row in rows if _comes_in_ending(row)],
        "totals": [queries.totals(organisation_id, one.pk) for one in (old, new)],
    }


def _row(found: DiffRow) -> Row:
    line = found.new or found.old
    assert line is not None  # noqa: S101 - a difference has at least one side
    changed = details(found.what, found.old, found.new) if found.old and found.new else []
    return Row(found.what, line, found.old, changed)


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {"changed": [], "added": [], "removed": []}
    for row in rows:
        groups[row.what[0] if row.what[0] in groups else "changed"].append(row)
    return [(name, found) for name, found in groups.items() if found]


def _comes_in_ending(row: Row) -> bool:
    """Whether the new revision brings in a part that has ended or will."""
    is_new = "added" in row.what or "part" in row.what
    return is_new and row.line.part is not None and row.line.part.status in ENDING
