"""Asking a colleague about a line: told once, answered in words or by deciding, behind the walls; and the search that goes on."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_organisation
from obsolescence.boms import services
from obsolescence.boms.models import Line, Question, Revision
from obsolescence.boms.services import Received
from obsolescence.flow import delivery, intake
from obsolescence.messaging import services as messaging
from obsolescence.messaging.models import Message
from tests.boms.test_deciding import BOARD
from tests.boms.test_services import line, upload
from tests.built import make_part
from tests.people import Company, signed_in

MOST_QUERIES = 32  # with the dozen that the frame of every page asks


@pytest.fixture
def received(acme: Company) -> Received:
    make_part("HV-1001K")
    return upload(acme, BOARD)


def line_id(acme: Company, received: Received, mpn: str = "HV-1OO1K") -> int:
    with as_organisation(acme.id):
        return line(received, mpn).pk


def ask(client: Client, number: int, whom: int, text: str = "Is it an O or a zero?") -> int:
    return client.post(f"/boms/lines/{number}/ask/", {"whom": whom, "text": text}).status_code


def review(client: Client, received: Received, number: int) -> str:
    return client.get(f"/boms/revisions/{received.revision_id}/review/?line={number}").content.decode()


def question(acme: Company) -> Question:
    with as_organisation(acme.id):
        return Question.objects.latest("pk")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def notes(acme: Company, user_id: int) -> list[str]:
    with as_organisation(acme.id):
        rows = Message.objects.filter(recipient_id=user_id, topic="question", channel="inapp")
        return list(rows.order_by("pk").values_list("subject", flat=True))


def questions_mailed() -> list[mail.EmailMessage]:
    return [one for one in mail.outbox if "asks you" in one.subject or "on HV" in one.subject]


def test_a_colleague_is_asked_sees_it_and_answers_in_words(acme: Company, received: Received) -> None:
    olivia, alice, bob = signed_in(acme.olivia), signed_in(acme.alice), signed_in(acme.bob)
    number = line_id(acme, received)
    assert ask(olivia, number, acme.alice.pk) == 302
    said = f"Olivia Example asked Alice Example on {question(acme).asked_at:%Y-%m-%d}"
    assert said in words(review(bob, received, number))
    assert said in words(bob.get(f"/boms/lines/{number}/").content.decode())
    assert "Is it an O or a zero?" in review(bob, received, number)
    start = words(alice.get("/").content.decode())
    assert "Olivia Example about HV-1OO1K : Is it an O or a zero?" in start
    assert "asks you about" not in words(bob.get("/").content.decode())
    assert "Asked of you 1" in words(review(alice, received, number))
    answer = alice.post(
        f"/boms/lines/{number}/answer/", {"question": question(acme).pk, "text": "A zero, surely."}
    )
    assert answer.status_code == 302
    assert "Alice Example on" in words(review(olivia, received, number))
    assert "A zero, surely." in review(olivia, received, number)
    assert "Is it an O" not in alice.get("/").content.decode()
    assert notes(acme, acme.olivia.pk) == ["Alice Example on HV-1OO1K: A zero, surely."]
    twice = alice.post(f"/boms/lines/{number}/answer/", {"question": question(acme).pk, "text": "Or not."})
    assert twice.status_code == 422
    assert b"answered already" in twice.content


def test_there_is_one_mail_a_day_and_list_however_much_is_asked(acme: Company, received: Received) -> None:
    olivia = signed_in(acme.olivia)
    for mpn in ("HV-1OO1K", "HV-2002X"):
        assert ask(olivia, line_id(acme, received, mpn), acme.alice.pk) == 302
    assert ask(olivia, line_id(acme, received), acme.alice.pk) == 422  # the same again waits for the answer
    delivery.deliver_messages()
    (sent,) = questions_mailed()
    assert (sent.to, sent.subject) == (
        ["Alice Example <alice@acme.example.com>"], "Olivia Example asks you about HV-1OO1K",
    )  # fmt: skip
    assert "Is it an O or a zero?" in sent.body
    assert len(notes(acme, acme.alice.pk)) == 2
    signed_in(acme.alice).post(
        f"/boms/lines/{line_id(acme, received)}/answer/", {"question": question(acme).pk - 1, "text": "Zero."}
    )
    delivery.deliver_messages()
    assert questions_mailed() == [sent]  # an answer is shown, not mailed


def test_who_wants_no_such_mail_gets_none(acme: Company, received: Received) -> None:
    with as_organisation(acme.id):
        messaging.state_wish(
            organisation_id=acme.id, user_id=acme.alice.pk, topic="question", channel="email", wants=False,
            mechanism="preferences", at=timezone.now(),
        )  # fmt: skip
    ask(signed_in(acme.olivia), line_id(acme, received), acme.alice.pk)
    delivery.deliver_messages()
    assert questions_mailed() == []
    with as_organisation(acme.id):
        assert (
            Message.objects.get(channel="email", topic="question").reason == "does not want question by email"
        )
        assert Message.objects.get(channel="inapp", topic="question").state == "sent"


def test_deciding_answers_and_undoing_asks_again(acme: Company, received: Received) -> None:
    olivia, alice, number = signed_in(acme.olivia), signed_in(acme.alice), line_id(acme, received)
    ask(olivia, number, acme.alice.pk)
    intake.propose_parts(organisation_id=acme.id, revision_id=received.revision_id)
    with as_organisation(acme.id):
        part = Line.objects.get(pk=number).candidates[0]
    alice.post(f"/boms/lines/{number}/review/", {"part": part, "everywhere": "1"})
    assert "Answered by deciding: Alice Example" in words(review(olivia, received, number))
    assert notes(acme, acme.olivia.pk) == ["Alice Example decided on HV-1OO1K, which you asked about"]
    alice.post(f"/boms/revisions/{received.revision_id}/review/undo/")
    assert question(acme).outcome == "open"
    alice.post(f"/boms/lines/{number}/review/", {"part": part})
    assert question(acme).outcome == "decided"
    alice.post(f"/boms/revisions/{received.revision_id}/review/undo/")
    assert question(acme).outcome == "open"


def test_many_decided_with_one_click_are_told_once(acme: Company, received: Received) -> None:
    make_part("HV-2002K")
    intake.propose_parts(organisation_id=acme.id, revision_id=received.revision_id)
    for mpn in ("HV-1OO1K", "HV-2002X"):
        ask(signed_in(acme.olivia), line_id(acme, received, mpn), acme.bob.pk)
    signed_in(acme.alice).post(f"/boms/revisions/{received.revision_id}/review/accept/", {"grade": "likely"})
    assert notes(acme, acme.olivia.pk) == ["Alice Example decided on 2 lines that you asked about"]
    assert not signed_in(acme.bob).get("/").context["asked"]


def test_who_asked_takes_it_back_and_nobody_else(acme: Company, received: Received) -> None:
    number = line_id(acme, received)
    ask(signed_in(acme.olivia), number, acme.alice.pk)
    values = {"question": question(acme).pk, "withdraw": "1"}
    assert signed_in(acme.bob).post(f"/boms/lines/{number}/answer/", values).status_code == 422
    assert signed_in(acme.olivia).post(f"/boms/lines/{number}/answer/", values).status_code == 302
    assert question(acme).outcome == "withdrawn"
    assert ask(signed_in(acme.olivia), number, acme.alice.pk) == 302


def test_a_viewer_answers_but_does_not_ask(acme: Company, received: Received) -> None:
    vera, number = signed_in(acme.vera), line_id(acme, received)
    assert ask(vera, number, acme.alice.pk) == 403
    assert "Ask a colleague" not in review(vera, received, number)
    assert ask(signed_in(acme.alice), number, acme.vera.pk) == 302
    values = {"question": question(acme).pk, "text": "I do not know."}
    assert vera.post(f"/boms/lines/{number}/answer/", values).status_code == 302
    assert question(acme).outcome == "reply"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Choose whom you ask."),
        ({"whom": "x"}, "Choose whom you ask."),
        ({"whom": "999999"}, "only members of your organisation"),
        ({"whom": "me"}, "That is you."),
        ({"whom": "alice", "text": "x" * 1001}, "A question can have 1,000 characters"),
    ],
)
def test_what_cannot_be_asked_is_said(acme: Company, received: Received, values: dict, says: str) -> None:
    people = {"me": acme.olivia.pk, "alice": acme.alice.pk}
    values = values | ({"whom": people.get(values["whom"], values["whom"])} if "whom" in values else {})
    answer = signed_in(acme.olivia).post(f"/boms/lines/{line_id(acme, received)}/ask/", values)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def plant(company: Company, number: int) -> None:
    """Ask about somebody else's line past every service."""
    with transaction.atomic(), as_organisation(company.id), connection.cursor() as cursor:
        Question.objects.create(organisation_id=company.id, line_id=number, asked_at=timezone.now())
        cursor.execute("set constraints all immediate")


