"""What a project will really build: joint draws of survival, slip and plan factor over its plan.

First version, with stated priors instead of fitted ones. One draw is one future: the project lives or not, its start slips
by some months, and everything it builds is the plan times one factor. Quantiles of totals come from the draws, because
quantiles do not add up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

VERSION = "draws-2"
DRAWS = 300
MONTHS = 24

# Chance that a project of a stage goes on to build what it plans; judgements, to be replaced by each market's own rates.
ALIVE = {
    "concept": 0.35,
    "prototype": 0.5,
    "pilot": 0.75,
    "production": 0.95,
    "sustainment": 0.9,
    "ended": 0.0,
    "cancelled": 0.0,
}
SLIP_MONTHS = {
    "concept": 6.0,
    "prototype": 4.0,
    "pilot": 2.0,
}  # mean delay of the start; production does not slip
PLAN_FACTOR_MEDIAN = 0.85  # plans are optimistic
CUSTOMER_SPREAD, PROJECT_SPREAD = (
    0.20,
    0.29,
)  # of the factor's logarithm: shared by a customer's projects, and its own
MONTHLY_END = 0.006  # chance that a living project is cancelled in a month
SILENT_MONTHS, RENEWED_EVERY = 6, 9.0  # a plan not renewed for half a year is evidence of a silent end


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What the draws are made from. plan: site id → month (first day) → units."""

    stage: str
    plan: Mapping[int, Mapping[date, int]]
    recorded_on: date
    today: date
    seed: int
    customer_seed: int = 0
    eop: date | None = None


def alive_probability(stage: str, recorded_on: date, today: date) -> float:
    """The chance that the plan is still meant: the stage's prior, lowered by Bayes' rule for each silent month.

    A living project leaves its plan unrenewed ever more rarely as months pass; a dead one always does.
    """
    alive = ALIVE.get(stage, 0.0)
    silent = months_between(recorded_on, today) - SILENT_MONTHS
    if silent <= 0 or not alive:
        return alive
    still_silent = math.exp(-silent / RENEWED_EVERY)
    return alive * still_silent / (alive * still_silent + 1 - alive)


def months_between(first: date, last: date) -> int:
    """How many months lie between two days, by their months alone."""
    return (last.year - first.year) * 12 + last.month - first.month


