"""One append-only table of dated facts, written in the transaction of the change that they tell."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import Organisation
from obsolescence.base.walls import Tenant


class Event(models.Model):
    """Something that happened; whoever follows (insight) claims open rows with SKIP LOCKED, never "id > last seen"."""

    wall = Tenant(
        app="select, insert",
        # whose customer number is whose, staff says: the one thing that they write down here
        staff="kind in ('account_confirmed', 'account_taken_back')",
        staff_writes="insert",
        jobs="select, insert, update",
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    ids = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-happened_at"], name="event_recent"),
            models.Index(fields=["id"], name="event_open", condition=models.Q(heard_at=None)),
        ]
