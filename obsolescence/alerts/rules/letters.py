"""What people are told: the subject, the sentences and the links of alerts and corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

CHANGED = "Changed: "
MOST_IN_MAIL = 5  # the most urgent; the page has them all


def alert(told: Sequence[Mapping[str, Any]], *, is_correction: bool) -> dict[str, Any]:
    """The message about one notice to one person.

    told: a row per alert, most urgent first: alert_id, fact_id, sentence, mpn, maker, act_by, title, number, word,
    projects (names), lines (count). Returns the words of a ``messaging.services.Draft``.
    """
    first = told[0]
    intro = f"{first['maker']} {first['word'] or 'notice'} {first['number']}".strip()
    return {
        "topic": "correction" if is_correction else "alert",
        "key": f"alert-{_fingerprint([row['alert_id'] for row in told])}",
        "subject": _subject(told, is_correction=is_correction),
        "link": f"/alerts/{first['alert_id']}/",
        "body": {
            "alerts": [row["alert_id"] for row in told],
            "heading": "What you were told has changed" if is_correction else _heading(told),
            "sentence": f"{intro}: {first['title']}." if first["title"] else intro,
            "items": [_item(row) for row in told[:MOST_IN_MAIL]],
            "more": max(0, len(told) - MOST_IN_MAIL),
            "button": "Decide what to do",
            "why": "You follow " + _list(sorted({name for row in told for name in row["projects"]})) + ".",
        },
    }


def withdrawal(told: Mapping[str, Any], *, reason: str, number: str, maker: str) -> dict[str, Any]:
    """The correction to one person who was told about alerts that are taken back (alerts, subject, told_at)."""
    day, what = told["told_at"].date().isoformat(), str(told["subject"]).removeprefix(CHANGED)
    return {
        "topic": "correction",
        "key": f"withdrawn-{_fingerprint(told['alerts'])}",
        "subject": f"Withdrawn: {what}",
        "link": f"/alerts/{min(told['alerts'])}/",
        "body": {
            "alerts": sorted(told["alerts"]),
            "heading": "A notice that we told you about is withdrawn",
            "sentence": f"On {day} we told you: {what}. The notice {number} of {maker} no longer holds."
            + (f" {reason.rstrip('.')}." if reason else ""),
            "items": [],
            "more": 0,
            "button": "See what changed",
            "why": "You got the message that this corrects.",
        },
    }


def matched(found: Sequence[Mapping[str, Any]], *, day: date) -> dict[str, Any]:
    """The message of one night to one person: lines that the catalogue knows now.

    found: a row per BOM, most lines first: bom_id, bom, project (names), lines (count).
    """
    lines, boms = sum(row["lines"] for row in found), len(found)
    what = f"{_count(lines, 'line')} of {found[0]['bom'] if boms == 1 else _count(boms, 'BOM')}"
    were = "was" if lines == 1 else "were"
    return {
        "topic": "matched",
        "key": f"matched-{day.isoformat()}",
        "subject": f"{what} {were} found in the catalogue",
        "link": f"/boms/{found[0]['bom_id']}/",
        "body": {
            "alerts": [],
            "heading": f"{what} {were} found in the catalogue",
            "sentence": "The catalogue has grown since you were last told. Their lifecycle and risk are shown from now on.",
            "items": [
                {
                    "title": row["bom"],
                    "says": f"{_count(row['lines'], 'line')} found",
                    "where": row["project"],
                    "link": f"/boms/{row['bom_id']}/",
                }
                for row in found[:MOST_IN_MAIL]
            ],
            "more": max(0, boms - MOST_IN_MAIL),
            "button": "See what they are",
            "why": f"You follow {_list(sorted({row['project'] for row in found}))}.",
        },
    }


def _count(many: int, word: str) -> str:
    return f"{many} {word}{'' if many == 1 else 's'}"


def _subject(told: Sequence[Mapping[str, Any]], *, is_correction: bool) -> str:
    first = told[0]
    others = f" and {len(told) - 1} more" if len(told) > 1 else ""
    changed = CHANGED if is_correction else ""
    if first["kind"] != "pdn":
        return f"{changed}{first['mpn']}{others} will change ({first['maker']})"
    if first["act_by"] is None:
        return f"{changed}{first['mpn']}{others} is discontinued ({first['maker']})"
    return f"{changed}Order {first['mpn']}{others} by {first['act_by'].isoformat()} ({first['maker']})"


def _heading(told: Sequence[Mapping[str, Any]]) -> str:
    ends = told[0]["kind"] == "pdn"
    if len(told) == 1:
        return f"{told[0]['mpn']} {'is being discontinued' if ends else 'is changing'}"
    return f"{len(told)} of your parts {'are being discontinued' if ends else 'are changing'}"


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    lines = _count(row["lines"], "line")
    return {
        "title": row["mpn"],
        "maker": row["maker"],
        "says": row["sentence"],
        "where": f"{lines} in {_list(row['projects'])}",
        "act_by": row["act_by"].isoformat() if row["act_by"] else "",
        "link": f"/alerts/{row['alert_id']}/",
    }


def _list(names: Sequence[str]) -> str:
    shown = list(names[:3])
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _fingerprint(numbers: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()[:32]
