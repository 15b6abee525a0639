"""A name that a feed brought as a maker turns out to be another maker's: everything comes together, once."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from insight.demand import services as demand
from insight.demand.models import OrderLine
from insight.flow import hearing
from obsolescence.accounts.models import ErpAccount
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Approval, Choice, Line
from obsolescence.flow import makers, sweep
from obsolescence.messaging.models import Message
from obsolescence.parts import queries
from obsolescence.parts import services as parts
from obsolescence.parts.models import Claim, Manufacturer, ManufacturerAlias, Notice, NoticePart, Offer, Part
from tests.alerts.test_follow_notice import deliver, pdn, record
from tests.built import NOW, make_built
from tests.people import Company, make_company, make_staff, signed_in

FEED = """manufacturer,mpn,status,status_raw,status_source,status_date,distributor,distributor_sku,stock
HLV,X1,active,Active,library,2026-01-01,us,S1,5
HLV,X2,active,Active,library,2026-01-01,us,S2,5
HLV,X2,nrnd,NRND,library,2026-02-01,them,T2,7
Halvorn,X2,active,Active,library,2026-01-01,us,S2,9
"""


@pytest.fixture
def acme(committed) -> Company:
    return make_company("Acme Drives", "acme.example.com", olivia="owner", alice="engineer")


def take_feed() -> parts.Imported:
    with as_jobs():
        return parts.import_parts(lines=io.StringIO(FEED))


def take_aliases(text: str = "alias,manufacturer,evidence\nHLV,Halvorn,list\n") -> parts.Taken:
    with as_jobs():
        return parts.import_manufacturers(lines=io.StringIO(text))


def the(mpn: str, maker: str) -> Part:
    with as_jobs():
        return Part.objects.get(mpn=mpn, manufacturer__name=maker, merged_into=None)


def everybody_follows() -> None:
    makers.merge_makers()
    hearing.hear_events()
    sweep.sweep()
    sweep.sweep()


def test_parts_claims_offers_lines_choices_and_orders_come_together(acme: Company) -> None:
    take_feed()
    old, kept = the("X2", "HLV"), the("X2", "Halvorn")
    make_built(acme.id, [old], watchers=[acme.alice])
    with as_organisation(acme.id):
        line = Line.objects.get()
        Choice.objects.create(
            organisation_id=acme.id, line=line, part=old, chosen_by=acme.alice, chosen_at=NOW
        )
        Approval.objects.create(organisation_id=acme.id, part=old, alternate=kept, approved_at=NOW)
        Approval.objects.create(
            organisation_id=acme.id, part=old, alternate=the("X1", "HLV"), approved_at=NOW
        )
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME", organisation_id=acme.id)
        OrderLine.objects.create(
            account=ErpAccount.objects.get(), order="O1", date=NOW.date(), site="P1", part=old, quantity=5, currency="EUR"
        )  # fmt: skip
    record(pdn("X2", maker="HLV"))
    deliver()

    done = take_aliases()
    assert (done.merging, done.conflicts) == (1, [])
    assert the("X1", "Halvorn")  # what only one has moves at once
    everybody_follows()

    with as_jobs():
        assert list(Manufacturer.objects.values_list("name", flat=True)) == ["Halvorn"]
        assert ManufacturerAlias.objects.get(alias="HLV").manufacturer.name == "Halvorn"
        one = Part.objects.get(mpn="X2")
        assert one.pk == kept.pk
        assert one.status == "ltb"
        words = Claim.objects.filter(part=one, withdrawn_at=None).order_by("word")
        assert list(words.values_list("word", flat=True)) == ["Active", "NRND", "PDN"]
        offers = Offer.objects.filter(part=one).order_by("sku").values_list("sku", "stock")
        assert list(offers) == [("S2", 9), ("T2", 7)]
        assert NoticePart.objects.get().part_id == Notice.objects.get().rows.get().part_id == kept.pk
        assert OrderLine.objects.get().part_id == kept.pk
        assert (
            Message.objects.filter(topic__in=["alert", "correction"]).count() == 2
        )  # here and by mail, as before
    with as_organisation(acme.id):
        assert Line.objects.get().part_id == kept.pk
        assert Choice.objects.get().part_id == kept.pk
        approval = Approval.objects.get()
        assert (approval.part_id, approval.alternate.mpn) == (kept.pk, "X1")

    again = take_feed()
    assert (again.parts, again.claims) == (0, 0)
    everybody_follows()
    with as_jobs():
        assert Part.objects.count() == 2


def test_what_still_refers_to_a_part_keeps_it_until_it_has_followed(acme: Company) -> None:
    take_feed()
    old, kept = the("X2", "HLV"), the("X2", "Halvorn")
    with as_jobs():
        account = ErpAccount.objects.create(number="10031", name="ACME")
        OrderLine.objects.create(
            account=account, order="O1", date=NOW.date(), site="P1", part=old, quantity=5, currency="EUR"
        )  # fmt: skip
    take_aliases()
    makers.merge_makers()
    makers.follow_merged_parts()
    with as_jobs():
        assert queries.merged_parts() == [(old.pk, kept.pk)]
        assert {hit.id for hit in queries.search("X2")} == {kept.pk}
    went = signed_in(acme.alice).get(reverse("parts:part", args=[old.pk]))
    assert went["Location"] == reverse("parts:part", args=[kept.pk])
    with as_jobs():
        demand.follow_parts(pairs=[(old.pk, kept.pk)])
    makers.follow_merged_parts()
    with as_jobs():
        assert queries.merged_parts() == []


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("manufacturer,aliases,acquired_by_or_successor\nHLV,,Kestrel\n", "which another took over"),
        ("manufacturer,aliases,acquired_by_or_successor\nOstara,,HLV\n", "which took others over"),
        ("alias,manufacturer,evidence\nHLV Micro,HLV,list\n", "with names of its own"),
    ],
)
def test_a_maker_of_its_own_is_a_conflict(db, before: str, says: str) -> None:
    take_aliases(before)
    take_feed()
    done = take_aliases()
    assert done.merging == 0
    assert says in done.conflicts[0]
    assert the("X1", "HLV")


def test_a_file_that_contradicts_itself_is_a_conflict(db, tmp_path) -> None:
    take_feed()
    file = tmp_path / "makers.csv"
    file.write_text("manufacturer,aliases\nHLV,\nHalvorn,HLV\n")
    said = io.StringIO()
    call_command("import_manufacturers", file, stdout=said)
    assert "conflict: HLV is no other name of Halvorn: the file has it as a maker too." in said.getvalue()


def test_the_catalogue_manager_confirms_or_merges_makers(committed) -> None:
    carla = signed_in(make_staff("carla@arvenne.example.com", "Carla Example", "catalogue_manager"))
    take_feed()
    record(pdn("X2", maker="Halvorn Semi"))
    record(pdn("X2", maker="Ostara", number="O-1"))
    with as_jobs():
        unknown, ostara = (Manufacturer.objects.get(name=name) for name in ("Halvorn Semi", "Ostara"))
    page = carla.get("/makers/").content.decode()
    assert "Halvorn Semi" in page
    assert "Ostara" in page
    assert carla.post(reverse("makers:merge", args=[unknown.pk]), {"into": "Nobody"}).status_code == 422
    assert carla.post(reverse("makers:merge", args=[unknown.pk]), {"into": "Halvorn"}).status_code == 302
    assert carla.post(reverse("makers:confirm", args=[ostara.pk])).status_code == 302
    everybody_follows()
    assert "No maker waits" in carla.get("/makers/").content.decode()
    with as_jobs():
        assert {one.manufacturer.name for one in Notice.objects.all()} == {"Halvorn", "Ostara"}
