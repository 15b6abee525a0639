"""Starts everything in order, watches it, and stops it in the opposite order."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from config import env
from config.services import postgres, process, roles, valkey

VAR = env.ROOT / "var"
LOGS = VAR / "log"
PID_FILE = VAR / "up.pid"
PORTS_TRIED = 50
WORKER_STOP: process.Signals = (
    (signal.SIGTERM, 2.5),  # finish what is nearly done
    (signal.SIGQUIT, 4.0),  # give the rest back to the broker
)


class Child:
    """One running program with the way to stop it."""

    def __init__(
        self, name: str, running: subprocess.Popen[bytes], how: process.Signals = process.GENTLY
    ) -> None:
        self.name, self.running, self.how = name, running, how

    def stop(self) -> None:
        process.stop(self.running, self.how)


def up() -> int:
    """Everything, until Ctrl-C or SIGTERM; the exit status is 1 where something fell over."""
    # What is wrong in the environment is said before anything starts.
    host, web_port, smtp_port, workers = (
        env.bind(),
        env.port("PORT", 8000),
        env.port("EMAIL_PORT", 8025),
        env.workers(),
    )
    with _only_one(), _servers() as children:
        port = _free_port(host, web_port, "web")
        mail_port = _free_port("127.0.0.1", smtp_port, "mail")
        shared = os.environ | {
            "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://{_shown(host)}:{port}",
            "EMAIL_PORT": str(mail_port),
            "PYTHONUNBUFFERED": "1",
        }
        _manage("prepare", "--verbosity=0", env=shared)
        if env.is_demo():
            children.append(
                _child("mailbox", [sys.executable, "-m", "config.services.mailbox", mail_port], shared)
            )
            _manage("demo", "--if-empty", env=shared)
        _manage("collectstatic", "--no-input", "--verbosity=0", env=shared)
        children.append(_child("web", _web(host, port), shared | {"LASTBUY_LOGIN": "web"}))
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        worker = [
            *celery,
            "worker",
            "--concurrency",
            workers,
            "--without-gossip",
            "--without-mingle",
        ]
        children.append(_child("worker", worker, shared | {"LASTBUY_LOGIN": "worker"}, WORKER_STOP))
        children.append(_child("beat", [*celery, "beat", "--pidfile="], shared | {"LASTBUY_LOGIN": "worker"}))
        address = f"http://{_shown(host)}:{port}"
        if not process.wait_until(lambda: _answers(address), seconds=30, child=children[-3].running):
            env.stop(f"The web server did not start:\n{process.last_lines(LOGS / 'web.log')}")
        print(f"\nLastbuy runs at {address}", flush=True)
        if env.is_demo():
            _manage("demo", "--sign-ins", env=shared)
        print("Ctrl-C stops everything.", flush=True)
        return _watch(children)
    return 0  # told to stop


def services() -> int:
    """Database and broker only, until Ctrl-C or SIGTERM."""
    with _only_one(), _servers() as children:
        _manage("prepare", "--verbosity=0", env=dict(os.environ))
        print("PostgreSQL and Valkey run. Ctrl-C stops them.", flush=True)
        return _watch(children)
    return 0  # told to stop


def run(command: Sequence[str]) -> int:
    """Run a command while database and broker run: ours are started unless they run already."""
    if _is_taken():
        return subprocess.run(list(command), check=False).returncode
    with _only_one(), _servers():
        running = subprocess.Popen(list(command))
        with _passing_on(running):
            return running.wait()
    return 1  # interrupted


def stop() -> int:
    """Stop what runs in this folder."""
    try:
        pid = int(PID_FILE.read_text())
    except (OSError, ValueError):
        pid = 0
    if not pid or not process.is_running(pid, having="config.services"):
        print("Nothing of Lastbuy runs in this folder.")
        return 0
    os.kill(pid, signal.SIGTERM)
    stopped = process.wait_until(lambda: not process.is_running(pid, having="config.services"), seconds=20)
    print("Stopped." if stopped else f"Process {pid} does not stop.")
    return 0 if stopped else 1


@contextmanager
def _only_one() -> Iterator[None]:
    """One supervisor per folder; the second says so."""
    for folder in (VAR, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    lock = _lock()
    if lock is None:
        env.stop("Lastbuy already runs in this folder. `make stop` stops it.")
    with lock:
        PID_FILE.write_text(str(os.getpid()))
        try:
            yield
        finally:
            PID_FILE.unlink(missing_ok=True)


def _lock() -> IO[str] | None:
    held = (VAR / "up.lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return None
    return held


def _is_taken() -> bool:
    VAR.mkdir(exist_ok=True)
    lock = _lock()
    if lock is None:
        return True
    lock.close()
    return False


@contextmanager
def _servers() -> Iterator[list[Child]]:
    """Database and broker, and whatever joins the list; on leaving all of it stops, last started first."""
    children: list[Child] = []
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)  # a shell's background job inherits it as ignored
    try:
        _make_run_folder()
        if env.is_database_ours():
            children.append(Child("database", postgres.start(), postgres.STOP))
        if env.is_broker_ours():
            children.append(Child("broker", valkey.start(), valkey.STOP))
        else:
            valkey.ask()
        roles.make()
        yield children
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for child in _stopping_order(children):
            child.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stopping_order(children: Sequence[Child]) -> list[Child]:
    """Web first, so that nobody is served half; beat, worker, then broker and database."""
    order = ("web", "beat", "worker", "mailbox", "broker", "database")
    return sorted(children, key=lambda child: order.index(child.name))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _make_run_folder() -> None:
    folder = env.run_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        env.stop(f"The folder {folder} belongs to somebody else: remove it.")
    folder.chmod(0o700)


def _child(
    name: str, args: Sequence[object], environment: dict[str, str], how: process.Signals = process.GENTLY
) -> Child:
    return Child(name, process.start(args, log=LOGS / f"{name}.log", env=environment, cwd=env.ROOT), how)


def _web(host: str, port: int) -> list[object]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port, "--workers", 1,
        "--blocking-threads", 8, "--workers-kill-timeout", 3, "--respawn-failed-workers", "config.wsgi:application",
    ]  # fmt: skip


def _manage(*words: str, env: dict[str, str]) -> None:
    """A command of manage.py; its failure ends the start, having said why itself."""
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run([sys.executable, str(root / "manage.py"), *words], check=False, env=env)
    if done.returncode:
        raise SystemExit(done.returncode)


def _watch(children: Sequence[Child]) -> int:
    """Wait; if one falls over, say which and stop the rest."""
    while True:
        for child in children:
            if child.running.poll() is not None:
                print(
                    f"The {child.name} ended by itself. The end of var/log/{child.name}.log:\n"
                    f"{process.last_lines(LOGS / f'{child.name}.log')}",
                    file=sys.stderr,
                )
                return 1
        time.sleep(0.3)


@contextmanager
def _passing_on(command: subprocess.Popen[bytes]) -> Iterator[None]:
    """SIGTERM to us is SIGTERM to the command; we wait for it and then stop the servers."""
    before = signal.signal(signal.SIGTERM, lambda *_: command.terminate())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _free_port(host: str, wanted: int, what: str) -> int:
    """The wanted port, or the next free one, said."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65_536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    env.stop(f"BIND is {host}: this machine has no such address.")
                if error.errno == errno.EACCES:
                    env.stop(f"Only root may listen on port {port}: set PORT to 1024 or more.")
                continue
        if port != wanted:
            print(f"Port {wanted} is in use; {what} takes {port}.", flush=True)
        return port
    return env.stop(f"The {PORTS_TRIED} ports from {wanted} on are all in use: set PORT.")


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "localhost") else f"[{host}]" if ":" in host else host  # noqa: S104


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=3) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False
