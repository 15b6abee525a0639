"""What colleagues are told about each other's questions; the words of a ``messaging.services.Draft``."""

from __future__ import annotations

from datetime import date
from typing import Any

SHOWN = 140  # characters of a question in a list


def asked(
    *,
    question_id: int,
    revision_id: int,
    line_id: int,
    who: str,
    number: str,
    place: str,
    text: str,
    day: date,
) -> list[dict[str, Any]]:
    """Here for every question; by mail once a day, person and list, however many lines are asked about."""
    link = f"/boms/revisions/{revision_id}/review/?line={line_id}"
    body = {
        "alerts": [],
        "heading": f"{who} asks you about {number}",
        "sentence": f"{place}. Further questions of today about this list wait for you in the service, without another mail.",
        "items": [{"title": number, "says": text or "Which part is meant?", "where": place, "link": link}],
        "more": 0,
        "button": "Answer",
        "why": f"{who} is your colleague and asked you by name.",
    }
    words = {
        "topic": "question",
        "subject": f"{who} asks you about {number}",
        "link": link,
        "body": body,
    }
    return [
        words | {"key": f"question-{question_id}", "channels": ("inapp",)},
        words | {"key": f"questions-{revision_id}-{day.isoformat()}", "channels": ("email",)},
    ]


def answered(
    *, question_id: int, revision_id: int, line_id: int, who: str, number: str, text: str
) -> dict[str, Any]:
    """The answer to whoever asked: shown here, no mail."""
    says = (
        f"{who} on {number}: {text[:SHOWN]}" if text else f"{who} decided on {number}, which you asked about"
    )
    return _here(f"answer-{question_id}", says, f"/boms/revisions/{revision_id}/review/?line={line_id}")


def decided(*, question_id: int, revision_id: int, who: str, count: int) -> dict[str, Any]:
    """Several lines that one person asked about were decided with one click."""
    says = f"{who} decided on {count} lines that you asked about"
    return _here(f"answer-{question_id}", says, f"/boms/revisions/{revision_id}/review/")


def _here(key: str, says: str, link: str) -> dict[str, Any]:
    body = {
        "alerts": [],
        "heading": says,
        "sentence": says,
        "items": [],
        "more": 0,
        "button": "Look",
        "why": "You asked.",
    }
    return {
        "topic": "question",
        "key": key,
        "subject": says,
        "link": link,
        "body": body,
        "channels": ("inapp",),
    }
