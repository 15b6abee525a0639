"""A demo whose dates have moved on says so to everybody, and nobody is bothered before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from obsolescence.accounts.models import Organisation
from obsolescence.base.tenancy import as_organisation
from tests.people import signed_in


@pytest.mark.parametrize(("days", "is_said"), [(31, True), (29, False)])
def test_an_old_demo_says_so_to_customers_and_staff(acme, sam, days: int, is_said: bool) -> None:
    with as_organisation(acme.id):
        Organisation.objects.update(is_sample=True, created_at=timezone.now() - timedelta(days=days))
    for person in (acme.alice, sam):
        assert (f"This demo is {days} days old" in signed_in(person).get("/").content.decode()) is is_said
