"""The real PostgreSQL as the application sees it: made, migrated and flushed by its owner, used by the worker's login."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs beside the tests' database

pytest_plugins = ["tests.people"]

KEPT = ("django_migrations", "django_content_type", "auth_permission")


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    return f"test_lastbuy_{worker_id}"


@pytest.fixture(scope="session")
def as_owner(django_db_blocker):
    """Run SQL as the owner on a connection of its own: ``as_owner(sql, database)``."""
    owner = connections["owner"].settings_dict | {}
    home = owner["NAME"]

    def run(sql: str, database: str = home) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=owner["HOST"] or None,
            port=owner["PORT"] or None,
            user=owner["USER"],
            password=owner["PASSWORD"] or None,
            dbname=database,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(sql)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, as_owner, django_db_blocker) -> Iterator[None]:
    """Make this process's database; replaces pytest-django's own, which would make it as the app."""
    as_owner(f"drop database if exists {database_name} with (force)")
    as_owner(f"create database {database_name}")
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = database_name
        call_command("prepare", verbosity=0)
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
    as_owner(f"drop database if exists {database_name} with (force)")


@pytest.fixture
def committed(django_db_setup, django_db_blocker, as_owner, database_name: str) -> Iterator[None]:
    """Real commits, for tests of several connections or processes; the owner empties the tables afterwards."""
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
    tables = as_owner("select tablename from pg_tables where schemaname = 'public'", database_name)
    names = ", ".join(f'"{name}"' for (name,) in tables if name not in KEPT)
    as_owner(f"truncate {names} restart identity cascade", database_name)
