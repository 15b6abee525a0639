"""A file's way from upload to alert, through a real worker; and what happens when it is killed or told twice."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from obsolescence.alerts.models import Alert
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import queries as boms
from obsolescence.boms.models import Line, Revision
from obsolescence.boms.services import Received
from obsolescence.flow import intake, notices, sweep
from obsolescence.messaging.models import Message
from obsolescence.parts import services as parts
from obsolescence.parts.models import Notice
from obsolescence.projects.models import Watcher
from obsolescence.risk import queries as risk
from obsolescence.risk.models import LineRisk
from tests.built import make_part
from tests.conftest import Worker, eventually
from tests.people import Company, make_company

ROWS = "Manufacturer,MPN,Quantity,Reference\n"


def bom(count: int = 6) -> bytes:
    rows = [f"Halvorn,HV-{1000 + number},1,U{number + 1}" for number in range(count)]
    return (ROWS + "\n".join(rows) + "\n").encode()


def make_acme() -> Company:
    return make_company("Acme Drives", "acme.example.com", alice="engineer", bob="buyer")


def upload(acme: Company, data: bytes, name: str = "main.csv") -> Received:
    with as_organisation(acme.id):
        return intake.receive_bom(
            organisation_id=acme.id, by=acme.alice.pk, filename=name, data=data, at=timezone.now()
        )


def state(acme: Company, revision_id: int) -> str:
    with as_organisation(acme.id):
        return boms.progress(boms.revision(acme.id, revision_id)).state


def state_of_everything(acme: Company) -> list[object]:
    """What must be the same however often a step is delivered."""
    with as_organisation(acme.id):
        lines = list(Line.objects.order_by("pk").values_list("pk", "mpn", "part_id", "grade_mpn", "reason"))
        judged = list(LineRisk.objects.order_by("line_id").values_list("line_id", "probability", "status"))
        revisions = list(Revision.objects.values_list("pk", "reading_state", "is_released", "line_count"))
    with as_jobs():
        told = list(
            Message.objects.filter(topic="alert").order_by("pk").values_list("key", "recipient_id", "channel")
        )
        alerts = list(Alert.objects.values_list("organisation_id", "fact_id"))
    return [lines, judged, revisions, told, alerts]


def are_proposals_made(company: Company) -> bool:
    with as_organisation(company.id):
        return not Line.objects.filter(part=None, proposed_at=None).exists()


def test_from_upload_to_risk(worker: Worker) -> None:
    acme = make_acme()
    make_part("HV-1000", status="obsolete", status_word="Obsolete", status_source="manufacturer")

    received = upload(acme, bom())
    eventually(lambda: state(acme, received.revision_id) == "ready")

    eventually(lambda: are_proposals_made(acme))

    with as_organisation(acme.id):
        summary = risk.summary_of(acme.id, received.revision_id, today=timezone.localdate())
        assert (summary.lines, summary.matched, summary.high) == (6, 1, 1)
        assert (summary.to_review, summary.not_found) == (5, 0)  # all resemble the one part that there is
        assert Revision.objects.get().is_released
        assert Watcher.objects.get(watches=True).user_id == acme.alice.pk
    assert not upload(acme, bom()).is_new


def test_a_refused_file_says_why(worker: Worker) -> None:
    acme = make_acme()
    received = upload(acme, b"\x00\x01\x02 no parts list \xff" * 50, "picture.xlsx")
    eventually(lambda: state(acme, received.revision_id) == "refused")
    with as_organisation(acme.id):
        assert boms.revision(acme.id, received.revision_id).refusal.endswith(".")


def test_a_killed_child_loses_nothing(worker: Worker) -> None:
    """kill −9 of the worker's children while they work: each upload completes once, by redelivery or by the sweep."""
    acme = make_acme()
    files = [upload(acme, bom(300 + number), f"board {number}.csv") for number in range(4)]
    for _ in range(3):
        for child in children_of(worker.process.pid):
            with suppress(ProcessLookupError):  # gone already
                os.kill(child, signal.SIGKILL)
    with as_jobs():
        Revision.objects.exclude(reading_state="ready").update(step_at=timezone.now() - timedelta(minutes=1))
    sweep.sweep()

    for number, received in enumerate(files):
        eventually(lambda ready=received: state(acme, ready.revision_id) == "ready", seconds=60)
        with as_organisation(acme.id):
            assert Line.objects.filter(revision_id=received.revision_id).count() == 300 + number
            assert LineRisk.objects.filter(line__revision_id=received.revision_id).count() == 300 + number


