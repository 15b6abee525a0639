"""What people do to BOMs after the upload: name, move, put away, take back, release, write notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import connection
from django.db.models import Q, Sum

from obsolescence.base.refusals import Refused
from obsolescence.boms import queries
from obsolescence.boms.models import Bom, Line, Revision, Upload
from obsolescence.boms.rules.pairing import pair
from obsolescence.boms.services.asking import bring_back_questions, carry_questions
from obsolescence.boms.services.lines import carry_edits
from obsolescence.events import services as events
from obsolescence.projects import services as projects
from obsolescence.projects.models import Project


def rename(*, organisation_id: int, bom_id: int, name: str) -> None:
    name = " ".join(name.split())[:200]
    if not name:
        raise Refused("A BOM needs a name.")
    bom = _bom(organisation_id, bom_id)
    Bom.objects.filter(pk=bom.pk).update(name=name)


def move(*, organisation_id: int, bom_id: int, project_id: int, at: datetime) -> None:
    """Put a BOM into another project of the organisation; what hangs on its project is made anew."""
    bom = _bom(organisation_id, bom_id)
    target = Project.objects.get(organisation_id=organisation_id, pk=project_id)
    if target.pk == bom.project_id:
        return
    Bom.objects.filter(pk=bom.pk).update(project_id=project_id)
    _record(bom, "bom_moved", at, f"{bom.name}, to {target.name}")
    _record(bom, "bom_moved", at, f"{bom.name}, from {bom.project.name}", project_id)


def archive(*, organisation_id: int, bom_id: int, at: datetime | None, now: datetime) -> None:
    """Put a BOM away (at) or take it back (None): it drives neither demand nor alerts meanwhile."""
    bom = _bom(organisation_id, bom_id)
    if (bom.archived_at is None) == (at is None):
        return
    Bom.objects.filter(pk=bom.pk).update(archived_at=at)
    _record(bom, "bom_archived" if at else "bom_restored", at or now, bom.name)


def delete(*, organisation_id: int, bom_id: int, at: datetime) -> int:
    """Delete a BOM with its files, lines and choices; return its project."""
    bom = _bom(organisation_id, bom_id)
    uploads = list(bom.revisions.values_list("upload_id", flat=True))
    _record(bom, "bom_deleted", at, bom.name)
    bom.delete()
    _delete_uploads(organisation_id, uploads)
    _remove_project_of(bom, at)
    return bom.project_id


def delete_project(*, organisation_id: int, project_id: int, at: datetime) -> None:
    """Delete a project with its BOMs, their files, lines, choices and notes."""
    revisions = Revision.objects.filter(organisation_id=organisation_id, bom__project_id=project_id)
    uploads = list(revisions.values_list("upload_id", flat=True))
    projects.delete(organisation_id=organisation_id, project_id=project_id, at=at)
    _delete_uploads(organisation_id, uploads)


def undo_upload(*, organisation_id: int, revision_id: int, at: datetime) -> int | None:
    """Take an upload back; the BOM that it made goes with it. Returns the BOM that is left, or None."""
    revision = Revision.objects.select_related("bom").get(organisation_id=organisation_id, pk=revision_id)
    bom, upload_id, was_released = revision.bom, revision.upload_id, revision.is_released
    _record(bom, "bom_undone", at, f"{bom.name}, revision {revision.number}")
    bring_back_questions(revision_id)
    revision.delete()
    _delete_uploads(organisation_id, [upload_id])
    left = bom.revisions.order_by("-number")
    newest, newest_ready = left.first(), left.filter(reading_state="ready").first()
    if newest is None:
        bom.delete()
        _remove_project_of(bom, at)
        return None
    if was_released and newest_ready is not None:
        Revision.objects.filter(pk=newest_ready.pk).update(is_released=True, still_built_share=None)
    return bom.pk


def release(
    *,
    organisation_id: int,
    revision_id: int,
    at: datetime,
    keep_building: Decimal | None = None,
    seen: str = "",
) -> None:
    """Make a revision the one that is built. keep_building: the share (0–1) of the plan that the old one keeps.

    seen: the digest of the comparison that the person looked at; refused where lines have changed since.
    """
    revision = Revision.objects.select_related("bom").get(organisation_id=organisation_id, pk=revision_id)
    if revision.reading_state != "ready":
        raise Refused("This revision is not read yet.")
    if seen and seen != _digest_against_released(organisation_id, revision):
        raise Refused("The BOM has changed since your preview; nothing was saved. Look at the changes again.")
    if keep_building is not None and not 0 < keep_building < 1:
        raise Refused("The share of the old revision must lie between 0 and 100 %.")
    Revision.objects.filter(bom_id=revision.bom_id, is_released=True).exclude(pk=revision_id).update(
        is_released=False, still_built_share=keep_building
    )
    Revision.objects.filter(pk=revision_id).update(is_released=True, still_built_share=None)
    _tell(organisation_id, revision, "bom_released", at)


def _digest_against_released(organisation_id: int, revision: Revision) -> str:
    """What a person would see now; the lines stay as they are until the release is committed."""
    list(Bom.objects.select_for_update().filter(pk=revision.bom_id))
    old = (
        Revision.objects.filter(bom_id=revision.bom_id, is_released=True).values_list("pk", flat=True).first()
    )
    return queries.digest(organisation_id, old, revision.pk) if old else ""


def set_still_built(*, organisation_id: int, revision_id: int, share: str, at: datetime) -> None:
    """Say which share of the plan (per cent, empty for none) an older revision is still built with."""
    revision = Revision.objects.select_related("bom").get(organisation_id=organisation_id, pk=revision_id)
    if revision.is_released:
        raise Refused("The released revision is built with what the others leave.")
    try:
        value = Decimal(share.strip().rstrip("%").strip().replace(",", ".")) / 100 if share.strip() else None
    except InvalidOperation as error:
        raise Refused("Write the share in per cent, such as 20.") from error
    if value is not None and not (value.is_finite() and 0 < value < 1):
        raise Refused("The share must lie between 0 and 100 %.")
    _leave_some(revision, value or Decimal(0))
    Revision.objects.filter(pk=revision_id).update(still_built_share=value)
    _tell(organisation_id, revision, "bom_released", at)


def _leave_some(revision: Revision, share: Decimal) -> None:
    """Older revisions together must leave something of the plan to the released one."""
    others = Revision.objects.filter(bom_id=revision.bom_id).exclude(pk=revision.pk)
    taken = others.aggregate(taken=Sum("still_built_share"))["taken"] or Decimal(0)
    if share and taken + share >= 1:
        raise Refused(
            f"Other revisions are built with {taken:.0%} already: together they must stay below 100 %."
        )


def write_note(*, organisation_id: int, line_id: int, note: str) -> None:
    found = Line.objects.filter(organisation_id=organisation_id, pk=line_id).update(note=note.strip()[:4000])
    if not found:
        raise Line.DoesNotExist


def carry_over(*, organisation_id: int, revision_id: int, at: datetime) -> int:
    """Take choices, notes, edits and open questions along from the revision before; return how many lines were recognised."""
    revision = Revision.objects.get(organisation_id=organisation_id, pk=revision_id)
    before = (
        Revision.objects.filter(bom_id=revision.bom_id, number__lt=revision.number, reading_state="ready")
        .order_by("-is_released", "-number")
        .first()
    )
    if before is None:
        return 0
    pairs = pair(queries.pair_lines(before.pk), queries.pair_lines(revision_id))
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, {"new": list(pairs), "old": list(pairs.values()), "at": at})
    carry_edits(pairs)
    carry_questions(pairs, at=at)
    return len(pairs)


def release_first(*, organisation_id: int, revision_id: int, at: datetime) -> None:
    """The first revision of a BOM is released by itself: there is nothing else that could be built."""
    revision = Revision.objects.select_related("bom").get(organisation_id=organisation_id, pk=revision_id)
    others = Revision.objects.filter(bom_id=revision.bom_id).exclude(pk=revision_id)
    if revision.is_released or others.filter(Q(is_released=True) | Q(reading_state="ready")).exists():
        return
    Revision.objects.filter(pk=revision_id).update(is_released=True)
    _tell(organisation_id, revision, "bom_released", at)


def _bom(organisation_id: int, bom_id: int) -> Bom:
    return Bom.objects.select_for_update().get(organisation_id=organisation_id, pk=bom_id)


def _remove_project_of(bom: Bom, at: datetime) -> None:
    """The project that the upload of a BOM made goes with it, where nothing else is in it."""
    if not Bom.objects.filter(organisation_id=bom.organisation_id, project_id=bom.project_id).exists():
        projects.remove_if_untouched(
            organisation_id=bom.organisation_id, project_id=bom.project_id, made_at=bom.created_at, at=at
        )


def _delete_uploads(organisation_id: int, upload_ids: Sequence[int]) -> None:
    Upload.objects.filter(organisation_id=organisation_id, pk__in=upload_ids, revision=None).delete()


def _tell(organisation_id: int, revision: Revision, kind: str, at: datetime) -> None:
    projects.raise_plan_version(organisation_id=organisation_id, project_id=revision.bom.project_id)
    events.record(
        organisation_id=organisation_id,
        project_id=revision.bom.project_id,
        kind=kind,
        happened_at=at,
        ids={"bom": revision.bom_id, "revision": revision.pk},
        text=f"{revision.bom.name}, revision {revision.number}",
    )


def _record(bom: Bom, kind: str, at: datetime, text: str, project_id: int | None = None) -> None:
    """What a project is built from has changed: write it down, and let whoever follows judge anew."""
    project_id = project_id or bom.project_id
    projects.raise_plan_version(organisation_id=bom.organisation_id, project_id=project_id)
    events.record(
        organisation_id=bom.organisation_id,
        project_id=project_id,
        kind=kind,
        happened_at=at,
        ids={"bom": bom.pk},
        text=text,
    )


_CARRY = """
with pairs as (select * from unnest(%(new)s::bigint[], %(old)s::bigint[]) as t(new_id, old_id)), noted as (
    update boms_line n set note = o.note from pairs p join boms_line o on o.id = p.old_id
    where n.id = p.new_id and n.note = '' and o.note <> ''
), chosen as (
    insert into boms_choice (organisation_id, line_id, part_id, chosen_by_id, chosen_at)
    select c.organisation_id, p.new_id, c.part_id, c.chosen_by_id, c.chosen_at
    from pairs p join boms_choice c on c.line_id = p.old_id
    on conflict (line_id) do nothing returning line_id, part_id
)
update boms_line l set part_id = c.part_id, reason = 'Chosen by hand in the revision before.', matched_at = %(at)s,
    proposed_at = %(at)s, grade_mpn = case when c.part_id is null then 'none' else 'chosen' end,
    grade_maker = case when c.part_id is null then 'not given' else 'same' end
from chosen c where l.id = c.line_id
"""
