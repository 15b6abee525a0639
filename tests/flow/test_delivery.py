"""What arrives in a mailbox says what has happened, in both parts of the mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs
from obsolescence.flow import delivery
from obsolescence.parts import services as parts
from tests.built import make_built, make_part

TODAY = timezone.localdate()
LAST_ORDER = (TODAY + timedelta(days=200)).isoformat()


@pytest.fixture
def notice_id(acme) -> int:
    """A discontinuance of a part that alice's project builds, told to her."""
    make_built(acme.id, [make_part("HV-1000")], watchers=[acme.alice])
    new = parts.NewNotice(
        maker="Halvorn", word="PDN", title="Line closed", number="HV-1", evidence="manufacturer",
        issued=TODAY.isoformat(), last_order=LAST_ORDER, rows=[parts.NoticeRow(part="HV-1000")],
    )  # fmt: skip
    with as_jobs():
        number, _ = parts.record_notice(new, at=timezone.now())
        alerts.follow_notice(notice_id=number, today=TODAY, at=timezone.now())
    delivery.deliver_messages()
    return number


def bodies(one: mail.EmailMultiAlternatives) -> tuple[str, str]:
    [(html, kind)] = one.alternatives
    assert kind == "text/html"
    return str(one.body), str(html)


def test_an_alert_names_part_date_and_what_to_do_in_both_parts(notice_id: int) -> None:
    [one] = mail.outbox
    for body in bodies(one):
        for words in (
            "HV-1000 is being discontinued", "Halvorn PDN HV-1: Line closed.", LAST_ORDER,
            "1 line in AX-400", "Decide what to do", "You follow AX-400.", "/alerts/",
        ):  # fmt: skip
            assert words in body


def test_a_mail_is_legible_where_the_mail_program_is_dark(notice_id: int) -> None:
    _, html = bodies(mail.outbox[0])
    assert "prefers-color-scheme: dark" in html
    assert 'style="' in html


def test_a_correction_says_what_no_longer_holds_in_both_parts(notice_id: int) -> None:
    now = timezone.now()
    with as_jobs():
        parts.withdraw_notice(notice_id=notice_id, reason="Sent by mistake.", at=now)
        alerts.follow_notice(notice_id=notice_id, today=TODAY, at=now)
    delivery.deliver_messages()

    _, one = mail.outbox
    for body in bodies(one):
        for words in (
            "A notice that we told you about is withdrawn", f"Order HV-1000 by {LAST_ORDER}",
            "no longer holds. Sent by mistake.", "See what changed",
        ):  # fmt: skip
            assert words in body
