"""BOMs, their revisions and lines as stored; what the lines' risk is stands in the room above."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Sum, When

from obsolescence.boms.models import (
    Approval,
    Bom,
    Choice,
    Decision,
    Line,
    LineEdit,
    Question,
    Revision,
    Upload,
)
from obsolescence.boms.rules.matching import Match
from obsolescence.boms.rules.pairing import Change, PairLine, diff
from obsolescence.boms.rules.states import MOVING
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key

STATE_WORDS = {
    "received": "Waiting to be read",
    "reading": "Being read",
    "mapping": "Waiting for its columns",
    "matching": "Being matched to the catalogue",
    "assessing": "Being assessed",
    "ready": "Assessed",
    "refused": "Could not be read",
    "undone": "Taken back",
}


def bom(organisation_id: int, bom_id: int) -> Bom:
    return Bom.objects.select_related("project").get(organisation_id=organisation_id, pk=bom_id)


def revision(organisation_id: int, revision_id: int, *, bom_id: int | None = None) -> Revision:
    """One revision (of one BOM, where that is named) with BOM and project; the file's bytes stay where they are."""
    where = {"bom_id": bom_id} if bom_id is not None else {}
    return (
        Revision.objects.select_related("bom__project", "upload", "created_by")
        .defer("upload__content")
        .get(organisation_id=organisation_id, pk=revision_id, **where)
    )


def revisions_of(organisation_id: int, bom_id: int) -> QuerySet[Revision]:
    """All revisions of a BOM, the newest first."""
    return (
        Revision.objects.filter(organisation_id=organisation_id, bom_id=bom_id)
        .select_related("upload", "created_by")
        .defer("upload__content", "preview", "problems")
        .order_by("-number")
    )


def shown_revision(organisation_id: int, bom_id: int) -> Revision | None:
    """The revision that a BOM's page shows: one on its way first, else the released one, else the newest."""
    rows = (
        revisions_of(organisation_id, bom_id)
        .select_related("bom__project")
        .defer(None)
        .defer("upload__content", "preview")
    )
    turn = Case(
        When(reading_state__in=(*MOVING, "mapping"), then=0), When(is_released=True, then=1), default=2
    )
    return rows.order_by(turn, "-number").first()


def other_revision(organisation_id: int, shown: Revision) -> Revision | None:
    """What a page names beside a revision: the released one, or beside that one the newest that came later."""
    rows = revisions_of(organisation_id, shown.bom_id).filter(reading_state="ready")
    if shown.is_released:
        return rows.filter(number__gt=shown.number).first()
    return rows.filter(is_released=True).first()


def built_number(organisation_id: int, bom_id: int) -> int:
    """The number of the released revision; 0 while none is released."""
    rows = Revision.objects.filter(organisation_id=organisation_id, bom_id=bom_id, is_released=True)
    return rows.values_list("number", flat=True).first() or 0


def boms_of_project(organisation_id: int, project_id: int) -> QuerySet[Bom]:
    """A project's BOMs with their released revision in ``released`` (a list of one, or none)."""
    released = Revision.objects.filter(is_released=True).defer("preview", "problems", "mapping")
    return (
        Bom.objects.filter(organisation_id=organisation_id, project_id=project_id, archived_at=None)
        .prefetch_related(Prefetch("revisions", queryset=released, to_attr="released"))
        .annotate(revision_count=Count("revisions"))
        .order_by("name")
    )


def contents_of_project(organisation_id: int, project_id: int) -> list[dict[str, Any]]:
    """Every BOM of a project, also those put away, with how many files and lines it has."""
    rows = Bom.objects.filter(organisation_id=organisation_id, project_id=project_id).order_by("name")
    counted = rows.annotate(files=Count("revisions", distinct=True), lines=Count("revisions__lines"))
    return [
        {"name": name, "files": files, "lines": lines}
        for name, files, lines in counted.values_list("name", "files", "lines")
    ]


def boms_of(organisation_id: int) -> QuerySet[Bom]:
    return (
        Bom.objects.filter(organisation_id=organisation_id, archived_at=None)
        .select_related("project")
        .order_by("project__name", "name")
    )


