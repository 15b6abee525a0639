"""The one process that starts and stops everything, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = ("var", ".venv", ".git", "staticfiles", "tests", "docs", "__pycache__")


@pytest.fixture
def folder() -> Iterator[Path]:
    """The project in an empty folder of a short name, without its data."""
    with tempfile.TemporaryDirectory(prefix="lb") as parent:
        copy = Path(parent) / "lastbuy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        yield copy
        run(copy, "stop")


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PORT": "8400", "EMAIL_PORT": "8500"}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "config.services", *words]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def start(folder: Path, word: str = "services") -> tuple[subprocess.Popen[bytes], Path]:
    log = folder.parent / f"{word}-{time.monotonic_ns()}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.services", word],
            cwd=folder,
            env=environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    eventually(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None, seconds=120)
    assert process.poll() is None, log.read_text()
    return process, log


def sql(folder: Path, statement: str) -> str:
    code = (
        "import psycopg; from config import env;"
        "print(psycopg.connect(host=str(env.run_folder()), user='lastbuy_owner', dbname='lastbuy', autocommit=True)"
        f".execute({statement!r}).fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def remains_of(folder: Path) -> list[str]:
    """Command lines of living processes that name the folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            continue
        if str(folder) in words and state != "Z" and int(process.name) != os.getpid():
            found.append(words)
    return found


def test_stop_start_and_recover_after_kill(folder: Path) -> None:
    mode_before = folder.parent.stat().st_mode
    first, _ = start(folder)
    assert (folder / "var" / "run").stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode == mode_before
    assert "already runs" in run(folder, "services").stderr
    assert sql(folder, "select count(*) from parts_part") == "0"

    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0
    assert time.monotonic() - began < 10
    assert remains_of(folder) == []

    second, _ = start(folder)
    sql(folder, "insert into django_content_type (app_label, model) values ('kept', 'kept') returning id")
    os.killpg(second.pid, signal.SIGKILL)
    second.wait(5)
    eventually(lambda: remains_of(folder) == [], seconds=15)

    third, _ = start(folder)
    assert sql(folder, "select count(*) from django_content_type where app_label = 'kept'") == "1"
    third.send_signal(signal.SIGINT)
    third.wait(15)
    assert remains_of(folder) == []
