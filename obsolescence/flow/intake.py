"""A file arrives → read → match → assess → alert. Each step reads what the one before left, and can be taken again."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import queries as boms_queries
from obsolescence.boms import services as boms
from obsolescence.boms.models import Revision
from obsolescence.boms.rules.area import Area
from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.guard import ReadingDied, read_guarded
from obsolescence.boms.rules.read_bom import ReadBom
from obsolescence.boms.rules.reading.table import UnreadableFile
from obsolescence.flow.delivery import deliver_messages
from obsolescence.flow.step import after_commit, step
from obsolescence.risk import services as risk

log = logging.getLogger("lastbuy.intake")


def receive_bom(
    *,
    organisation_id: int,
    by: int,
    filename: str,
    data: bytes,
    at: datetime,
    project_id: int | None = None,
    bom_id: int | None = None,
) -> boms.Received:
    """Store a file (as the organisation) and, once that is committed, have it read."""
    received = boms.receive(
        organisation_id=organisation_id,
        by=by,
        filename=filename,
        data=data,
        at=at,
        project_id=project_id,
        bom_id=bom_id,
    )
    if received.is_new:
        after_commit(read_bom, organisation_id=organisation_id, revision_id=received.revision_id)
    return received


def confirm_mapping(
    *,
    organisation_id: int,
    revision_id: int,
    by: int,
    sheet: str | None,
    header_row: int | None,
    roles: dict[str, list[int]],
    at: datetime,
    remember: bool = True,
    area: Area | None = None,
) -> None:
    """A person has said what the columns are: read the file again by it."""
    boms.confirm_mapping(
        organisation_id=organisation_id,
        revision_id=revision_id,
        by=by,
        sheet=sheet,
        header_row=header_row,
        roles=roles,
        at=at,
        remember=remember,
        area=area,
    )
    after_commit(read_bom, organisation_id=organisation_id, revision_id=revision_id)


def take_rows(
    *, organisation_id: int, revision_id: int, rows: Collection[int], by: int, at: datetime
) -> None:
    """A person has said which rows that were left out are lines: read the file again by it."""
    boms.take_rows(organisation_id=organisation_id, revision_id=revision_id, rows=rows, by=by, at=at)
    after_commit(read_bom, organisation_id=organisation_id, revision_id=revision_id)


def look_at_rows(
    *, organisation_id: int, revision_id: int, sheet: str | None, header_row: int | None, area: Area
) -> None:
    """A person points at rows that the page of the columns does not have yet: fetch them from the file, change nothing."""
    upload = boms_queries.file_of(organisation_id, revision_id)
    place = ColumnMapping(sheet=sheet, header_row=header_row).within(area)
    place = replace(
        place, roles={"note": [area.first_column or 0]}
    )  # with any role the place is taken as given
    read = read_guarded(bytes(upload.content), filename=upload.filename, mapping=place)
    boms.keep_rows(organisation_id=organisation_id, revision_id=revision_id, read=read)


def guess_again(*, organisation_id: int, revision_id: int, at: datetime) -> None:
    """Remembered columns do not fit this file: guess them from the file."""
    boms.guess_again(organisation_id=organisation_id, revision_id=revision_id, at=at)
    after_commit(read_bom, organisation_id=organisation_id, revision_id=revision_id)


def edit_lines(
    *, organisation_id: int, line_ids: Sequence[int], field: str, text: str, by: int, at: datetime
) -> boms.Decided:
    """A person types over what the file says (as the organisation)."""
    edited = boms.edit_lines(
        organisation_id=organisation_id, line_ids=line_ids, field=field, text=text, by=by, at=at
    )
    return _follow(organisation_id, edited)


def undo_edits(*, organisation_id: int, by: int, edited_at: datetime, at: datetime) -> boms.Decided:
    """A person takes back what they typed with one click."""
    return _follow(
        organisation_id, boms.undo_edits(organisation_id=organisation_id, by=by, edited_at=edited_at, at=at)
    )


def choose_part(
    *, organisation_id: int, line_id: int, part_id: int | None, by: int, at: datetime, everywhere: bool
) -> boms.Decided:
    """A person says which part a line means; what hangs on it is judged at once (as the organisation)."""
    decided = boms.choose_part(
        organisation_id=organisation_id,
        line_id=line_id,
        part_id=part_id,
        by=by,
        at=at,
        everywhere=everywhere,
    )
    return _follow(organisation_id, decided)


def accept_proposals(*, organisation_id: int, line_ids: Sequence[int], by: int, at: datetime) -> boms.Decided:
    """A person accepts the first proposal of several lines."""
    return _follow(
        organisation_id,
        boms.accept_proposals(organisation_id=organisation_id, line_ids=line_ids, by=by, at=at),
    )


def undo_decisions(*, organisation_id: int, by: int, decided_at: datetime, at: datetime) -> boms.Decided:
    """A person takes back what they decided with one click."""
    return _follow(
        organisation_id,
        boms.undo_decisions(organisation_id=organisation_id, by=by, decided_at=decided_at, at=at),
    )


def forget_choice(*, organisation_id: int, line_id: int, at: datetime) -> boms.Decided:
    """Matching decides again about a line, and about its number."""
    return _follow(
        organisation_id, boms.forget_choice(organisation_id=organisation_id, line_id=line_id, at=at)
    )


def _follow(organisation_id: int, decided: boms.Decided) -> boms.Decided:
    for revision_id in decided.revisions:
        assess_again(organisation_id=organisation_id, revision_id=revision_id)
        after_commit(propose_parts, organisation_id=organisation_id, revision_id=revision_id)
    return decided


def assess_again(*, organisation_id: int, revision_id: int) -> None:
    """Judge what is stale at once, so that the page that follows shows it, and alert anew (as the organisation)."""
    _judge(organisation_id, revision_id)
    after_commit(raise_alerts, revision_id=revision_id)


@step
def read_bom(organisation_id: int, revision_id: int) -> None:
    """Bytes → table → mapping → lines, in a guarded process, holding the revision's row meanwhile."""
    with as_organisation(organisation_id):
        if not boms.begin(organisation_id=organisation_id, revision_id=revision_id, at=timezone.now()):
            return
    with as_organisation(organisation_id):
        revision = boms.lock(
            organisation_id=organisation_id, revision_id=revision_id, states=("received", "reading")
        )
        if revision is None:
            return
        try:
            read, is_remembered = _read(revision)
        except UnreadableFile as refusal:
            if isinstance(refusal, ReadingDied):
                log.warning("revision %s: %s", revision_id, refusal.detail)
            boms.refuse(organisation_id=organisation_id, revision_id=revision_id, sentence=str(refusal))
            return
        now = timezone.now()
        if boms.store(revision, read, at=now, is_remembered=is_remembered) == "matching":
            boms.carry_over(organisation_id=organisation_id, revision_id=revision_id, at=now)
            after_commit(match_bom, organisation_id=organisation_id, revision_id=revision_id)


