"""The project's page: a plan in three ways, sites and customers, who is told; and who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obsolescence.accounts.models import Site
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.flow import planning
from obsolescence.projects import queries
from obsolescence.projects.models import Project
from obsolescence.projects.rules.draws import months_from
from tests.built import make_built, make_part
from tests.people import Company, signed_in

MONTHS = [f"{month:%Y-%m}" for month in months_from(timezone.localdate(), 14)]


@pytest.fixture
def project_id(acme: Company) -> int:
    with as_organisation(acme.id):
        Site.objects.create(organisation_id=acme.id, code="P1", name="Brno", country="CZ", kind="production")
    return make_built(acme.id, [make_part("HV-1")]).bom.project_id


def planned(acme: Company, project_id: int) -> tuple[int, dict[str, int]]:
    with as_organisation(acme.id):
        newest = queries.plans_of(acme.id, project_id)[0]
        return newest.version, {
            f"{build.month:%Y-%m}": build.units for build in queries.planned_builds(newest.pk)
        }


def post(client: Client, project_id: int, page: str, **values) -> int:
    return client.post(f"/projects/{project_id}/{page}/", values).status_code


def test_a_plan_is_pasted_typed_and_uploaded(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    pasted = f"Site\t{MONTHS[0]}\t{MONTHS[13]}\nP1\t100\t1,300"
    assert post(bob, project_id, "plan", text=pasted) == 302
    assert planned(acme, project_id) == (1, {MONTHS[0]: 100, MONTHS[13]: 1300})

    assert post(bob, project_id, "plan", **{f"units:P1:{MONTHS[1]}": "250"}) == 302
    assert planned(acme, project_id) == (
        2,
        {MONTHS[1]: 250, MONTHS[13]: 1300},
    )  # what lies beyond the grid stays

    file = SimpleUploadedFile("plan.csv", f"site;month;units\nP1;{MONTHS[2]};7".encode())
    assert post(bob, project_id, "plan", file=file) == 302
    assert planned(acme, project_id) == (3, {MONTHS[2]: 7})


def test_a_bad_row_is_named_and_nothing_saved(acme: Company, project_id: int) -> None:
    answer = signed_in(acme.bob).post(
        f"/projects/{project_id}/plan/", {"text": f"P1;{MONTHS[0]};5\nP1;{MONTHS[1]};many"}
    )
    assert answer.status_code == 422
    assert "Row 2: &#x27;many&#x27; is no number of units" in answer.content.decode()
    with as_organisation(acme.id):
        assert not queries.plans_of(acme.id, project_id).exists()


def test_the_page_shows_plan_sites_customers_and_who_is_told(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    post(bob, project_id, "plan", text=f"P1;{MONTHS[0]};100\nP1;{MONTHS[1]};100")
    with as_jobs():
        planning.draw_builds(project_ids=[project_id], at=timezone.now())
    with as_organisation(acme.id):
        site = Site.objects.get().pk
    assert post(bob, project_id, "edit", action="site", site=site, role="purchasing") == 302
    assert post(bob, project_id, "edit", action="customers", end_customer="Rail Co") == 302

    text = bob.get(f"/projects/{project_id}/").content.decode()
    for expected in ("What will probably be built", "Rail Co", "Brno", "Purchasing", "Following"):
        assert expected in text
    assert (
        "Do you want to be told?" in signed_in(acme.olivia).get(f"/projects/{project_id}/").content.decode()
    )


def test_others_may_not(acme: Company, zenith: Company, sam, project_id: int) -> None:
    for user, status in ((zenith.charlie, 404), (sam, 404), (acme.vera, 403)):
        assert post(signed_in(user), project_id, "plan", text=f"P1;{MONTHS[0]};5") == status
        assert post(signed_in(user), project_id, "edit", action="rename", name="X") == status
    with as_organisation(acme.id):
        assert Project.objects.get().name == "AX-400"


def test_only_an_owner_shares_more(acme: Company, project_id: int) -> None:
    def choose(user, sharing: str) -> int:
        return post(signed_in(user), project_id, "edit", action="sharing", sharing=sharing)

    assert choose(acme.bob, "full") == 403
    assert choose(acme.olivia, "full") == 302
    assert choose(acme.bob, "anonymous") == 302
    assert choose(acme.bob, "full") == 403
