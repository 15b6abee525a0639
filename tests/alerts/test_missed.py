"""What is announced while a BOM or a project rests is told once it is built again, once, and only where it still helps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from obsolescence.alerts import services as alerts
from obsolescence.alerts.models import Alert, AlertLine
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Bom, Revision
from obsolescence.flow import changes
from obsolescence.flow import sweep as sweeping
from obsolescence.parts import services as parts
from obsolescence.projects.models import Project, Watcher
from tests.alerts.test_follow_notice import pdn, record, written
from tests.built import NOW, make_built, make_part
from tests.people import make_company, signed_in

LATER = NOW + timedelta(days=60)


def catch_up() -> int:
    with as_jobs():
        first = alerts.raise_missed(at=LATER)
        assert alerts.raise_missed(at=LATER + timedelta(minutes=1)) == 0
    return first


@pytest.mark.parametrize("rests", ["project put away", "BOM put away", "project ended", "not released"])
def test_what_came_while_it_rested_is_told_when_it_is_built_again(acme, zenith, rests: str) -> None:
    part = make_part("HV-1000")
    revision = make_built(acme.id, [part, part], watchers=[acme.alice])
    make_built(zenith.id, [make_part("HV-2000")], project="Amplifier", watchers=[zenith.charlie])
    where, resting, built = {
        "project put away": (Project.objects, {"archived_at": NOW}, {"archived_at": None}),
        "BOM put away": (Bom.objects, {"archived_at": NOW}, {"archived_at": None}),
        "project ended": (Project.objects, {"stage": "ended"}, {"stage": "production"}),
        "not released": (Revision.objects, {"is_released": False}, {"is_released": True}),
    }[rests]
    with as_organisation(acme.id):
        where.update(**resting)
    record(pdn("HV-1000"))
    assert catch_up() == 0
    with as_organisation(acme.id):
        where.update(**built)

    assert catch_up() == 3  # an alert, a mail, a message in the app
    assert written() == [
        ("alice@acme.example.com", "email", "alert"), ("alice@acme.example.com", "inapp", "alert"),
    ]  # fmt: skip
    with as_organisation(acme.id):
        assert set(AlertLine.objects.values_list("line_id", flat=True)) == set(
            revision.lines.values_list("pk", flat=True)
        )


def test_a_second_project_that_runs_again_joins_the_alert_and_tells_its_own_people(acme) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    make_built(acme.id, [part], project="AX-500", watchers=[acme.alice, acme.bob])
    with as_organisation(acme.id):
        Project.objects.filter(name="AX-500").update(archived_at=NOW)
    record(pdn("HV-1000"))
    with as_organisation(acme.id):
        Project.objects.filter(name="AX-500").update(archived_at=None)

    assert catch_up() == 2
    assert [who for who, channel, _ in written(channel="email")] == [
        "alice@acme.example.com", "bob@acme.example.com",
    ]  # fmt: skip
    with as_organisation(acme.id):
        assert (Alert.objects.count(), AlertLine.objects.count()) == (1, 2)


@pytest.mark.parametrize("how", ["over", "withdrawn"])
def test_what_can_no_longer_be_acted_on_stays_silent(acme, how: str) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part], watchers=[acme.alice])
    with as_organisation(acme.id):
        Project.objects.update(archived_at=NOW)
    last_order = NOW + timedelta(days=10 if how == "over" else 300)
    notice_id = record(pdn("HV-1000", last_order=last_order.date().isoformat()))
    if how == "withdrawn":
        with as_jobs():
            parts.withdraw_notice(notice_id=notice_id, reason="", at=NOW)
            alerts.follow_notice(notice_id=notice_id, today=NOW.date(), at=NOW)
    with as_organisation(acme.id):
        Project.objects.update(archived_at=None)

    assert catch_up() == 0
    assert written() == []


def test_the_number_of_queries_does_not_depend_on_how_many_missed_it(
    django_assert_max_num_queries, acme
) -> None:
    parts = [make_part(f"HV-{number}") for number in range(3)]
    companies = [
        make_company(f"Company {number}", f"c{number}.example.com", olga="owner") for number in range(5)
    ]
    record(pdn(*(part.mpn for part in parts)))
    for company in companies:
        make_built(company.id, parts, watchers=[company.olga])

    with as_jobs(), django_assert_max_num_queries(12):
        assert alerts.raise_missed(at=NOW) == 5 * (3 + 2)


def test_the_sweep_raises_what_was_missed(acme) -> None:
    part = make_part("HV-1000")
    make_built(acme.id, [part])
    record(pdn("HV-1000", last_order="2099-06-30"))
    make_built(acme.id, [part], project="AX-500")
    with as_organisation(acme.id):
        Watcher.objects.create(
            organisation_id=acme.id, project=Project.objects.get(name="AX-500"), user=acme.bob, watches=True,
            since=NOW,
        )  # fmt: skip

    sweeping.sweep()

    assert [who for who, *_ in written()] == ["bob@acme.example.com"] * 2


@pytest.mark.parametrize("action", ["project", "stage", "BOM", "move"])
def test_taking_something_back_tells_at_once(acme, monkeypatch, action: str) -> None:
    woken: list[str] = []
    monkeypatch.setattr(changes, "after_commit", lambda task, **_: woken.append(task.name))
    bom = make_built(acme.id, [make_part("HV-1000")]).bom
    other = make_built(acme.id, [], project="AX-500").bom.project_id
    address, values = {
        "project": (f"/projects/{bom.project_id}/edit/", {"action": "restore"}),
        "stage": (f"/projects/{bom.project_id}/edit/", {"action": "stage", "stage": "sustainment"}),
        "BOM": (f"/boms/{bom.pk}/edit/", {"action": "restore"}),
        "move": (f"/boms/{bom.pk}/edit/", {"action": "move", "project": other}),
    }[action]

    assert signed_in(acme.alice).post(address, values).status_code == 302
    assert woken == ["raise_missed_alerts"]