def boms_put_away(organisation_id: int) -> QuerySet[Bom]:
    """BOMs that drive nothing until they are taken out again, the last one first."""
    return (
        Bom.objects.filter(organisation_id=organisation_id, archived_at__isnull=False)
        .select_related("project")
        .order_by("-archived_at")
    )


def file_of(organisation_id: int, revision_id: int) -> Upload:
    """The customer's file, byte for byte."""
    return Upload.objects.get(organisation_id=organisation_id, revision=revision_id)


def line(organisation_id: int, line_id: int) -> Line:
    return Line.objects.select_related("revision__bom__project", "part__manufacturer").get(
        organisation_id=organisation_id, pk=line_id
    )


def lines_in_rows(revision: Revision, rows: Collection[int]) -> QuerySet[Line]:
    """The lines of a revision that stand in some rows of its file (0-based), in their order."""
    return Line.objects.filter(
        organisation_id=revision.organisation_id, revision=revision, row_number__in=rows
    ).order_by("row_number")


def choice_of(organisation_id: int, line_id: int) -> Choice | None:
    return (
        Choice.objects.filter(organisation_id=organisation_id, line_id=line_id)
        .select_related("chosen_by")
        .first()
    )


def approvals_of(organisation_id: int, line: Line) -> QuerySet[Approval]:
    """The alternates that stand for a line's part: approved for this line, or wherever the organisation uses the part."""
    rows = Approval.objects.filter(organisation_id=organisation_id, part_id=line.part_id or 0)
    rows = rows.filter(Q(line=line) | Q(line=None))
    return rows.select_related("alternate__manufacturer", "approved_by").order_by(
        "-line_id", "alternate__mpn"
    )


def history_of(organisation_id: int, line_id: int) -> QuerySet[LineEdit]:
    """What people typed over a line, the newest first."""
    rows = LineEdit.objects.filter(organisation_id=organisation_id, line_id=line_id).select_related(
        "edited_by"
    )
    return rows.order_by("-edited_at", "-pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far intake has come; ``is_moving``: a page that shows it asks again."""

    state: str
    words: str
    is_moving: bool
    line_count: int
    since: datetime


def progress(revision: Revision) -> Progress:
    state = revision.reading_state
    return Progress(state, STATE_WORDS[state], state in MOVING, revision.line_count, revision.step_at)


def pair_lines(revision_id: int) -> list[PairLine]:
    """The lines of a revision in the order of their rows, as pairing and diff compare them."""
    rows = (
        Line.objects.filter(revision_id=revision_id)
        .order_by("position")
        .values_list("pk", "mpn", "manufacturer", "cpn", "designators", "quantity", "dnp", "alternates")
    )
    return [
        PairLine(
            id=pk,
            mpn=mpn,
            manufacturer=maker,
            cpn=cpn,
            designators=frozenset(places),
            quantity=quantity,
            dnp=dnp,
            alternates=tuple((str(a[0]), str(a[1])) for a in alternates),
        )
        for pk, mpn, maker, cpn, places, quantity, dnp, alternates in rows
    ]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One line that a revision changes, before and after."""

    what: tuple[str, ...]
    old: Line | None
    new: Line | None


def differences(organisation_id: int, old_id: int, new_id: int) -> list[DiffRow]:
    """What changed from one revision to another, changed lines first, then added, then removed."""
    for revision_id in (old_id, new_id):
        Revision.objects.only("pk").get(organisation_id=organisation_id, pk=revision_id)
    changes = diff(pair_lines(old_id), pair_lines(new_id))
    lines = Line.objects.defer("raw").select_related("part__manufacturer").in_bulk(_ids(changes))
    return [
        DiffRow(
            change.what,
            lines.get(change.old_id) if change.old_id else None,
            lines.get(change.new_id) if change.new_id else None,
        )
        for change in changes
    ]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many lines a revision has, and how many pieces are placed on one unit (None: a quantity is missing everywhere)."""

    lines: int
    placed: int
    pieces: Decimal | None


def totals(organisation_id: int, revision_id: int) -> Totals:
    """Lines, placed lines and placed pieces per unit; assemblies are not counted, their parts are."""
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id, is_assembly=False)
    found = rows.aggregate(
        lines=Count("pk"),
        placed=Count("pk", filter=Q(dnp=False)),
        pieces=Sum("quantity", filter=Q(dnp=False)),
    )
    return Totals(**found)


