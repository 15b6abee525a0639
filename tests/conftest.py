"""The real PostgreSQL as the application sees it: made, migrated and flushed by its owner, used by the worker's login."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connections
from django.test.testcases import LiveServerThread

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
            cursor = connection.execute(sql)
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


ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Worker:
    """A real Celery worker on this process's database and broker prefix."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def eventually(is_so: Callable[[], object], *, seconds: float = 20) -> object:
    """Poll until something holds (a state of the database, mostly) and return it; fail when time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = is_so()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


@dataclass
class Mailbox:
    """A mail server on loopback that keeps what it gets."""

    port: int
    mails: list[EmailMessage]

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.mails.append(email.message_from_bytes(envelope.original_content, policy=email.policy.default))
        return "250 kept"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Ask for it before ``worker``: the worker learns the port from the environment."""
    box = Mailbox(0, [])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    monkeypatch.setenv("EMAIL_PORT", str(box.port))
    monkeypatch.setattr(settings, "EMAIL_PORT", box.port)
    yield box
    controller.stop()


@pytest.fixture
def worker(committed, database_name: str, tmp_path: Path) -> Iterator[Worker]:
    """A worker with two children; what it works on is committed and emptied afterwards."""
    _forget_tasks()
    log = tmp_path / "worker.log"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DB_NAME": database_name}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2", "--without-gossip",
             "--without-mingle", "--without-heartbeat", "--loglevel=INFO"],
            cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    started = Worker(process, log)
    try:
        eventually(lambda: " ready." in started.said() or process.poll() is not None, seconds=30)
        assert process.poll() is None, started.said()
        yield started
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        _forget_tasks()


def _forget_tasks() -> None:
    """Empty this process's queues: keys of its own prefix only."""
    socket = settings.CELERY_BROKER_URL
    if socket.startswith("redis+socket://"):
        broker = redis.Redis(unix_socket_path=socket.removeprefix("redis+socket://").partition("?")[0], db=0)
    else:
        broker = redis.Redis.from_url(socket)
    keys = list(broker.scan_iter(match=f"{os.environ['BROKER_PREFIX']}*"))
    if keys:
        broker.delete(*keys)


@pytest.fixture
def site(committed) -> Iterator[str]:
    """The whole site on a port of its own, on this process's database; its address."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert not server.error, server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """The Chromium of this machine; missing, the tests fail rather than pass unseen."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skipped test is a test that did not run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1
