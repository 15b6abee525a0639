"""How often a parts list that goes straight on was read right, over variants of known lists; and how fast reading is.

LABELLED_BOMS=/path names a folder of real lists with labels.json; without it the lists of the demo and made-up ones do.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine as calamine
import xlsxwriter

from bench.made_up_boms import Known, make
from bench.variants import Variant, vary
from obsolescence.boms.rules.guard import read_guarded
from obsolescence.boms.rules.read_bom import read_bom
from obsolescence.boms.rules.reading import read_table
from obsolescence.boms.rules.reading.table import UnreadableFile
from tests.boms.rules.exports import EXPORTS

VARIANTS = 1_500
CRITICAL = ("mpn", "quantity", "designator")
DEMO = Path(__file__).resolve().parents[1] / "config" / "demo" / "boms"

# The lists of the demo: sheet, header row, last row, and which column holds what.
_DEMO: dict[str, tuple[str | None, int, int, dict[str, int]]] = {
    "hardware-bom_ciaa_acc_v1.1.xlsx": ("ciaa_acc", 570, 724, {"quantity": 1, "designator": 2, "value": 3, "footprint": 5, "description": 7, "distributor_sku": 8, "manufacturer": 9, "mpn": 10, "alternate_mpn": 11}),
    "hardware-bom_ciaa_acc_v1.3.xlsx": ("ciaa_acc", 7, 158, {"quantity": 1, "designator": 2, "value": 3, "footprint": 4, "description": 5, "manufacturer": 7, "mpn": 8, "alternate_mpn": 10}),
    "kicost-part_list_big.csv": (None, 0, 430, {"mpn": 0}),
    "limesdr-mini-limesdr_mini_1v2_bomr1.xls": ("BOC", 0, 82, {"line_number": 0, "value": 1, "quantity": 2, "designator": 3, "footprint": 4, "manufacturer": 5, "mpn": 6, "supplier_name": 7, "distributor_sku": 8, "description": 9}),
    "thunderscope-thunderscope_rev5.3_ts-pcie_mp_bom.csv": (None, 0, 77, {"line_number": 0, "quantity": 1, "value": 2, "description": 3, "footprint": 4, "designator": 5, "manufacturer": 6, "mpn": 7}),
    "time-appliance-project-sa45_daughtercard-revx1_bom.xlsx": ("SA45_DaughterCard-RevX1_bom", 0, 19, {"designator": 0, "description": 1, "footprint": 3, "quantity": 4, "manufacturer": 5, "mpn": 7}),
    "time-appliance-project-timecardv9_bom_8-28-2023.xlsx": ("TimeCardV9_BOM_8-28-2023", 0, 96, {"description": 3, "designator": 4, "quantity": 8, "manufacturer": 9, "mpn": 10, "supplier_name": 12, "distributor_sku": 13}),
}  # fmt: skip


def main() -> None:
    for figures in (mapping(), *speed()):
        print(json.dumps(figures), flush=True)


def mapping(seed: int = 7, count: int = VARIANTS) -> dict[str, Any]:
    """Of the variants that go straight on, the share whose deciding columns are right; and how many go straight on."""
    luck = random.Random(seed)
    sources = [*(labelled() or demo()), *exports()]
    outcomes: Counter[tuple[bool, bool]] = Counter()
    bins: Counter[tuple[int, bool]] = Counter()
    began = time.perf_counter()
    for number in range(count):
        known = luck.choice(sources) if luck.random() < 0.7 else make(luck, lines=luck.choice((6, 20, 60)))
        variant = vary(known, luck)
        is_sure, overall, wrong = judge(variant)
        bins[int(overall * 20), not wrong] += 1
        outcomes[is_sure, not wrong] += 1
        if wrong and os.environ.get("SHOW_WRONG"):
            print(f"{number} {'SURE ' if is_sure else ''}{known.name}: {wrong}", file=sys.stderr)
    sure = outcomes[True, True] + outcomes[True, False]
    return {
        "bench": "reading",
        "sources": len(sources),
        "variants": count,
        "straight_on": round(sure / count, 4),
        "right_of_straight_on": round(outcomes[True, True] / max(sure, 1), 4),
        "right_of_waiting": round(outcomes[False, True] / max(count - sure, 1), 4),
        "right_by_sureness": {
            f"{step / 20:.2f}": [bins[step, True], bins[step, False]]
            for step in range(21)
            if bins[step, True] + bins[step, False]
        },
        "ms_each": round((time.perf_counter() - began) * 1000 / count, 1),
    }


def judge(variant: Variant) -> tuple[bool, float, str]:
    """(goes straight on?, how sure, what is wrong: empty where the header and all deciding columns are right)."""
    try:
        read = read_bom(variant.data, filename=variant.name)
    except UnreadableFile as refusal:
        return False, 0.0, refusal.sentence
    found = read.mapping
    wrong = [] if found.header_row == variant.header else [f"header {found.header_row} for {variant.header}"]
    for role in CRITICAL:
        got, right = set(found.roles.get(role, [])), variant.roles.get(role, frozenset())
        right = right or _stands_for(role, variant)
        if (got and not got & right) or (role in variant.needed and not got):
            wrong.append(f"{role} {sorted(got)} for {sorted(right)}")
    return found.is_sure, found.overall, ", ".join(wrong)


def _stands_for(role: str, variant: Variant) -> frozenset[int]:
    """Where the column itself was dropped: a further number is a number, a build's count is a count."""
    others = {"mpn": ("alternate_mpn",), "quantity": ("order", "quantity_for")}.get(role, ())
    return frozenset(column for other in others for column in variant.roles.get(other, ()))