def digest(organisation_id: int, old_id: int, new_id: int) -> str:
    """A short sign for all that a comparison shows: it changes when a line of either revision does."""
    seen = hashlib.sha256(f"{organisation_id} {old_id} {new_id}".encode())
    for revision_id in (old_id, new_id):
        rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id).order_by(
            "position"
        )
        for row in rows.values_list(*_COMPARED):
            seen.update(repr(row).encode())
    return seen.hexdigest()[:24]


_COMPARED = (
    "row_number",
    "mpn",
    "manufacturer",
    "cpn",
    "quantity",
    "designators",
    "dnp",
    "alternates",
    "part_id",
)


def _ids(changes: list[Change]) -> list[int]:
    return [number for change in changes for number in (change.old_id, change.new_id) if number is not None]


class Decisions:
    """What an organisation's people decided about numbers, at hand for many lines."""

    def __init__(self, rows: Iterable[Decision]) -> None:
        self._by_number: dict[tuple[str, str], Decision] = {}
        self._by_own: dict[str, Decision] = {}
        for row in rows:
            if row.cpn:
                self._by_own[row.cpn] = row
            else:
                self._by_number[row.mpn, row.maker] = row

    def by_number(self, mpn: str, maker: str) -> Match | None:
        """The decision about a number with this maker, as a match."""
        if not mpn or not self._by_number:
            return None
        return _as_match(self._by_number.get((fold_mpn(mpn), manufacturer_key(maker) if maker else "")))

    def by_own_number(self, cpn: str) -> Match | None:
        return _as_match(self._by_own.get(fold_mpn(cpn))) if cpn and self._by_own else None


def decisions(organisation_id: int) -> Decisions:
    return Decisions(Decision.objects.filter(organisation_id=organisation_id).select_related("decided_by"))


def _as_match(decision: Decision | None) -> Match | None:
    if decision is None:
        return None
    return Match(decision.part_id, "chosen" if decision.part_id else "none", "same" if decision.part_id else "not given",
                 reason_of(decision))  # fmt: skip


def reason_of(decision: Decision) -> str:
    """Who decided when, in one sentence."""
    who = decision.decided_by.name if decision.decided_by else "a colleague"
    what = "Chosen" if decision.part_id else "Marked as not in the catalogue"
    which = "this number of yours" if decision.cpn else "this number"
    return f"{what} by {who} on {decision.decided_at:%Y-%m-%d} for every line with {which}."


def open_lines(organisation_id: int, revision_id: int) -> QuerySet[Line]:
    """The lines of a revision that a person should look at, those with proposals first: a number, no part, no word."""
    return (
        Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id, part=None, choice=None)
        .filter(is_assembly=False)
        .exclude(mpn="", sku="")
        .exclude(reason__startswith="Marked as not in the catalogue")
        .annotate(is_hopeless=Case(When(candidates=[], then=True), default=False))
        .order_by("is_hopeless", "position")
    )


def acceptable_lines(organisation_id: int, revision_id: int, grade: str) -> QuerySet[Line]:
    """Open lines whose first proposal may be taken together with others: of a grade, and at no other maker."""
    rows = open_lines(organisation_id, revision_id).filter(grade_mpn=grade).exclude(candidates=[])
    return rows.exclude(grade_maker="different")


@dataclass(frozen=True, slots=True)
class OpenOfGrade:
    """How many open lines there are of a grade, and how many of them can be accepted together.

    Of those without a proposal: for how many the search still goes on, and for how many it found nothing.
    """

    grade: str
    count: int
    acceptable: int
    looking: int = 0
    hopeless: int = 0


