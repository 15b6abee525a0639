"""Asking to join: the owners are told once for each request, and a no is not for ever."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from obsolescence.accounts.models import Contact, JoinRequest, Membership
from obsolescence.base.tenancy import as_organisation
from obsolescence.flow import delivery
from obsolescence.messaging.models import Message
from tests.people import Company, make_company, make_user, signed_in


@pytest.fixture
def acme(committed) -> Company:
    return make_company("Acme Drives", "acme.example.com", olivia="owner", alice="engineer", omar="owner")


@pytest.fixture
def nora(acme: Company):
    return make_user("nora@acme.example.com", "Nora Example")


def ask(nora) -> Client:
    client = signed_in(nora)
    assert client.post("/organisation/start/", {"join": "1"}).status_code == 302
    return client


def decide(acme: Company, accept: str) -> None:
    with as_organisation(acme.id):
        request = JoinRequest.objects.get(decided_at=None)
    answer = signed_in(acme.olivia).post(
        reverse("accounts:decide", args=[request.pk]), {"accept": accept, "role": "engineer"}
    )
    assert answer.status_code == 302


def told(acme: Company) -> list[tuple[str, str]]:
    with as_organisation(acme.id):
        rows = Message.objects.filter(topic="access").order_by("pk").values_list("recipient__name", "channel")
        return list(rows)


def test_the_owners_are_told_once_for_each_request(acme: Company, nora) -> None:
    ask(nora)
    ask(nora)
    assert sorted(told(acme)) == sorted(
        (name, channel) for name in ("Olivia Example", "Omar Example") for channel in ("inapp", "email")
    )
    delivery.deliver_messages()
    assert [one.subject for one in mail.outbox] == ["Nora Example asks to join Acme Drives"] * 2
    assert "/organisation/members/" in str(mail.outbox[0].body)


def test_a_declined_person_may_ask_again(acme: Company, nora) -> None:
    ask(nora)
    decide(acme, "0")
    assert "Ask to join" in signed_in(nora).get("/organisation/start/").content.decode()
    ask(nora)
    assert len(told(acme)) == 8
    decide(acme, "1")
    with as_organisation(acme.id):
        assert Membership.objects.filter(user=nora).exists()


def test_a_person_who_left_may_ask_again(acme: Company, nora) -> None:
    ask(nora)
    decide(acme, "1")
    client = signed_in(nora)
    client.post(reverse("accounts:member", args=[nora.pk]), {"leave": "1"})
    ask(nora)
    decide(acme, "1")
    with as_organisation(acme.id):
        assert Membership.objects.filter(user=nora).exists()
        assert Contact.objects.filter(email=nora.email).count() == 1


def test_a_member_has_nothing_to_ask(acme: Company) -> None:
    answer = signed_in(acme.alice).post("/organisation/start/", {"join": "1"})
    assert answer.status_code == 422
    assert "a member of Acme Drives already" in answer.content.decode()


def test_whom_colleagues_wrote_down_is_the_same_person_when_they_join(acme: Company, nora) -> None:
    with as_organisation(acme.id):
        Contact.objects.create(organisation_id=acme.id, name="Nora", email="Nora@acme.example.com")
    ask(nora)
    decide(acme, "1")
    with as_organisation(acme.id):
        assert Contact.objects.get(email__iexact=nora.email).user_id == nora.pk
