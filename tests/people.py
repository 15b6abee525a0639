"""The people of the tests: alice, bob and olivia at Acme, charlie elsewhere, sam and carla at the distributor."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from obsolescence.accounts.models import Contact, Membership, Organisation, StaffMember, User
from obsolescence.accounts.services import next_organisation_id
from obsolescence.base.tenancy import as_jobs, as_organisation


@dataclass(frozen=True)
class Company:
    id: int
    name: str
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError as error:
            raise AttributeError(name) from error


def make_user(email: str, name: str) -> User:
    user = User.objects.create_user(email, "correct horse battery", name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_company(name: str, domain: str, **roles: str) -> Company:
    """An organisation with members: keyword = first name, value = role."""
    people = {first: make_user(f"{first}@{domain}", f"{first.title()} Example") for first in roles}
    organisation_id = next_organisation_id()
    with as_organisation(organisation_id):
        Organisation.objects.create(pk=organisation_id, name=name, mail_domain=domain, country="DE")
        for first, role in roles.items():
            Membership.objects.create(organisation_id=organisation_id, user=people[first], role=role)
            Contact.objects.create(
                organisation_id=organisation_id,
                user=people[first],
                name=people[first].name,
                email=people[first].email,
                function=role,
            )
    return Company(organisation_id, name, people)


def make_staff(email: str, name: str, role: str) -> User:
    user = make_user(email, name)
    with as_jobs():
        StaffMember.objects.create(user=user, role=role)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def acme(db) -> Company:
    return make_company(
        "Acme Drives", "acme.example.com", olivia="owner", alice="engineer", bob="buyer", vera="viewer"
    )


@pytest.fixture
def zenith(db) -> Company:
    return make_company("Zenith Audio", "zenith.example.com", zoe="owner", charlie="engineer")


@pytest.fixture
def sam(db) -> User:
    return make_staff("sam@arvenne.example.com", "Sam Example", "sales")


@pytest.fixture
def carla(db) -> User:
    return make_staff("carla@arvenne.example.com", "Carla Example", "catalogue_manager")


@pytest.fixture
def alice_client(acme: Company) -> Client:
    return signed_in(acme.alice)


@pytest.fixture
def charlie_client(zenith: Company) -> Client:
    return signed_in(zenith.charlie)


@pytest.fixture
def sam_client(sam: User) -> Client:
    return signed_in(sam)
