"""A database of its own for a benchmark, made and dropped by the owner; figures as one JSON object a line."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["BROKER_PREFIX"] = "bench-"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

NAME = "bench_lastbuy"


class Owner:
    """The owner's own connection to the bench database."""

    def __init__(self, line: psycopg.Connection[Any]) -> None:
        self.line = line

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        cursor = self.line.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def copy(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        with self.line.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def own_database() -> Iterator[Owner]:
    """Make, migrate and finally drop the bench database; both of Django's connections point at it meanwhile."""
    settings = connections["owner"].settings_dict
    home = {
        "host": settings["HOST"] or None,
        "port": settings["PORT"] or None,
        "user": settings["USER"],
        "password": settings["PASSWORD"] or None,
    }
    with psycopg.connect(dbname=settings["NAME"], autocommit=True, **home) as line:
        line.execute(f"drop database if exists {NAME} with (force)")
        line.execute(f"create database {NAME}")
        before = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
        _point(dict.fromkeys(before, NAME))
        try:
            with redirect_stdout(io.StringIO()):
                call_command("prepare", verbosity=0)
            with psycopg.connect(dbname=NAME, autocommit=True, **home) as inside:
                yield Owner(inside)
        finally:
            _point(before)
            line.execute(f"drop database if exists {NAME} with (force)")


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def say(name: str, **figures: Any) -> None:
    print(json.dumps({"bench": name} | figures), flush=True)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)
