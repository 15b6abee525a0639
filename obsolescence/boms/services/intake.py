"""From the bytes of a file to stored lines: receive, read, store; each can be taken again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max

from obsolescence.base.refusals import Busy, Refused
from obsolescence.boms.models import Bom, Line, RememberedMapping, Revision, Upload
from obsolescence.boms.rules import preview
from obsolescence.boms.rules.area import Area, as_remembered, to_remember
from obsolescence.boms.rules.columns.mapping import ColumnMapping
from obsolescence.boms.rules.lines import ReadLine
from obsolescence.boms.rules.read_bom import ReadBom
from obsolescence.boms.rules.states import MOVING
from obsolescence.boms.services.lines import reapply_edits
from obsolescence.events import services as events
from obsolescence.projects import services as projects

MOST_ATTEMPTS = 3
MOST_LEFT_OUT = 5_000  # rows kept to be downloaded
CHUNK = 10_000  # lines written at once
GUESS, REMEMBER = "guess", "remember"  # wishes that travel with a mapping until it is read by
STANDS_STILL = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Received:
    """Where an upload has gone. is_new False: the same bytes were there already."""

    project_id: int
    bom_id: int
    revision_id: int
    is_new: bool


def receive(
    *,
    organisation_id: int,
    by: int,
    filename: str,
    data: bytes,
    at: datetime,
    project_id: int | None = None,
    bom_id: int | None = None,
) -> Received:
    """Store a file and begin a revision: of the BOM named, of a new one in the project named, or in a project of its own.

    The same bytes go to the same BOM. Raises Refused with a sentence.
    """
    name = PurePath(filename.replace("\\", "/")).name.strip()[:255] or "parts list"
    if not data:
        raise Refused("The file is empty.")
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise Refused("The file is larger than 20 MB. Please split it and try again.")
    checksum = hashlib.sha256(data).hexdigest()
    _one_at_a_time(organisation_id, checksum)
    known = _known(organisation_id, checksum, bom_id, project_id)
    if known is not None:
        return Received(known.bom.project_id, known.bom_id, known.pk, is_new=False)
    bom = _bom(organisation_id, project_id, bom_id, name, by, at)
    upload = Upload.objects.create(
        organisation_id=organisation_id,
        sha256=checksum,
        filename=name,
        size=len(data),
        content=data,
        uploaded_by_id=by,
        uploaded_at=at,
    )
    newest = Revision.objects.filter(bom=bom).aggregate(newest=Max("number"))["newest"] or 0
    revision = Revision.objects.create(
        organisation_id=organisation_id,
        bom=bom,
        number=newest + 1,
        upload=upload,
        created_at=at,
        created_by_id=by,
        step_at=at,
    )
    projects.watch(
        organisation_id=organisation_id, project_id=bom.project_id, user_id=by, why="uploaded", at=at
    )
    events.record(
        organisation_id=organisation_id,
        project_id=bom.project_id,
        kind="bom_revised" if newest else "bom_uploaded",
        happened_at=at,
        ids={"bom": bom.pk, "revision": revision.pk},
        text=name,
    )
    return Received(bom.project_id, bom.pk, revision.pk, is_new=True)


def begin(*, organisation_id: int, revision_id: int, at: datetime) -> bool:
    """Count an attempt, in a transaction of its own, before the work: a file that kills its reader cannot loop."""
    rows = Revision.objects.filter(organisation_id=organisation_id, pk=revision_id, reading_state__in=MOVING)
    if not rows.update(attempts=F("attempts") + 1, step_at=at):
        return False
    if rows.filter(attempts__gt=MOST_ATTEMPTS).exists():
        refuse(
            organisation_id=organisation_id,
            revision_id=revision_id,
            sentence="The file stopped our reader three times. Please save it anew as .xlsx or .csv and try again.",
        )
        return False
    return True


def lock(*, organisation_id: int, revision_id: int, states: tuple[str, ...]) -> Revision | None:
    """The revision, ours until the transaction ends; None where it is in none of the states. Raises Busy."""
    try:
        with transaction.atomic():
            revision = (
                Revision.objects.select_for_update(nowait=True, of=("self",))
                .select_related("upload", "bom")
                .get(organisation_id=organisation_id, pk=revision_id)
            )
    except DatabaseError as error:
        raise Busy(f"revision {revision_id}") from error
    return revision if revision.reading_state in states else None


def mapping_of(revision: Revision) -> ColumnMapping | None:
    """The mapping that a person has confirmed, or None: then it is guessed."""
    if revision.mapping is None or revision.mapping_confirmed_by_id is None:
        return None
    return ColumnMapping.from_json(revision.mapping)


def remembered_mapping(revision: Revision, read: ReadBom) -> ColumnMapping | None:
    """What a person said about a file with this header before, or None; counted as used.

    Not asked for where a person has spoken about this very file, or wants the columns guessed anew. The header is
    looked for in every row that is kept, for it may be one that says nothing to us.
    """
    if revision.mapping_confirmed_by_id is not None or (revision.mapping or {}).get(GUESS):
        return None
    known = {
        one.fingerprint: one
        for one in RememberedMapping.objects.filter(organisation_id=revision.organisation_id)
    }
    places = preview.fingerprints(_preview(read)) if known else []
    found = next((place for place in places if place.fingerprint in known), None)
    if found is None:
        return None
    RememberedMapping.objects.filter(pk=known[found.fingerprint].pk).update(used_count=F("used_count") + 1)
    kept = known[found.fingerprint]
    area = as_remembered(kept.place, found.row, end_row=_same_end(read.mapping, found))
    return ColumnMapping(sheet=found.sheet, header_row=found.row).with_roles(kept.roles).within(area)


def _same_end(guess: ColumnMapping, found: preview.Place) -> int | None:
    """Where the table ends, if the guess had found the same one."""
    is_same = (guess.sheet, guess.header_row) == (found.sheet, found.row)
    return guess.end_row if is_same else None


def guess_again(*, organisation_id: int, revision_id: int, at: datetime) -> None:
    """Undo of remembered columns: this file's columns are guessed from the file alone."""
    revision = lock(organisation_id=organisation_id, revision_id=revision_id, states=("mapping", "ready"))
    if revision is None:
        raise Refused("This file is being read just now. Try again in a moment.")
    Revision.objects.filter(pk=revision.pk).update(
        mapping={GUESS: True},
        mapping_confirmed_by=None,
        mapping_is_remembered=False,
        reading_version=F("reading_version") + 1,
        reading_state="received",
        attempts=0,
        step_at=at,
    )


