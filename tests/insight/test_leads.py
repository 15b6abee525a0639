"""From a plan to a lead, on the database: forecasts, six answers, one open lead, and what sharing does to them."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from insight.demand import services as demand
from insight.demand.models import OrderLine
from insight.flow import hearing
from insight.forecasts import queries as forecasts
from insight.forecasts.models import BuildForecast, PartForecast, ProjectForecast
from insight.leads import services as leads
from insight.leads.models import Lead, LeadStep
from insight.web import leads as web_leads
from obsolescence.accounts.models import Contact, ErpAccount, Organisation, Site
from obsolescence.alerts import services as alerts
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs, as_organisation, as_staff
from obsolescence.boms import services as boms
from obsolescence.boms.models import Bom
from obsolescence.events.models import Event
from obsolescence.messaging.models import Message
from obsolescence.parts import services as parts
from obsolescence.parts.models import Offer
from obsolescence.parts.rules.names import fold_mpn
from obsolescence.projects import services as projects
from obsolescence.projects.models import BuildDraws, Watcher
from obsolescence.projects.rules.draws import months_from
from obsolescence.projects.rules.plan_text import PlannedUnits
from obsolescence.relations import services as relations
from tests.built import make_built, make_part
from tests.conftest import Worker, eventually
from tests.people import Company, make_company, make_staff, signed_in


def make_planned(company: Company, *, sharing: str = "full", units: int = 100) -> int:
    """A project in production that builds two parts at one site, with a plan for a year; returns its id."""
    built = [make_part(f"{company.id}-{number}") for number in (1, 2)]
    with as_jobs():
        Offer.objects.create(
            part=built[0], distributor="us", sku=f"S{company.id}", sku_fold=fold_mpn(f"S{company.id}"),
            currency="EUR", price_breaks=[[1, "3.00"], [100, "2.00"], [100_000, "1.00"]], lead_time_days=28,
        )  # fmt: skip
    project_id = make_built(company.id, built).bom.project_id
    now = timezone.now()
    with as_organisation(company.id):
        Site.objects.get_or_create(
            organisation_id=company.id,
            code="P1",
            defaults={"name": "Brno", "country": "CZ", "kind": "production"},
        )
        by = next(iter(company.people.values())).pk
        projects.choose_sharing(
            organisation_id=company.id, project_id=project_id, sharing=sharing, by=by, at=now
        )
        plan(company, project_id, units)
    hearing.hear_events()
    return project_id


def plan(company: Company, project_id: int, units: int) -> int:
    return projects.record_plan(
        organisation_id=company.id,
        project_id=project_id,
        rows=[PlannedUnits("P1", month, units) for month in months_from(timezone.localdate(), 12)],
        by=next(iter(company.people.values())).pk,
        at=timezone.now(),
    )


def test_a_plan_becomes_a_lead_with_six_answers(acme: Company, sam) -> None:
    project_id = make_planned(acme)

    with as_staff(sam.pk):
        lead = Lead.objects.get()
        assert set(lead.answers) == {"trigger", "who", "what", "when", "where", "value"}
        assert lead.contact_function == "buyer"  # there is something to quote
        assert "Brno, CZ" in lead.answers["where"]["head"]
        assert "assumed 16 weeks" in lead.answers["when"]["text"]
        assert 0 <= lead.value_p10 <= lead.expected_value <= lead.value_p90 < lead.full_value * 2
        assert lead.order_by is not None
        [builds] = forecasts.builds_of(project_id)
        assert 800 < builds.total_12m["mean"] < 1200
        assert forecasts.project_forecast(project_id).unpriced == 1
        priced = PartForecast.objects.get(unit_price__isnull=False)
        assert priced.units_per_build == 2
        assert priced.unit_price == Decimal("2")
        assert not priced.lead_time_is_assumed
        assert priced.contributors["lines"]


def test_one_open_lead_is_updated_not_doubled(acme: Company) -> None:
    project_id = make_planned(acme)
    with as_jobs():
        before = Lead.objects.get()
    with as_organisation(acme.id):
        plan(acme, project_id, 500)
    hearing.hear_events()
    hearing.hear_events()

    with as_jobs():
        after = Lead.objects.get()
        assert after.pk == before.pk
        assert after.expected_value > before.expected_value * 3
        assert Event.objects.filter(heard_at=None).count() == 0
        assert BuildDraws.objects.count() == ProjectForecast.objects.count() == 1


def test_everything_again_leaves_the_same(acme: Company) -> None:
    make_planned(acme)

    def state() -> list[object]:
        with as_jobs():
            return [
                list(PartForecast.objects.order_by("part").values_list("part", "mean_12m", "p90_12m")),
                list(Lead.objects.values_list("expected_value", "rank", "answers")),
                bytes(ProjectForecast.objects.get().value_draws),
                LeadStep.objects.count(),
            ]

    once = state()
    hearing.refresh_everything()
    hearing.refresh_everything()
    assert state() == once


@pytest.mark.parametrize("sharing", ["anonymous", "nothing"])
def test_without_full_sharing_there_is_no_lead(acme: Company, sam, sharing: str) -> None:
    make_planned(acme, sharing=sharing)
    with as_jobs():
        assert not Lead.objects.exists()
        assert ProjectForecast.objects.exists() is (sharing == "anonymous")
    with as_staff(sam.pk):
        assert not BuildForecast.objects.exists()
        assert not ProjectForecast.objects.exists()


def test_switching_sharing_off_closes_the_lead_and_deletes_the_forecast(acme: Company) -> None:
    project_id = make_planned(acme)
    with as_organisation(acme.id):
        projects.choose_sharing(
            organisation_id=acme.id,
            project_id=project_id,
            sharing="nothing",
            by=acme.olivia.pk,
            at=timezone.now(),
        )
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert (lead.state, lead.close_reason) == ("closed", "no longer available")
        assert not BuildForecast.objects.exists()
        assert not ProjectForecast.objects.exists()


def test_a_question_from_the_customer_raises_a_lead_without_a_plan(acme: Company) -> None:
    part = make_part("HV-1")
    project_id = make_built(acme.id, [part]).bom.project_id
    now = timezone.now()
    with as_organisation(acme.id):
        projects.choose_sharing(
            organisation_id=acme.id, project_id=project_id, sharing="full", by=acme.olivia.pk, at=now
        )
        relations.ask(
            organisation_id=acme.id, by=acme.alice.pk, kind="quote", subject="HV-1", text="", at=now,
            project_id=project_id, part_ids=[part.pk],
        )  # fmt: skip
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert lead.trigger == "enquiry"
        assert lead.expected_value is None
        assert lead.answers["what"]["missing"]
        assert any("How many units" in question for question in lead.questions)


def test_who_plans_watches_and_owner_and_buyer_are_asked_once(acme: Company) -> None:
    project_id = make_planned(acme)
    with as_organisation(acme.id):
        plan(acme, project_id, 5)
        watchers = dict(Watcher.objects.values_list("user_id", "watches"))
        asked = Message.objects.filter(topic="watch").values_list("recipient_id", "channel", "link")
        assert sorted(asked) == [(acme.bob.pk, way, f"/projects/{project_id}/") for way in ("email", "inapp")]
        assert Message.objects.filter(topic="watch")[0].body["button"] == "Follow this project"
    assert watchers == {acme.olivia.pk: True, acme.bob.pk: None}


def test_a_plan_for_an_unknown_site_is_refused(acme: Company) -> None:
    project_id = make_planned(acme)
    month = months_from(timezone.localdate(), 1)[0]
    with as_organisation(acme.id), pytest.raises(Refused, match="no site 'Mars'"):
        projects.record_plan(
            organisation_id=acme.id, project_id=project_id, rows=[PlannedUnits("Mars", month, 1)], by=None,
            at=timezone.now(),
        )  # fmt: skip


def test_what_came_of_a_lead(acme: Company, sam) -> None:
    make_planned(acme)
    now = timezone.now()
    with as_staff(sam.pk):
        lead = Lead.objects.get()
        for state in ("taken", "contacted", "quoted"):
            leads.move(lead_id=lead.pk, state=state, by=sam.pk, text="", at=now)
        with pytest.raises(Refused, match="why"):
            leads.move(lead_id=lead.pk, state="lost", by=sam.pk, text=" ", at=now)
        leads.move(lead_id=lead.pk, state="lost", by=sam.pk, text="bought elsewhere", at=now)
        with pytest.raises(Refused, match="closed already"):
            leads.move(lead_id=lead.pk, state="won", by=sam.pk, text="", at=now)
        assert Lead.objects.get().owner_id == sam.pk


def test_totals_need_five_customers_and_hide_the_few_who_are_anonymous(sam) -> None:
    for number in range(5):
        make_planned(make_company(f"Shared {number}", f"s{number}.example.com", olga="owner"))
    alone = first_total(sam)
    make_planned(make_company("Hidden", "hidden.example.com", olga="owner"), sharing="anonymous")
    assert first_total(sam).mean == pytest.approx(alone.mean)
    for number in range(4):
        make_planned(
            make_company(f"Hidden {number}", f"h{number}.example.com", olga="owner"), sharing="anonymous"
        )
    both = first_total(sam)
    assert both.mean > alone.mean * 1.5
    assert both.p10 < both.mean < both.p90


def first_total(sam) -> forecasts.Month:
    with as_staff(sam.pk):
        return forecasts.totals_by_month()[0]


ORDERS = """order,date,customer,site,part,qty,unit_price,project_ref
O1,2026-03-01,10031,P1,{sku},100,2.10,AX
O2,2026-04-01,10031,P1,{mpn},200,2.05,
O3,2026-04-01,99999,P1,{mpn},200,2.05,
O4,2026-04-01,10031,P1,NOBODY,200,2.05,
O5,soon,10031,P1,{mpn},200,2.05,
"""


def test_orders_are_taken_once_and_bad_rows_listed(acme: Company) -> None:
    make_planned(acme)
    with as_jobs():
        ErpAccount.objects.create(
            number="10031",
            name="ACME",
            organisation_id=acme.id,
            confirmed_at=timezone.now() - timedelta(days=9),
        )
        text = ORDERS.format(sku=f"S{acme.id}", mpn=f"{acme.id}-2")
        done = demand.import_orders(lines=io.StringIO(text), today=timezone.localdate())
        assert (done.read, done.stored) == (5, 2)
        assert [row.number for row in done.rejected] == [4, 5, 6]
        assert demand.import_orders(lines=io.StringIO(text), today=timezone.localdate()).stored == 0
        assert set(OrderLine.objects.values_list("account__organisation_id", flat=True)) == {acme.id}
        assert Organisation.objects.count() == 1
    hearing.hear_events()
    with as_jobs():
        assert set(PartForecast.objects.values_list("share", flat=True)) == {0.8}


def confirm(client, organisation_id: int | str) -> None:
    answer = client.post("/organisation/erp/", {"number": "10031", "organisation": organisation_id})
    assert answer.status_code == 302
    hearing.hear_events()


def bought_before() -> set[int]:
    """The organisations whose forecasts know that they bought from us."""
    with as_jobs():
        return set(
            PartForecast.objects.filter(share_source="bought from us before").values_list(
                "organisation_id", flat=True
            )
        )


def test_orders_follow_a_customer_number_that_is_confirmed_and_corrected(
    acme: Company, zenith: Company
) -> None:
    make_planned(acme), make_planned(zenith)
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME")
        text = f"order,date,customer,site,part,qty,unit_price\nO1,2026-03-01,10031,P1,{acme.id}-1,9,2\n"
        text += f"O2,2026-03-01,10031,P1,{zenith.id}-1,9,2\n"
        assert demand.import_orders(lines=io.StringIO(text), today=timezone.localdate()).stored == 2
    silke = signed_in(make_staff("silke@arvenne.example.com", "Silke Example", "sales_manager"))
    assert bought_before() == set()
    confirm(silke, zenith.id)
    assert bought_before() == {zenith.id}
    confirm(silke, acme.id)
    assert bought_before() == {acme.id}
    confirm(silke, "")
    assert bought_before() == set()


def test_an_order_taken_again_takes_the_corrected_customer_and_project(acme: Company) -> None:
    make_planned(acme)
    with as_jobs():
        for number in ("10031", "10032"):
            ErpAccount.objects.create(number=number, name="ACME", organisation_id=acme.id)
        head = "order,date,customer,site,part,qty,unit_price,project_ref\nO1,2026-03-01,"
        row = f"P1,{acme.id}-1,9,2"
        assert (
            demand.import_orders(
                lines=io.StringIO(f"{head}10031,{row},\n"), today=timezone.localdate()
            ).stored
            == 1
        )
        assert (
            demand.import_orders(
                lines=io.StringIO(f"{head}10032,{row},AX\n"), today=timezone.localdate()
            ).stored
            == 1
        )
        one = OrderLine.objects.get()
        assert (one.account.number, one.project_ref) == ("10032", "AX")


def test_what_cannot_be_true_of_an_order_is_listed_with_its_row(acme: Company) -> None:
    make_planned(acme)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sku, mpn = f"S{acme.id}", f"{acme.id}-1"
    text = "order,date,customer,site,part,qty,unit_price,currency\n" + "\n".join(
        [
            f"O1,2026-03-01,10031,p1,{sku},100,2.10,usd", f"O1,2026-03-01,10031,P9,{sku},100,2.10,EUR",
            f"O2,2026-03-01,10031,P1,{sku},100,2.10,EURO", f"O2,2026-03-01,10031,P1,{sku},100,2.10,XYZ",
            f"O3,{tomorrow},10031,P1,{sku},100,2.10,EUR", f"O4,2026-03-01,10031,P1,{sku},100,2.10,EUR",
            f"O4,2026-03-02,10031,P1,{mpn},7,2.10,EUR", f"O5,2026-03-01,10031,,{sku},1,2.10,",
        ]
    )  # fmt: skip
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME", organisation_id=acme.id)
        done = demand.import_orders(lines=io.StringIO(text), today=timezone.localdate())
        stored = dict(OrderLine.objects.values_list("order", "quantity"))
    assert [row.number for row in done.rejected] == [3, 4, 5, 6, 8]
    for row, words in zip(
        done.rejected, ("no site 'P9'", "'EURO' is no currency", "'XYZ'", "in the future", "Row 7 has the same"),
        strict=True,
    ):  # fmt: skip
        assert words in row.reason
    assert stored == {"O1": 100, "O4": 100, "O5": 1}


def test_a_file_that_holds_no_orders_is_refused(db) -> None:
    with as_jobs(), pytest.raises(Refused, match="the column order is missing"):
        demand.import_orders(lines=io.StringIO("a,b\n1,2\n"), today=timezone.localdate())


def test_only_staff_see_leads(acme: Company, zenith: Company, sam) -> None:
    make_planned(acme)
    with as_jobs():
        lead = Lead.objects.get()
    address = f"/insight/leads/{lead.pk}/"
    for user in (acme.alice, zenith.charlie):
        assert signed_in(user).get(address).status_code == 404
    answer = signed_in(sam).get(address)
    assert answer.status_code == 200
    assert "Brno, CZ" in answer.content.decode()
    with as_organisation(acme.id):
        assert [look.who for look in acme_looks(acme)] == ["Sam Example, sales"]


def acme_looks(acme: Company):
    from obsolescence.relations import queries

    return list(queries.looks_at(acme.id))


def test_a_change_of_plan_reaches_the_lead_through_a_real_worker(worker: Worker) -> None:
    """What beat does every few seconds, delivered twice at once: one lead, the events heard once."""
    acme = make_company("Acme Drives", "acme.example.com", olivia="owner")
    project_id = make_planned(acme)

    def expected() -> Decimal:
        with as_jobs():
            return Lead.objects.get().expected_value

    before = expected()
    with as_organisation(acme.id):
        plan(acme, project_id, 900)
    for _ in range(2):
        hearing.hear_events.delay()
    eventually(lambda: expected() > before * 5)
    with as_jobs():
        assert not Event.objects.filter(heard_at=None).exists()
        assert LeadStep.objects.filter(kind="updated").count() == 1


def test_a_project_put_away_leaves_no_forecast_and_its_lead_waits(acme: Company, sam) -> None:
    project_id, now = make_planned(acme), timezone.now()
    with as_staff(sam.pk):
        leads.move(lead_id=Lead.objects.get().pk, state="taken", by=sam.pk, text="", at=now)
    with as_organisation(acme.id):
        projects.archive(organisation_id=acme.id, project_id=project_id, at=now, now=now)
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert (lead.state, lead.close_reason) == ("closed", "the customer has put the project away")
        assert not ProjectForecast.objects.exists()
        assert not BuildForecast.objects.exists()

    with as_organisation(acme.id):
        projects.archive(organisation_id=acme.id, project_id=project_id, at=None, now=timezone.now())
    hearing.hear_events()
    with as_jobs():
        back = Lead.objects.get()
        assert (back.pk, back.state, back.close_reason, back.closed_at) == (lead.pk, "taken", "", None)
        assert back.owner_id == sam.pk
        assert back.answers["what"]["head"]
        assert ProjectForecast.objects.exists()
        assert LeadStep.objects.filter(kind="reopened").count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stage": "ended"}, "the project has ended"),
        ({"stage": "cancelled"}, "the project was cancelled"),
        ({"sharing": "nothing"}, "no longer available"),
        ({"sharing": "nothing", "stage": "ended"}, "no longer available"),
    ],
)
def test_a_lead_says_truly_why_it_closed(acme: Company, change: dict[str, str], reason: str) -> None:
    project_id, now = make_planned(acme), timezone.now()
    ids = {"organisation_id": acme.id, "project_id": project_id}
    with as_organisation(acme.id):
        if "stage" in change:
            projects.change_stage(**ids, stage=change["stage"], since=now.date(), by=None, at=now)
        if "sharing" in change:
            projects.choose_sharing(**ids, sharing=change["sharing"], by=acme.olivia.pk, at=now)
    hearing.hear_events()
    with as_jobs():
        assert Lead.objects.get().close_reason == reason


def test_a_notice_lead_puts_the_part_that_ends_first(acme: Company, sam) -> None:
    project_id = make_planned(acme)
    today = timezone.localdate()
    soon, later = (today + timedelta(days=days) for days in (60, 200))
    with as_organisation(acme.id):
        projects.set_production(
            organisation_id=acme.id, project_id=project_id, sop_date=None, eop_date=today + timedelta(days=1500),
            at=timezone.now(),
        )  # fmt: skip
    notices = {}
    for mpn, last_order in ((f"{acme.id}-1", later), (f"{acme.id}-2", soon)):
        new = parts.NewNotice(
            maker="Halvorn", word="PDN", title=f"{mpn} ends", number=f"N-{mpn}", evidence="manufacturer",
            issued=today.isoformat(), last_order=last_order.isoformat(), rows=[parts.NoticeRow(part=mpn)],
        )  # fmt: skip
        with as_jobs():
            notices[mpn], _ = parts.record_notice(new, at=timezone.now())
            alerts.follow_notice(notice_id=notices[mpn], today=today, at=timezone.now())
    hearing.hear_events()

    first = f"{acme.id}-2"
    with as_jobs():
        lead = Lead.objects.get()
        what, when, trigger = (lead.answers[key] for key in ("what", "when", "trigger"))
        assert what["head"].startswith(f"{first}: about ")
        assert (what["parts"][0]["mpn"], lead.order_by) == (first, soon)
        needed = what["parts"][0]
        assert needed["p10"] < needed["p50"] < needed["p90"]
        year = PartForecast.objects.get(part__mpn=first)
        assert needed["p50"] > 2.5 * year.need_p50_12m  # four years rather than one
        assert when["head"] == f"Order by {soon.isoformat()}"
        assert f"Last order of {first}: {soon.isoformat()}" in when["text"]
        assert f"last-time buy of {first}" in lead.next_step
        assert soon.isoformat() in lead.next_step
        assert [(one["what"], one["id"]) for one in trigger["evidence"]] == [("notice", notices[first])]
        assert [one["what"] for one in what["evidence"]] == ["bom", "plan"]
        assert [one["what"] for one in when["evidence"]] == ["notice", "plan"]
    page = signed_in(sam).get(f"/insight/leads/{lead.pk}/").content.decode()
    assert f'href="/notices/{notices[first]}/"' in page
    assert 'href="#plan"' in page
    assert 'id="plan"' in page
    assert "AX-400 main, revision 1" in page
    mirror = signed_in(acme.olivia).get(f"/insight/leads/mirror/{project_id}/").content.decode()
    assert f'href="/alerts/{trigger["evidence"][0]["alert"]}/"' in mirror
    assert f'href="/projects/{project_id}/#plan"' in mirror


def test_a_lead_that_is_lost_without_a_reason_keeps_what_was_typed(acme: Company, sam) -> None:
    make_planned(acme)
    with as_staff(sam.pk):
        number = Lead.objects.get().pk
    client = signed_in(sam)
    answer = client.post(f"/insight/leads/{number}/move/", {"state": "lost", "text": " "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why it was lost" in page
    assert '<option value="lost" selected>' in page
    assert "The six answers" in page


def test_a_withdrawn_notice_no_longer_drives_a_lead(acme: Company) -> None:
    make_planned(acme)
    today = timezone.localdate()
    new = parts.NewNotice(
        maker="Halvorn", word="PDN", title="Ends", number="N-1", evidence="manufacturer", issued=today.isoformat(),
        last_order=(today + timedelta(days=90)).isoformat(), rows=[parts.NoticeRow(part=f"{acme.id}-1")],
    )  # fmt: skip
    with as_jobs():
        notice_id, _ = parts.record_notice(new, at=timezone.now())
        alerts.follow_notice(notice_id=notice_id, today=today, at=timezone.now())
    hearing.hear_events()
    with as_jobs():
        assert Lead.objects.get().trigger == "notice"
        parts.withdraw_notice(notice_id=notice_id, reason="", at=timezone.now())
        alerts.follow_notice(notice_id=notice_id, today=today, at=timezone.now())
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert lead.trigger == "notice_withdrawn"
        assert lead.answers["trigger"]["head"] == "Notice withdrawn"
        assert "last-time buy" not in lead.next_step
        assert lead.answers["what"]["head"].startswith("2 parts, about")


def test_the_first_need_can_be_served_and_no_order_date_is_past(acme: Company) -> None:
    """Also where production has not begun: what is built next month comes too soon for sixteen weeks."""
    project_id = make_planned(acme)
    now, today = timezone.now(), timezone.localdate()
    with as_organisation(acme.id):
        projects.change_stage(
            organisation_id=acme.id, project_id=project_id, stage="pilot", since=today, by=None, at=now
        )
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert lead.order_by >= today
        assert not PartForecast.objects.filter(order_by__lt=today).exists()
        assert "First need that an order of today can serve" in lead.answers["when"]["text"]
        assert f"Builds from {today:%Y-%m} on are too soon for it." in lead.answers["when"]["text"]


def test_a_plan_that_is_over_before_parts_arrive_is_not_asked_for_again(acme: Company) -> None:
    project_id = make_planned(acme)
    with as_jobs():
        Offer.objects.all().delete()  # sixteen weeks are assumed
    with as_organisation(acme.id):
        month = months_from(timezone.localdate(), 1)[0]
        rows = [PlannedUnits("P1", month, 500)]
        projects.record_plan(
            organisation_id=acme.id, project_id=project_id, rows=rows, by=None, at=timezone.now()
        )
    hearing.hear_events()
    with as_jobs():
        lead = Lead.objects.get()
        assert lead.order_by is None
        assert "build plan" not in lead.next_step
        assert "its plan holds nothing that an order of today could serve" in lead.next_step
        assert "comes before an order of today would arrive" in lead.answers["when"]["text"]


def test_a_small_chance_reads_as_what_is_built_if_it_is(acme: Company) -> None:
    project_id = make_planned(acme)
    with as_organisation(acme.id):
        projects.change_stage(
            organisation_id=acme.id, project_id=project_id, stage="concept", since=timezone.localdate(), by=None,
            at=timezone.now(),
        )  # fmt: skip
    hearing.hear_events()
    with as_jobs():
        what = Lead.objects.get().answers["what"]
    assert "about 0" not in what["head"]
    assert what["head"].endswith("builds if built")
    assert "builds if it is built (" in what["text"]
    assert what["parts"][0]["p50"] > 0


def test_why_the_chance_is_what_it_is_multiplies_out(acme: Company, sam) -> None:
    project_id = make_planned(acme)
    with as_staff(sam.pk):
        lead = Lead.objects.get()
        built, bought = web_leads._combined(acme.id, project_id, lead.probability)
    assert built.share * bought.share == pytest.approx(lead.probability)
    page = signed_in(sam).get(f"/insight/leads/{lead.pk}/").content.decode()
    assert "The one times the other" in page


@pytest.mark.parametrize(("sharing", "is_seen"), [("full", True), ("nothing", False)])
def test_how_to_reach_a_contact_is_shown_where_sharing_allows(
    acme: Company, sam, sharing: str, is_seen: bool
) -> None:
    make_planned(acme, sharing=sharing)
    with as_organisation(acme.id):
        Contact.objects.update(phone="+420 5 1234", language="cs", time_zone="Europe/Prague")
    pages = [f"/insight/customers/{acme.id}/"]
    with as_staff(sam.pk):
        pages += [f"/insight/leads/{lead.pk}/" for lead in Lead.objects.all()]
    assert len(pages) == 1 + is_seen
    for address in pages:
        page = signed_in(sam).get(address).content.decode()
        for words in ("@acme.example.com", "+420 5 1234", "speaks cs", "Europe/Prague"):
            assert (words in page) is is_seen, (address, words)


def test_what_came_of_a_lead_stays_when_its_project_comes_back(acme: Company, sam) -> None:
    project_id, now = make_planned(acme), timezone.now()
    with as_staff(sam.pk):
        leads.move(lead_id=Lead.objects.get().pk, state="won", by=sam.pk, text="", at=now)
    with as_organisation(acme.id):
        for at in (now, None):
            projects.archive(organisation_id=acme.id, project_id=project_id, at=at, now=now)
    hearing.hear_events()
    with as_jobs():
        assert sorted(Lead.objects.values_list("state", flat=True)) == ["open", "won"]


def needs(project_id: int) -> set[int]:
    with as_jobs():
        return set(PartForecast.objects.filter(project_id=project_id).values_list("part_id", flat=True))


def lead_of(project_id: int) -> tuple[str, str]:
    with as_jobs():
        return Lead.objects.values_list("state", "close_reason").get(project_id=project_id)


def test_demand_and_lead_follow_a_bom_that_is_put_away_and_taken_back(acme: Company) -> None:
    project_id = make_planned(acme)
    whole, now = needs(project_id), timezone.now()
    with as_organisation(acme.id):
        bom_id = Bom.objects.get().pk
        boms.archive(organisation_id=acme.id, bom_id=bom_id, at=now, now=now)
    hearing.hear_events()
    assert needs(project_id) == set()
    assert lead_of(project_id)[0] == "closed"
    assert lead_of(project_id)[1].startswith("nothing is left to be built from it")

    with as_organisation(acme.id):
        boms.archive(organisation_id=acme.id, bom_id=bom_id, at=None, now=timezone.now())
        told = list(
            Event.objects.filter(kind__startswith="bom_").order_by("pk").values_list("kind", flat=True)
        )
    assert told == ["bom_archived", "bom_restored"]
    hearing.hear_events()
    assert needs(project_id) == whole
    assert lead_of(project_id) == ("open", "")


@pytest.mark.parametrize("how", ["deleted", "undone"])
def test_demand_and_lead_go_with_the_bom(acme: Company, how: str) -> None:
    project_id, now = make_planned(acme), timezone.now()
    with as_organisation(acme.id):
        bom = Bom.objects.get()
        if how == "deleted":
            boms.delete(organisation_id=acme.id, bom_id=bom.pk, at=now)
        else:
            boms.undo_upload(organisation_id=acme.id, revision_id=bom.revisions.get().pk, at=now)
    hearing.hear_events()
    assert needs(project_id) == set()
    assert lead_of(project_id)[0] == "closed"


def test_demand_goes_with_a_bom_to_another_project(acme: Company) -> None:
    project_id = make_planned(acme)
    whole = needs(project_id)
    other = make_built(acme.id, [], project="AX-500").bom.project_id
    with as_organisation(acme.id):
        projects.choose_sharing(
            organisation_id=acme.id, project_id=other, sharing="full", by=acme.olivia.pk, at=timezone.now()
        )
        plan(acme, other, 50)
    hearing.hear_events()
    assert needs(other) == set()

    with as_organisation(acme.id):
        bom_id = Bom.objects.get(name="AX-400 main").pk
        boms.move(organisation_id=acme.id, bom_id=bom_id, project_id=other, at=timezone.now())
    hearing.hear_events()
    assert (needs(project_id), needs(other)) == (set(), whole)
    assert [lead_of(number)[0] for number in (project_id, other)] == ["closed", "open"]
