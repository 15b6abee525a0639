"""What a project will really build: joint draws of survival, slip and plan factor over its plan.

First version, with stated priors instead of fitted ones. One draw is one future: the project lives or not, its start slips
by some months, and everything it builds is the plan times one factor. Quantiles of totals come from the draws, because
quantiles do not add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

VERSION = "draws-1"
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
PLAN_FACTOR_MEDIAN, PLAN_FACTOR_SPREAD = 0.85, 0.35  # plans are optimistic; spread of the logarithm
SILENT_AFTER_DAYS, SILENT_FACTOR = 180, 0.7  # a plan not renewed for half a year is evidence of a silent end


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What the draws are made from. plan: site id → month (first day) → units."""

    stage: str
    plan: Mapping[int, Mapping[date, int]]
    recorded_on: date
    today: date
    seed: int
    eop: date | None = None


def alive_probability(stage: str, recorded_on: date, today: date) -> float:
    """The chance that the plan is still meant, with a plan's silence counted in."""
    silent = (today - recorded_on).days > SILENT_AFTER_DAYS
    return ALIVE.get(stage, 0.0) * (SILENT_FACTOR if silent else 1.0)


def months_from(first: date, count: int = MONTHS) -> list[date]:
    start = first.year * 12 + first.month - 1
    return [date((start + offset) // 12, (start + offset) % 12 + 1, 1) for offset in range(count)]


def draw(inputs: PlanInputs) -> dict[int, np.ndarray[Any, Any]]:
    """Site id → array draws × months (float32, units of the product), from the month of today on; seeded."""
    import numpy as np

    rng = np.random.default_rng(inputs.seed)
    alive = rng.random(DRAWS) < alive_probability(inputs.stage, inputs.recorded_on, inputs.today)
    factor = PLAN_FACTOR_MEDIAN * np.exp(PLAN_FACTOR_SPREAD * rng.standard_normal(DRAWS))
    mean_slip = SLIP_MONTHS.get(inputs.stage, 0.0)
    slip = rng.poisson(mean_slip, DRAWS) if mean_slip else np.zeros(DRAWS, dtype=int)
    months = months_from(inputs.today)
    scale = (alive * factor)[:, None]
    return {
        site: (_slipped(_row(months, planned, inputs.eop), slip) * scale).astype(np.float32)
        for site, planned in inputs.plan.items()
    }


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
