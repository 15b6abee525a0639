"""The catalogue grows: lines and notices that were there before find their parts, once, and their people are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.alerts.models import Alert
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import services as boms
from obsolescence.boms.models import CatalogueMatch, Decision, Line, Revision
from obsolescence.events.models import Event
from obsolescence.flow import delivery, nightly
from obsolescence.flow.notices import tell_of_notice
from obsolescence.messaging.models import Message
from obsolescence.parts import services as parts
from obsolescence.parts.models import Manufacturer, ManufacturerAlias, Notice, NoticePart
from obsolescence.risk import queries as risk
from obsolescence.risk.models import LineRisk
from tests.built import make_built, make_part

TODAY = timezone.localdate()


class Unknown:
    """A number that no part has yet."""

    def __init__(self, mpn: str) -> None:
        self.mpn, self.pk = mpn, None


def make_open(company, numbers: list[str], **how) -> None:
    """A built BOM with lines that matching has looked at and found nothing for."""
    revision = make_built(company.id, [], **how)
    with as_organisation(company.id):
        Line.objects.bulk_create(
            Line(
                organisation_id=company.id, revision=revision, row_number=number, position=number + 1, mpn=mpn,
                manufacturer="Halvorn", quantity=1,
            )
            for number, mpn in enumerate(numbers)
        )  # fmt: skip
        boms.match_revision(organisation_id=company.id, revision_id=revision.pk, at=timezone.now())


def run(organisation_id: int) -> None:
    """What the sweep wakes, in its order."""
    with as_jobs():
        for notice_id in parts.resolve_waiting(at=timezone.now()):
            tell_of_notice(notice_id=notice_id)
        behind = boms.organisations_behind()
    if organisation_id in behind:
        nightly.match_again(organisation_id=organisation_id)
    with as_jobs():
        alerts.raise_missed(at=timezone.now())


def found(company) -> list[str]:
    with as_organisation(company.id):
        return list(Line.objects.filter(part__isnull=False).order_by("mpn").values_list("mpn", flat=True))


def test_lines_find_the_parts_that_were_imported_after_them(acme, zenith) -> None:
    make_open(acme, ["HV-1000", "HV-2000", "HV-3000"], watchers=[acme.alice])
    make_open(zenith, ["HV-1000"], project="Amplifier", watchers=[zenith.charlie])
    run(acme.id)
    assert found(acme) == []
    with as_organisation(acme.id):
        revision = Revision.objects.get()
        assert risk.summary_of(acme.id, revision.pk, today=TODAY).matched == 0
    make_part("HV-1000")
    make_part("HV-2000")

    run(acme.id)
    run(acme.id)

    with as_organisation(acme.id):
        assert risk.summary_of(acme.id, revision.pk, today=TODAY).matched == 2
    assert (found(acme), found(zenith)) == (["HV-1000", "HV-2000"], [])
    with as_organisation(acme.id):
        assert LineRisk.objects.filter(part_id__isnull=False).count() == 2
        [event] = Event.objects.filter(kind="lines_matched")
        assert event.ids["lines"] == 2
        assert event.text == "AX-400 main: 2 lines found in the catalogue"
        assert CatalogueMatch.objects.count() == 1
    with as_jobs():
        assert boms.organisations_behind() == [zenith.id]
        ManufacturerAlias.objects.create(key="hvs", alias="HVS", manufacturer=Manufacturer.objects.get())
        assert boms.organisations_behind() == [acme.id, zenith.id]  # another name may find more


def test_what_a_person_said_stays(acme) -> None:
    make_open(acme, ["HV-1000", "HV-2000", "HV-3000"])
    other = make_part("XX-1")
    with as_organisation(acme.id):
        one, two, _ = Line.objects.order_by("position")
        ids = {"organisation_id": acme.id, "by": acme.alice.pk, "at": timezone.now()}
        boms.choose_part(**ids, line_id=one.pk, part_id=other.pk, everywhere=False)
        boms.choose_part(**ids, line_id=two.pk, part_id=None, everywhere=True)
        assert Decision.objects.exists()
    for number in (1, 2, 3):
        make_part(f"HV-{number}000")

    run(acme.id)

    with as_organisation(acme.id):
        parts_now = list(Line.objects.order_by("position").values_list("part__mpn", flat=True))
    assert parts_now == ["XX-1", None, "HV-3000"]


def test_a_notice_that_waited_for_its_part_is_told(acme) -> None:
    """The BOM and the notice came first, the catalogue last."""
    make_open(acme, ["HV-1000"], watchers=[acme.alice])
    new = parts.NewNotice(
        maker="Halvorn", word="PDN", title="Line closed", number="HV-1", evidence="manufacturer",
        issued=TODAY.isoformat(), last_order=(TODAY + timedelta(days=200)).isoformat(),
        rows=[
            parts.NoticeRow(part="hv-1000"), parts.NoticeRow(part="HV-2", part_kind="family"),
            parts.NoticeRow(part="HV-9999"),
        ],
    )  # fmt: skip
    with as_jobs():
        notice_id, _ = parts.record_notice(new, at=timezone.now())
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=timezone.now())
    run(acme.id)
    with as_jobs():
        assert not Alert.objects.exists()
        version = Notice.objects.get().version
    part = make_part("HV-1000")
    make_part("HV-2")

    run(acme.id)
    run(acme.id)

    with as_jobs():
        states = dict(NoticePart.objects.values_list("raw_part", "state"))
        assert states == {"hv-1000": "matched", "HV-2": "waiting", "HV-9999": "waiting"}
        assert Notice.objects.get().version == version + 1
        part.refresh_from_db()
        assert part.status == "ltb"
        assert Alert.objects.count() == 1
        assert Message.objects.filter(topic="alert").count() == 2


@pytest.mark.parametrize("copies", [1, 40])
def test_looking_waiting_rows_up_takes_one_query(acme, django_assert_num_queries, copies: int) -> None:
    new = parts.NewNotice(
        maker="Halvorn", word="PDN", title="Line closed", number="HV-1", evidence="manufacturer",
        rows=[parts.NoticeRow(part=f"HV-{number}") for number in range(copies)],
    )  # fmt: skip
    with as_jobs():
        parts.record_notice(new, at=timezone.now())
        with django_assert_num_queries(2):  # the rows, their parts
            assert parts.resolve_waiting(at=timezone.now()) == []


def test_one_message_a_night_says_what_was_found(acme) -> None:
    make_open(acme, ["HV-1000", "HV-2000"], watchers=[acme.alice, acme.bob])
    make_open(acme, ["HV-1000"], project="AX-500", watchers=[acme.alice])
    make_part("HV-1000")
    run(acme.id)
    make_part("HV-2000")
    run(acme.id)

    nightly.tell_of_matches()
    nightly.tell_of_matches()
    delivery.deliver_messages()

    told = {one.to[0]: one for one in mail.outbox}
    assert len(mail.outbox) == 2
    alices = told["Alice Example <alice@acme.example.com>"]
    assert alices.subject == "3 lines of 2 BOMs were found in the catalogue"
    assert told["Bob Example <bob@acme.example.com>"].subject == (
        "2 lines of AX-400 main were found in the catalogue"
    )
    for body in (alices.body, alices.alternatives[0][0]):  # type: ignore[attr-defined]
        for words in ("AX-400 main", "AX-500 main", "1 line found", "See what they are", "You follow AX-400"):
            assert words in body
    with as_jobs():
        assert Message.objects.filter(topic="matched", channel="inapp", state="sent").count() == 2

    with as_jobs():
        assert alerts.tell_of_matches(at=timezone.now() + timedelta(days=1)) == 0
