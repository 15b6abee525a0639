"""Questions to colleagues about a line: asked, answered in words or by deciding, taken back; told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from obsolescence.accounts import queries as accounts
from obsolescence.base.refusals import Refused
from obsolescence.boms.models import Line, Question
from obsolescence.boms.rules import letters
from obsolescence.messaging import services as messaging

LONGEST = 1_000
MOST_OPEN = 100  # questions of one person to another that wait for an answer


def ask(*, organisation_id: int, line_id: int, by: int, whom: int, text: str, at: datetime) -> int:
    """Ask a member of the organisation about a line; they find it here, and get at most one mail a day and list.

    Returns the question. Raises Refused with a sentence; asking the same person again waits for the answer.
    """
    line = Line.objects.select_related("revision__bom").get(organisation_id=organisation_id, pk=line_id)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Refused(f"A question can have {LONGEST:,} characters; this one has {len(text):,}.")
    names = _names(organisation_id)
    if whom not in names:
        raise Refused("Choose a colleague: only members of your organisation can be asked.")
    if whom == by:
        raise Refused("That is you. Choose a colleague.")
    _refuse_too_many(organisation_id, line, by, whom, names)
    question = Question.objects.create(
        organisation_id=organisation_id, line=line, asked_by_id=by, asked_id=whom, text=text, asked_at=at
    )
    drafts = letters.asked(
        question_id=question.pk,
        revision_id=line.revision_id,
        line_id=line.pk,
        who=names.get(by, "A colleague"),
        number=_number(line),
        place=f"{line.revision.bom.name}, revision {line.revision.number}, row {line.row_number + 1}",
        text=text,
        day=at.date(),
    )
    messaging.write([messaging.Draft(organisation_id, whom, **draft) for draft in drafts], at=at)
    return question.pk


def _refuse_too_many(organisation_id: int, line: Line, by: int, whom: int, names: Mapping[int, str]) -> None:
    waiting = Question.objects.filter(organisation_id=organisation_id, asked_id=whom, outcome="open")
    same = waiting.filter(line=line).first()
    if same is not None:
        raise Refused(
            f"{names[whom]} was asked about this line on {same.asked_at:%Y-%m-%d} and has not answered yet."
        )
    if waiting.filter(asked_by_id=by).count() >= MOST_OPEN:
        raise Refused(
            f"{MOST_OPEN} of your questions to {names[whom]} wait for an answer. Wait, or decide yourself."
        )


def answer(*, organisation_id: int, line_id: int, question_id: int, by: int, text: str, at: datetime) -> None:
    """A member answers in words; whoever asked is told here."""
    question = _open(organisation_id, line_id, question_id)
    text = text.strip()
    if not text:
        raise Refused("Write an answer, or choose a part: that answers it, too.")
    if len(text) > LONGEST:
        raise Refused(f"An answer can have {LONGEST:,} characters; this one has {len(text):,}.")
    _close([question], "reply", by, at, text)
    if question.asked_by_id is not None and question.asked_by_id != by:
        who = _names(organisation_id).get(by, "A colleague")
        words = letters.answered(
            question_id=question.pk,
            revision_id=question.line.revision_id,
            line_id=question.line_id,
            who=who,
            number=_number(question.line),
            text=text,
        )
        messaging.write([messaging.Draft(organisation_id, question.asked_by_id, **words)], at=at)


def withdraw(*, organisation_id: int, line_id: int, question_id: int, by: int, at: datetime) -> None:
    """Whoever asked needs no answer any more."""
    question = _open(organisation_id, line_id, question_id)
    if question.asked_by_id != by:
        raise Refused("Only who asked can take a question back.")
    _close([question], "withdrawn", by, at)


def settle(*, organisation_id: int, line_ids: Iterable[int], by: int, at: datetime) -> int:
    """Deciding about lines answers what was asked about them; whoever asked is told here, once for all of them."""
    waiting = Question.objects.select_for_update(of=("self",)).filter(
        organisation_id=organisation_id, line_id__in=list(line_ids), outcome="open"
    )
    found = list(waiting.select_related("line").order_by("pk"))
    if not found:
        return 0
    _close(found, "decided", by, at)
    who = _names(organisation_id).get(by, "A colleague")
    by_asker: dict[int, list[Question]] = defaultdict(list)
    for question in found:
        if question.asked_by_id is not None and question.asked_by_id != by:
            by_asker[question.asked_by_id].append(question)
    drafts = [
        messaging.Draft(organisation_id, asker, **_told(questions, who))
        for asker, questions in by_asker.items()
    ]
    messaging.write(drafts, at=at)
    return len(found)


def _told(questions: list[Question], who: str) -> dict[str, Any]:
    first = questions[0]
    if len(questions) > 1:
        return letters.decided(
            question_id=first.pk, revision_id=first.line.revision_id, who=who, count=len(questions)
        )
    return letters.answered(
        question_id=first.pk,
        revision_id=first.line.revision_id,
        line_id=first.line_id,
        who=who,
        number=_number(first.line),
        text="",
    )


def unsettle(*, organisation_id: int, line_ids: Iterable[int], decided_at: Iterable[datetime]) -> int:
    """A decision is taken back: what it answered is open again, unless the same was asked anew meanwhile."""
    closed = Question.objects.filter(
        organisation_id=organisation_id,
        line_id__in=list(line_ids),
        outcome="decided",
        answered_at__in=list(decided_at),
    )
    asked_anew = set(
        Question.objects.filter(
            organisation_id=organisation_id, line__in=closed.values("line"), outcome="open"
        ).values_list("line_id", "asked_id")
    )
    again = [row.pk for row in closed if (row.line_id, row.asked_id) not in asked_anew]
    return Question.objects.filter(pk__in=again).update(
        outcome="open", answered_by=None, answered_at=None, answer=""
    )


def carry_questions(pairs: Mapping[int, int], *, at: datetime) -> int:
    """What is still open goes along to a new revision (new line id → old one); again, where its line there went meanwhile."""
    new_lines = {old: new for new, old in pairs.items()}
    is_open = Q(outcome="open") | Q(outcome="carried", carried=None)
    waiting = list(Question.objects.filter(is_open, line_id__in=list(new_lines)))
    Question.objects.bulk_create(
        Question(
            organisation_id=one.organisation_id, line_id=new_lines[one.line_id], asked_by_id=one.asked_by_id,
            asked_id=one.asked_id, text=one.text, asked_at=one.asked_at, carried_from=one,
        )
        for one in waiting
    )  # fmt: skip
    Question.objects.filter(pk__in=[one.pk for one in waiting]).update(outcome="carried", answered_at=at)
    return len(waiting)


def bring_back_questions(revision_id: int) -> int:
    """A revision goes: what was carried to it and is still open is open again where it came from."""
    left = Question.objects.filter(
        line__revision_id=revision_id, outcome="open", carried_from__outcome="carried"
    )
    return Question.objects.filter(pk__in=list(left.values_list("carried_from_id", flat=True))).update(
        outcome="open", answered_at=None
    )


def _open(organisation_id: int, line_id: int, question_id: int) -> Question:
    question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("line")
        .get(organisation_id=organisation_id, line_id=line_id, pk=question_id)
    )
    if question.outcome != "open":
        raise Refused("This question is answered already. Look at the line again.")
    return question


def _close(questions: list[Question], outcome: str, by: int, at: datetime, text: str = "") -> None:
    Question.objects.filter(pk__in=[one.pk for one in questions]).update(
        outcome=outcome, answered_by_id=by, answered_at=at, answer=text
    )


def _names(organisation_id: int) -> dict[int, str]:
    """The members who can sign in, by id."""
    rows = accounts.members_of(organisation_id).filter(user__is_active=True)
    return {row.user_id: row.user.name or row.user.email for row in rows}


def _number(line: Line) -> str:
    return line.mpn or line.sku or line.cpn or f"row {line.row_number + 1}"
