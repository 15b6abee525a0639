"""Lines that somebody has taken out of the list without deleting them: struck out, hidden, or marked as removed."""

from collections.abc import Iterator, Sequence

from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.lines.line import Problem, ReadLine
from obsolescence.boms.rules.reading.table import Sheet

_REMOVED = frozenset(
    (
        "delete", "deleted", "del", "remove", "removed", "dropped", "cancelled", "canceled", "gelöscht", "entfernt", "entfällt",
        "löschen", "supprimé", "supprimer", "eliminado", "eliminar", "eliminato", "rimosso", "removido", "usunięto", "usunięty",
        "smazáno", "törölve", "silindi", "borttagen", "verwijderd", "удалено", "удален", "удалить", "删除", "削除", "삭제",
    )
)  # fmt: skip
_LONGEST = max(map(len, _REMOVED))
REMEDY = "Take these rows out of the list, or read only some of its rows, if they are not meant."


def of_rows_set_aside(
    lines: Sequence[ReadLine], sheet: Sheet, mapping: ColumnMapping, headers: Sequence[str]
) -> Iterator[Problem]:
    """They are read, for nobody can tell whether they are meant; but not in silence."""
    for code, how, rows in (
        ("rows_struck", "struck through", sheet.struck_rows),
        ("rows_hidden", "hidden in the workbook", sheet.hidden_rows),
        ("rows_removed", "marked as removed", _removed(lines, mapping, headers)),
    ):
        if found := [line.row for line in lines if line.row in rows]:
            yield Problem(code, f"These rows are {how}; they were read as lines all the same.", REMEDY, found)


def _removed(lines: Sequence[ReadLine], mapping: ColumnMapping, headers: Sequence[str]) -> frozenset[int]:
    """Rows on which a cell that names no part says so ("Change": "DELETE")."""
    notes = {headers[column] for column in mapping.roles.get("note", []) if column < len(headers)}
    names = {name for column, name in enumerate(headers) if mapping.role_of(column) is None} | notes
    if not names:
        return frozenset()
    return frozenset(
        line.row
        for line in lines
        if any(
            len(cell) <= _LONGEST and cell.strip().casefold() in _REMOVED
            for name, cell in line.raw.items()
            if name in names
        )
    )
