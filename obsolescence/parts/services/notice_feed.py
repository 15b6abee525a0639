"""Notices from files: one of notices, one of their parts (columns in docs/feeds.md)."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from django.db import transaction

from obsolescence.base.refusals import Refused
from obsolescence.parts.services.notices import NewNotice, NoticeRow, record_notice


@dataclass(slots=True)
class ImportedNotices:
    """What the files held: notices read, ids of those new or changed, and rows that were not taken, with reasons."""

    read: int = 0
    changed: list[int] = field(default_factory=list)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)  # (file, row, sentence)


def import_notices(*, notices: TextIO, parts: TextIO, at: datetime) -> ImportedNotices:
    """Record every notice of a file with the rows of the other (jobs). Running it twice changes nothing.

    A row that makes no sense is listed and does not stop the rest. Raises Refused where a file is of another kind.
    """
    done = ImportedNotices()
    rows = _rows_by_notice(parts)
    reader = csv.DictReader(notices)
    if not {"notice_id", "manufacturer", "notice_type", "title"} <= set(reader.fieldnames or ()):
        raise Refused("This is no list of notices: it needs notice_id, manufacturer, notice_type and title.")
    for row in reader:
        done.read += 1
        try:
            with transaction.atomic():
                notice_id, changed = record_notice(_notice(row, rows.pop(_text(row, "notice_id"), [])), at=at)
        except Refused as refusal:
            done.rejected.append(("notices", reader.line_num, refusal.sentence))
            continue
        if changed:
            done.changed.append(notice_id)
    done.rejected += [
        ("parts", number, f"There is no notice {name!r}.")
        for name, orphans in rows.items()
        for number, _ in orphans
    ]
    return done


def _rows_by_notice(parts: TextIO) -> dict[str, list[tuple[int, NoticeRow]]]:
    reader = csv.DictReader(parts)
    if not {"notice_id", "part"} <= set(reader.fieldnames or ()):
        raise Refused("This is no list of a notice's parts: it needs the columns notice_id and part.")
    rows: dict[str, list[tuple[int, NoticeRow]]] = defaultdict(list)
    for row in reader:
        rows[_text(row, "notice_id")].append((reader.line_num, _row(row)))
    return rows


def _row(row: dict[str, str | None]) -> NoticeRow:
    return NoticeRow(
        part=_text(row, "part"),
        part_kind=_text(row, "part_kind"),
        replacement=_text(row, "replacement"),
        relation=_text(row, "replacement_relation"),
        last_order=_text(row, "last_order"),
        last_ship=_text(row, "last_ship"),
        note=_text(row, "note"),
    )


def _notice(row: dict[str, str | None], rows: list[tuple[int, NoticeRow]]) -> NewNotice:
    return NewNotice(
        notice_id=_text(row, "notice_id"),
        maker=_text(row, "manufacturer"),
        number=_text(row, "notice_number"),
        word=_text(row, "notice_type"),
        title=_text(row, "title"),
        issued=_text(row, "announced"),
        last_order=_text(row, "last_order"),
        last_ship=_text(row, "last_ship"),
        reason=_text(row, "reason"),
        evidence=_text(row, "evidence"),
        confidence=_text(row, "confidence"),
        source_url=_text(row, "source_url"),
        note=_text(row, "note"),
        rows=[row for _, row in rows],
    )


def _text(row: dict[str, str | None], name: str) -> str:
    return (row.get(name) or "").strip()
