"""A notice reaches the people it concerns once, and a correction reaches exactly those who were told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from obsolescence.alerts import services as alerts
from obsolescence.alerts.models import Alert, AlertLine, Fact
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Line
from obsolescence.events.models import Event
from obsolescence.messaging import services as messaging
from obsolescence.messaging.models import Message
from obsolescence.parts import services as parts
from obsolescence.parts.models import Notice, Part
from tests.built import NOW, make_built, make_part

TODAY = NOW.date()


def pdn(*mpns: str, last_order: str = "2027-06-30", **values) -> parts.NewNotice:
    given = {
        "maker": "Halvorn",
        "word": "PDN",
        "title": "Line closed",
        "number": "HV-1",
        "evidence": "manufacturer",
        "issued": "2026-11-20",
    }
    rows = [parts.NoticeRow(part=mpn) for mpn in mpns]
    return parts.NewNotice(rows=rows, last_order=last_order, **(given | values))


def record(new: parts.NewNotice, *, later: int = 0) -> int:
    at = NOW + timedelta(minutes=later)
    with as_jobs():
        notice_id, _ = parts.record_notice(new, at=at)
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=at)
    return notice_id


def deliver(at=NOW) -> None:
    """Every due message leaves, as the delivery step would record it."""
    with as_jobs():
        for letter in messaging.claim_due(now=at + timedelta(hours=1)):
            messaging.sent(letter, reason="", at=at)


def written(**where) -> list[tuple[str, str, str]]:
    with as_jobs():
        rows = Message.objects.filter(**where).order_by("recipient__email", "channel", "pk")
        return list(rows.values_list("recipient__email", "channel", "topic"))


def test_everybody_who_follows_is_told_once(acme, zenith) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part, part], watchers=[acme.alice, acme.bob])
    make_built(zenith.id, [part], project="Amplifier", watchers=[zenith.charlie])

    notice_id = record(pdn("HV-1000"))
    with as_jobs():
        again = alerts.follow_notice(notice_id=notice_id, today=TODAY, at=NOW + timedelta(minutes=5))

    assert again == alerts.Followed()
    assert written() == [
        ("alice@acme.example.com", "email", "alert"),
        ("alice@acme.example.com", "inapp", "alert"),
        ("bob@acme.example.com", "email", "alert"),
        ("bob@acme.example.com", "inapp", "alert"),
        ("charlie@zenith.example.com", "email", "alert"),
        ("charlie@zenith.example.com", "inapp", "alert"),
    ]
    with as_organisation(acme.id):
        assert Alert.objects.count() == 1
        assert AlertLine.objects.count() == 2
        assert Event.objects.filter(kind="notice").count() == 1
    with as_jobs():
        changed = Part.objects.get(pk=part.pk)
        assert (changed.status, changed.last_order_date) == ("ltb", date(2027, 6, 30))
        assert changed.facts_version > part.facts_version


def test_one_message_names_all_parts_of_a_notice(acme) -> None:
    many = [make_part(f"HV-{number}") for number in range(8)]
    make_built(acme.id, many, watchers=[acme.alice])

    record(pdn(*(part.mpn for part in many)))

    assert written(channel="email") == [("alice@acme.example.com", "email", "alert")]
    with as_jobs():
        body = Message.objects.filter(channel="email").get().body
        assert len(body["items"]) == 5
        assert body["more"] == 3
        assert len(body["alerts"]) == 8


@pytest.mark.parametrize(
    "values",
    [
        {"word": "field report (false EOL)", "confidence": "high"},
        {"word": "rumour", "evidence": "secondary(forum)", "confidence": "high"},
        {"evidence": "secondary(news)", "confidence": "medium"},
    ],
)
def test_what_is_not_sure_neither_alerts_nor_changes_a_status(acme, values) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])

    record(pdn("HV-1000", **values))

    assert written() == []
    with as_jobs():
        assert Part.objects.get(pk=part.pk).status == "unknown"


@pytest.mark.parametrize("how", [{"released": False}, {"stage": "ended"}])
def test_what_is_not_built_alerts_nobody(acme, how) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice], **how)

    record(pdn("HV-1000"))

    assert written() == []


def test_a_withdrawal_corrects_exactly_those_who_were_told(acme) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    notice_id = record(pdn("HV-1000"))
    deliver()
    make_built(acme.id, [part], project="AX-500", watchers=[acme.bob])  # follows since, was never told

    later = NOW + timedelta(days=1)
    with as_jobs():
        parts.withdraw_notice(notice_id=notice_id, reason="Sent by mistake.", at=later)
        for _ in range(2):
            alerts.follow_notice(notice_id=notice_id, today=TODAY, at=later)

    assert written(topic="correction") == [
        ("alice@acme.example.com", "email", "correction"),
        ("alice@acme.example.com", "inapp", "correction"),
    ]
    with as_jobs():
        assert Part.objects.get(pk=part.pk).status == "unknown"
        assert Alert.objects.get().withdrawn_at == later


def test_the_same_notice_again_stays_withdrawn(acme) -> None:
    """A file that is imported every night must not take back a person's withdrawal, also when it finds more parts."""
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    notice_id = record(pdn("HV-1000", "HV-2000"))
    deliver()
    with as_jobs():
        parts.withdraw_notice(notice_id=notice_id, reason="Sent by mistake.", at=NOW)
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=NOW)
    before = written()

    record(pdn("HV-1000", "HV-2000"), later=10)
    make_part("HV-2000")
    record(pdn("HV-1000", "HV-2000"), later=20)

    assert written() == before
    with as_jobs():
        assert Part.objects.get(pk=part.pk).status == "unknown"
        assert Notice.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("how", ["other date", "another part", "a person says so"])
