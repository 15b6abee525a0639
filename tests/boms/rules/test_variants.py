"""Of the lists that go straight on without a person, nearly all are right: over hundreds of variants of known ones."""

from __future__ import annotations

import pytest

from bench.reading import mapping


@pytest.fixture(autouse=True)
def only_what_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABELLED_BOMS", raising=False)


def test_what_is_sure_is_right() -> None:
    figures = mapping(seed=3, count=300)

    assert figures["right_of_straight_on"] >= 0.99
    assert figures["straight_on"] >= 0.7