def test_another_organisation_neither_sees_nor_asks(
    acme: Company, zenith: Company, received: Received
) -> None:
    number, charlie = line_id(acme, received), signed_in(zenith.charlie)
    assert ask(signed_in(acme.olivia), number, zenith.charlie.pk) == 422
    ask(signed_in(acme.olivia), number, acme.alice.pk)
    assert ask(charlie, number, acme.alice.pk) == 404
    assert ask(charlie, number, zenith.zoe.pk) == 404
    values = {"question": question(acme).pk, "text": "Mine now."}
    assert charlie.post(f"/boms/lines/{number}/answer/", values).status_code == 404
    assert charlie.get(f"/boms/revisions/{received.revision_id}/review/looking/").status_code == 404
    with as_organisation(zenith.id):  # the wall in the database, whatever a query forgets
        assert not Question.objects.exists()
        assert Question.objects.all().delete()[0] == 0
    with pytest.raises(IntegrityError):
        plant(zenith, number)
    assert question(acme).outcome == "open"


def test_a_question_of_another_line_is_not_answered_here(acme: Company, received: Received) -> None:
    ask(signed_in(acme.olivia), line_id(acme, received), acme.alice.pk)
    values = {"question": question(acme).pk, "text": "Zero."}
    other = line_id(acme, received, "HV-2002X")
    assert signed_in(acme.alice).post(f"/boms/lines/{other}/answer/", values).status_code == 404