def test_other_content_or_a_person_revives_a_withdrawn_notice(acme, how: str) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    notice_id = record(pdn("HV-1000"))
    with as_jobs():
        parts.withdraw_notice(notice_id=notice_id, reason="", at=NOW)
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=NOW)
    if how == "a person says so":
        later = NOW + timedelta(minutes=10)
        with as_jobs():
            assert parts.reinstate_notice(notice_id=notice_id, at=later)
            assert not parts.reinstate_notice(notice_id=notice_id, at=later)
            alerts.follow_notice(notice_id=notice_id, today=TODAY, at=later)
    elif how == "other date":
        record(pdn("HV-1000", last_order="2027-09-30"), later=10)
    else:
        record(pdn("HV-1000", "HV-9"), later=10)

    with as_jobs():
        assert Part.objects.get(pk=part.pk).status == "ltb"
        assert Alert.objects.filter(withdrawn_at=None).count() == 1


def test_a_withdrawal_before_delivery_sends_nothing(acme) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    notice_id = record(pdn("HV-1000"))

    with as_jobs():
        parts.withdraw_notice(notice_id=notice_id, reason="", at=NOW)
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=NOW)

    assert written(state="due") == []
    assert len(written(state="dropped", reason="withdrawn before it was sent")) == 2


def test_other_dates_are_a_correction_with_the_new_ones(acme) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    record(pdn("HV-1000"))
    deliver()

    record(pdn("HV-1000", last_order="2027-09-30"), later=10)

    assert written(state="due") == [
        ("alice@acme.example.com", "email", "correction"),
        ("alice@acme.example.com", "inapp", "correction"),
    ]
    with as_jobs():
        subject = Message.objects.filter(state="due")[0].subject
        assert subject == "Changed: Order HV-1000 by 2027-09-30 (Halvorn)"
        assert Alert.objects.filter(withdrawn_at=None).count() == 1
        assert Part.objects.get(pk=part.pk).last_order_date == date(2027, 9, 30)

    deliver(NOW + timedelta(hours=2))
    with as_jobs():
        parts.withdraw_notice(
            notice_id=Fact.objects.all()[0].notice_id, reason="", at=NOW + timedelta(days=1)
        )
        alerts.follow_notice(
            notice_id=Fact.objects.all()[0].notice_id, today=TODAY, at=NOW + timedelta(days=1)
        )
        [subject] = Message.objects.filter(state="due", channel="email").values_list("subject", flat=True)
    assert subject == "Withdrawn: Order HV-1000 by 2027-09-30 (Halvorn)"


def test_a_bom_that_arrives_after_the_notice_is_told(acme) -> None:
    part = make_part("HV-1000")
    record(pdn("HV-1000"))
    revision = make_built(acme.id, [part], watchers=[acme.alice])

    with as_jobs():
        first = alerts.raise_for_revision(revision_id=revision.pk, at=NOW)
        second = alerts.raise_for_revision(revision_id=revision.pk, at=NOW + timedelta(minutes=1))

    assert (first, second) == (1, 0)
    assert len(written()) == 2


def test_a_bom_is_not_told_of_what_ended_long_ago(acme) -> None:
    part = make_part("HV-1000")
    with as_jobs():
        notice_id, _ = parts.record_notice(
            pdn("HV-1000", last_order="2012-12", issued="2012", number="HV-0"), at=NOW - timedelta(days=900)
        )
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=NOW - timedelta(days=900))
        assert Fact.objects.get().act_by == date(2012, 12, 1)
        assert Part.objects.get(pk=part.pk).status == "obsolete"
    revision = make_built(acme.id, [part], watchers=[acme.alice])

    with as_jobs():
        assert alerts.raise_for_revision(revision_id=revision.pk, at=NOW) == 0


def test_lines_that_are_gone_leave_the_alert(acme) -> None:
    part = make_part("HV-1000")
    revision = make_built(acme.id, [part, part], watchers=[acme.alice])
    record(pdn("HV-1000"))
    with as_organisation(acme.id):
        Line.objects.filter(revision=revision, position=2).update(part=None)

    with as_jobs():
        alerts.raise_for_revision(revision_id=revision.pk, at=NOW)

    with as_organisation(acme.id):
        assert AlertLine.objects.count() == 1
