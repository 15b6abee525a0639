"""From the HTTP request with a workbook to the assessed table, with a real worker; then the page of a great BOM.

The request goes through the whole of Django in this process (no network); reading, matching and assessing happen in a
worker of its own, started idle.
"""

from __future__ import annotations

import io
import json
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bench.database import NAME, own_database, say  # sets Django up first
from bench.intake import number_of, rows
from obsolescence.accounts import services as accounts
from obsolescence.accounts.models import User
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Revision
from obsolescence.parts import services as parts
from obsolescence.risk import queries as risk

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 5_000, 10_000, 25_000, 50_000)
TURNS = 10
# The first page of every sort and filter, and of what people combine.
PAGES = (
    *(f"?sort={way}{name}" for name in risk.SORTS for way in ("", "-")),
    *(f"?status={status}" for status in risk.STATUS_ORDER),
    *(f"?risk={band}" for band in (*risk.BANDS, "unknown")),
    *(
        f"?grade={grade}"
        for grade in ("exact", "normalised", "variant", "chosen", "likely", "ambiguous", "none", "open")
    ),
    "?placed=dnp",
    *(f"?q={text}" for text in ("A", number_of(77), "ceramic", "nothing")),
    "?grade=exact&sort=mpn",
    "?status=obsolete&risk=high",
)


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    with own_database() as owner:
        with as_jobs():
            parts.import_parts(lines=rows())
        owner.run("analyze")
        user = User.objects.create_user("bench@bench.example.com", "x", name="Bench")
        organisation_id = accounts.found_organisation(name="Bench", user_id=user.pk)
        client = Client()
        client.force_login(user)
        with _worker() as worker:
            _upload(client, 500, organisation_id)  # warms both up
            times = {size: _upload(client, size, organisation_id) for size in SIZES}
            memory = _peak_memory(worker)
        for size, (took, _) in times.items():
            say("upload", lines=size, seconds=took)
        say("upload", exponent=_exponent({size: took for size, (took, _) in times.items()}), worker_mb=memory)
        _page(client, times[SIZES[-1]][1])


@contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the bench database with one child, ready and idle."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.worker_settings", "DB_NAME": NAME}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "worker.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1", "--without-gossip",
                 "--without-mingle", "--loglevel=INFO"],
                cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            while b" ready." not in log.read_bytes():
                assert process.poll() is None, log.read_text()
                time.sleep(0.1)
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def _upload(client: Client, size: int, organisation_id: int) -> tuple[float, str]:
    """Seconds from the request to the table, and the BOM's address; asked again every 50 ms, as the page does each 500."""
    file = SimpleUploadedFile(f"{size}.xlsx", _workbook(size))
    began = time.perf_counter()
    address = client.post("/boms/upload/", {"file": file}).headers["Location"]
    while time.perf_counter() - began < 120:
        with as_organisation(organisation_id):
            state = Revision.objects.order_by("-pk").values_list("reading_state", flat=True).first()
        if state == "ready":
            break
        assert state not in ("refused", "mapping"), state
        time.sleep(0.05)
    assert b"Lines with a part" in client.get(address).content
    return round(time.perf_counter() - began, 2), address


def _workbook(size: int) -> bytes:
    """Twelve columns, as such lists have; nearly all numbers are in the catalogue."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet("BOM")
    sheet.write_row(0, 0, ["Item", "Quantity", "Reference", "Value", "Footprint", "Description", "Manufacturer", "MPN",
                           "Supplier", "Note", "Tolerance", "Voltage"])  # fmt: skip
    for index in range(size):
        sheet.write_row(
            index + 1, 0,
            [index + 1, 1, f"U{index}", "100nF", "0402", "Ceramic capacitor 100nF 16V X7R", f"Maker {index % 300}",
             number_of(index), "House", "", "10 %", "16 V"],
        )  # fmt: skip
    book.close()
    return data.getvalue()


def _peak_memory(worker: subprocess.Popen[bytes]) -> int:
    """The greatest memory of the worker's processes so far, MB."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        if os.getpgid(int(status.parent.name)) == worker.pid and "VmHWM" in fields:
            peaks.append(int(fields["VmHWM"].split()[0]) // 1024)
    return max(peaks, default=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def _exponent(times: dict[int, float]) -> float:
    """The slope of log time over log lines between 5,000 and 25,000 lines: 1 is a straight line."""
    return round(math.log(times[25_000] / times[5_000]) / math.log(5), 2)


def _page(client: Client, address: str) -> None:
    """The server's time for the first page of every filter and sort of the greatest BOM."""
    path, _, query = address.partition("?")
    everything = []
    for page in PAGES:
        took = []
        for _ in range(TURNS):
            began = time.perf_counter()
            answer = client.get(f"{path}{page}{'&' if page else '?'}{query}")
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200
        everything += took[1:]
        say("page", lines=SIZES[-1], query=page or "all", median_ms=round(statistics.median(took), 1))
    everything.sort()
    print(
        json.dumps(
            {"bench": "page", "lines": SIZES[-1], "p95_ms": round(everything[int(len(everything) * 0.95)], 1)}
        ),
        flush=True,
    )
