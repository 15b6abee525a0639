"""Read an uploaded file in a child process that may use 1 GiB and 30 seconds, and may die without taking us along.

`read_guarded` is called by the worker; `python -m obsolescence.boms.rules.guard` is the child. It gets one line of
JSON and the bytes of the file on its standard input, and answers with JSON on its standard output.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.read_bom import ReadBom, read_bom
from obsolescence.boms.rules.reading.table import MAX_BYTES, UnreadableFile
from obsolescence.boms.rules.wire import from_wire, to_wire

MEMORY_BYTES = 1024**3
SECONDS = 30

_ROOT = Path(__file__).resolve().parents[3]
_TOO_MUCH = "Reading the file took more memory or time than a parts list needs. Please save only the parts list and try again."
_DIED = "The file could not be read: it is damaged in a way that we do not know. Please save it anew as .xlsx or .csv and try again."


class ReadingDied(UnreadableFile):
    """The child gave no answer. `detail` is for the log, never for the page."""

    def __init__(self, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


def read_guarded(data: bytes, *, filename: str, mapping: ColumnMapping | None = None) -> ReadBom:
    """The file's lines by the given mapping, or by a guessed one (also where the mapping names no roles yet).

    Raises UnreadableFile with one sentence. Must not be tried again after that: the same bytes give the same answer.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile("The file is larger than 20 MB. Please split it and try again.")
    order = {"filename": filename, "size": len(data), "mapping": mapping.to_json() if mapping else None}
    answer = _ask(json.dumps(order).encode() + b"\n" + data)
    if "refused" in answer:
        raise UnreadableFile(str(answer["refused"]))
    return from_wire(answer)


def _ask(order: bytes) -> dict[str, Any]:
    # A session of its own, so that nothing the child may start outlives the time it is given.
    child = subprocess.Popen(
        [sys.executable, "-m", "obsolescence.boms.rules.guard"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env={"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )
    try:
        output, errors = child.communicate(order, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadingDied(_TOO_MUCH, detail="timeout") from error
    finally:
        _end(child)
    return _answer(child.returncode, output, errors)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _answer(status: int, output: bytes, errors: bytes) -> dict[str, Any]:
    if status == -signal.SIGXCPU:
        raise ReadingDied(_TOO_MUCH, detail="CPU time")
    if status == -signal.SIGABRT and b"memory allocation" in errors:
        raise ReadingDied(_TOO_MUCH, detail="memory")
    try:
        answer = _loaded(output) if status == 0 else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ReadingDied(_DIED, detail=f"exit {status}: {errors[-2000:].decode(errors='replace')}")
    return answer


def _loaded(output: bytes) -> Any:
    """JSON without the collector looking through it again and again while it grows: ten times as fast."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return json.loads(output)
    finally:
        if was_on:
            gc.enable()


def _serve() -> None:
    """The child: take an order, answer it, be gone."""
    gc.disable()  # it lives too short to need it, and a table is many small objects
    _limit_self()
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    order: Mapping[str, Any] = json.loads(head)
    if len(data) != order["size"]:
        sys.exit("the file did not arrive whole")
    sys.stdout.write(json.dumps(_carry_out(order, data)))


def _limit_self() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _carry_out(order: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    stored = order["mapping"]
    try:
        mapping = ColumnMapping.from_json(stored) if stored else None
        return to_wire(read_bom(data, filename=order["filename"], mapping=mapping))
    except UnreadableFile as refusal:
        return {"refused": refusal.sentence}
    except (MemoryError, RecursionError):
        return {"refused": _TOO_MUCH}


if __name__ == "__main__":
    _serve()
