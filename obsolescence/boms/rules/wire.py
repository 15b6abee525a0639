"""A ReadBom as JSON between child and parent: plain lists, the header names said once."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.lines.line import Problem, ReadLine
from obsolescence.boms.rules.read_bom import ReadBom, SheetPreview

_FIELDS = tuple(item.name for item in fields(ReadLine))
_DECIMALS = tuple(_FIELDS.index(name) for name in ("quantity", "per_parent"))
_RAW, _ALTERNATES = (_FIELDS.index(name) for name in ("raw", "alternates"))


def to_wire(read: ReadBom) -> dict[str, Any]:
    place = {name: index for index, name in enumerate(read.headers)}
    return {
        "kind": read.kind,
        "encoding": read.encoding,
        "delimiter": read.delimiter,
        "mapping": read.mapping.to_json(),
        "fingerprint": read.fingerprint,
        "headers": read.headers,
        "lines": [_line_to_wire(line, place) for line in read.lines],
        "problems": [
            [item.code, item.sentence, item.remedy, item.rows, item.is_blocking] for item in read.problems
        ],
        "warnings": read.warnings,
        "left_out": read.left_out,
        "sheets": [[sheet.name, sheet.is_hidden, sheet.row_count, sheet.rows] for sheet in read.sheets],
    }


def from_wire(answer: Mapping[str, Any]) -> ReadBom:
    """The ReadBom that `to_wire` took apart."""
    headers = list(answer["headers"])
    return ReadBom(
        kind=answer["kind"],
        encoding=answer["encoding"],
        delimiter=answer["delimiter"],
        mapping=ColumnMapping.from_json(answer["mapping"]),
        fingerprint=answer["fingerprint"],
        headers=headers,
        lines=[_line_from_wire(values, headers) for values in answer["lines"]],
        problems=[Problem(*values) for values in answer["problems"]],
        warnings=list(answer["warnings"]),
        left_out=[(number, cells) for number, cells in answer["left_out"]],
        sheets=[
            SheetPreview(name, is_hidden, count, [(number, cells) for number, cells in rows])
            for name, is_hidden, count, rows in answer["sheets"]
        ],
    )


def _line_to_wire(line: ReadLine, place: Mapping[str, int]) -> list[Any]:
    values = [getattr(line, name) for name in _FIELDS]
    for index in _DECIMALS:
        values[index] = None if values[index] is None else str(values[index])
    values[_RAW] = [[place[name], cell] for name, cell in line.raw.items()]
    return values


def _line_from_wire(values: list[Any], headers: list[str]) -> ReadLine:
    for index in _DECIMALS:
        values[index] = None if values[index] is None else Decimal(values[index])
    values[_RAW] = {headers[index]: cell for index, cell in values[_RAW]}
    values[_ALTERNATES] = [(maker, mpn) for maker, mpn in values[_ALTERNATES]]
    return ReadLine(*values)
