"""A colleague is asked about a line → is told → answers → who asked is told."""

from __future__ import annotations

from datetime import datetime

from obsolescence.boms import services as boms
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.step import after_commit


def ask(*, organisation_id: int, line_id: int, by: int, whom: int, text: str, at: datetime) -> None:
    """Ask a colleague about a line (as the organisation); they hear of it at once."""
    boms.ask(organisation_id=organisation_id, line_id=line_id, by=by, whom=whom, text=text, at=at)
    after_commit(deliver_messages)


def answer(*, organisation_id: int, line_id: int, question_id: int, by: int, text: str, at: datetime) -> None:
    """Answer a colleague in words (as the organisation)."""
    boms.answer(
        organisation_id=organisation_id, line_id=line_id, question_id=question_id, by=by, text=text, at=at
    )
    after_commit(deliver_messages)
