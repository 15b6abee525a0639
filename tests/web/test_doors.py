"""Who may open which page: another company finds nothing, a viewer may look and not write, staff see what is shared."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obsolescence.alerts.models import Alert
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Line
from obsolescence.relations.models import Look
from tests.alerts.test_follow_notice import pdn, record
from tests.built import make_built, make_part
from tests.people import Company, make_company, make_staff, signed_in

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def world():
    """Acme builds one part that ends, so that everything of theirs has an id."""
    acme = make_company("Acme Drives", "acme.example.com", olivia="owner", alice="engineer", vera="viewer")
    zenith = make_company("Zenith Audio", "zenith.example.com", charlie="owner")
    revision = make_built(acme.id, [make_part("HV-1000")], watchers=[acme.alice])
    with as_organisation(acme.id):
        type(revision).objects.filter(pk=revision.pk).update(reading_state="ready")
    record(pdn("HV-1000"))
    with as_organisation(acme.id):
        ids = {
            "bom": revision.bom_id,
            "revision": revision.pk,
            "line": Line.objects.get().pk,
            "project": revision.bom.project_id,
            "alert": Alert.objects.get().pk,
        }
    return acme, zenith, ids


READ = {
    "boms:bom": ["bom"],
    "boms:revisions": ["bom"],
    "boms:line": ["line"],
    "boms:original": ["revision"],
    "boms:csv": ["revision"],
    "boms:xlsx": ["revision"],
    "projects:project": ["project"],
    "alerts:alert": ["alert"],
}
WRITE = {
    "boms:edit": ["bom"],
    "boms:horizon": ["bom"],
    "boms:release": ["revision"],
    "boms:undo": ["revision"],
    "boms:choose": ["line"],
    "boms:note": ["line"],
    "projects:edit": ["project"],
    "projects:plan": ["project"],
    "alerts:acknowledge": ["alert"],
}


def address(name: str, ids: dict[str, int], *, unknown: bool = False) -> str:
    return reverse(name, args=[987_654 if unknown else ids[kind] for kind in (READ | WRITE)[name]])


def test_own_people_read(world) -> None:
    acme, _, ids = world
    for person in (acme.alice, acme.vera):
        client = signed_in(person)
        assert {name: client.get(address(name, ids)).status_code for name in READ} == dict.fromkeys(READ, 200)


def test_another_company_finds_nothing_the_same_nothing_as_an_unknown_id(world) -> None:
    _, zenith, ids = world
    client = signed_in(zenith.charlie)
    for name in READ:
        theirs, unknown = client.get(address(name, ids)), client.get(address(name, ids, unknown=True))
        assert (theirs.status_code, unknown.status_code) == (404, 404), name
        assert _plain(theirs) == _plain(unknown), name
    for name in WRITE:
        assert client.post(address(name, ids)).status_code == 404, name


def _plain(response) -> bytes:
    """The page without what differs from request to request."""
    import re

    return re.sub(rb'csrf[^>]*>|nonce="[^"]*"|X-CSRFToken[^}]*', b"", response.content)


def test_a_viewer_is_told_who_can(world) -> None:
    acme, _, ids = world
    client = signed_in(acme.vera)
    for name in WRITE:
        answer = client.post(address(name, ids))
        assert answer.status_code == 403, name
        assert b"owner or engineer or buyer can" in answer.content, name


def test_strangers_are_sent_to_sign_in(world) -> None:
    _, _, ids = world
    for name in READ:
        answer = Client().get(address(name, ids))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/accounts/login/"), name


def test_staff_do_not_open_customers_pages(world) -> None:
    _, _, ids = world
    client = signed_in(make_staff("sam@arvenne.example.com", "Sam Example", "sales"))
    for name in READ:
        assert client.get(address(name, ids)).status_code == 404, name


def test_a_look_at_a_customer_is_kept_once_an_hour(world) -> None:
    acme, _, _ = world
    client = signed_in(make_staff("sam@arvenne.example.com", "Sam Example", "sales"))
    for _ in range(2):
        assert client.get(reverse("customers:customer", args=[acme.id])).status_code == 200
    with as_organisation(acme.id):
        look = Look.objects.get()
    assert (look.who, look.kind) == ("Sam Example, sales", "customer")


def test_exports_are_text_whatever_a_cell_says(world) -> None:
    acme, _, ids = world
    with as_organisation(acme.id):
        Line.objects.update(mpn="=1+1", description="@SUM(A1)")
    answer = signed_in(acme.alice).get(address("boms:csv", ids))
    assert "'=1+1" in answer.content.decode()
    assert "'@SUM(A1)" in answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment;")


def test_one_click_stops_a_topic_without_signing_in(world) -> None:
    from obsolescence.messaging import services as messaging
    from obsolescence.messaging.models import Consent

    acme, _, _ = world
    with as_jobs():
        letter = next(one for one in messaging.claim_due(now=timezone.now()) if one.channel == "email")
    answer = Client(enforce_csrf_checks=True).post(
        f"/messages/unsubscribe/{letter.secret}/", {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    with as_organisation(acme.id):
        wish = Consent.objects.get()
    assert (wish.user_id, wish.topic, wish.channel, wish.wants) == (acme.alice.pk, "alert", "email", False)
    assert Client().post("/messages/unsubscribe/nobody/").status_code == 404


def test_the_last_owner_cannot_leave(world) -> None:
    acme, _, _ = world
    answer = signed_in(acme.olivia).post(reverse("accounts:member", args=[acme.olivia.pk]), {"leave": "1"})
    assert answer.status_code == 422


def test_pages_of_the_same_size_ask_the_same_number_of_queries(
    world: tuple[Company, Company, dict[str, int]],
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    acme, _, ids = world
    client = signed_in(acme.alice)
    counts = []
    client.get(address("boms:bom", ids))  # the figures at its head are worked out once and kept
    for start in (100, 200):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("boms:bom", ids)).status_code == 200
        counts.append(len(asked))
        with as_organisation(acme.id):
            line = Line.objects.get(pk=ids["line"])
            Line.objects.bulk_create(
                Line(
                    organisation_id=acme.id, revision_id=ids["revision"], row_number=start + number, position=start + number,
                    mpn=f"X{number}", part=line.part, grade_mpn="exact",
                )
                for number in range(20)
            )  # fmt: skip
    assert counts[0] == counts[1]