def _read(revision: Revision) -> tuple[ReadBom, bool]:
    """The file as read, by what is known of its columns; whether that was remembered from an earlier file."""
    content, filename = bytes(revision.upload.content), revision.upload.filename
    read = read_guarded(content, filename=filename, mapping=boms.mapping_of(revision))
    remembered = boms.remembered_mapping(revision, read)
    if remembered is None:
        return read, False
    return read_guarded(content, filename=filename, mapping=remembered), True


@step
def match_bom(organisation_id: int, revision_id: int) -> None:
    """Lines → parts of the catalogue."""
    with as_organisation(organisation_id):
        if not _ours(organisation_id, revision_id, "matching"):
            return
        now = timezone.now()
        boms.match_revision(organisation_id=organisation_id, revision_id=revision_id, at=now)
        boms.advance(organisation_id=organisation_id, revision_id=revision_id, state="assessing", at=now)
        after_commit(assess_bom, organisation_id=organisation_id, revision_id=revision_id)


@step
def assess_bom(organisation_id: int, revision_id: int) -> None:
    """Parts → risk; the first revision of a BOM is released."""
    with as_organisation(organisation_id):
        if not _ours(organisation_id, revision_id, "assessing"):
            return
        now = timezone.now()
        boms.advance(organisation_id=organisation_id, revision_id=revision_id, state="ready", at=now)
        boms.release_first(organisation_id=organisation_id, revision_id=revision_id, at=now)
        _judge(organisation_id, revision_id)
        after_commit(raise_alerts, revision_id=revision_id)
        after_commit(propose_parts, organisation_id=organisation_id, revision_id=revision_id)


@step
def propose_parts(organisation_id: int, revision_id: int) -> None:
    """Similar numbers for lines without a part, some at a time: the page does not wait for it."""
    with as_organisation(organisation_id):
        if not _ours(organisation_id, revision_id, "ready"):
            return
        if boms.propose(organisation_id=organisation_id, revision_id=revision_id, at=timezone.now()):
            after_commit(propose_parts, organisation_id=organisation_id, revision_id=revision_id)


@step
def raise_alerts(revision_id: int) -> None:
    """Notices that are known already and concern these lines."""
    with as_jobs():
        if alerts.raise_for_revision(revision_id=revision_id, at=timezone.now()):
            after_commit(deliver_messages)


STEP_OF = {"received": read_bom, "reading": read_bom, "matching": match_bom, "assessing": assess_bom}


def _ours(organisation_id: int, revision_id: int, state: str) -> bool:
    return boms.lock(organisation_id=organisation_id, revision_id=revision_id, states=(state,)) is not None


def _judge(organisation_id: int, revision_id: int) -> None:
    risk.assess_stale(
        today=timezone.localdate(),
        at=timezone.now(),
        organisation_id=organisation_id,
        revision_id=revision_id,
    )
