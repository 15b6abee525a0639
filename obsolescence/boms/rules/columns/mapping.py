"""Which column plays which role: guessed by us, corrected by a person, stored with the BOM."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from obsolescence.boms.rules.area import Area, column_letters
from obsolescence.boms.rules.header_words import ROLES, fold_header
from obsolescence.boms.rules.reading.table import Sheet, Table

# Roles that several columns can have: numbers with their makers, and texts that belong together.
SEVERAL = frozenset(
    ("mpn", "manufacturer", "manufacturer_and_mpn", "designator", "description", "value", "footprint", "note", "dnp",
     "placed", "distributor_sku", "supplier_name", "alternate_mpn", "alternate_manufacturer")
)  # fmt: skip
SURE = 0.8  # from here a mapping goes straight on; below, a person looks at it first
IN_DOUBT = 0.7


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason why a person should look at a guess: its code (`boms.rules.asking`), the columns, the role in question."""

    code: str
    columns: tuple[int, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Where the table is and what its columns are.

    sheet: name, None for text files. header_row: 0-based record index, None where there is no header.
    end_row: index after the last row that can belong to the table, None for the end of the sheet; first_row, first_column
    and end_column likewise, where a person has chosen a range (`area`).
    roles: role → column indices (0-based; several where SEVERAL allows them, the first one leads).
    confidence: role → 0 to 1. overall: 0 to 1, the chance that part numbers, quantities and designators are right.
    doubts: why it is not 1. taken_rows: 0-based rows that a person says are lines, whatever they look like.
    """

    sheet: str | None
    header_row: int | None
    roles: Mapping[str, list[int]] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    overall: float = 0.0
    end_row: int | None = None
    first_row: int | None = None
    first_column: int | None = None
    end_column: int | None = None
    doubts: tuple[Doubt, ...] = ()
    taken_rows: tuple[int, ...] = ()

    @property
    def area(self) -> Area:
        """The cells that are read."""
        return Area(self.first_row, self.end_row, self.first_column, self.end_column)

    def within(self, area: Area) -> "ColumnMapping":
        """The mapping for these cells only; columns outside lose their role."""
        roles = {
            role: [one for one in columns if area.has_column(one)] for role, columns in self.roles.items()
        }
        return replace(
            self,
            roles={role: columns for role, columns in roles.items() if columns},
            first_row=area.first_row,
            end_row=area.end_row,
            first_column=area.first_column,
            end_column=area.end_column,
        )

    @property
    def is_sure(self) -> bool:
        return self.overall >= SURE

    def in_doubt(self, why: Doubt) -> "ColumnMapping":
        """The same guess, to be looked at by a person first."""
        return replace(self, overall=min(self.overall, IN_DOUBT), doubts=(*self.doubts, why))

    @property
    def has_part_numbers(self) -> bool:
        return bool(self.roles.get("mpn") or self.roles.get("manufacturer_and_mpn"))

    def column(self, role: str) -> int | None:
        """The (first) column of the role."""
        columns = self.roles.get(role)
        return columns[0] if columns else None

    def role_of(self, column: int) -> str | None:
        return next((role for role, columns in self.roles.items() if column in columns), None)

    def with_roles(self, roles: Mapping[str, list[int]]) -> "ColumnMapping":
        """The mapping as a person has set it: nothing of it is a guess any more."""
        kept = {role: list(columns) for role, columns in roles.items() if role in ROLES and columns}
        return replace(self, roles=kept, confidence=dict.fromkeys(kept, 1.0), overall=1.0, doubts=())

    def to_json(self) -> dict[str, object]:
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "end_row": self.end_row,
            "first_row": self.first_row,
            "first_column": self.first_column,
            "end_column": self.end_column,
            "roles": {role: list(columns) for role, columns in self.roles.items()},
            "confidence": {role: round(value, 3) for role, value in self.confidence.items()},
            "overall": round(self.overall, 3),
            "doubts": [[doubt.code, list(doubt.columns), doubt.role] for doubt in self.doubts],
            "taken_rows": list(self.taken_rows),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "ColumnMapping":
        """The mapping that `to_json` wrote. Unknown roles are left out; ValueError where the shape is wrong."""
        roles, confidence = stored.get("roles") or {}, stored.get("confidence") or {}
        if not isinstance(roles, Mapping) or not isinstance(confidence, Mapping):
            raise ValueError("roles and confidence must be objects")
        sheet = stored.get("sheet")
        return cls(
            sheet=None if sheet is None else str(sheet),
            header_row=_index(stored.get("header_row")),
            end_row=_index(stored.get("end_row")),
            first_row=_index(stored.get("first_row")),
            first_column=_index(stored.get("first_column")),
            end_column=_index(stored.get("end_column")),
            roles={role: _columns(columns) for role, columns in roles.items() if role in ROLES},
            confidence={str(role): float(value) for role, value in confidence.items()},
            overall=float(str(stored.get("overall") or 0.0)),
            doubts=_doubts(stored.get("doubts") or []),
            taken_rows=tuple(_columns(stored.get("taken_rows") or [])),
        )


def _index(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"not a row number: {value!r}")
    return value


def _doubts(value: object) -> tuple[Doubt, ...]:
    if not isinstance(value, list):
        raise ValueError(f"not a list of doubts: {value!r}")
    return tuple(Doubt(str(code), tuple(_columns(columns)), str(role)) for code, columns, role in value)


def _columns(value: object) -> list[int]:
    if not isinstance(value, list) or not all(isinstance(item, int) and item >= 0 for item in value):
        raise ValueError(f"not a list of columns or rows: {value!r}")
    return list(value)


def header_fingerprint(table: Table, header_row: int | None, *, sheet: str | None = None) -> str:
    """Same fingerprint = same header words in the same order, whatever their case, spaces and punctuation.

    Under it an organisation's confirmed mapping is remembered. Empty where there is no header.
    """
    if header_row is None or header_row >= len((chosen := table.sheet(sheet)).rows):
        return ""
    words = [folded_cell(cell) for cell in chosen.rows[header_row]]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32] if any(words) else ""


def folded_cell(cell: str) -> str:
    header = fold_header(cell)
    return header.words if header.ordinal is None else f"{header.words} {header.ordinal}"


def repeats_of(header: Sequence[str]) -> Callable[[Sequence[str]], bool]:
    """Whether a row says the same as the header again. Asked of every row: the first sign sorts nearly all of them out."""
    words = [folded_cell(cell) for cell in header]
    place = next((place for place, cell in enumerate(header) if cell.strip()), None)
    if place is None:
        return lambda cells: False
    first = header[place].strip()[:1].casefold()

    def repeats(cells: Sequence[str]) -> bool:
        return (
            len(cells) == len(words)
            and cells[place].lstrip()[:1].casefold() == first
            and all(folded_cell(cell) == word for cell, word in zip(cells, words, strict=True))
        )

    return repeats


def header_names(sheet: Sheet, header_row: int | None, *, width: int) -> list[str]:
    """A name for each column, unlike all others: "MPN", "MPN (2)", "Column F" where the header is empty."""
    cells = sheet.rows[header_row] if header_row is not None and header_row < len(sheet.rows) else []
    seen: dict[str, int] = {}
    names = []
    for column in range(max(width, len(cells))):
        name = " ".join(cells[column].split()) if column < len(cells) else ""
        name = name or f"Column {column_letters(column)}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
