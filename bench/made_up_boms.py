"""Parts lists made up line by line, with what each column holds: for tests and benchmarks that ship."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

MAKERS = {
    "Murata": ("GRM155R71C104KA88D", "81-GRM155R71C104KA88", "490-3261-1-ND", "CAP CER 0.1UF 16V X7R 0402"),
    "Yageo": ("RC0402FR-0710KL", "603-RC0402FR-0710KL", "311-10.0KLRCT-ND", "RES 10K OHM 1% 1/16W 0402"),
    "Texas Instruments": ("TPS62203DBVR", "595-TPS62203DBVR", "296-14417-1-ND", "IC REG BUCK 3.3V 300MA"),
    "STMicroelectronics": ("STM32F401CCU6", "511-STM32F401CCU6", "497-17427-ND", "IC MCU 32BIT 256KB FLASH"),
    "Nexperia": ("BAT54S,215", "771-BAT54S-T/R", "1727-2867-1-ND", "DIODE ARRAY SCHOTTKY 30V"),
    "Molex": ("22232021", "538-22-23-2021", "900-0022232021-ND", "CONN HEADER VERT 2POS"),
    "Würth Elektronik": ("744771133", "710-744771133", "732-1234-1-ND", "FIXED IND 33UH 2.4A"),
    "onsemi": ("MC74HC595ADR2G", "863-MC74HC595ADR2G", "MC74HC595ADR2GOSCT-ND", "IC SHIFT REGISTER 8BIT"),
    "Vishay": ("CRCW060310K0FKEA", "71-CRCW0603-10K-E3", "541-10.0KHCT-ND", "RES SMD 10K OHM 1%"),
    "Samsung Electro-Mechanics": ("CL05B104KO5NNNC", "187-CL05B104KO5NNNC", "1276-1001-1-ND", "CAP CER 0.1UF"),
    "TE Connectivity": ("1-1734839-2", "571-1-1734839-2", "A101234-ND", "CONN FFC TOP 12POS"),
    "Analog Devices": ("ADM3202ARNZ-REEL7", "584-ADM3202ARNZ-R7", "ADM3202ARNZ-REEL7CT-ND", "IC TRANSCEIVER"),
}  # fmt: skip
PLACES = ("C", "R", "U", "Q", "D", "J", "L", "X", "SW", "TP", "FB", "RN")
VALUES = (
    "100nF",
    "10k",
    "4k7",
    "3.3V",
    "22pF",
    "1uF/16V",
    "LM358",
    "BC847",
    "33uH",
    "0R",
    "600R@100MHz",
    "16MHz",
)
PACKAGES = (
    "0402",
    "C_0603_1608Metric",
    "SOT-23",
    "SO8",
    "QFN-32",
    "R0805",
    "SOD-123",
    "LQFP48",
    "1206",
    "DO-214AC",
)


@dataclass(frozen=True)
class Known:
    """A table and what its columns hold: rows (the header first unless `header` is None), role → columns that are right.

    may: roles that need not be found.
    """

    name: str
    rows: list[list[str]]
    header: int | None
    roles: dict[str, frozenset[int]]
    may: frozenset[str] = frozenset()

    def with_equals(self) -> Known:
        """A column that repeats another one is as right as that."""
        equal = {role: columns | self._repeating(columns) for role, columns in self.roles.items()}
        return replace(self, roles=equal)

    def _repeating(self, columns: frozenset[int]) -> frozenset[int]:
        width = max(map(len, self.rows))
        return frozenset(
            other for other in range(width) for column in columns if self._share_equal(column, other) > 0.6
        )

    def _share_equal(self, one: int, other: int) -> float:
        pairs = [(_at(row, one), _at(row, other)) for row in self.rows[1:] if _at(row, one)]
        return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def _at(row: list[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


@dataclass(frozen=True)
class _Line:
    maker: str
    mpn: str
    mouser: str
    digikey: str
    description: str
    places: list[str]
    number: int


_CELLS: dict[str, Callable[[_Line, random.Random], str]] = {
    "mpn": lambda line, _: line.mpn,
    "manufacturer": lambda line, _: line.maker,
    "quantity": lambda line, _: str(len(line.places)),
    "designator": lambda line, _: ", ".join(line.places),
    "description": lambda line, _: line.description,
    "value": lambda _, luck: luck.choice(VALUES),
    "footprint": lambda _, luck: luck.choice(PACKAGES),
    "distributor_sku": lambda line, luck: line.mouser if line.number % 2 else line.digikey,
    "supplier_name": lambda line, _: "Mouser" if line.number % 2 else "Digi-Key",
    "line_number": lambda line, _: str(line.number),
    "unit_price": lambda _, luck: f"{luck.uniform(0.01, 9):.2f}",
    "cpn": lambda line, luck: f"{luck.randint(100, 199)}-{line.number:05}",
    "note": lambda _, luck: luck.choice(["", "", "", "check height", "or equivalent", "DNP"]),
    "order": lambda line, _: str(len(line.places) * 50),
    "stock": lambda _, luck: str(luck.randint(0, 90_000)),
    "url": lambda line, _: f"https://www.example.com/{line.mpn}",
}
_OFTEN = ("mpn", "manufacturer", "quantity", "designator", "description")
_SELDOM = tuple(role for role in _CELLS if role not in _OFTEN)


def make(luck: random.Random, *, lines: int) -> Known:
    """A table with most of the usual columns and some others, in any order; its header says the roles' plain names."""
    roles = [role for role in _OFTEN if luck.random() < 0.9] + luck.sample(_SELDOM, luck.randint(1, 6))
    luck.shuffle(roles)
    next_number = dict.fromkeys(PLACES, 1)
    made = [_line(luck, number, next_number) for number in range(1, lines + 1)]
    rows = [[role.replace("_", " ") for role in roles]]
    rows += [[_CELLS[role](line, luck) for role in roles] for line in made]
    return Known("made up", rows, 0, {role: frozenset([column]) for column, role in enumerate(roles)})


def _line(luck: random.Random, number: int, next_number: dict[str, int]) -> _Line:
    maker, (mpn, mouser, digikey, description) = luck.choice(list(MAKERS.items()))
    letter = luck.choice(PLACES)
    count = luck.choice((1, 1, 1, 2, 2, 3, 4, 8, 20))
    places = [f"{letter}{next_number[letter] + step}" for step in range(count)]
    next_number[letter] += count
    if mpn[-1].isalpha():  # a neighbour of the real number, so that lines differ
        mpn = f"{mpn[:-2]}{luck.randint(0, 9)}{mpn[-1]}"
    return _Line(maker, mpn, mouser, digikey, description, places, number)