def open_by_grade(organisation_id: int, revision_id: int) -> list[OpenOfGrade]:
    """The grades of the open lines, the surest first."""
    order = ("variant", "likely", "ambiguous", "none")
    rows = (
        open_lines(organisation_id, revision_id)
        .order_by()
        .values("grade_mpn")
        .annotate(
            n=Count("pk"),
            sure=Count("pk", filter=~Q(candidates=[]) & ~Q(grade_maker="different")),
            looking=Count("pk", filter=Q(candidates=[], proposed_at=None) & ~Q(mpn="")),
            without=Count("pk", filter=Q(candidates=[])),
        )
    )
    found = [
        OpenOfGrade(
            row["grade_mpn"],
            row["n"],
            row["sure"] if row["grade_mpn"] in order[:2] else 0,
            row["looking"],
            row["without"] - row["looking"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: order.index(one.grade) if one.grade in order else 9)


def same_number_count(organisation_id: int, line: Line) -> tuple[int, int]:
    """(lines, projects) of the organisation that carry the same number as a line."""
    rows = Line.objects.filter(organisation_id=organisation_id, mpn=line.mpn, revision__bom__archived_at=None)
    found = rows.aggregate(lines=Count("pk"), projects=Count("revision__bom__project", distinct=True))
    return found["lines"], found["projects"]


def without_proposals() -> list[tuple[int, int]]:
    """(organisation, revision) whose unmatched lines still wait for proposals (jobs)."""
    rows = Line.objects.filter(
        part=None,
        proposed_at=None,
        matched_at__isnull=False,
        is_assembly=False,
        revision__reading_state="ready",
    )
    return list(rows.values_list("organisation_id", "revision_id").distinct()[:50])


def waiting_for_proposals(organisation_id: int, revision_id: int) -> QuerySet[Line]:
    """The lines of a revision for which similar numbers are still being looked for."""
    return Line.objects.filter(
        organisation_id=organisation_id,
        revision_id=revision_id,
        part=None,
        proposed_at=None,
        matched_at__isnull=False,
        is_assembly=False,
    ).exclude(mpn="")


def questions_of(organisation_id: int, line_id: int) -> QuerySet[Question]:
    """What was asked about a line and what came of it, the first question first; not what goes on elsewhere."""
    rows = Question.objects.filter(organisation_id=organisation_id, line_id=line_id).exclude(
        outcome="carried"
    )
    return rows.select_related("asked_by", "asked", "answered_by").order_by("asked_at", "pk")


def questions_to(organisation_id: int, user_id: int) -> QuerySet[Question]:
    """What a person was asked and has not answered, the oldest first."""
    return (
        Question.objects.filter(
            organisation_id=organisation_id,
            asked_id=user_id,
            outcome="open",
            line__revision__bom__archived_at=None,
        )
        .select_related("asked_by", "line__revision__bom__project")
        .order_by("asked_at", "pk")
    )


def lines_around(line: Line, *, each_way: int = 2) -> QuerySet[Line]:
    """A line between its neighbours in the file."""
    rows = Line.objects.filter(organisation_id=line.organisation_id, revision_id=line.revision_id)
    return rows.filter(position__range=(line.position - each_way, line.position + each_way)).order_by(
        "position"
    )


def lines_asked_about(organisation_id: int, revision_id: int, *, user_id: int) -> QuerySet[Line]:
    """The lines of a revision about which a person was asked and has not answered, in the order of the file."""
    waiting = Question.objects.filter(organisation_id=organisation_id, outcome="open", asked_id=user_id)
    rows = Line.objects.filter(organisation_id=organisation_id, revision_id=revision_id)
    return rows.filter(pk__in=waiting.values("line_id")).order_by("position")


def open_questions_in(organisation_id: int, revision_id: int) -> list[tuple[int, int | None]]:
    """(line, who is asked) of every open question about a revision."""
    rows = Question.objects.filter(
        organisation_id=organisation_id, line__revision_id=revision_id, outcome="open"
    )
    return list(rows.values_list("line_id", "asked_id"))