def _remember(revision: Revision, read: ReadBom, at: datetime) -> None:
    """Keep what a person said for the next file with this header, unless they do not want that."""
    if revision.mapping_confirmed_by_id is None or not read.fingerprint:
        return
    if not (revision.mapping or {}).get(REMEMBER, True):
        return
    RememberedMapping.objects.update_or_create(
        organisation_id=revision.organisation_id,
        fingerprint=read.fingerprint,
        defaults={
            "roles": {role: list(columns) for role, columns in read.mapping.roles.items()},
            "place": to_remember(read.mapping.area, read.mapping.header_row),
            "header": read.headers,
            "confirmed_by_id": revision.mapping_confirmed_by_id,
            "confirmed_at": at,
        },
    )


def store(revision: Revision, read: ReadBom, *, at: datetime, is_remembered: bool = False) -> str:
    """Store what was read and return the state that follows: matching, mapping (a person must look), or ready.

    Lines keep their identity by the row of the file, so that choices and notes survive another mapping.
    """
    has_numbers = read.mapping.has_part_numbers or bool(read.mapping.roles.get("distributor_sku"))
    is_sure = revision.mapping_confirmed_by_id is not None or is_remembered or read.mapping.is_sure
    is_nothing = not read.lines and revision.mapping_confirmed_by_id is None
    # A list without numbers goes on and says so; one whose numbers may stand in a column left over does not.
    may_have_numbers = has_numbers or any(doubt.role == "mpn" for doubt in read.mapping.doubts)
    state = "mapping" if is_nothing or (may_have_numbers and not is_sure) else "matching"
    count = _store_lines(revision, read)
    reapply_edits(revision.pk)
    _remember(revision, read, at)
    Revision.objects.filter(pk=revision.pk).update(
        reading_state=state,
        mapping=read.mapping.to_json(),
        mapping_is_remembered=is_remembered,
        confidence=read.mapping.overall,
        preview=_preview(read),
        problems=[asdict(problem) for problem in read.problems],
        refusal="",
        line_count=count,
        attempts=0,
        step_at=at,
    )
    return state


