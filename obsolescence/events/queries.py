"""What happened, newest first."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from obsolescence.events.models import Event

KINDS = {
    "bom_uploaded": "New BOM",
    "bom_revised": "New revision",
    "bom_released": "Revision released",
    "bom_archived": "BOM put away",
    "bom_restored": "BOM taken back",
    "bom_moved": "BOM moved",
    "bom_deleted": "BOM deleted",
    "bom_undone": "Upload taken back",
    "stage_changed": "Stage changed",
    "plan_changed": "Build plan changed",
    "sharing_changed": "Sharing changed",
    "enquiry": "Request to the distributor",
    "notice": "Notice",
    "notice_withdrawn": "Notice withdrawn",
    "orders_imported": "Orders recorded",
    "account_confirmed": "Customer number confirmed",
    "account_taken_back": "Customer number taken back",
    "part_chosen": "Part chosen",
    "bom_edited": "Lines edited",
    "lines_matched": "Found in the catalogue",
    "project_created": "New project",
    "project_archived": "Project put away",
    "project_restored": "Project taken back",
    "project_deleted": "Project deleted",
}


def recent(organisation_id: int, *, limit: int = 20) -> QuerySet[Event]:
    return Event.objects.filter(organisation_id=organisation_id).order_by("-happened_at")[:limit]


def claim_open(*, now: datetime, limit: int = 500) -> list[Event]:
    """Take open events that nobody else holds and mark them heard, in the caller's transaction (jobs)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update events_event set heard_at = %s where id in"
            " (select id from events_event where heard_at is null order by id limit %s for update skip locked)"
            " returning id",
            [now, limit],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Event.objects.filter(pk__in=ids).order_by("pk"))
