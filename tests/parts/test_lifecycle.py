"""Which of several claims is believed, and since when it is said."""

from __future__ import annotations

import io
from datetime import date
from itertools import permutations

import pytest
from django.core.management import call_command
from django.urls import reverse

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services as parts
from obsolescence.parts.models import Claim, Offer, Part
from tests.alerts.test_follow_notice import pdn
from tests.built import NOW, make_part
from tests.people import Company, signed_in

pytestmark = pytest.mark.django_db

HEAD = "manufacturer,mpn,status,status_raw,status_source,status_date,snapshot_date,distributor,distributor_sku,stock\n"


def take(*rows: str, as_of: date | None = None) -> parts.Imported:
    with as_jobs():
        return parts.import_parts(lines=io.StringIO(HEAD + "\n".join(rows)), as_of=as_of)


def believed(mpn: str = "HV-1") -> tuple[str, date | None]:
    with as_jobs():
        part = Part.objects.get(mpn=mpn)
    return part.status, part.status_date


def page_of(acme: Company, mpn: str) -> str:
    with as_jobs():
        part = Part.objects.get(mpn=mpn)
    return signed_in(acme.alice).get(reverse("parts:part", args=[part.pk])).content.decode()


def test_between_equal_claims_the_worse_news_counts_whatever_came_first() -> None:
    for number, order in enumerate(permutations(["active", "nrnd", "eol"])):
        take(*(f"Halvorn,HV-{number},{status},{status},library,2026-01-01,,,," for status in order))
        assert believed(f"HV-{number}")[0] == "ltb", order


def test_an_undated_claim_has_the_date_of_its_snapshot() -> None:
    row = "Halvorn,HV-1,active,Active,library,,,us,S1,{stock}"
    take(row.format(stock=5))
    assert believed() == ("active", None)
    assert take(row.format(stock=7), as_of=date(2024, 1, 31)).claims == 1
    assert take(row.format(stock=7), as_of=date(2024, 1, 31)).claims == 0  # the same file twice
    assert believed() == ("active", date(2024, 1, 31))
    assert (
        take(row.format(stock=9), as_of=date(2023, 1, 31)).claims == 0
    )  # an older snapshot takes nothing back
    take(row.format(stock=8), as_of=date(2025, 1, 31))
    take(row.format(stock=6))
    with as_jobs():
        claim, offer = Claim.objects.get(), Offer.objects.get()
    assert (claim.stated_on, claim.is_snapshot) == (date(2025, 1, 31), True)
    assert (offer.observed_on, offer.stock) == (date(2025, 1, 31), 8)


def test_a_column_may_name_the_snapshot_and_a_dated_claim_keeps_its_own() -> None:
    take(
        "Halvorn,HV-1,active,Active,library,,2024-05-01,,,",
        "Halvorn,HV-1,nrnd,Nrnd,library,2024-04-01,2024-05-01,,,",
        as_of=date(2020, 1, 1),
    )
    assert believed() == ("active", date(2024, 5, 1))
    with as_jobs():
        dated = Claim.objects.get(status="nrnd")
    assert (dated.stated_on, dated.is_snapshot) == (date(2024, 4, 1), False)


def test_the_page_says_that_it_is_the_date_of_the_snapshot(acme: Company) -> None:
    take("Halvorn,HV-1,active,Active,library,,2024-05-01,,,")
    assert "date of the snapshot" in page_of(acme, "HV-1")


def test_the_day_of_a_snapshot_is_a_day(tmp_path) -> None:
    file = tmp_path / "feed.csv"
    file.write_text("manufacturer,mpn,status\nHalvorn,HV-1,active\n")
    with pytest.raises(Refused, match="not a date like"):
        call_command("import_parts", file, as_of="soon")
    call_command("import_parts", file, as_of="2024-05-01", stdout=io.StringIO())
    assert believed() == ("active", date(2024, 5, 1))


def test_a_report_is_not_called_the_makers_own_word(acme: Company) -> None:
    make_part("HV-1")
    with as_jobs():
        parts.record_notice(pdn("HV-1", evidence="secondary(news)", confidence="high"), at=NOW)
    page = page_of(acme, "HV-1")
    assert believed()[0] == "ltb"  # it counts as the maker's word does
    assert "reported with high confidence" in page
    assert "the maker&#x27;s own word" not in page


def test_the_makers_own_notice_is_called_so(acme: Company) -> None:
    make_part("HV-1")
    with as_jobs():
        parts.record_notice(pdn("HV-1"), at=NOW)
    page = page_of(acme, "HV-1")
    assert "the maker&#x27;s own word" in page
