"""Signing in and what belongs to it, with the least that each database role may do."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from obsolescence.base.tenancy import as_organisation, as_staff
from tests.people import Company, make_staff

PASSWORD, NEW = "correct horse battery", "another correct horse"


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def link_in_mail(what: str) -> str:
    found = re.search(rf"/accounts/{what}/\S+", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[0]


@pytest.fixture(params=["member", "staff", "newcomer"])
def person(request, acme: Company) -> str:
    """Somebody's mail address, in each of the seats that a request may take."""
    from tests.people import make_user

    if request.param == "member":
        return acme.alice.email
    maker = make_staff if request.param == "staff" else lambda email, name, role: make_user(email, name)
    return maker(f"{request.param}@arvenne.example.com", "Sam Example", "sales").email


def test_a_person_changes_the_password_and_ends_other_sessions(person: str) -> None:
    here, there = sign_in(person), sign_in(person)
    assert UserSession.objects.count() == 2
    answer = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert here.get("/accounts/sessions/").status_code == 200
    other = UserSession.objects.exclude(session_key=here.session.session_key).values_list("pk", flat=True)
    here.post("/accounts/sessions/", {"end_sessions": "1", "session": list(other)})
    assert there.get("/").status_code == 302
    assert here.post("/accounts/logout/").status_code == 302
    assert UserSession.objects.filter(session_key=here.session.session_key or "").count() == 0
    sign_in(person, NEW)


def test_a_person_adds_an_address_and_a_second_factor(person: str) -> None:
    client = sign_in(person)
    added = client.post("/accounts/email/", {"action_add": "", "email": f"{uuid4().hex}@example.com"})
    assert added.status_code == 302, added.content.decode()
    link = link_in_mail("confirm-email")
    assert client.post(link).status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(client.session[SECRET_SESSION_KEY], counter))
    done = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert done.status_code == 302, done.content.decode()
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_forgotten_password_is_set_anew(acme: Company) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": acme.alice.email})
    link = link_in_mail("password/reset/key")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    sign_in(acme.alice.email, NEW)


def test_mails_of_sign_in_carry_the_names_of_product_and_distributor(acme: Company, settings) -> None:
    settings.PRODUCT_NAME, settings.DISTRIBUTOR_NAME = "Evergreen", "Northwind Components"
    client = Client()
    client.post("/accounts/password/reset/", {"email": acme.alice.email})
    client.post("/accounts/password/reset/", {"email": f"{uuid4().hex}@example.com"})
    client.post(
        "/accounts/signup/", {"name": "Nora", "email": f"{uuid4().hex}@example.com", "password1": NEW}
    )
    signed_in = sign_in(acme.alice.email)
    signed_in.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert len(mail.outbox) == 4
    for one in mail.outbox:
        text = f"{one.subject}\n{one.body}"
        assert "Evergreen" in one.subject
        assert "Evergreen, a free service of Northwind Components" in text
        assert "Hello from" not in text
        assert "testserver!" not in text


@pytest.mark.parametrize(
    "statement",
    [
        "insert into accounts_staffmember (user_id, role, region) select id, 'administrator', '' from accounts_user",
        "update accounts_staffmember set role = 'administrator'",
        "delete from accounts_user",
    ],
)
def test_the_webs_login_appoints_nobody(acme: Company, sam, statement: str) -> None:
    refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update accounts_user set password = ''",
        "insert into accounts_user select * from accounts_user",
        "select * from django_session",
        "select * from mfa_authenticator",
        "update account_emailaddress set email = 'x@example.com'",
        "select * from usersessions_usersession",
    ],
)
def test_nobody_in_a_seat_touches_how_people_sign_in(acme: Company, sam, statement: str) -> None:
    with as_organisation(acme.id, user_id=acme.alice.pk):
        refused(statement)
    with as_staff(sam.pk):
        refused(statement)


def refused(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_one_click_sign_ins_are_in_the_list_of_sessions(db) -> None:
    from config.demo.people import ONE_CLICK
    from tests.people import make_user

    alice = make_user(ONE_CLICK[0].email, ONE_CLICK[0].name)
    client = Client()
    for _ in range(2):  # the second time while signed in
        assert client.post("/demo/sign-in/", {"email": alice.email}).status_code == 302
    assert client.session.session_key in UserSession.objects.values_list("session_key", flat=True)
