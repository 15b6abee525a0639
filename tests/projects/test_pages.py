"""The project's page: a plan in three ways, sites and customers, who is told; and who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from insight.flow import hearing
from insight.forecasts import services as forecasting
from insight.forecasts.models import ProjectForecast
from insight.leads.models import Lead
from obsolescence.accounts.models import Site
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Bom, Upload
from obsolescence.events.models import Event
from obsolescence.flow import planning
from obsolescence.projects import queries, services
from obsolescence.projects.models import Project
from obsolescence.projects.rules.draws import months_from
from tests.alerts.test_follow_notice import pdn, record
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


def test_what_was_typed_comes_back_with_the_reason(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    for page, values, sentence, shown in (
        ("plan", {f"units:P1:{MONTHS[0]}": "40", f"units:P1:{MONTHS[1]}": "many"}, "no number of units", 'value="many"'),
        ("plan", {"text": f"P1;{MONTHS[0]};none"}, "no number of units", f">P1;{MONTHS[0]};none</textarea>"),
        ("edit", {"action": "production", "eop": "2001-06"}, "has passed", 'value="2001-06"'),
        ("edit", {"action": "production", "eop": "soon"}, "is not a date", 'value="soon"'),
        ("edit", {"action": "attrition", "attrition": "lots"}, "in per cent", 'value="lots"'),
        ("edit", {"action": "stage", "stage": "ended", "since": "2199-01-01"}, "lies ahead", 'value="2199-01-01"'),
        ("edit", {"action": "rename", "name": " "}, "needs a name", 'id="plan"'),
    ):  # fmt: skip
        answer = bob.post(f"/projects/{project_id}/{page}/", values)
        body = answer.content.decode()
        assert answer.status_code == 422, values
        assert sentence in body
        assert shown in body
        assert 'id="plan"' in body  # the page itself, not a bare sentence
    with as_organisation(acme.id):
        assert not queries.plans_of(acme.id, project_id).exists()


def test_a_new_project_that_is_refused_keeps_what_was_typed(acme: Company) -> None:
    values = {"name": "AX-900", "stage": "pilot", "eop": "2001-06", "sharing": "full"}
    answer = signed_in(acme.bob).post("/projects/new/", values)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="AX-900"' in body
    assert '<option value="pilot" selected>' in body
    assert 'value="full" checked' in body
    with as_organisation(acme.id):
        assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("eop", "stage", "is_taken"),
    [
        ("2001-06", "production", False), ("2001-06", "ended", True), ("2099-06", "production", False),
        ("0031-06", "production", False), ("2035-06", "production", True),
    ],
)  # fmt: skip
def test_an_end_of_production_must_be_plausible(
    acme: Company, project_id: int, eop: str, stage: str, is_taken: bool
) -> None:
    with as_organisation(acme.id):
        Project.objects.filter(pk=project_id).update(stage=stage)
    status = post(signed_in(acme.bob), project_id, "edit", action="production", eop=eop)
    assert status == (302 if is_taken else 422)


def test_an_end_that_has_passed_meanwhile_does_not_stop_other_changes(acme: Company, project_id: int) -> None:
    with as_organisation(acme.id):
        Project.objects.filter(pk=project_id).update(eop_date="2020-06-28")
    bob = signed_in(acme.bob)
    assert post(bob, project_id, "edit", action="production", sop="2015-01", eop="2020-06") == 302


def test_a_plan_beyond_the_end_says_what_does_not_count(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    assert post(bob, project_id, "edit", action="production", eop=MONTHS[3]) == 302
    assert post(bob, project_id, "plan", text=f"P1;{MONTHS[3]};5\nP1;{MONTHS[4]};70\nP1;{MONTHS[5]};7") == 302
    assert (
        "77 units are planned after the end of production"
        in bob.get(f"/projects/{project_id}/").content.decode()
    )


def test_attrition_makes_a_new_version_and_changes_what_is_needed(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    assert (
        post(bob, project_id, "edit", action="attrition", attrition="1.5") == 302
    )  # no plan yet: nothing to repeat
    assert post(bob, project_id, "plan", text=f"P1;{MONTHS[0]};500") == 302
    before = needs_of(project_id)
    assert post(bob, project_id, "edit", action="attrition", attrition="2,5 %") == 302
    assert post(bob, project_id, "edit", action="attrition", attrition="2.5") == 302  # the same again
    assert planned(acme, project_id) == (2, {MONTHS[0]: 500})
    with as_organisation(acme.id):
        versions = [(str(one.attrition), one.note) for one in queries.plans_of(acme.id, project_id)]
    assert versions == [("0.0250", "Attrition 1.5 % → 2.5 %"), ("0.0150", "")]
    assert needs_of(project_id) == pytest.approx(before / 1.015 * 1.025)
    for wrong in ("-1", "51", "NaN", "Infinity", "²"):
        assert post(bob, project_id, "edit", action="attrition", attrition=wrong) == 422, wrong


def needs_of(project_id: int) -> float:
    with as_jobs():
        [need] = forecasting.needs_of(project_id)
    return need.per_unit


def test_digits_that_are_no_numbers_are_refused(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    for units in ("²", "٣", "1e5", "5" * 5000):
        assert post(bob, project_id, "plan", **{f"units:P1:{MONTHS[0]}": units}) == 422, units[:9]
        assert post(bob, project_id, "plan", text=f"P1;{MONTHS[0]};{units}") == 422, units[:9]
    assert post(bob, project_id, "edit", action="site", site="²", role="build") == 422
    assert post(bob, project_id, "edit", action="remove_site", site_role="²") == 302


def test_files_of_a_plan_as_programs_write_them(acme: Company, project_id: int) -> None:
    bob = signed_in(acme.bob)
    lines = ["site;month;units", f"P1;{MONTHS[0]};4", f"P1;{MONTHS[1]};5"]
    for data in (
        "\r".join(lines).encode(), "\r\n".join(lines).encode("utf-8-sig"), "\n".join(lines).encode("utf-16"),
    ):  # fmt: skip
        file = SimpleUploadedFile("plan.csv", data)
        assert post(bob, project_id, "plan", file=file) == 302
        assert planned(acme, project_id)[1] == {MONTHS[0]: 4, MONTHS[1]: 5}
    answer = bob.post(
        f"/projects/{project_id}/plan/", {"file": SimpleUploadedFile("plan.xlsx", b"PK\x03\x04zip")}
    )
    assert answer.status_code == 422
    assert "save the sheet as CSV" in answer.content.decode()


def test_a_project_is_deleted_after_it_is_said_what_goes(acme: Company, project_id: int) -> None:
    olivia = signed_in(acme.olivia)
    assert post(signed_in(acme.alice), project_id, "plan", text=f"P1;{MONTHS[0]};500") == 302
    with as_organisation(acme.id):
        services.choose_sharing(
            organisation_id=acme.id,
            project_id=project_id,
            sharing="full",
            by=acme.olivia.pk,
            at=timezone.now(),
        )
    record(pdn("HV-1", last_order="2099-06-30"))
    hearing.hear_events()
    with as_jobs():
        assert Lead.objects.count() == 1

    page = olivia.get(f"/projects/{project_id}/delete/").content.decode()
    assert "AX-400 main" in page
    assert "1 version of the build plan" in page
    for who in (acme.bob, acme.vera):
        assert signed_in(who).post(f"/projects/{project_id}/delete/").status_code == 403
    assert olivia.post(f"/projects/{project_id}/delete/").status_code == 302
    hearing.hear_events()

    with as_organisation(acme.id):
        assert not Project.objects.exists()
        assert not Bom.objects.exists()
        assert not Upload.objects.exists()
        assert Event.objects.filter(kind="project_deleted").count() == 1
    with as_jobs():
        assert not Lead.objects.exists()
        assert not ProjectForecast.objects.exists()


def test_another_company_cannot_delete_it(acme: Company, zenith: Company, project_id: int) -> None:
    zoe = signed_in(zenith.zoe)
    assert zoe.get(f"/projects/{project_id}/delete/").status_code == 404
    assert zoe.post(f"/projects/{project_id}/delete/").status_code == 404
