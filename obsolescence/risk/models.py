"""How endangered each line is: probability with reasons, and the versions of everything it was judged from."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import Organisation
from obsolescence.base.walls import Tenant
from obsolescence.boms.models import Line, Revision


class LineRisk(models.Model):
    """Probability (0–1, higher is worse) that the line cannot be bought from a franchised source before the horizon.

    ``probability`` None means unknown. Stale when any of the stored versions is older than its source.
    """

    wall = Tenant(staff="line_id in (select id from boms_line)", jobs=("select, insert, update"))

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="risk")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.CASCADE, db_index=False)  # the line's
    part_id = models.BigIntegerField(null=True)
    facts_version = models.BigIntegerField()
    plan_version = models.BigIntegerField()
    rules_version = models.PositiveIntegerField()
    horizon = models.DateField()
    horizon_is_assumed = models.BooleanField()
    status = models.CharField(max_length=10)
    probability = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    last_order_date = models.DateField(null=True)
    evidence_date = models.DateField(null=True)
    reasons = models.JSONField(default=list)  # [[sentence, points of probability or null, source, date], …]
    assessed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["revision", "-assessed_at"], name="risk_newest")]
