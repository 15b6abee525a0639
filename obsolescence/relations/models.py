"""One customer record: looks by the distributor's staff, what the customer asked, contacts on- and offline."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import Tenant


class Look(models.Model):
    """Staff saw a page, drawer or export row about one customer; repeated within an hour counts once."""

    wall = Tenant(app="select", staff="true", staff_writes="insert")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project_id = models.BigIntegerField(default=0)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    who = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    looked_at = models.DateTimeField()
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "project_id", "user", "kind", "hour"], name="look_once_an_hour"
            )
        ]


class Enquiry(models.Model):
    """ "Ask my distributor" or "request a quote": the dialogue that the customer starts. Always visible to the distributor."""

    wall = Tenant(staff="true", staff_writes="update", jobs="select, update")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project_id = models.BigIntegerField(null=True)
    bom_id = models.BigIntegerField(null=True)
    line_ids = models.JSONField(default=list)
    part_ids = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=[("question", "question"), ("quote", "quote")])
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)


class Interaction(models.Model):
    """A call, visit, quote or complaint: offline contact stands on the same timeline as digital events."""

    wall = Tenant(staff="true", staff_writes="insert", jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    happened_at = models.DateTimeField()