def labelled() -> list[Known]:
    folder = os.environ.get("LABELLED_BOMS")
    return list(_from_labels(Path(folder))) if folder else []


def demo() -> list[Known]:
    return [_from_demo(name, *where) for name, where in _DEMO.items()]


def _from_demo(name: str, sheet: str | None, header: int, last: int, roles: dict[str, int]) -> Known:
    rows = read_table((DEMO / name).read_bytes(), filename=name).sheet(sheet).rows[header : last + 1]
    columns = {role: frozenset([column]) for role, column in roles.items()}
    return Known(name, [list(row) for row in rows], 0, columns).with_equals()


def _from_labels(folder: Path) -> Iterator[Known]:
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["files"]
    for name, label in labels.items():
        table = next((item for item in label["tables"] if item["primary"]), None)
        if label["scope"] != "core" or table is None:
            continue
        sheet = read_table((folder / "files" / name).read_bytes(), filename=name).sheet(table["sheet"])
        first = table["first_data_row"] if table["header_row"] is None else table["header_row"]
        rows = [list(row) for row in sheet.rows[first : table["last_data_row"] + 1]]
        header = None if table["header_row"] is None else 0
        may = frozenset(role for role in CRITICAL if role not in table["columns"])
        yield Known(name, rows, header, _roles(table), may).with_equals()


def _roles(table: dict[str, Any]) -> dict[str, frozenset[int]]:
    """Role → the columns that are right; a column without content need not be found."""
    accepted: dict[str, set[int]] = {}
    for part in (table["columns"], table.get("also_acceptable") or {}):
        for role, columns in part.items():
            for column in _listed(columns):
                accepted.setdefault(role, set()).add(column["index"])
    if "mpn" not in table["columns"]:
        accepted.setdefault("mpn", set()).update(accepted.get("manufacturer_and_mpn", set()))
    names = {item["name"] for item in _listed(table["columns"].get("mpn"))}
    for other in _listed(table["columns"].get("alternate_mpn")):
        if other["name"] in names:  # five columns "MPN": once shuffled, any of them can lead
            accepted["mpn"].add(other["index"])
    return {role: frozenset(columns) for role, columns in accepted.items()}


def _listed(columns: Any) -> list[dict[str, Any]]:
    return columns if isinstance(columns, list) else [columns] if columns else []


def exports() -> list[Known]:
    """The short lists of the tests: each in the form of one tool or country."""
    return [
        known
        for export in EXPORTS
        if (known := _from_export(export.data, export.name, export.roles, export.id))
    ]


def _from_export(data: bytes, name: str, roles: dict[str, int | None], title: str) -> Known | None:
    read = read_bom(data, filename=name)
    header = read.mapping.header_row
    if header is None or len(read.lines) < 3 or "two-row" in title:
        return None
    rows = read_table(data, filename=name).sheets[0].rows[header:]
    known = Known(
        title,
        [list(row) for row in rows],
        0,
        {role: frozenset([column]) for role, column in roles.items() if column is not None},
    )
    return known.with_equals()


def speed() -> Iterator[dict[str, Any]]:
    """From the bytes of an .xlsx to its lines in the guarded child, as an upload does it; beside it calamine alone."""
    for lines in (1_000, 10_000, 50_000):
        data = _workbook(lines)
        before, began = _child_seconds(), time.perf_counter()
        read = read_guarded(data, filename="bench.xlsx")
        seconds = time.perf_counter() - began
        yield {
            "bench": "read_xlsx",
            "lines": len(read.lines),
            "seconds": round(seconds, 2),
            "child_cpu_s": round(_child_seconds() - before, 2),
            "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "floor_calamine_s": round(_floor(data), 2),
        }


def _child_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _floor(data: bytes) -> float:
    """The cells as calamine gives them, and nothing done with them."""
    began = time.perf_counter()
    calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - began


def _workbook(lines: int) -> bytes:
    known = make(random.Random(1), lines=lines)
    data = io.BytesIO()
    book = xlsxwriter.Workbook(
        data, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("BOM")
    for number, row in enumerate(known.rows):
        more = [f"extra {column}" if number == 0 else f"{number % 7}" for column in range(len(row), 12)]
        sheet.write_row(number, 0, [*row, *more])
    book.close()
    return data.getvalue()


if __name__ == "__main__":
    main()
