"""Notices into the catalogue: who said that which part changes or ends, and what follows for its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from obsolescence.base import given
from obsolescence.base.refusals import Refused
from obsolescence.parts.models import Manufacturer, Notice, NoticePart, Part
from obsolescence.parts.rules import notices as rules
from obsolescence.parts.rules.lifecycle import MAKER
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key
from obsolescence.parts.services.lifecycle import derive_lifecycle


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One part of a notice as the source wrote it; dates as text, as coarse as they are."""

    part: str
    part_kind: str = ""
    replacement: str = ""
    relation: str = ""
    last_order: str = ""
    last_ship: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as the source wrote it; dates as text, as coarse as they are (2012, 2012-03, 2012-03-05)."""

    maker: str
    word: str
    title: str
    rows: Sequence[NoticeRow]
    notice_id: str = ""
    number: str = ""
    issued: str = ""
    last_order: str = ""
    last_ship: str = ""
    reason: str = ""
    evidence: str = ""
    confidence: str = ""
    source_url: str = ""
    note: str = ""


def record_notice(new: NewNotice, *, at: datetime) -> tuple[int, bool]:
    """Record a notice with its parts (jobs or staff); return its id and whether anything changed.

    Known by the file's notice_id, else by maker and number. Recording the same twice changes nothing, also where it was
    withdrawn meanwhile; recording it with other dates or parts is a new version that replaces its claims, and holds again.
    Raises Refused with a sentence.
    """
    maker = _maker(new.maker)
    values = _values(new, maker)
    notice, is_new = Notice.objects.select_for_update().get_or_create(
        identity=_identity(new, maker.pk), defaults=values
    )
    changed, before = is_new or _differs(notice, values), _said(notice.pk)
    if changed and not is_new:
        Notice.objects.filter(pk=notice.pk).update(**values)
    is_resolved = _replace_rows(notice.pk, maker.pk, _rows(new))
    if notice.withdrawn_at is not None and (changed or _said(notice.pk) != before):
        Notice.objects.filter(pk=notice.pk).update(withdrawn_at=None, withdrawal_reason="")
    changed |= is_resolved
    if changed:
        if not is_new:
            Notice.objects.filter(pk=notice.pk).update(version=F("version") + 1)
        say_again(notice.pk, at)
    return notice.pk, changed


def withdraw_notice(*, notice_id: int, reason: str, at: datetime) -> bool:
    """Take a notice back: its claims no longer speak, and a new version waits to be told. False: it was before."""
    taken = Notice.objects.filter(pk=notice_id, withdrawn_at=None).update(
        withdrawn_at=at, withdrawal_reason=reason.strip(), version=F("version") + 1
    )
    if taken:
        say_again(notice_id, at)
    return bool(taken)


def reinstate_notice(*, notice_id: int, at: datetime) -> bool:
    """A person says that a withdrawn notice holds after all; False: it was not withdrawn."""
    back = Notice.objects.filter(pk=notice_id, withdrawn_at__isnull=False).update(
        withdrawn_at=None, withdrawal_reason="", version=F("version") + 1
    )
    if back:
        say_again(notice_id, at)
    return bool(back)


def choose_part(*, row_id: int, part_id: int, at: datetime) -> int:
    """A person says which part a waiting row means; return the notice's id."""
    row = NoticePart.objects.select_for_update().get(pk=row_id)
    part = Part.objects.filter(pk=part_id).first()
    if part is None:
        raise Refused("This part is not in the catalogue.")
    if part.mpn_kind == "base":
        raise Refused(f"{part.mpn} is a base number: choose the orderable part.")
    NoticePart.objects.filter(pk=row_id).update(part_id=part_id, state="matched", is_chosen=True)
    Notice.objects.filter(pk=row.notice_id).update(version=F("version") + 1)
    say_again(row.notice_id, at)
    return row.notice_id


def _maker(name: str) -> Manufacturer:
    """The maker of that name or alias; an unknown one is kept, to be confirmed."""
    name = given.text(name, 160, "The manufacturer's name")
    key = manufacturer_key(name)
    if not key:
        raise Refused("The manufacturer is missing.")
    if len(key) > 160:
        raise Refused("The manufacturer's name is longer than 160 characters.")
    known = (
        Manufacturer.objects.filter(key=key).first() or Manufacturer.objects.filter(aliases__key=key).first()
    )
    return known or Manufacturer.objects.create(name=name, key=key, is_confirmed=False)


