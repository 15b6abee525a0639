"""Child processes that never outlive us: started in a group of their own, stopped by pid, gone when we are killed."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Signals = Sequence[tuple[signal.Signals, float]]  # what to send, and how long to wait for it
GENTLY: Signals = ((signal.SIGTERM, 5.0),)
KEEP = "-all,+dac_override"  # an unprivileged server may still cross a 0700 checkout that root owns


def command_for(
    args: Sequence[object], *, on_parent_death: str = "TERM", unprivileged: bool = False
) -> list[str]:
    """A command line whose process is signalled when we die, even by kill -9; as ``nobody`` where we are root."""
    words = [str(word) for word in args]
    if shutil.which("setpriv") is None:
        return words
    prefix = ["setpriv", f"--pdeathsig={on_parent_death}"]
    if unprivileged and os.geteuid() == 0:
        who = pwd.getpwnam("nobody")
        prefix += [
            f"--reuid={who.pw_uid}",
            f"--regid={who.pw_gid}",
            "--clear-groups",
            f"--inh-caps={KEEP}",
            f"--ambient-caps={KEEP}",
            f"--bounding-set={KEEP}",
        ]
    return [*prefix, *words]


def start(
    args: Sequence[object],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    on_parent_death: str = "TERM",
    unprivileged: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a child with its output in a log file. Its own group: Ctrl-C in the terminal reaches only us."""
    command = command_for(args, on_parent_death=on_parent_death, unprivileged=unprivileged)
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=None if env is None else dict(env),
            cwd=cwd,
        )


def stop(child: subprocess.Popen[bytes], signals: Signals = GENTLY) -> None:
    """Ask a child to end, more firmly each time; what is left of its group after that is killed."""
    for which, seconds in signals:
        if child.poll() is not None:
            break
        child.send_signal(which)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    _kill_group(child)


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(5)


def wait_until(
    is_ready: Callable[[], bool], *, seconds: float, child: subprocess.Popen[bytes] | None = None
) -> bool:
    """Poll until something is ready; False when time is up or the child has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_ready():
            return True
        if child is not None and child.poll() is not None:
            return False
        time.sleep(0.03)
    return False


def is_running(pid: int, *, having: str) -> bool:
    """Whether a process lives (a zombie does not) and names something in its command line."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (OSError, IndexError):
        return False
    return state != "Z" and having in words


def last_lines(log: Path, count: int = 5) -> str:
    """The end of a log, for the sentence that says what went wrong."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""
