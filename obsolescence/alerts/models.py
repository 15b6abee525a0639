"""What changed, for whom, once: Fact → Alert (one per organisation) → AlertLine; messages follow."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import ALL, Open, Tenant
from obsolescence.boms.models import Line
from obsolescence.parts.models import Notice, Part


class Fact(models.Model):
    """A dated change of a part that people may have to act on. A withdrawal is a new fact that names the old one."""

    wall = Open("facts about parts, the same for everybody", jobs=ALL)

    identity = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12)  # pdn, pcn; withdrawn takes back the fact that it corrects
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="facts")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.CASCADE, related_name="facts")
    corrects = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="corrections")
    sentence = models.TextField()
    happened_on = models.DateField(null=True)
    act_by = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class Alert(models.Model):
    """One organisation is told one fact."""

    wall = Tenant(app="select, update", jobs=ALL)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="alerts")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="alerts")
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "fact"], name="alert_raised_once")]


class AlertLine(models.Model):
    """Which lines an alert concerns; replaced, not appended."""

    wall = Tenant(app="select, delete", jobs=ALL)  # a line that goes takes them along

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(Line, on_delete=models.CASCADE)
    project_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "line"], name="alert_line_once")]