def _identity(new: NewNotice, maker_id: int) -> str:
    if notice_id := given.text(new.notice_id, 200, "The notice's id"):
        return notice_id
    if number := fold_mpn(given.text(new.number, 120, "The notice's number")):
        if len(number) > 160:
            raise Refused("The notice's number is longer than 120 characters.")
        return f"{maker_id}:{number}"
    raise Refused("A notice needs its number: without one, the same notice could be recorded twice.")


def _values(new: NewNotice, maker: Manufacturer) -> dict[str, Any]:
    if not new.title.strip():
        raise Refused("A notice needs a title.")
    kind = rules.kind_of(new.word)
    issued, last_order, last_ship = (
        _period(text, name)
        for text, name in (
            (new.issued, "date of the notice"),
            (new.last_order, "last order date"),
            (new.last_ship, "last ship date"),
        )
    )
    if issued and last_order and last_order.last < issued.first:
        raise Refused("The last order date lies before the notice.")
    return {
        "manufacturer_id": maker.pk,
        "number": new.number.strip()[:120],
        "kind": kind,
        "word": new.word.strip()[:60],
        "title": new.title.strip()[:300],
        "issue_date": issued and issued.first,
        "issue_precision": issued.precision if issued else "day",
        **_ending("last_order", last_order),
        **_ending("last_ship", last_ship),
        "reason": new.reason.strip(),
        "evidence": new.evidence.strip()[:120],
        "confidence": new.confidence.strip()[:12],
        "counts": rules.does_count(kind, new.evidence, new.confidence),
        "source_url": new.source_url.strip()[:500],
        "note": new.note.strip(),
    }


def _ending(name: str, period: rules.Period | None) -> dict[str, Any]:
    """A coarse end counts until the last day of its period."""
    return {
        f"{name}_date": period and period.last,
        f"{name}_precision": period.precision if period else "day",
    }


def _period(text: str, name: str) -> rules.Period | None:
    try:
        return rules.period_of(text)
    except ValueError as error:
        raise Refused(
            f"The {name} {text[:40]!r} is not a date: write 2027-03-31, or 2027-03, 2027-Q1, 2027 where it is not known closer."
        ) from error


def _differs(notice: Notice, values: dict[str, Any]) -> bool:
    return any(getattr(notice, name) != value for name, value in values.items())


def _said(notice_id: int) -> list[tuple[Any, ...]]:
    """What the rows of a notice say, whichever parts of ours they mean."""
    rows = NoticePart.objects.filter(notice_id=notice_id).order_by("raw_part")
    return list(
        rows.values_list(
            "raw_part",
            "part_kind",
            "replacement",
            "replacement_relation",
            "last_order_date",
            "last_ship_date",
        )
    )


def _rows(new: NewNotice) -> list[NoticeRow]:
    """The rows with a part, each part once (the last row of a part counts); dates fall back to the notice's own."""
    by_part = {
        fold_mpn(part): row for row in new.rows if (part := given.text(row.part, 200, "The number of a part"))
    }
    return [
        replace(row, last_order=row.last_order or new.last_order, last_ship=row.last_ship or new.last_ship)
        for row in by_part.values()
    ]


def _replace_rows(notice_id: int, maker_id: int, rows: list[NoticeRow]) -> bool:
    """Bring a notice's rows in line; a part that a person chose stays. True where anything changed."""
    before = {fold_mpn(row.raw_part): row for row in NoticePart.objects.filter(notice_id=notice_id)}
    parts = _parts_of(maker_id, rows)
    changed, fresh = False, []
    for row in rows:
        old, values = before.pop(fold_mpn(row.part), None), _row_values(row, parts.get(fold_mpn(row.part)))
        if old is None:
            fresh.append(NoticePart(notice_id=notice_id, raw_part=row.part.strip()[:200], **values))
            continue
        if old.is_chosen or (old.part_id is not None and values["part_id"] is None):
            values |= {"part_id": old.part_id, "state": old.state}
        if any(getattr(old, name) != value for name, value in values.items()):
            NoticePart.objects.filter(pk=old.pk).update(**values)
            changed = True
    NoticePart.objects.bulk_create(fresh)
    gone, _ = NoticePart.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    return bool(changed or fresh or gone)


