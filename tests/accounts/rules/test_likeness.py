"""Which organisation a customer number probably belongs to."""

from __future__ import annotations

import pytest

from obsolescence.accounts.models import ErpAccount, Organisation
from obsolescence.accounts.queries import likely_organisations
from obsolescence.accounts.rules.likeness import common_beginning


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("ACME DRIVES GMBH", "Acme Drives", 2),
        ("The Acme Group", "ACME Holding AG", 1),
        ("S. Müller GmbH & Co. KG", "Muller", 1),
        ("S. Müller", "S. Meier", 0),
        ("GmbH Nord", "GmbH Süd", 0),
        ("A", "A", 0),
        ("Acmebrand", "Acme", 0),
    ],
)
def test_common_beginning(one: str, other: str, words: int) -> None:
    assert common_beginning(one, other) == words


def test_the_longest_common_beginning_is_proposed_first() -> None:
    names = ["Acme Audio", "Acme Foods", "Acme Drives Service", "Acme Drives", "Zenith"]
    organisations = [Organisation(pk=number, name=name) for number, name in enumerate(names, start=1)]
    organisations[-1].mail_domain = "zenith.example.com"
    account = ErpAccount(name="ACME DRIVES GMBH", mail_domain="zenith.example.com")
    found = [one.name for one in likely_organisations(account, organisations)]
    assert found[0] == "Zenith"  # the same mail domain says more than a name
    assert found[1:] == ["Acme Drives", "Acme Drives Service"]
