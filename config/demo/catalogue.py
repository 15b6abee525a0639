"""The demo's catalogue: real parts with real claims from a file of facts, and four invented makers with all they say."""

from __future__ import annotations

import csv
import gzip
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
FACTS = FOLDER / "parts.csv.gz"
COLUMNS = ("manufacturer", "mpn", "category", "description", "package", "status", "status_raw", "status_source",
           "status_date", "last_time_buy", "last_ship", "replacement", "distributor", "distributor_sku", "stock",
           "price", "currency", "price_qty", "moq", "lead_time")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """Parts of an invented maker that differ in a number and a suffix."""

    maker: str
    prefix: str
    category: str
    description: str
    package: str
    price: float
    count: int


FAMILIES = (
    Family("Halvorn Semiconductor", "HVM", "Microcontrollers", "32-bit microcontroller, {} kB flash", "LQFP-64", 3.4, 14),
    Family("Halvorn Semiconductor", "HVP", "Power management", "Step-down regulator, {} mA", "QFN-16", 0.9, 12),
    Family("Halvorn Semiconductor", "HVG", "Gate drivers", "Isolated gate driver, type {}", "SO-16", 2.6, 8),
    Family("Kestrel Micro", "KMS", "Memory", "Serial flash, {} Mbit", "SO-8", 1.1, 10),
    Family("Kestrel Micro", "KMD", "Memory", "SDRAM, {} Mbit", "TSOP-54", 4.8, 6),
    Family("Kestrel Micro", "KMT", "Interface", "CAN transceiver, type {}", "SO-8", 0.7, 8),
    Family("Brightwell Passives", "BWC", "Capacitors", "Electrolytic capacitor, {} uF", "Radial", 0.22, 14),
    Family("Brightwell Passives", "BWR", "Resistors", "Shunt resistor, {} milliohm", "2512", 0.11, 12),
    Family("Brightwell Passives", "BWL", "Inductors", "Power inductor, {} uH", "SMD", 0.38, 10),
    Family("Ostara Connect", "OCH", "Connectors", "Board header, {} poles", "2.54 mm", 0.45, 12),
    Family("Ostara Connect", "OCR", "Relays", "Signal relay, {} V coil", "THT", 1.6, 8),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A part that BOMs of the demo may use."""

    maker: str
    mpn: str
    category: str
    description: str
    price: float
    is_invented: bool


def real() -> list[Known]:
    """The parts of the file of facts, each once."""
    with gzip.open(FACTS, "rt", encoding="utf-8", newline="") as lines:
        found = {(row["manufacturer"], row["mpn"]): row for row in csv.DictReader(lines)}
    return [Known(maker, mpn, row["category"], "", 0.0, False) for (maker, mpn), row in found.items()]


def invented() -> list[Known]:
    """The parts of the invented makers; the same ones in every demo."""
    return [
        Known(
            family.maker,
            f"{family.prefix}{1000 + 20 * number}{'AB'[number % 2]}",
            family.category,
            family.description.format(2 ** (number % 6 + 3)),
            round(family.price * (1 + number % 5 / 4), 3),
            True,
        )
        for family in FAMILIES
        for number in range(family.count)
    ]


def feed(anchor: date, rng: random.Random) -> io.StringIO:
    """A parts feed of the invented makers: statuses, dates and offers around the anchor, in the form that feeds have."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for known in invented():
        writer.writerow(_row(known, anchor, rng))
    text.seek(0)
    return text


def _row(known: Known, anchor: date, rng: random.Random) -> dict[str, object]:
    status, word = rng.choices(
        [
            ("active", "Active"),
            ("nrnd", "NRND"),
            ("obsolete", "Obsolete"),
            ("", ""),
            ("preliminary", "Sampling"),
        ],
        [70, 11, 6, 10, 3],
    )[0]
    stated = anchor - timedelta(days=rng.randint(20, 900))
    row: dict[str, object] = {
        "manufacturer": known.maker,
        "mpn": known.mpn,
        "category": known.category,
        "description": known.description,
        "status": status,
        "status_raw": word,
        "status_source": "manufacturer product page (simulated)" if status else "",
        "status_date": stated.isoformat(),
        "distributor": "Arvenne Electronics",
        "distributor_sku": f"AE-{known.mpn}",
        "stock": rng.choice([0, 120, 850, 2400, 9100]),
        "price": known.price,
        "currency": "EUR",
        "price_qty": 100,
        "moq": rng.choice([1, 10, 100]),
        "lead_time": f"{rng.choice([8, 12, 16, 26, 39])} weeks",
    }
    return (
        row | {"status_date": (anchor - timedelta(days=rng.randint(1, 30))).isoformat()}
        if not status
        else row
    )
