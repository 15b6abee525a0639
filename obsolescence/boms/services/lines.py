"""What people type over single lines, and what every change of lines sets off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from obsolescence.base.refusals import Refused
from obsolescence.boms.models import Line, LineEdit, Revision
from obsolescence.boms.rules.editing import IDENTITY, understood, written
from obsolescence.boms.services.matching import match_lines
from obsolescence.events import services as events
from obsolescence.projects import services as projects

MOST_TOLD = 200  # ids that an event carries
MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Decided:
    """How many lines a person's word changed, and in which revisions and projects; what follows hangs on these."""

    lines: int = 0
    revisions: list[int] = field(default_factory=list)
    projects: list[int] = field(default_factory=list)


def touched(
    lines: QuerySet[Line], organisation_id: int, at: datetime, *, kind: str = "part_chosen"
) -> Decided:
    """What was changed, told to each project: its forecasts are to be made anew."""
    rows = list(lines.values_list("revision_id", "revision__bom__project_id", "pk"))
    by_project: dict[int, list[int]] = {}
    for _, project_id, line_id in rows:
        by_project.setdefault(project_id, []).append(line_id)
    for project_id, line_ids in by_project.items():
        projects.raise_plan_version(organisation_id=organisation_id, project_id=project_id)
        events.record(
            organisation_id=organisation_id,
            project_id=project_id,
            kind=kind,
            happened_at=at,
            ids={"lines": line_ids[:MOST_TOLD]},
            text=f"{len(line_ids)} line{'s' if len(line_ids) > 1 else ''}",
        )
    revisions = sorted({revision for revision, _, _ in rows})
    Revision.objects.filter(pk__in=revisions).update(summary_version=F("summary_version") + 1)
    return Decided(len(rows), revisions, sorted(by_project))


def edit_lines(
    *, organisation_id: int, line_ids: Sequence[int], field: str, text: str, by: int, at: datetime
) -> Decided:
    """Type one value over some lines; it stays when the file is read again. Raises Refused with a sentence."""
    value = understood(field, text)
    if len(line_ids) > MOST_AT_ONCE:
        raise Refused(f"Edit at most {MOST_AT_ONCE:,} lines at once.")
    lines = Line.objects.select_for_update().filter(organisation_id=organisation_id, pk__in=line_ids)
    found = [line for line in lines.order_by("pk") if getattr(line, field) != value]
    if not found and not lines.exists():
        raise Line.DoesNotExist
    LineEdit.objects.bulk_create(
        LineEdit(
            organisation_id=organisation_id,
            line=line,
            field=field,
            before=written(getattr(line, field)),
            after=written(value),
            edited_by_id=by,
            edited_at=at,
        )
        for line in found
    )
    return _set([(line.pk, value) for line in found], field, organisation_id, at)


def undo_edits(*, organisation_id: int, by: int, edited_at: datetime, at: datetime) -> Decided:
    """Take back what a person typed with one click, where nobody has typed anything else since."""
    mine = LineEdit.objects.filter(organisation_id=organisation_id, edited_by_id=by, edited_at=edited_at)
    edits = list(mine)
    if not edits:
        raise Refused("That was taken back already.")
    field = edits[0].field
    later = set(
        LineEdit.objects.filter(
            organisation_id=organisation_id,
            field=field,
            edited_at__gt=edited_at,
            line_id__in=[edit.line_id for edit in edits],
        ).values_list("line_id", flat=True)
    )
    mine.delete()
    back = [(edit.line_id, _stored(field, edit.before)) for edit in edits if edit.line_id not in later]
    return _set(back, field, organisation_id, at)


def reapply_edits(revision_id: int) -> int:
    """Put what people typed over the lines that were just read again; return how many values."""
    newest: dict[tuple[int, str], LineEdit] = {}
    for edit in LineEdit.objects.filter(line__revision_id=revision_id).order_by("edited_at", "pk"):
        newest[edit.line_id, edit.field] = edit
    by_field: dict[str, list[tuple[int, Any]]] = {}
    for (line_id, name), edit in newest.items():
        by_field.setdefault(name, []).append((line_id, _stored(name, edit.after)))
    for name, values in by_field.items():
        _write(values, name)
    return len(newest)


def carry_edits(pairs: dict[int, int]) -> int:
    """Take edits along to a new revision (new line id → old one) where its file still says what was corrected."""
    old_lines = {old: new for new, old in pairs.items()}
    first: dict[tuple[int, str], LineEdit] = {}
    newest: dict[tuple[int, str], LineEdit] = {}
    for edit in LineEdit.objects.filter(line_id__in=list(old_lines)).order_by("edited_at", "pk"):
        first.setdefault((edit.line_id, edit.field), edit)
        newest[edit.line_id, edit.field] = edit
    lines = Line.objects.in_bulk([old_lines[line_id] for line_id, _ in newest])
    carried = []
    for (line_id, name), edit in newest.items():
        line = lines[old_lines[line_id]]
        if written(getattr(line, name)) == first[line_id, name].before != edit.after:
            before = written(getattr(line, name))
            carried.append(
                LineEdit(
                    organisation_id=edit.organisation_id, line=line, field=name, before=before, after=edit.after,
                    edited_by_id=edit.edited_by_id, edited_at=edit.edited_at,
                )
            )  # fmt: skip
            _write([(line.pk, _stored(name, edit.after))], name)
    LineEdit.objects.bulk_create(carried)
    return len(carried)


def _stored(name: str, text: str) -> Any:
    """A value of the history as it is stored."""
    return understood(name, text)


def _set(values: Sequence[tuple[int, Any]], name: str, organisation_id: int, at: datetime) -> Decided:
    _write(values, name)
    lines = Line.objects.filter(organisation_id=organisation_id, pk__in=[line_id for line_id, _ in values])
    if name in IDENTITY:
        match_lines(organisation_id=organisation_id, lines=lines, at=at, closely=True)
    return touched(lines, organisation_id, at, kind="bom_edited")


def _write(values: Iterable[tuple[int, Any]], name: str) -> None:
    """One statement a value: many lines mostly get the same."""
    by_value: dict[Any, list[int]] = {}
    for line_id, value in values:
        by_value.setdefault(value, []).append(line_id)
    for value, line_ids in by_value.items():
        changes = {name: value} | ({"quantity_text": written(value)} if name == "quantity" else {})
        Line.objects.filter(pk__in=line_ids).update(**changes)
