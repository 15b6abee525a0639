"""A feed of two million rows into an empty and into a full catalogue, beside what PostgreSQL itself needs for the rows.

The floor is COPY, from memory to the server, of the very rows that the feed makes, into tables with the same columns and
the same indexes. Somebody searches all the while; how long that took is said too.
"""

from __future__ import annotations

import csv
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections

from bench.database import Owner, own_database, say, seconds  # sets Django up first
from bench.intake import number_of
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import queries as part_queries
from obsolescence.parts import services as parts

ROWS = int(os.environ.get("BENCH_CATALOGUE_ROWS", 2_000_000))
TABLES = ("parts_part", "parts_claim", "parts_offer")
COLUMNS = ("manufacturer", "mpn", "category", "description", "status", "status_source", "status_date",
           "distributor", "distributor_sku", "price", "currency")  # fmt: skip


def main() -> None:
    with own_database() as owner, TemporaryDirectory() as folder:
        feed = Path(folder) / "parts.csv"
        write_feed(feed, ROWS)

        def take() -> None:
            with as_jobs(), feed.open(encoding="utf-8", newline="") as lines:
                parts.import_parts(lines=lines)

        with searching() as waits:
            empty = seconds(take)
        owner.run("vacuum analyze")
        # Between the two, so that whatever else the machine does weighs on all three.
        floor = sum(_floor(owner, table, Path(folder) / table) for table in TABLES)
        with searching() as more_waits:
            full = seconds(take)
        waits += more_waits
        say(
            "catalogue",
            rows=ROWS,
            empty_s=empty,
            full_s=full,
            floor_copy_s=round(floor, 2),
            empty_ratio=round(empty / floor, 2),
            full_ratio=round(full / floor, 2),
            searches_meanwhile=len(waits),
            slowest_search_ms=round(max(waits), 1),
        )


def write_feed(path: Path, size: int) -> None:
    """A parts feed of ``size`` different parts with their status and an offer."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for index in range(size):
            status = ("active", "nrnd", "obsolete", "")[index % 4]
            writer.writerow(
                [f"Maker {index % 300}", f"{number_of(index)}{index // 1_000_000 or ''}", "Logic", f"Generated part {index}", status,
                 "library" if status else "", "2025-01-01", "House", f"H-{index}", "0.12", "EUR"]
            )  # fmt: skip


def _floor(owner: Owner, table: str, dump: Path) -> float:
    """Seconds of COPY of the table's rows into one of the same columns and indexes."""
    line = owner.line
    with dump.open("wb") as out, line.cursor() as cursor, cursor.copy(f"copy {table} to stdout") as copy:
        for block in copy:
            out.write(block)
    owner.run(f"create table floor_copy (like {table} including all excluding identity)")

    def work() -> None:
        with (
            dump.open("rb") as source,
            line.cursor() as cursor,
            cursor.copy("copy floor_copy from stdin") as copy,
        ):
            while block := source.read(1 << 20):
                copy.write(block)

    took = seconds(work)
    owner.run("drop table floor_copy")
    return took


@contextmanager
def searching() -> Iterator[list[float]]:
    """Search the catalogue ten times a second until the end; the list fills with milliseconds."""
    waits: list[float] = []
    over = threading.Event()

    def search() -> None:
        index = 0
        while not over.wait(0.1):
            index += 7
            with as_jobs():
                began = time.perf_counter()
                part_queries.search(number_of(index))
                waits.append((time.perf_counter() - began) * 1000)
        connections["default"].close()

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield waits
    finally:
        over.set()
        thread.join()
