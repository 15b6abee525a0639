"""Notices from files: one of notices, one of their parts (columns in docs/feeds.md)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from django.db import transaction

from obsolescence.base.feeds import BadRow, Feed, Rejected, Row
from obsolescence.base.refusals import Refused
from obsolescence.parts.services.notices import NewNotice, NoticeRow, record_notice


@dataclass(slots=True)
class ImportedNotices:
    """What the files held: notices read, ids of those new or changed, and rows of each file that were not taken."""

    read: int = 0
    changed: list[int] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    parts_header: list[str] = field(default_factory=list)
    rejected_parts: list[Rejected] = field(default_factory=list)


def import_notices(*, notices: TextIO, parts: TextIO, at: datetime) -> ImportedNotices:
    """Record every notice of a file with the rows of the other (jobs). Running it twice changes nothing.

    A row that makes no sense is listed and does not stop the rest. Raises Refused where a file is of another kind.
    """
    rows = Feed(parts, "list of a notice's parts", ["notice_id", "part"])
    found = _rows_by_notice(rows)
    feed = Feed(notices, "list of notices", ["notice_id", "manufacturer", "notice_type", "title"])
    done = ImportedNotices()
    known: set[str] = set()
    for row in feed:
        name = row.cells.get("notice_id", "").strip()
        known.add(name)
        try:
            with transaction.atomic():
                notice_id, changed = record_notice(_notice(row, [one for _, one in found[name]]), at=at)
        except Refused as refusal:
            feed.reject(row, refusal.sentence)
            continue
        if changed:
            done.changed.append(notice_id)
    for name in found.keys() - known:
        for orphan, _ in found[name]:
            rows.reject(orphan, f"There is no notice {name!r}.")
    done.read, done.header, done.rejected = feed.read, feed.header, feed.rejected
    done.parts_header, done.rejected_parts = rows.header, rows.rejected
    return done


def _rows_by_notice(rows: Feed) -> dict[str, list[tuple[Row, NoticeRow]]]:
    found: dict[str, list[tuple[Row, NoticeRow]]] = defaultdict(list)
    for row in rows:
        try:
            found[row.text("notice_id", 200)].append((row, _row(row)))
        except Refused as bad:
            rows.reject(row, bad.sentence)
    return found


def _row(row: Row) -> NoticeRow:
    part = row.text("part", 200)
    if not part:
        raise BadRow("part is empty.")
    return NoticeRow(
        part=part,
        part_kind=row.text("part_kind"),
        replacement=row.text("replacement"),
        relation=row.text("replacement_relation"),
        last_order=row.text("last_order"),
        last_ship=row.text("last_ship"),
        note=row.text("note", 20_000),
    )


def _notice(row: Row, rows: list[NoticeRow]) -> NewNotice:
    return NewNotice(
        notice_id=row.text("notice_id", 200),
        maker=row.text("manufacturer"),
        number=row.text("notice_number"),
        word=row.text("notice_type"),
        title=row.text("title"),
        issued=row.text("announced"),
        last_order=row.text("last_order"),
        last_ship=row.text("last_ship"),
        reason=row.text("reason", 20_000),
        evidence=row.text("evidence"),
        confidence=row.text("confidence"),
        source_url=row.text("source_url"),
        note=row.text("note", 20_000),
        rows=rows,
    )
