"""What was read, for a terminal and for other programs."""

from typing import Any

from obsolescence.boms.rules.area import column_letters
from obsolescence.boms.rules.lines.line import ReadLine
from obsolescence.boms.rules.read_bom import ReadBom


def as_json(path: str, answer: ReadBom | str) -> dict[str, Any]:
    """One object a file; cell texts as printed, `part_number` as it will be looked up."""
    if isinstance(answer, str):
        empty: dict[str, Any] = {
            "sheet": None,
            "header_row": None,
            "confidence": 0.0,
            "columns": {},
            "lines": [],
        }
        return {"file": path, **empty, "problems": [], "error": answer}
    return {
        "file": path,
        "kind": answer.kind,
        "sheet": answer.mapping.sheet,
        "header_row": answer.mapping.header_row,
        "confidence": answer.mapping.overall,
        "sure": answer.mapping.is_sure,
        "columns": {role: list(columns) for role, columns in answer.mapping.roles.items()},
        "lines": [_line(line) for line in answer.lines],
        "problems": [
            {"code": item.code, "sentence": item.sentence, "remedy": item.remedy, "rows": item.rows}
            for item in answer.problems
        ],
        "warnings": answer.warnings,
        "error": None,
    }


def _line(line: ReadLine) -> dict[str, Any]:
    return {
        "row": line.row,
        "mpn": line.mpn_text or line.mpn,
        "part_number": line.mpn,
        "manufacturer": line.manufacturer_text or line.manufacturer,
        "cpn": line.cpn,
        "quantity": line.quantity_text,
        "designators": line.designators,
        "description": line.description,
        "value": line.value,
        "footprint": line.footprint,
        "distributor_sku": line.distributor_sku,
        "supplier_name": line.supplier_name,
        "dnp": line.dnp,
        "not_placed": line.not_placed,
        "alternates": line.alternates,
        "note": line.note,
        "depth": line.depth,
        "parent_row": line.parent_row,
        "quantity_per_product": None if line.quantity is None else str(line.quantity),
        "is_assembly": line.is_assembly,
        "warnings": line.warnings,
    }


def as_text(path: str, answer: ReadBom | str) -> str:
    """A few lines a person can take in: the table, its columns, the first lines, the problems."""
    if isinstance(answer, str):
        return f"{path}: {answer}"
    mapping = answer.mapping
    place = f"sheet {mapping.sheet!r}, " if mapping.sheet else ""
    header = "no header" if mapping.header_row is None else f"header in row {mapping.header_row + 1}"
    head = f"{path}: {answer.kind}, {place}{header}, {len(answer.lines)} lines, sure to {mapping.overall:.0%}"
    return "\n".join([head, *_columns(answer), *map(_shown, answer.lines[:5]), *_problems(answer)])


def _columns(answer: ReadBom) -> list[str]:
    return [
        f"  {role:22} {', '.join(f'{column_letters(column)} “{_name(answer, column)}”' for column in columns)}"
        for role, columns in answer.mapping.roles.items()
    ]


def _name(answer: ReadBom, column: int) -> str:
    return answer.headers[column] if column < len(answer.headers) else ""


def _shown(line: ReadLine) -> str:
    what = line.mpn or line.distributor_sku or line.value or line.cpn or line.description
    places = " ".join(line.designators[:6]) + (" …" if len(line.designators) > 6 else "")
    quantity = line.quantity_text if line.depth is None else str(line.quantity or "?")
    steps = "  " * (line.depth or 0)
    return f"  row {line.row + 1:>5}: {steps}{quantity or '?':>5} × {line.manufacturer} {what}  {places}".rstrip()


def _problems(answer: ReadBom) -> list[str]:
    shown = [f"  ! {sentence}" for sentence in answer.warnings]
    for problem in answer.problems:
        rows = ", ".join(str(row + 1) for row in problem.rows[:8]) + (" …" if len(problem.rows) > 8 else "")
        shown.append(f"  ! {problem.sentence} {problem.remedy}{f' (rows {rows})' if rows else ''}")
    return shown
