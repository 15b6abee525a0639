"""Write down that something happened."""

from __future__ import annotations

from datetime import datetime

from obsolescence.events.models import Event


def record(
    *,
    organisation_id: int,
    kind: str,
    happened_at: datetime,
    project_id: int | None = None,
    ids: dict[str, int | list[int]] | None = None,
    text: str = "",
) -> None:
    """Append one fact, in the transaction of the change that it tells.

    kind: a word of ``events.queries.KINDS``; ids: what it is about, by name; text: one sentence for people.
    """
    Event.objects.create(
        organisation_id=organisation_id,
        project_id=project_id,
        kind=kind,
        happened_at=happened_at,
        ids=ids or {},
        text=text,
    )