def months_from(first: date, count: int = MONTHS) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date((start + offset) // 12, (start + offset) % 12 + 1, 1) for offset in range(count)]


def draw(inputs: PlanInputs) -> dict[int, np.ndarray[Any, Any]]:
    """Site id → array draws × months (float32, units of the product), from the month of today on; seeded."""
    import numpy as np

    rng = np.random.default_rng(inputs.seed)
    customer = np.random.default_rng([inputs.customer_seed, 1]).standard_normal(DRAWS)
    alive = rng.random(DRAWS) < alive_probability(inputs.stage, inputs.recorded_on, inputs.today)
    spread = CUSTOMER_SPREAD * customer + PROJECT_SPREAD * rng.standard_normal(DRAWS)
    mean_slip = SLIP_MONTHS.get(inputs.stage, 0.0)
    slip = rng.poisson(mean_slip, DRAWS) if mean_slip else np.zeros(DRAWS, dtype=int)
    ends = np.ceil(rng.exponential(1 / MONTHLY_END, DRAWS))
    last = MONTHS if inputs.eop is None else months_between(inputs.today, inputs.eop) + 1
    runs = np.arange(MONTHS)[None, :] < np.minimum(ends, last)[:, None]
    scale = (alive * PLAN_FACTOR_MEDIAN * np.exp(spread))[:, None] * runs
    months = months_from(inputs.today)
    return {
        site: (_slipped(_row(months, planned, inputs.eop), slip) * scale).astype(np.float32)
        for site, planned in inputs.plan.items()
    }


def pack(draws: np.ndarray[Any, Any]) -> bytes:
    """An array draws × months as little-endian float32."""
    return draws.astype("<f4").tobytes()


def unpack(stored: bytes, months: int = MONTHS) -> np.ndarray[Any, Any]:
    """The array draws × months that ``pack`` stored."""
    import numpy as np

    return np.frombuffer(stored, dtype="<f4").reshape(-1, months)


def _row(months: Sequence[date], planned: Mapping[date, int], eop: date | None) -> np.ndarray[Any, Any]:
    """The plan over the months; past its end the last planned rate goes on until the end of production."""
    import numpy as np

    last = max(planned, default=None)
    tail = sum(sorted(planned.values())[-3:]) / 3 if len(planned) >= 3 else 0
    row = [
        planned.get(
            month, tail if last is not None and month > last and eop is not None and month <= eop else 0
        )
        for month in months
    ]
    return np.asarray(row, dtype=np.float64)


def _slipped(row: np.ndarray[Any, Any], slip: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Each draw has the row later by its slip; what slips out of the window is not in it."""
    import numpy as np

    places = np.arange(row.size)[None, :] - slip[:, None]
    return np.where(places >= 0, row[np.clip(places, 0, row.size - 1)], 0.0)


def together(stored: Sequence[bytes]) -> np.ndarray[Any, Any]:
    """The joint draws of several sites added up, draw by draw."""
    import numpy as np

    return np.asarray(np.sum([unpack(one) for one in stored], axis=0))


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity as a range: mean, P10, P50, P90."""

    mean: float
    p10: float
    p50: float
    p90: float


def range_of(totals: np.ndarray[Any, Any]) -> Range:
    import numpy as np

    p10, p50, p90 = (float(value) for value in np.quantile(totals, (0.1, 0.5, 0.9)))
    return Range(float(totals.mean()), p10, p50, p90)


def by_month(draws: np.ndarray[Any, Any]) -> list[Range]:
    return [range_of(draws[:, month]) for month in range(draws.shape[1])]


def chance_of_any(draws: np.ndarray[Any, Any], months: int) -> float:
    """The share of draws that build anything within the first months."""
    return float((draws[:, :months].sum(axis=1) > 0).mean())


def mean_where_built(draws: np.ndarray[Any, Any]) -> float:
    """The mean total of the draws in which anything is built; 0 where none is."""
    totals = draws.sum(axis=1)
    built = totals[totals > 0]
    return float(built.mean()) if built.size else 0.0


def range_where_built(draws: np.ndarray[Any, Any]) -> Range | None:
    """The range of the totals in which anything is built; None where nothing ever is."""
    totals = draws.sum(axis=1)
    built = totals[totals > 0]
    return range_of(built) if built.size else None


def totals_until(draws: np.ndarray[Any, Any], months: int) -> np.ndarray[Any, Any]:
    """Each draw's total over so many months; past the window the rate of its last half year goes on, as long as it lives."""
    import numpy as np

    inside = draws[:, :months].sum(axis=1)
    beyond = months - draws.shape[1]
    if beyond <= 0:
        return np.asarray(inside)
    lives = float(((1 - MONTHLY_END) ** np.arange(1, beyond + 1)).sum())
    return np.asarray(inside + draws[:, -6:].mean(axis=1) * lives)


def ordered_totals(draws: np.ndarray[Any, Any], months: int = 12) -> list[float]:
    """The totals of the first months in ascending order, one a draw."""
    return [float(total) for total in sorted(draws[:, :months].sum(axis=1))]


def quantiles_of_share(ordered: Sequence[float], share: float) -> tuple[float, float, float]:
    """P10, P50, P90 of a total (its draws ascending) that is bought from us with probability ``share``, else not at all."""
    asked = [(q - (1 - share)) / share if share > 0 else -1.0 for q in (0.1, 0.5, 0.9)]
    low, middle, high = (_quantile(ordered, at) if at > 0 else 0.0 for at in asked)
    return low, middle, high


def _quantile(ordered: Sequence[float], at: float) -> float:
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def value_draws(
    builds: np.ndarray[Any, Any], worth: Sequence[float], chances: Sequence[float], *, seed: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Value draws × months, and the draws in which at least one part is bought from us.

    worth: price × pieces per built unit of each part; chances: of each part to be bought from us, decided once a draw.
    """
    import numpy as np

    rng = np.random.default_rng([seed, 2])
    bought = rng.random((builds.shape[0], len(worth))) < np.asarray(chances, dtype=float)[None, :]
    per_unit = bought @ np.asarray(worth, dtype=float)
    return (builds * per_unit[:, None]).astype(np.float32), np.asarray(bought.any(axis=1))
