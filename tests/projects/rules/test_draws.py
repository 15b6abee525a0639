"""What a project will build: draws over stage, silence, slip and end, and what they say of shares and values."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from obsolescence.projects.rules import draws

TODAY = date(2026, 11, 24)
YEAR = dict.fromkeys(draws.months_from(TODAY, 12), 1000)


def inputs(stage: str = "production", **values) -> draws.PlanInputs:
    given = {"plan": {1: YEAR}, "recorded_on": TODAY, "today": TODAY, "seed": 7} | values
    return draws.PlanInputs(stage=stage, **given)


def total(drawn: dict[int, np.ndarray]) -> float:
    return float(sum(site[:, :12].sum(axis=1).mean() for site in drawn.values()))


def test_the_same_seed_draws_the_same() -> None:
    assert np.array_equal(draws.draw(inputs())[1], draws.draw(inputs())[1])
    assert not np.array_equal(draws.draw(inputs())[1], draws.draw(inputs(seed=8))[1])


def test_a_later_stage_builds_more_of_its_plan() -> None:
    stages = ("cancelled", "concept", "prototype", "pilot", "production")
    found = [total(draws.draw(inputs(stage))) for stage in stages]
    assert found == sorted(found)
    assert found[0] == 0
    assert 9_000 < found[-1] < 12_000  # less than planned: plans are optimistic


def test_sites_of_a_project_share_their_fate() -> None:
    drawn = draws.draw(inputs("pilot", plan={1: YEAR, 2: YEAR}))
    assert np.array_equal(drawn[1], drawn[2])


def test_projects_of_a_customer_move_together() -> None:
    one, other = (draws.draw(inputs(seed=seed, customer_seed=3))[1].sum(axis=1) for seed in (1, 2))
    stranger = draws.draw(inputs(seed=2, customer_seed=4))[1].sum(axis=1)
    assert np.corrcoef(one, other)[0, 1] > np.corrcoef(one, stranger)[0, 1] + 0.1


def test_nothing_is_built_after_the_end_of_production() -> None:
    drawn = draws.draw(inputs("pilot", eop=date(2027, 3, 28)))[1]
    assert drawn[:, :5].sum() > 0
    assert drawn[:, 5:].sum() == 0


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        (date(2026, 11, 1), 0.95),
        (date(2026, 5, 24), 0.95),
        (date(2025, 11, 24), 0.907),
        (date(2023, 11, 24), 0.40),
    ],
)
def test_a_plan_that_is_not_renewed_is_believed_less(recorded: date, expected: float) -> None:
    assert draws.alive_probability("production", recorded, TODAY) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("share", "expected"), [(1.0, (20, 100, 180)), (0.5, (0, 0, 160)), (0.05, (0, 0, 0)), (0.0, (0, 0, 0))]
)
def test_a_part_bought_elsewhere_is_a_total_of_zero(share: float, expected: tuple[float, ...]) -> None:
    totals = np.linspace(0, 200, 401)
    assert draws.quantiles_of_share(totals, share) == pytest.approx(expected, abs=1)


def test_the_value_of_a_project_is_wider_than_its_builds() -> None:
    builds = draws.draw(inputs())[1]
    value, bought = draws.value_draws(builds, [2.0, 1.0], [0.5, 0.5], seed=7)
    assert value.sum(axis=1).mean() == pytest.approx(builds.sum(axis=1).mean() * 1.5, rel=0.15)
    assert bought.mean() == pytest.approx(0.75, abs=0.08)
    assert draws.range_of(value.sum(axis=1)).p10 == 0


def test_what_is_packed_comes_back() -> None:
    drawn = draws.draw(inputs())[1]
    assert np.array_equal(draws.unpack(draws.pack(drawn)), drawn)
