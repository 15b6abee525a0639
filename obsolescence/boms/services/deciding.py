"""What people say about numbers: which part a line means, for that line or wherever the number stands; and undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from obsolescence.base.refusals import Refused
from obsolescence.boms import queries
from obsolescence.boms.models import Choice, Decision, Line
from obsolescence.boms.services.asking import settle, unsettle
from obsolescence.boms.services.lines import Decided, touched
from obsolescence.boms.services.matching import match_lines
from obsolescence.parts.models import Part
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key


def choose_part(
    *,
    organisation_id: int,
    line_id: int,
    part_id: int | None,
    by: int,
    at: datetime,
    everywhere: bool = False,
) -> Decided:
    """A person says which part a line means, or (None) that none does; it outlives matching anew.

    everywhere: for every line of the organisation with this number and maker, now and in later uploads; a line without
    a part number is then known by the customer's own number.
    """
    line = Line.objects.select_related("revision__bom").get(organisation_id=organisation_id, pk=line_id)
    part = _orderable(part_id)
    if everywhere and (line.mpn or line.cpn):
        Choice.objects.filter(organisation_id=organisation_id, line=line).delete()
        return _decide(organisation_id, [(line, part_id)], by, at)
    Choice.objects.update_or_create(
        organisation_id=organisation_id,
        line=line,
        defaults={"part": part, "chosen_by_id": by, "chosen_at": at},
    )
    Line.objects.filter(pk=line.pk).update(
        part=part,
        grade_mpn="chosen" if part else "none",
        grade_maker="same" if part else "not given",
        reason="Chosen by hand." if part else "Marked by hand as not in the catalogue.",
        matched_at=at,
        proposed_at=at,
    )
    settle(organisation_id=organisation_id, line_ids=[line.pk], by=by, at=at)
    return touched(Line.objects.filter(pk=line.pk), organisation_id, at)


def accept_proposals(*, organisation_id: int, line_ids: Sequence[int], by: int, at: datetime) -> Decided:
    """Take the first proposal of each of these lines, wherever their numbers stand."""
    lines = Line.objects.filter(organisation_id=organisation_id, pk__in=line_ids, part=None).exclude(
        candidates=[]
    )
    chosen = [(line, line.candidates[0]) for line in lines.order_by("pk") if line.mpn or line.cpn]
    known = set(
        Part.objects.filter(pk__in=[part for _, part in chosen])
        .exclude(mpn_kind="base")
        .values_list("pk", flat=True)
    )
    return _decide(organisation_id, [(line, part) for line, part in chosen if part in known], by, at)


def forget_choice(*, organisation_id: int, line_id: int, at: datetime) -> Decided:
    """Take back what was said about a line, or about its number; matching decides again."""
    line = Line.objects.get(organisation_id=organisation_id, pk=line_id)
    choices = Choice.objects.filter(organisation_id=organisation_id, line_id=line_id)
    when = list(choices.values_list("chosen_at", flat=True))
    unsettle(organisation_id=organisation_id, line_ids=[line_id], decided_at=when)
    chosen, _ = choices.delete()
    about = Decision.objects.filter(organisation_id=organisation_id).filter(**_key(line))
    if not chosen and about.exists():
        return _undo(organisation_id, about, at)
    rows = Line.objects.filter(organisation_id=organisation_id, pk=line_id)
    match_lines(organisation_id=organisation_id, lines=rows, at=at, closely=True)
    return touched(rows, organisation_id, at)


def undo_decisions(*, organisation_id: int, by: int, decided_at: datetime, at: datetime) -> Decided:
    """Take back everything that a person decided with one click."""
    mine = Decision.objects.filter(organisation_id=organisation_id, decided_by_id=by, decided_at=decided_at)
    if not mine.exists():
        raise Refused("That was taken back already, or changed since.")
    return _undo(organisation_id, mine, at)


def _undo(organisation_id: int, about: QuerySet[Decision], at: datetime) -> Decided:
    decisions = list(about)
    rows = _lines_of(organisation_id, decisions)
    unsettle(
        organisation_id=organisation_id,
        line_ids=[row.pk for row in rows],
        decided_at={one.decided_at for one in decisions},
    )
    about.delete()
    lines = Line.objects.filter(organisation_id=organisation_id, pk__in=[row.pk for row in rows])
    match_lines(organisation_id=organisation_id, lines=lines, at=at, closely=True)
    return touched(lines, organisation_id, at)


def _decide(
    organisation_id: int, chosen: Iterable[tuple[Line, int | None]], by: int, at: datetime
) -> Decided:
    """Write decisions and put them on every line that they are about."""
    rows = {
        tuple(key.values()): Decision(
            organisation_id=organisation_id, text=line.mpn or line.cpn, part_id=part_id, decided_by_id=by,
            decided_at=at, **key,
        )
        for line, part_id in chosen
        for key in [_key(line)]
    }  # fmt: skip
    Decision.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["organisation", "mpn", "maker", "cpn"],
        update_fields=["text", "part", "decided_by", "decided_at"],
    )
    written = Decision.objects.filter(organisation_id=organisation_id, decided_at=at, decided_by_id=by)
    decisions = list(written.select_related("decided_by"))
    lines = _lines_of(organisation_id, decisions)
    _apply(decisions, lines, at)
    settle(organisation_id=organisation_id, line_ids=[line.pk for line in lines], by=by, at=at)
    return touched(Line.objects.filter(pk__in=[line.pk for line in lines]), organisation_id, at)


def _key(line: Line) -> dict[str, str]:
    if line.mpn:
        maker = manufacturer_key(line.manufacturer) if line.manufacturer else ""
        return {"mpn": fold_mpn(line.mpn), "maker": maker, "cpn": ""}
    return {"mpn": "", "maker": "", "cpn": fold_mpn(line.cpn)}


def _lines_of(organisation_id: int, decisions: Sequence[Decision]) -> list[Line]:
    """The lines that decisions are about and of which nobody has said anything else. SQL finds, the fold decides."""
    wanted = {(one.mpn, one.maker, one.cpn) for one in decisions}
    with connection.cursor() as cursor:
        cursor.execute(
            _SAME_NUMBER,
            {
                "organisation": organisation_id,
                "folds": [one.mpn or one.cpn for one in decisions],
                "texts": [one.text for one in decisions],
            },
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = Line.objects.filter(pk__in=ids, choice=None).only(
        "pk", "mpn", "manufacturer", "cpn", "revision_id"
    )
    return [line for line in rows if tuple(_key(line).values()) in wanted]


def _apply(decisions: Sequence[Decision], lines: Sequence[Line], at: datetime) -> None:
    by_key = {(one.mpn, one.maker, one.cpn): one for one in decisions}
    found = [(line.pk, by_key[_key(line)["mpn"], _key(line)["maker"], _key(line)["cpn"]]) for line in lines]
    values: dict[str, Any] = {
        "ids": [line_id for line_id, _ in found],
        "parts": [decision.part_id for _, decision in found],
        "reasons": [queries.reason_of(decision) for _, decision in found],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, values)


def _orderable(part_id: int | None) -> Part | None:
    if part_id is None:
        return None
    part = Part.objects.filter(pk=part_id).first()
    if part is None:
        raise Refused("This part is not in the catalogue.")
    if part.mpn_kind == "base":
        raise Refused(f"{part.mpn} is a base number: choose the orderable part.")
    return part


_SAME_NUMBER = r"""
select id from boms_line where organisation_id = %(organisation)s and (
    upper(regexp_replace(mpn, '\s', '', 'g')) = any(%(folds)s) or mpn = any(%(texts)s)
    or (mpn = '' and (upper(regexp_replace(cpn, '\s', '', 'g')) = any(%(folds)s) or cpn = any(%(texts)s))))
"""

_APPLY = """
update boms_line l set part_id = t.part, reason = t.reason, matched_at = %(at)s, proposed_at = %(at)s,
    grade_mpn = case when t.part is null then 'none' else 'chosen' end,
    grade_maker = case when t.part is null then 'not given' else 'same' end
from unnest(%(ids)s::bigint[], %(parts)s::bigint[], %(reasons)s::text[]) as t(id, part, reason) where l.id = t.id
"""
