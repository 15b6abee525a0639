"""Sources that say themselves what is what become a table whose columns are known, so that all that follows is the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from obsolescence.boms.rules.reading.table import MAX_COLUMNS, MAX_ROWS, Sheet, too_many_rows


@dataclass(slots=True)
class KnownColumns:
    """Rows by column name; `roles` names the columns that play one, in order of their importance."""

    rows: list[Mapping[str, str]] = field(default_factory=list)

    def add(self, row: Mapping[str, str]) -> None:
        """Keep a row. Raises UnreadableFile beyond the number of rows that any file may have."""
        if len(self.rows) >= MAX_ROWS:
            raise too_many_rows()
        self.rows.append(row)

    def to_sheet(self, name: str | None, roles: Sequence[tuple[str, str]]) -> Sheet:
        """The header, then the rows; columns without content are left out. roles: (column name, role)."""
        filled = dict.fromkeys(key for row in self.rows for key, cell in row.items() if cell.strip())
        order = _in_order(filled, [column for column, _ in roles])[:MAX_COLUMNS]
        rows = [order, *([row.get(column, "") for column in order] for row in self.rows)]
        return Sheet(name=name, rows=rows, roles=_places(order, roles))


def _in_order(filled: Iterable[str], first: Sequence[str]) -> list[str]:
    names = list(filled)
    return [name for name in dict.fromkeys(first) if name in names] + [
        name for name in names if name not in first
    ]


def _places(order: Sequence[str], roles: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, role in roles:
        if column in order:
            found.setdefault(role, []).append(order.index(column))
    return found
