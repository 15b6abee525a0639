"""What is told once a night rather than at once: one message a person, however much there was."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from obsolescence.alerts.rules import letters
from obsolescence.messaging import services as messaging

LOOK_BACK_DAYS = 7  # a night that was missed is told with the next


def tell_of_matches(*, at: datetime) -> int:
    """Tell whoever follows a project which of its lines the catalogue knows now (jobs); return how many messages.

    What was told before is not told again: only lines found since a person's last message of this kind count.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"at": at, "days": LOOK_BACK_DAYS})
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    day = timezone.localdate(at)
    return messaging.write(
        [
            messaging.Draft(
                organisation_id=organisation_id, user_id=user_id, **letters.matched(list(found), day=day)
            )
            for (organisation_id, user_id), found in groupby(rows, key=_person)
        ],
        at=at,
    )


def _person(row: dict[str, Any]) -> tuple[int, int]:
    return row["organisation_id"], row["user_id"]


_FOUND = """
select e.organisation_id, w.user_id, b.id as bom_id, b.name as bom, p.name as project,
    sum((e.ids ->> 'lines')::int) as lines
from events_event e
join projects_watcher w on w.project_id = e.project_id and w.watches
join projects_project p on p.id = e.project_id and p.archived_at is null
join boms_bom b on b.id = (e.ids ->> 'bom')::bigint and b.archived_at is null
where e.kind = 'lines_matched' and e.happened_at <= %(at)s
  and e.happened_at > coalesce(
      (select max(m.created_at) from messaging_message m where m.organisation_id = e.organisation_id
          and m.recipient_id = w.user_id and m.topic = 'matched'), %(at)s - make_interval(days => %(days)s))
group by e.organisation_id, w.user_id, b.id, b.name, p.name
order by e.organisation_id, w.user_id, lines desc, b.id
"""