def children_of(pid: int) -> list[int]:
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and _parent(process) == pid
    ]


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def test_every_step_twice_leaves_the_same(committed) -> None:
    acme = make_acme()
    make_part("HV-1000")
    notice_id = record_notice()
    ids = {"organisation_id": acme.id, "revision_id": upload(acme, bom()).revision_id}
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(**ids)
    notices.tell_of_notice(notice_id=notice_id)
    intake.raise_alerts(revision_id=ids["revision_id"])
    once = state_of_everything(acme)

    for step in (intake.read_bom, intake.assess_bom, intake.match_bom):
        step(**ids)
        step(**ids)
    with as_organisation(acme.id):
        intake.assess_again(**ids)
    intake.raise_alerts(revision_id=ids["revision_id"])
    notices.tell_of_notice(notice_id=notice_id)
    sweep.sweep()

    assert state_of_everything(acme) == once
    assert len(once[3]) == 2  # one person, two channels


def record_notice() -> int:
    with as_jobs():
        notice_id, _ = parts.record_notice(
            parts.NewNotice(
                maker="Halvorn",
                word="PDN",
                title="Ends",
                number="N-1",
                last_order=(timezone.localdate() + timedelta(days=200)).isoformat(),
                evidence="manufacturer",
                rows=[parts.NoticeRow(part="HV-1000")],
            ),
            at=timezone.now(),
        )
    return notice_id


@pytest.mark.parametrize("moment", ["before reading", "before matching", "before assessing", "after all"])
def test_a_notice_during_intake_misses_no_line(committed, moment: str) -> None:
    """Whenever a notice is recorded while a BOM is on its way, its people are told once."""
    acme = make_acme()
    make_part("HV-1000")
    ids = {"organisation_id": acme.id, "revision_id": upload(acme, bom()).revision_id}
    steps = {
        "before reading": lambda: intake.read_bom(**ids),
        "before matching": lambda: intake.match_bom(**ids),
        "before assessing": lambda: intake.assess_bom(**ids),
        "after all": lambda: intake.raise_alerts(revision_id=ids["revision_id"]),
    }
    for name, step in steps.items():
        if name == moment:
            record_notice()
            sweep.sweep()
            tell_all()
        step()
    sweep.sweep()
    tell_all()

    with as_jobs():
        assert Alert.objects.count() == 1
        assert Message.objects.filter(topic="alert", channel="email").count() == 1
        assert LineRisk.objects.get(line__mpn="HV-1000").probability > 0.9


def tell_all() -> None:
    """What the broker would deliver: the test has no worker."""
    with as_jobs():
        ids = list(Notice.objects.values_list("pk", flat=True))
    for notice_id in ids:
        notices.tell_of_notice(notice_id=notice_id)


@pytest.mark.parametrize("count", [10, 1000, 5000])
def test_the_number_of_queries_does_not_grow(committed, count: int, django_assert_max_num_queries) -> None:
    acme = make_acme()
    ids = {"organisation_id": acme.id, "revision_id": upload(acme, bom(count)).revision_id}
    with django_assert_max_num_queries(60):
        intake.read_bom(**ids)
        intake.match_bom(**ids)
        intake.assess_bom(**ids)
    with as_organisation(acme.id):
        assert Line.objects.count() == count
