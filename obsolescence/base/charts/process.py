"""One drawing process beside each web process: started when first needed, restarted when it dies or hangs."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

HELPER = Path(__file__).with_name("helper.py")
PATIENCE_SECONDS = 5.0


class NotDrawn(Exception):
    """The picture could not be made: the specification is wrong, or drawing took too long."""


class Drawer:
    """Draws one chart at a time, for any number of threads. A fork gets a process of its own."""

    def __init__(self, command: list[str] | None = None) -> None:
        self._command = command or [sys.executable, str(HELPER)]
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.stop)

    @property
    def pid(self) -> int | None:
        """The process id of the helper, or None before the first chart."""
        return self._child.pid if self._child else None

    def draw(self, spec: dict[str, Any], *, patience: float = PATIENCE_SECONDS) -> str:
        """The SVG of a Vega-Lite specification; raises NotDrawn when it is wrong or takes too long."""
        deadline = time.monotonic() + patience
        line = json.dumps(spec, default=_plain).encode() + b"\n"
        if not self._lock.acquire(timeout=patience):
            raise NotDrawn("Other charts were drawn first.")
        try:
            answer = self._ask(line, deadline)
        finally:
            self._lock.release()
        if "svg" not in answer:
            raise NotDrawn(str(answer.get("error")))
        return str(answer["svg"])

    def stop(self) -> None:
        """End the helper, if this process started it."""
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _ask(self, line: bytes, deadline: float) -> dict[str, Any]:
        # That a helper died since the last chart shows only now: the second try is a fresh one.
        for _ in range(2):
            try:
                child = self._running()
                _write(child, line)
                return dict(json.loads(_read_line(child, deadline)))
            except (BrokenPipeError, EOFError, ValueError):
                self.stop()
            except TimeoutError as error:
                self.stop()
                raise NotDrawn("Drawing took too long.") from error
        raise NotDrawn("The drawing process ends again and again.")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._owner != os.getpid() or self._child.poll() is not None:
            self.stop()
            self._owner = os.getpid()
            self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "TZ": "UTC"},  # a date is a day, not a moment
            )
        return self._child


def _write(child: subprocess.Popen[bytes], line: bytes) -> None:
    assert child.stdin is not None  # noqa: S101
    child.stdin.write(line)
    child.stdin.flush()


def _read_line(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    assert child.stdout is not None  # noqa: S101
    out = child.stdout.fileno()
    parts: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while not (parts and parts[-1].endswith(b"\n")):
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise TimeoutError
            part = os.read(out, 1 << 16)
            if not part:
                raise EOFError
            parts.append(part)
    return b"".join(parts)


def _plain(value: Any) -> Any:
    """Dates as text, decimals as numbers."""
    return value.isoformat() if hasattr(value, "isoformat") else float(value)