def refuse(*, organisation_id: int, revision_id: int, sentence: str) -> None:
    """A file that cannot be read: the sentence says why and what helps."""
    Revision.objects.filter(organisation_id=organisation_id, pk=revision_id).update(
        reading_state="refused", refusal=sentence
    )


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
    """A person says where the table is and what its columns are; the file is read again by it.

    area: the cells that belong to the table; None: all below the header.
    """
    revision = lock(
        organisation_id=organisation_id,
        revision_id=revision_id,
        states=("mapping", "ready", "matching", "assessing"),
    )
    if revision is None:
        raise Refused("This file is not waiting for its columns.")
    mapping = ColumnMapping(sheet=sheet, header_row=header_row).with_roles(roles).within(area or Area())
    if not mapping.roles:
        raise Refused("Choose at least the column with the part number.")
    before = _stored_mapping(revision)
    if (before.sheet, before.header_row) == (sheet, header_row):
        mapping = replace(mapping, taken_rows=before.taken_rows)
    _read_again(revision, mapping, by=by, at=at, remember=remember)


def take_rows(
    *, organisation_id: int, revision_id: int, rows: Collection[int], by: int, at: datetime
) -> None:
    """A person says which of the rows that were left out are lines after all; the file is read again by it.

    rows: 0-based, all of them: one that was taken before and is not named is left out again.
    """
    revision = lock(organisation_id=organisation_id, revision_id=revision_id, states=("mapping", "ready"))
    if revision is None:
        raise Refused("This file is being read just now. Try again in a moment.")
    mapping = _stored_mapping(revision)
    known = {number for number, _ in revision.preview.get("left_out", [])} | set(mapping.taken_rows)
    unknown = sorted(set(rows) - known)
    if unknown:
        raise Refused(f"Row {unknown[0] + 1} is none of the rows that were left out.")
    if set(rows) == set(mapping.taken_rows):
        raise Refused("Nothing was changed. Tick the rows that are lines first.")
    _read_again(revision, replace(mapping, taken_rows=tuple(sorted(rows))), by=by, at=at, remember=False)


def _stored_mapping(revision: Revision) -> ColumnMapping:
    """What the file was read by, guessed or said."""
    return ColumnMapping.from_json({"sheet": None, "header_row": None} | (revision.mapping or {}))


def _read_again(revision: Revision, mapping: ColumnMapping, *, by: int, at: datetime, remember: bool) -> None:
    Revision.objects.filter(pk=revision.pk).update(
        mapping=mapping.to_json() | {REMEMBER: remember},
        mapping_confirmed_by_id=by,
        mapping_is_remembered=False,
        reading_version=F("reading_version") + 1,
        reading_state="received",
        attempts=0,
        step_at=at,
    )


def keep_rows(*, organisation_id: int, revision_id: int, read: ReadBom) -> None:
    """Keep further rows of the file for the page of its columns; what was read of the file stays as it is."""
    revision = Revision.objects.select_for_update().get(organisation_id=organisation_id, pk=revision_id)
    stored = revision.preview.get("sheets", [])
    fresh = {sheet.name: sheet for sheet in read.sheets}
    for one in stored:
        if (sheet := fresh.get(one["name"])) is not None:
            one["rows"] = sorted((dict(one["rows"]) | dict(sheet.rows)).items())
    Revision.objects.filter(pk=revision.pk).update(preview=revision.preview)


def advance(*, organisation_id: int, revision_id: int, state: str, at: datetime) -> None:
    Revision.objects.filter(organisation_id=organisation_id, pk=revision_id).update(
        reading_state=state, attempts=0, step_at=at, summary_version=F("summary_version") + 1
    )


def take_up(*, now: datetime, limit: int = 50) -> list[tuple[int, int, str]]:
    """Revisions whose intake stands still (jobs): organisation, id, state. A live step holds its row and is passed over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update boms_revision set step_at = %s where id in (select id from boms_revision"
            " where reading_state = any(%s) and step_at < %s order by step_at limit %s for update skip locked)"
            " returning organisation_id, id, reading_state",
            [now, list(MOVING), now - STANDS_STILL, limit],
        )
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def _one_at_a_time(organisation_id: int, checksum: str) -> None:
    """Two uploads of the same bytes at once: the second waits and finds the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organisation_id} {checksum}"]
        )


