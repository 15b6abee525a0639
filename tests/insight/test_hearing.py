"""Plans become forecasts and leads; what is not shared becomes neither; every step twice is once."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from insight.demand import services as demand
from insight.demand.models import OrderLine
from insight.flow import hearing
from insight.forecasts.models import BuildForecast, PartForecast
from insight.leads import services as leads
from insight.leads.models import Lead, LeadStep
from obsolescence.accounts.models import ErpAccount, Site
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs, as_organisation, as_staff
from obsolescence.projects import services as projects
from obsolescence.projects.rules.draws import months_from
from obsolescence.projects.rules.plan_text import PlannedUnits
from tests.built import make_built, make_part
from tests.people import make_company, make_staff


@pytest.fixture
def planned(committed):
    """Acme builds two parts at one site, with a plan of a year."""
    acme = make_company("Acme Drives", "acme.example.com", olivia="owner", bob="buyer")
    sam = make_staff("sam@arvenne.example.com", "Sam Example", "sales")
    parts = [make_part("HV-1000"), make_part("HV-2000")]
    revision = make_built(acme.id, parts, watchers=[acme.bob])
    now = timezone.now()
    with as_organisation(acme.id):
        Site.objects.create(organisation_id=acme.id, code="P1", name="Brno", country="CZ")
        projects.record_plan(
            organisation_id=acme.id,
            project_id=revision.bom.project_id,
            rows=[PlannedUnits("P1", month, 100) for month in months_from(timezone.localdate(), 12)],
            by=acme.bob.pk,
            at=now,
        )
    return acme, sam, parts, revision.bom.project_id


def share(acme, project_id: int, sharing: str) -> None:
    with as_organisation(acme.id):
        projects.choose_sharing(
            organisation_id=acme.id,
            project_id=project_id,
            sharing=sharing,
            by=acme.olivia.pk,
            at=timezone.now(),
        )
    hearing.hear_events()


def test_a_shared_plan_becomes_one_lead_with_six_answers(planned) -> None:
    acme, sam, parts, project_id = planned
    share(acme, project_id, "full")
    hearing.hear_events()
    hearing.refresh_everything()
    hearing.refresh_everything()

    with as_staff(sam.pk):
        lead = Lead.objects.get()
        assert set(lead.answers) == {"trigger", "who", "what", "when", "where", "value"}
        assert lead.answers["where"]["head"] == "Brno, CZ"
        assert lead.answers["value"]["missing"]  # no price: said, not guessed
        assert lead.contact_name == "Bob Example"
        assert PartForecast.objects.count() == 2
        forecast = PartForecast.objects.get(part=parts[0])
        assert forecast.lead_time_is_assumed
        assert forecast.p10_12m <= forecast.p50_12m < forecast.p90_12m
    with as_jobs():
        assert BuildForecast.objects.count() == 1
        assert LeadStep.objects.filter(kind="raised").count() == 1


@pytest.mark.parametrize("sharing", ["nothing", "anonymous"])
def test_what_is_not_shared_in_full_is_no_lead(planned, sharing: str) -> None:
    acme, sam, _, project_id = planned
    share(acme, project_id, sharing)
    with as_jobs():
        assert not Lead.objects.exists()
        assert BuildForecast.objects.exists() is (sharing == "anonymous")
    with as_staff(sam.pk):
        assert not BuildForecast.objects.exists()


def test_switching_off_closes_the_lead_with_a_neutral_reason(planned) -> None:
    acme, sam, _, project_id = planned
    share(acme, project_id, "full")
    share(acme, project_id, "nothing")
    with as_jobs():
        lead = Lead.objects.get()
        assert (lead.state, lead.close_reason, lead.answers) == ("closed", "no longer available", {})
        assert not BuildForecast.objects.exists()
    with as_staff(sam.pk):
        assert not Lead.objects.exists()


def test_lost_needs_a_reason(planned) -> None:
    acme, sam, _, project_id = planned
    share(acme, project_id, "full")
    with as_staff(sam.pk):
        lead = Lead.objects.get()
        with pytest.raises(Refused, match="why"):
            leads.move(lead_id=lead.pk, state="lost", by=sam.pk, text="", at=timezone.now())
        leads.move(lead_id=lead.pk, state="lost", by=sam.pk, text="Bought elsewhere", at=timezone.now())
        assert Lead.objects.get().state == "lost"


HEAD = "order,date,customer,site,part,qty,unit_price,currency,project_ref\n"


def test_orders_raise_the_share_and_twice_is_once(planned) -> None:
    acme, _, parts, project_id = planned
    day = (timezone.localdate() - timedelta(days=40)).isoformat()
    rows = f"SO-1,{day},10031,P1,HV-1000,500,1.20,EUR,\nSO-1,{day},99999,P1,HV-1000,1,1,EUR,\nSO-2,{day},10031,P1,NOPE,1,1,EUR,\nSO-3,soon,10031,P1,HV-1000,1,1,EUR,\n"
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME", organisation_id=acme.id)
        first = demand.import_orders(lines=io.StringIO(HEAD + rows), today=timezone.localdate())
        second = demand.import_orders(lines=io.StringIO(HEAD + rows), today=timezone.localdate())
        assert (first.stored, second.stored, OrderLine.objects.count()) == (1, 0, 1)
    assert [row.number for row in first.rejected] == [3, 4, 5]
    share(acme, project_id, "full")
    with as_jobs():
        shares = {row.part_id: row.share_source for row in PartForecast.objects.all()}
    assert shares == {parts[0].pk: "bought from us before", parts[1].pk: "buys this maker from us"}
