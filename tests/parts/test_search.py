"""Finding a part by its number, and by its maker's name beside it."""

from __future__ import annotations

import pytest

from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import queries
from tests.built import make_part

pytestmark = pytest.mark.django_db


def found(text: str) -> set[tuple[str, str]]:
    with as_jobs():
        return {(hit.maker, hit.mpn) for hit in queries.search(text)}


@pytest.mark.parametrize(
    "text", ["Halvorn UVR", "UVR Halvorn", "halvorn uvr1-99", "Halvorn UVR1.99", "Halvorn UVX1-99"]
)
def test_a_maker_is_found_behind_many_numbers_of_others(text: str) -> None:
    for number in range(45):
        make_part(f"UVR1-{number:02}", maker="Kestrel")
    make_part("UVR1-99", maker="Kestrel")
    make_part("UVR1-99", maker="Halvorn")
    assert found(text) == {("Halvorn", "UVR1-99")}


def test_what_the_maker_does_not_have_is_not_found_at_another() -> None:
    make_part("UVR1-99", maker="Kestrel")
    make_part("HV-1", maker="Halvorn")
    assert found("Halvorn UVR1-99") == set()
