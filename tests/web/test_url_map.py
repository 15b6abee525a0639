"""Every address of the resolver, asked by everybody who should not get in: a new page cannot be forgotten here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from insight.leads.models import Lead
from obsolescence.accounts import services as accounts
from obsolescence.accounts.models import ApiToken, JoinRequest, User
from obsolescence.accounts.rules.roles import SCOPES
from obsolescence.alerts.models import Alert
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Line, Revision
from obsolescence.parts.models import NoticePart
from obsolescence.projects.models import Project
from obsolescence.relations import services as relations
from tests.alerts.test_follow_notice import pdn, record
from tests.built import make_built, make_part
from tests.people import Company, make_company, make_staff, make_user, signed_in

pytestmark = pytest.mark.usefixtures("committed")

LIBRARIES = ("allauth.", "django.")
UNKNOWN = 987_654

# Nobody is asked who they are: the health check, one click in a mail, and the demo on loopback.
OPEN = {"health", "messages:unsubscribe", "demo:sign_in", "demo:mailbox", "demo:mail", "demo:mail_html"}
SHARED = {"parts:part"}  # the catalogue is the same for everybody
# What every member may do for themselves, whatever their role.
FOR_EVERYBODY = {
    "accounts:start",
    "accounts:switch",
    "accounts:accept",
    "projects:follow",
    "messages:preferences",
    "questions:answer",
}
# What the distributor's people see whatever is shared: their own work, the catalogue, and that a customer exists.
OF_STAFF = {
    "home", "accounts:switch", "accounts:accept", "accounts:erp", "parts:search", "parts:part", "notices:list",
    "notices:record", "notices:notice", "notices:withdraw", "notices:reinstate", "notices:choose", "makers:list", "makers:confirm",
    "makers:merge", "leads:list", "demand:overview", "missing:list",
    "customers:list", "customers:customer", "customers:answered",
}  # fmt: skip
WRITES = re.compile(r"^\s*(insert|update|delete)\b", re.I)


@dataclass(frozen=True)
class View:
    name: str
    names: tuple[str, ...]  # of what stands in the address

    def address(self, values: dict[str, object], *, unknown: bool = False) -> str:
        given = {name: values[name] for name in self.names}
        if unknown:
            given |= {name: UNKNOWN for name, value in given.items() if isinstance(value, int)}
        return reverse(self.name, kwargs=given)


def views(patterns: list | None = None, space: str = "") -> Iterator[View]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from views(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not pattern.callback.__module__.startswith(LIBRARIES):
            yield View(f"{space}{pattern.name}", tuple(pattern.pattern.converters))


ALL = list(views())
FOR_PROGRAMS = [view for view in ALL if view.name.startswith("api:")]
CLOSED = [view for view in ALL if view.name not in OPEN and view not in FOR_PROGRAMS]


@dataclass(frozen=True)
class World:
    acme: Company
    zenith: Company
    values: dict[str, object]


@pytest.fixture
def world() -> World:
    """Acme has one of everything and shares nothing of it; a lead of former days is still there."""
    acme = make_company("Acme Drives", "acme.example.com", olivia="owner", alice="engineer", vera="viewer")
    zenith = make_company("Zenith Audio", "zenith.example.com", charlie="owner")
    part, now = make_part("HV-1000"), timezone.now()
    revision = make_built(acme.id, [part], project="Secret inverter", watchers=[acme.alice])
    nora = make_user("nora@acme.example.com", "Nora Example")
    notice_id = record(pdn("HV-1000", "HV-NONE"))
    project_id = revision.bom.project_id
    with as_organisation(acme.id):
        Revision.objects.filter(pk=revision.pk).update(reading_state="ready")
        enquiry_id = relations.ask(
            organisation_id=acme.id, by=acme.alice.pk, kind="question", subject="Price", text="How much?", at=now
        )  # fmt: skip
        values = {
            "project_id": project_id,
            "bom_id": revision.bom_id,
            "revision_id": revision.pk,
            "old_id": revision.pk,
            "new_id": revision.pk,
            "line_id": Line.objects.get().pk,
            "alert_id": Alert.objects.get().pk,
            "request_id": JoinRequest.objects.create(organisation_id=acme.id, user=nora).pk,
            "user_id": acme.alice.pk,
            "enquiry_id": enquiry_id,
            "organisation_id": acme.id,
            "part_id": part.pk,
            "notice_id": notice_id,
            "maker_id": part.manufacturer_id,
            "token_id": ApiToken.objects.get(secret_hash=accounts.hash_of(token(acme, acme.olivia))).pk,
            "secret": "no-such-secret",
            "name": "no-such-mail",
            "field": "note",
        }
    with as_jobs():
        values["row_id"] = NoticePart.objects.get(raw_part="HV-NONE").pk
        values["lead_id"] = Lead.objects.create(
            organisation_id=acme.id, project_id=project_id, trigger="enquiry", trigger_text="x", triggered_at=now,
            created_at=now, updated_at=now, rank=1, rules_version="1",
        ).pk  # fmt: skip
        assert Project.objects.get().sharing == "nothing"
    return World(acme, zenith, values)


def token(company: Company, person: User) -> str:
    """A key for programs with every scope."""
    with as_organisation(company.id):
        return accounts.make_token(
            organisation_id=company.id, name="CI", scopes=list(SCOPES), days=30, created_by=person.pk,
            now=timezone.now(),
        )  # fmt: skip


def plain(answer) -> bytes:
    """The page without what differs from request to request."""
    return re.sub(rb'csrf[^>]*>|nonce="[^"]*"|X-CSRFToken[^}]*', b"", answer.content)


def ask(client: Client, method: str, address: str):
    return getattr(client, method)(address)


def test_every_part_of_an_address_is_known_here(world: World) -> None:
    """A new kind of id needs its row in the world above, else the walk would pass it by."""
    missing = {(view.name, name) for view in ALL for name in view.names if name not in world.values}
    assert missing == set()


def test_the_lists_of_exceptions_name_views_that_exist() -> None:
    names = {view.name for view in ALL}
    assert names >= OPEN | SHARED | FOR_EVERYBODY | OF_STAFF


def test_only_what_is_listed_is_open() -> None:
    opened = set()
    for pattern in _patterns():
        if getattr(pattern.callback, "is_open", False):
            opened.add(pattern.name)
    assert opened == {name.rpartition(":")[2] for name in OPEN}


def _patterns(patterns: list | None = None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_sent_to_sign_in(world: World, method: str) -> None:
    for view in CLOSED:
        answer = ask(Client(), method, view.address(world.values))
        assert answer.status_code == 302, view.name
        assert answer["Location"].startswith("/accounts/login/"), view.name


@pytest.mark.parametrize("method", ["get", "post"])
def test_programs_bring_a_token_and_find_nothing_of_another_company(world: World, method: str) -> None:
    theirs = Client(headers={"Authorization": f"Bearer {token(world.zenith, world.zenith.charlie)}"})
    found = 0
    for view in FOR_PROGRAMS:
        address, unknown = view.address(world.values), view.address(world.values, unknown=True)
        for client in (
            Client(),
            signed_in(world.acme.alice),
            Client(headers={"Authorization": "Bearer lb_x"}),
        ):
            assert ask(client, method, address).status_code == 401, view.name
        if address != unknown:
            here, nowhere = ask(theirs, method, address), ask(theirs, method, unknown)
            assert here.status_code in (404, 405), view.name
            assert here.content == nowhere.content, view.name
            found += here.status_code == 404
    assert found or method == "post"


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_company_finds_nothing_the_same_nothing_as_an_unknown_id(world: World, method: str) -> None:
    client = signed_in(world.zenith.charlie)
    asked = 0
    for view in CLOSED:
        address, unknown = view.address(world.values), view.address(world.values, unknown=True)
        if address == unknown or view.name in SHARED:
            continue
        theirs, nobodys = ask(client, method, address), ask(client, method, unknown)
        allowed = {404, 405} if method == "get" else {404}
        assert theirs.status_code in allowed, (view.name, theirs.status_code)
        assert theirs.status_code == nobodys.status_code, view.name
        assert plain(theirs) == plain(nobodys), view.name
        asked += 1
    assert asked > 25


def test_a_viewer_writes_nothing(world: World) -> None:
    client = signed_in(world.acme.vera)
    refused = 0
    for view in CLOSED:
        if view.name in FOR_EVERYBODY:
            continue
        address = view.address(world.values)
        looked = client.get(address).status_code
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(address)
        if looked == 404:  # of the distributor, or nothing of that name
            assert answer.status_code == 404, view.name
        elif answer.status_code == 403:
            assert re.search(rb"owner|administrator", answer.content), view.name
            refused += 1
        elif answer.status_code != 405:  # a page that takes a POST for a look
            assert answer.status_code == looked, (view.name, answer.status_code)
            written = [
                query["sql"]
                for query in asked
                if WRITES.match(query["sql"]) and "messaging_message" not in query["sql"]
            ]
            assert written == [], view.name
    assert refused > 15


@pytest.mark.parametrize(
    "role", ["sales", "sales_manager", "catalogue_manager", "service_desk", "administrator"]
)
def test_staff_find_nothing_of_a_customer_who_shares_nothing(world: World, role: str) -> None:
    client = signed_in(make_staff(f"{role}@arvenne.example.com", "Sam Example", role))
    for view in CLOSED:
        address = view.address(world.values)
        for method in ("get", "post"):
            if view.name in OF_STAFF:
                if method == "get":
                    assert b"Secret inverter" not in client.get(address).content, view.name
                continue
            answer = ask(client, method, address)
            # a role that may not do it at all is told so before anything is looked up
            assert answer.status_code in (404, 405, 403), (view.name, answer.status_code)
            if answer.status_code != 404:
                assert (method, answer.status_code) in (("get", 405), ("get", 403), ("post", 403)), view.name
                unknown = ask(client, method, view.address(world.values, unknown=True))
                assert plain(unknown) == plain(answer), view.name
