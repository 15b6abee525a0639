"""Whatever is typed into a form: a sentence with status 422, 403 or 404, never a crash."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from obsolescence.accounts.models import Contact, ErpAccount, Invitation, Membership, Organisation, Site
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.parts.models import Manufacturer, NoticePart
from obsolescence.projects.models import Project
from tests.built import make_part
from tests.people import Company, make_staff, make_user, signed_in

pytestmark = pytest.mark.usefixtures("committed")

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONG = "x" * 3000
LIGATURE = "\ufdfa"  # one sign, eighteen when folded


@pytest.fixture
def olivia(acme: Company) -> Client:
    return signed_in(acme.olivia)


@pytest.fixture
def acme(committed) -> Company:
    from tests.people import make_company

    return make_company(
        "Acme Drives", "acme.example.com", olivia="owner", alice="engineer", bob="buyer", vera="viewer"
    )


@pytest.fixture
def silke(committed) -> Client:
    return signed_in(make_staff("silke@arvenne.example.com", "Silke Example", "administrator"))


def refused(answer, says: str = "") -> None:
    assert answer.status_code == 422, (answer.status_code, answer.content.decode()[:400])
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/parts/?q=a%00b", "/boms/?q=%00", "/accounts/login/?next=%00", "/projects/?x=a%00"]
)
def test_a_nul_in_an_address_is_refused(olivia: Client, address: str) -> None:
    refused(olivia.get(address), "NUL")
    refused(Client().get(address), "NUL")


def test_a_nul_in_a_form_or_a_cookie_is_refused(olivia: Client) -> None:
    refused(olivia.post("/organisation/sites/", {"code": "P\0"}), "NUL")
    refused(olivia.post("/organisation/sites/", {"co\0de": "P"}), "NUL")
    refused(Client().post("/accounts/login/", {"login": "a\0@example.com", "password": "x"}), "NUL")
    client = Client()
    client.cookies["sessionid"] = "aaaaaaaaaaaa\0"
    refused(client.get("/"), "NUL")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"code": LONG}, "The code is longer than 40"),
        ({"code": "P1", "name": LONG}, "The name is longer than 120"),
        ({"code": "P1", "address": LONG}, "The address is longer than 240"),
        ({"code": "P1", "time_zone": LONG}, "is no time zone"),
        ({"code": "P1", "time_zone": "Mars/Olympus"}, "is no time zone"),
        ({"code": "P1", "country": "99"}, "is no country"),
        ({"code": "P1", "country": "ß"}, "is no country"),
        ({"contact": "1", "name": LONG}, "The name is longer than 120"),
        ({"contact": "1", "name": "Bea", "email": "not a mail"}, "is not a mail address"),
        ({"contact": "1", "name": "Bea", "email": f"{LONG}@example.com"}, "is not a mail address"),
        ({"contact": "1", "name": "Bea", "phone": LONG}, "The phone number is longer than 40"),
        ({"contact": "1", "name": "Bea", "function": LONG}, "The function is longer than 40"),
        ({"contact": "1", "name": "Bea", "language": "xx"}, "Choose one of the languages"),
        ({"contact": "1", "name": "Bea", "time_zone": "Mars/X"}, "is no time zone"),
    ],
)
def test_sites_and_contacts(olivia: Client, acme: Company, values: dict[str, str], says: str) -> None:
    refused(olivia.post("/organisation/sites/", values), says)
    with as_organisation(acme.id):
        assert not Site.objects.exists()
        assert Contact.objects.count() == 4


def test_a_contact_has_a_language_and_a_time_zone(olivia: Client, acme: Company) -> None:
    values = {"contact": "1", "name": "Bea", "email": "Bea@plant.example.com", "language": "cs"}
    assert olivia.post("/organisation/sites/", values | {"time_zone": "Europe/Prague"}).status_code == 302
    with as_organisation(acme.id):
        bea = Contact.objects.get(email="bea@plant.example.com")
    assert (bea.language, bea.time_zone) == ("cs", "Europe/Prague")
    assert "Europe/Prague" in olivia.get("/organisation/sites/").content.decode()


def test_two_contacts_with_one_address_are_no_crash(olivia: Client, acme: Company) -> None:
    with as_organisation(acme.id):
        for name in ("Bea", "Bea Again"):
            Contact.objects.create(organisation_id=acme.id, name=name, email="bea@plant.example.com")
    values = {"contact": "1", "name": "Beatrix", "email": "bea@plant.example.com"}
    assert olivia.post("/organisation/sites/", values).status_code == 302
    with as_organisation(acme.id):
        assert Contact.objects.filter(name="Beatrix").count() == 1


def test_what_stands_about_a_member_only_an_owner_or_they_change(acme: Company, olivia: Client) -> None:
    def rename(client: Client, name: str) -> int:
        values = {"contact": "1", "name": name, "email": "Olivia@acme.example.com"}
        return client.post("/organisation/sites/", values).status_code

    assert rename(signed_in(acme.alice), "Oily") == 403
    assert rename(olivia, "Olivia S.") == 302
    own = {"contact": "1", "name": "Alice B.", "email": acme.alice.email}
    assert signed_in(acme.alice).post("/organisation/sites/", own).status_code == 302
    with as_organisation(acme.id):
        names = set(Contact.objects.values_list("name", flat=True))
    assert {"Olivia S.", "Alice B."} <= names
    assert "Oily" not in names


@pytest.mark.parametrize(
    "email",
    [
        "",
        "@",
        "a@",
        '"@"',
        "a@b@c",
        "x@y.z,w@y.z",
        "a b@example.com",
        "a@example.com\nb",
        f"{LONG}@example.com",
    ],
)
def test_only_one_real_address_is_invited(olivia: Client, acme: Company, email: str) -> None:
    refused(olivia.post("/organisation/members/invite/", {"email": email}), "is not a mail address")
    with as_organisation(acme.id):
        assert not Invitation.objects.exists()


@pytest.mark.parametrize("project", ["x", "²", "", "9" * 20, "-1", "1e3"])
def test_sharing_of_no_project_is_not_found(olivia: Client, project: str) -> None:
    answer = olivia.post("/organisation/sharing/", {"project": project, "sharing": "full"})
    assert answer.status_code == 404


@pytest.mark.parametrize("organisation", ["999999", "9" * 20, "²", "x"])
def test_a_customer_number_of_nobody(silke: Client, acme: Company, organisation: str) -> None:
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME", organisation_id=acme.id)
    values = {"number": "10031", "organisation": organisation}
    refused(silke.post("/organisation/erp/", values), "There is no such organisation")
    with as_jobs():
        assert ErpAccount.objects.get().organisation_id == acme.id


def test_a_row_of_a_notice_with_no_part(silke: Client) -> None:
    notice = {"maker": "Halvorn", "number": "N1", "title": "Ends", "word": "PDN", "parts": "HV-1"}
    assert silke.post("/notices/new/", notice).status_code == 302
    with as_jobs():
        row = NoticePart.objects.get()
    for part in ("²", "x", "9" * 20, ""):
        refused(silke.post(reverse("notices:choose", args=[row.pk]), {"part": part}), "not in the catalogue")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"maker": "M" * 161}, "manufacturer&#x27;s name is longer"),
        ({"maker": LIGATURE * 100}, "manufacturer&#x27;s name is longer"),
        ({"number": LONG}, "number is longer"),
        ({"number": LIGATURE * 3000}, "number is longer"),
        ({"number": LIGATURE * 100}, "number is longer"),
        ({"parts": f"{'P' * 200}1\n{'P' * 200}2"}, "number of a part is longer"),
    ],
)
def test_notices_that_do_not_fit(silke: Client, values: dict[str, str], says: str) -> None:
    notice = {"maker": "Halvorn", "number": "N1", "title": "Ends", "word": "PDN", "parts": "HV-1"} | values
    for _ in range(2):  # the second time found the first one half
        refused(silke.post("/notices/new/", notice), says)
    with as_jobs():
        assert not Manufacturer.objects.exists()


def test_a_number_of_signs_that_grow_is_found_nowhere(olivia: Client, silke: Client) -> None:
    make_part("HV-1")
    for text in (LIGATURE * 3000, LIGATURE * 100, LONG):
        assert olivia.get("/parts/", {"q": text}).status_code == 200
        assert silke.get("/notices/", {"q": text}).status_code == 200


def test_staff_have_nothing_to_begin(silke: Client) -> None:
    assert silke.get("/organisation/start/").status_code == 404


def test_an_organisation_with_a_name_that_does_not_fit(committed) -> None:
    client = signed_in(make_user("nora@north.example.com", "Nora Example"))
    refused(client.post("/organisation/start/", {"name": LONG}), "The name is longer than 160")
    refused(client.post("/organisation/start/", {"name": "North", "country": "99"}), "is no country")
    with as_jobs():
        assert not Organisation.objects.exists()


def test_a_plan_that_is_no_plan(olivia: Client, acme: Company) -> None:
    with as_organisation(acme.id):
        Site.objects.create(organisation_id=acme.id, code="P1")
        project = Project.objects.create(organisation_id=acme.id, name="AX-400", created_at=NOW)
    address = reverse("projects:plan", args=[project.pk])
    for units in ("²", "9" * 5000):
        refused(olivia.post(address, {"text": f"P1\t2027-01\t{units}"}), "is no number of units")
    refused(olivia.post(address, {"text": '"' + "9" * 200_000}))


def test_what_the_database_refuses_is_a_sentence(olivia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The net below the services: a text that is too long, and a reference to nothing, which is only seen at the end."""
    from obsolescence.accounts import services

    def too_long(*, organisation_id: int, **values: object) -> None:
        Site.objects.create(organisation_id=organisation_id, code="x" * 50)

    def to_nobody(*, organisation_id: int, **values: object) -> None:
        Membership.objects.create(organisation_id=organisation_id, user_id=987_654, role="viewer")

    for service, says in ((too_long, "too long"), (to_nobody, "refers to something")):
        monkeypatch.setattr(services, "save_site", service)
        refused(olivia.post("/organisation/sites/", {"code": "P1"}), says)


def test_who_may_not_is_told_who_can(acme: Company) -> None:
    with as_organisation(acme.id):
        project = Project.objects.create(organisation_id=acme.id, name="AX-400", created_at=NOW)
    vera, alice = signed_in(acme.vera), signed_in(acme.alice)
    wider = {"project": project.pk, "sharing": "full"}
    for answer in (
        vera.post("/organisation/sites/", {"code": "P1"}),
        vera.post("/organisation/sharing/", wider),
        alice.post("/organisation/sharing/", wider),
        alice.post(reverse("accounts:member", args=[acme.bob.pk]), {"role": "viewer"}),
    ):
        assert answer.status_code == 403
        assert "owner" in answer.content.decode()
