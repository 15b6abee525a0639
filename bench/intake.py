"""Search in a catalogue, in a database of its own."""

from __future__ import annotations

import csv
import io
import statistics
import time

from bench.database import own_database, say  # sets Django up first
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import queries as part_queries
from obsolescence.parts import services as parts

PARTS = 130_000


def main() -> None:
    with own_database():
        with as_jobs():
            parts.import_parts(lines=rows())
        search()


def number_of(index: int) -> str:
    return f"{'ABCDEFGH'[index % 8]}{'KLMNP'[index % 5]}{index * 7919 % 1_000_000:06}{'-TR' if index % 3 else ''}"


def rows() -> io.StringIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["manufacturer", "mpn", "category", "description", "status", "status_source", "status_date",
                     "distributor", "distributor_sku", "price", "currency"])  # fmt: skip
    for index in range(PARTS):
        maker = f"Maker {index % 300}"
        status = ("active", "nrnd", "obsolete", "")[index % 4]
        writer.writerow([maker, number_of(index), "Logic", "Generated part", status, "library" if status else "",
                         "2025-01-01", "House", f"H-{index}", "0.12", "EUR"])  # fmt: skip
    text.seek(0)
    return text


def search() -> None:
    """Median of thirty searches each, as the part page asks."""
    for kind, text in (
        ("exact", number_of(77)),
        ("prefix", number_of(77)[:5]),
        ("typing error", "X" + number_of(77)[1:]),
    ):
        times = []
        for _ in range(30):
            with as_jobs():
                began = time.perf_counter()
                part_queries.search(text)
                times.append((time.perf_counter() - began) * 1000)
        say(
            "search",
            kind=kind,
            parts=PARTS,
            median_ms=round(statistics.median(times), 2),
            worst_ms=round(max(times), 2),
        )