def _known(
    organisation_id: int, checksum: str, bom_id: int | None, project_id: int | None
) -> Revision | None:
    rows = Revision.objects.filter(
        organisation_id=organisation_id, upload__sha256=checksum, bom__archived_at=None
    ).exclude(reading_state__in=("refused", "undone"))
    if bom_id is not None:
        rows = rows.filter(bom_id=bom_id)
    elif project_id is not None:
        rows = rows.filter(bom__project_id=project_id)
    return rows.select_related("bom").order_by("-pk").first()


def _bom(
    organisation_id: int, project_id: int | None, bom_id: int | None, name: str, by: int, at: datetime
) -> Bom:
    if bom_id is not None:
        return Bom.objects.select_for_update().get(organisation_id=organisation_id, pk=bom_id)
    title = PurePath(name).stem.replace("_", " ").strip()[:160] or name
    if project_id is None:
        project_id = projects.create_project(organisation_id=organisation_id, name=title, by=by, at=at)
    return Bom.objects.create(
        organisation_id=organisation_id, project_id=project_id, name=title, created_at=at
    )


def _preview(read: ReadBom) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "encoding": read.encoding,
        "delimiter": read.delimiter,
        "fingerprint": read.fingerprint,
        "headers": read.headers,
        "left_out": read.left_out[:MOST_LEFT_OUT],
        "warnings": read.warnings,
        "sheets": [asdict(sheet) for sheet in read.sheets],
    }


def _store_lines(revision: Revision, read: ReadBom) -> int:
    """Replace the revision's lines, keeping the identity of rows that are still there; chunks keep memory small."""
    before = Line.objects.filter(revision=revision)
    if before.exists():
        before.exclude(row_number__in=[line.row for line in read.lines]).delete()
    with connection.cursor() as cursor:
        for start in range(0, len(read.lines), CHUNK):
            chunk = enumerate(read.lines[start : start + CHUNK], start=start + 1)
            values: dict[str, Any] = {
                "organisation": revision.organisation_id,
                "revision": revision.pk,
                "rows": json.dumps([_stored(line, position) for position, line in chunk]),
            }
            cursor.execute(_STORE, values)
    return len(read.lines)


def _stored(line: ReadLine, position: int) -> dict[str, Any]:
    return {
        "row_number": line.row,
        "position": position,
        "mpn": line.mpn,
        "manufacturer": line.manufacturer,
        "cpn": line.cpn,
        "quantity": None if line.quantity is None else str(line.quantity),
        "quantity_text": line.quantity_text,
        "designators": line.designators,
        "description": line.description,
        "value": line.value,
        "footprint": line.footprint,
        "sku": line.distributor_sku,
        "dnp": line.dnp,
        "alternates": line.alternates,
        "raw": dict(line.raw),
        "warnings": line.warnings,
        "depth": line.depth,
        "parent_row": line.parent_row,
        "per_parent": None if line.per_parent is None else str(line.per_parent),
        "is_assembly": line.is_assembly,
    }


_STORE = """
insert into boms_line (organisation_id, revision_id, row_number, position, mpn, manufacturer, cpn, quantity,
    quantity_text, designators, description, value, footprint, sku, dnp, alternates, raw, warnings, note,
    depth, parent_row, per_parent, is_assembly, grade_mpn, grade_maker, reason, candidates)
select %(organisation)s, %(revision)s, row_number, position, mpn, manufacturer, cpn, quantity, quantity_text,
    array(select jsonb_array_elements_text(designators)), description, value, footprint, sku, dnp, alternates, raw,
    warnings, '', depth, parent_row, per_parent, is_assembly, 'none', 'not given', '', '{}'
from jsonb_to_recordset(%(rows)s::jsonb) as t(row_number int, position int, mpn text, manufacturer text, cpn text,
    quantity numeric, quantity_text text, designators jsonb, description text, value text, footprint text, sku text,
    dnp boolean, alternates jsonb, raw jsonb, warnings jsonb, depth smallint, parent_row int, per_parent numeric,
    is_assembly boolean)
on conflict (revision_id, row_number) do update set position = excluded.position, mpn = excluded.mpn,
    manufacturer = excluded.manufacturer, cpn = excluded.cpn, quantity = excluded.quantity,
    quantity_text = excluded.quantity_text, designators = excluded.designators, description = excluded.description,
    value = excluded.value, footprint = excluded.footprint, sku = excluded.sku, dnp = excluded.dnp,
    alternates = excluded.alternates, raw = excluded.raw, warnings = excluded.warnings, depth = excluded.depth,
    parent_row = excluded.parent_row, per_parent = excluded.per_parent, is_assembly = excluded.is_assembly
"""