def test_open_questions_go_along_and_come_back(acme: Company, received: Received) -> None:
    ask(signed_in(acme.olivia), line_id(acme, received), acme.alice.pk)
    second = upload(acme, BOARD + "Halvorn,HV-9,1,U9\n", "again.csv", bom_id=received.bom_id)
    with as_organisation(acme.id):
        assert [one.line.revision_id for one in Question.objects.filter(outcome="open")] == [
            second.revision_id
        ]
    assert "Is it an O" in review(signed_in(acme.alice), second, line_id(acme, second))
    intake.read_bom(organisation_id=acme.id, revision_id=second.revision_id)
    with as_organisation(acme.id):
        assert Question.objects.filter(outcome="open").count() == 1
        services.undo_upload(organisation_id=acme.id, revision_id=second.revision_id, at=timezone.now())
        (left,) = Question.objects.all()
        assert (left.outcome, left.line.revision_id) == ("open", received.revision_id)


def test_too_many_waiting_questions_are_refused(acme: Company, received: Received, monkeypatch) -> None:
    monkeypatch.setattr("obsolescence.boms.services.asking.MOST_OPEN", 1)
    with as_organisation(acme.id):
        ids = [line(received, mpn).pk for mpn in ("HV-1OO1K", "HV-2002X")]
        values = {
            "organisation_id": acme.id,
            "by": acme.olivia.pk,
            "whom": acme.alice.pk,
            "text": "",
            "at": timezone.now(),
        }
        services.ask(line_id=ids[0], **values)
        with pytest.raises(Refused, match="wait for an answer"):
            services.ask(line_id=ids[1], **values)


def test_what_is_still_looked_for_is_said_and_settles(acme: Company, received: Received) -> None:
    client, address = signed_in(acme.alice), f"/boms/revisions/{received.revision_id}/review/"
    page = client.get(address).content.decode()
    assert "Still looking for proposals for 2 lines." in page
    assert "2 lines are being looked at" in page
    number = line_id(acme, received)
    live = client.get(f"{address}looking/?line={number}&waits=1").content.decode()
    assert 'hx-trigger="every 2s"' in live
    assert "candidates" not in live
    intake.propose_parts(organisation_id=acme.id, revision_id=received.revision_id)
    done = client.get(f"{address}looking/?line={number}&waits=1").content.decode()
    assert "every 2s" not in done
    assert "The counts stand." in done
    assert "1 line needs your eye" in words(done)  # for the other the catalogue has nothing like it
    with as_organisation(acme.id):
        part = Line.objects.get(pk=number).candidates[0]
    assert 'id="candidates"' in done
    assert 'id="question"' not in done  # what somebody types meanwhile stays
    assert f'name="part" value="{part}"' in done
    again = client.get(address).content.decode()
    assert "Still looking" not in again
    assert "every 2s" not in again


def test_the_review_asks_the_same_number_of_questions_for_any_length(
    acme: Company, received: Received
) -> None:
    client, counted = signed_in(acme.alice), []
    long = BOARD + "".join(f"Halvorn,HV-1{n}O1K,1,U{n}\n" for n in range(10, 60))
    for one in (received, upload(acme, long, "long.csv")):
        for mpn in ("HV-1OO1K", "HV-2002X"):
            ask(signed_in(acme.olivia), line_id(acme, one, mpn), acme.alice.pk)
        address = f"/boms/revisions/{one.revision_id}/review/"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= MOST_QUERIES, counted


def test_a_file_that_is_being_matched_says_so(acme: Company, received: Received) -> None:
    with as_organisation(acme.id):
        Revision.objects.filter(pk=received.revision_id).update(reading_state="matching")
    page = signed_in(acme.alice).get(f"/boms/revisions/{received.revision_id}/review/").content.decode()
    assert "This file is being read or matched just now." in page
    assert "every 2s" in page
