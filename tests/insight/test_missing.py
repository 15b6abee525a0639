"""What the catalogue lacks: a customer's text only where five use it, ranked by what is planned."""

from __future__ import annotations

import pytest
from django.utils import timezone

from insight.demand import queries, services
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Line
from obsolescence.projects.models import Project
from tests.built import make_built, make_part
from tests.people import make_company, signed_in


def company_with(number: int, mpns: list[str], sharing: str = "anonymous") -> int:
    company = make_company(f"Company {number}", f"c{number}.example.com", alice="engineer")
    revision = make_built(company.id, [make_part(f"KNOWN-{number}")], project=f"P{number}")
    with as_organisation(company.id):
        Project.objects.update(sharing=sharing)
        Line.objects.bulk_create(
            Line(
                organisation_id=company.id,
                revision=revision,
                row_number=90 + at,
                position=90 + at,
                mpn=mpn,
                quantity=1,
            )
            for at, mpn in enumerate(mpns)
        )
    return company.id


@pytest.mark.django_db
def test_text_is_shown_where_five_customers_use_it(carla) -> None:
    for number in range(5):
        company_with(number, ["QX-1000", f"SECRET-{number}"])
    company_with(6, ["QX-2000", "QX-1000"], sharing="nothing")
    with as_jobs():
        assert services.refresh_missing(at=timezone.now()) == 1
        assert services.refresh_missing(at=timezone.now()) == 1
        rows = list(queries.missing_numbers())
    assert [(row.text, row.organisations, row.lines) for row in rows] == [("QX-1000", 5, 5), ("", 5, 5)]
    page = signed_in(carla).get("/insight/missing-parts/").content.decode()
    assert "QX-1000" in page
    assert "SECRET" not in page
    assert "QX-1000" in signed_in(carla).get("/insight/missing-parts/?csv=1").content.decode()


@pytest.mark.django_db
def test_one_customer_with_most_of_the_lines_is_not_given_away() -> None:
    company_with(0, ["QX-1000"] * 30)
    for number in range(1, 6):
        company_with(number, ["QX-1000"])
    with as_jobs():
        assert services.refresh_missing(at=timezone.now()) == 0
        assert [row.text for row in queries.missing_numbers()] == [""]


def test_customers_do_not_see_the_list(alice_client) -> None:
    assert alice_client.get("/insight/missing-parts/").status_code == 404
