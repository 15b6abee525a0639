"""How long the forecast's arithmetic takes, without a database: draws of builds, their ranges and values."""

from __future__ import annotations

import json
import time
from datetime import date

from obsolescence.projects.rules import draws

PROJECTS, PARTS = 500, 200
TODAY = date(2026, 11, 24)


def main() -> None:
    print(json.dumps(run()), flush=True)


def run() -> dict[str, object]:
    """Draw 500 projects of one site with 200 parts each and work out every part's range."""
    months = draws.months_from(TODAY)
    begun = time.perf_counter()
    for number in range(PROJECTS):
        inputs = draws.PlanInputs(
            stage="pilot",
            plan={1: dict.fromkeys(months, 100 + number)},
            recorded_on=TODAY,
            today=TODAY,
            seed=number,
            customer_seed=number // 2,
        )
        drawn = draws.draw(inputs)[1]
        draws.by_month(drawn)
        totals = draws.ordered_totals(drawn)
        for part in range(PARTS):
            draws.quantiles_of_share(totals, part / PARTS)
        draws.value_draws(drawn, [1.0] * PARTS, [0.5] * PARTS, seed=number)
    seconds = time.perf_counter() - begun
    return {
        "bench": "forecast",
        "projects": PROJECTS,
        "lines": PROJECTS * PARTS,
        "seconds": round(seconds, 2),
        "lines_per_second": round(PROJECTS * PARTS / seconds),
    }
