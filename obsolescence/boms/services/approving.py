"""Approved alternates (AVL): which part may stand in for another, on one line or wherever the organisation uses it."""

from __future__ import annotations

from datetime import datetime

from obsolescence.base.refusals import Refused
from obsolescence.boms.models import Approval, Line
from obsolescence.boms.rules.editing import RELATIONS
from obsolescence.parts.models import Part
from obsolescence.parts.rules.names import fold_mpn


def approve_alternate(
    *,
    organisation_id: int,
    line_id: int,
    alternate: str,
    relation: str,
    note: str,
    everywhere: bool,
    by: int,
    at: datetime,
) -> None:
    """Approve a part, named by its number, as an alternate of the line's part. Saying it twice changes it."""
    line = Line.objects.get(organisation_id=organisation_id, pk=line_id)
    if line.part_id is None:
        raise Refused("The line has no part of the catalogue yet: choose that first.")
    if relation not in RELATIONS:
        raise Refused("Say how the alternate fits: form-fit-function, functional or upgrade.")
    part = _named(alternate)
    if part.pk == line.part_id:
        raise Refused(f"{part.mpn} is the line's part already.")
    Approval.objects.update_or_create(
        organisation_id=organisation_id,
        part_id=line.part_id,
        alternate=part,
        line=None if everywhere else line,
        defaults={
            "relation": relation,
            "note": note.strip()[:400],
            "approved_by_id": by,
            "approved_at": at,
        },
    )


def withdraw_approval(*, organisation_id: int, approval_id: int) -> None:
    Approval.objects.get(organisation_id=organisation_id, pk=approval_id).delete()


def _named(text: str) -> Part:
    """The one orderable part of that number."""
    rows = list(Part.objects.filter(mpn_fold=fold_mpn(text)).select_related("manufacturer")[:9])
    orderable = [part for part in rows if part.mpn_kind != "base"]
    if len(orderable) == 1:
        return orderable[0]
    if rows and not orderable:
        raise Refused(f"{text.strip()} is a base number: choose the orderable part.")
    if orderable:
        names = ", ".join(sorted(part.manufacturer.name for part in orderable))
        raise Refused(
            f"{text.strip()} exists at several makers ({names}): open the one you mean and approve it there."
        )
    raise Refused(f"No part of the catalogue has the number {text.strip()[:60] or '(empty)'}.")