def _row_values(row: NoticeRow, part_id: int | None) -> dict[str, Any]:
    return {
        "part_kind": row.part_kind.strip()[:20],
        "part_id": part_id,
        "state": "matched" if part_id else "waiting",
        "replacement": row.replacement.strip()[:160],
        "replacement_relation": row.relation.strip()[:40],
        **_ending("last_order", _period(row.last_order, f"last order date of {row.part}")),
        **_ending("last_ship", _period(row.last_ship, f"last ship date of {row.part}")),
        "note": row.note.strip(),
    }


def _parts_of(maker_id: int, rows: list[NoticeRow]) -> dict[str, int]:
    """The one part that each row names: literally, else by its letters and digits where only one part has them.

    Parts of the maker, and of makers that it took over. Families and base numbers name none.
    """
    wanted = [fold_mpn(row.part) for row in rows if row.part_kind.strip().lower() in rules.ORDERABLE]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with makers as (select id from parts_manufacturer where id = %(maker)s or successor_id = %(maker)s),
            wanted as (select * from unnest(%(folds)s::text[], %(keys)s::text[]) as t(fold, key)),
            literal as (
                select w.fold, min(p.id) as id, count(*) as found from wanted w
                join parts_part p on p.mpn_fold = w.fold and p.manufacturer_id in (select id from makers)
                where p.mpn_kind <> 'base' group by w.fold
            ), loose as (
                select w.fold, min(p.id) as id, count(*) as found from wanted w
                join parts_part p on p.mpn_key = w.key and p.manufacturer_id in (select id from makers)
                where p.mpn_kind <> 'base' and w.fold not in (select fold from literal) group by w.fold
            )
            select fold, id from literal where found = 1 union all select fold, id from loose where found = 1
            """,
            {"maker": maker_id, "folds": wanted, "keys": [mpn_key(fold) for fold in wanted]},
        )
        return dict(cursor.fetchall())


def say_again(notice_id: int, at: datetime) -> None:
    """Let a notice say about its parts what it says now, withdraw what it said before, derive the statuses."""
    notice = Notice.objects.get(pk=notice_id)
    ends = notice.counts and notice.withdrawn_at is None
    with connection.cursor() as cursor:
        cursor.execute(
            _SAY,
            {
                "notice": notice_id,
                "ends": ends,
                "always": rules.ends_a_part(notice.kind, notice.word, has_last_order=False),
                "dated": rules.ends_a_part(notice.kind, notice.word, has_last_order=True),
                "rank": MAKER,
                "source": source_of(notice),
                "at": at,
            },
        )
        cursor.execute(
            "update parts_part set facts_version = facts_version + 1 where id in"
            " (select part_id from parts_claim where notice_id = %(notice)s"
            "  union select part_id from parts_noticepart where notice_id = %(notice)s)",
            {"notice": notice_id},
        )
    derive_lifecycle("select part_id from parts_claim where notice_id = %(notice)s", {"notice": notice_id})


def source_of(notice: Notice) -> str:
    """Where a notice's word comes from: the maker, or somebody who reported it."""
    own = f"manufacturer notice {notice.number or notice.identity}"
    return own if rules.is_makers_own(notice.evidence) else f"{own}, {notice.evidence or 'reported'}"[:120]


# A claim's identity carries the notice, so that it is one claim however often it is recorded.
_SAY = """
with said as (
    select r.part_id, md5(concat_ws('|', 'notice', n.id, r.part_id, n.word, n.issue_date, r.last_order_date,
                                    r.last_ship_date, r.replacement)) as identity,
        n.word, n.issue_date, r.last_order_date, r.last_order_precision, r.last_ship_date, r.replacement, n.source_url
    from parts_noticepart r join parts_notice n on n.id = r.notice_id
    where r.notice_id = %(notice)s and r.part_id is not null and %(ends)s
      and (%(always)s or (%(dated)s and r.last_order_date is not null))
), silenced as (
    update parts_claim set withdrawn_at = %(at)s
    where notice_id = %(notice)s and withdrawn_at is null and identity not in (select identity from said)
)
insert into parts_claim (part_id, identity, status, word, source, rank, stated_on, last_order_date, last_ship_date,
    date_precision, replacement, reference, notice_id, recorded_at)
select part_id, identity, 'ltb', coalesce(nullif(word, ''), 'PDN'), %(source)s, %(rank)s, issue_date, last_order_date,
    last_ship_date, last_order_precision, replacement, left(source_url, 300), %(notice)s, %(at)s
from said
on conflict (identity) do update set withdrawn_at = null where parts_claim.withdrawn_at is not null
"""
