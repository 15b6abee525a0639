"""Leads: one open lead per organisation × project, with six answers and their evidence."""

from __future__ import annotations

from django.db import models

from insight.leads.rules.states import LEAD_STATES, OPEN_STATES
from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import ALL, Tenant
from obsolescence.projects.models import SHARED_PROJECT, Project


class Lead(models.Model):
    wall = Tenant(app="select, delete", staff=SHARED_PROJECT, staff_writes="update", jobs=ALL)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="leads")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="leads")
    state = models.CharField(max_length=10, choices=[(s, s) for s in LEAD_STATES], default="open")
    trigger = models.CharField(max_length=40)
    trigger_text = models.TextField()
    triggered_at = models.DateTimeField()
    answers = models.JSONField(default=dict)  # the six answers, each with text, facts and evidence links
    questions = models.JSONField(default=list)  # what to ask where an answer is missing
    next_step = models.TextField(blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_function = models.CharField(max_length=40, blank=True)
    order_by = models.DateField(null=True)
    probability = models.FloatField(null=True)
    expected_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    full_value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    value_p10 = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    value_p90 = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    rank = models.FloatField(default=0)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rules_version = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "project"],
                name="one_open_lead",
                condition=models.Q(state__in=OPEN_STATES),
            )
        ]
        indexes = [models.Index(fields=["-rank"], name="lead_rank")]


class LeadStep(models.Model):
    """What happened to a lead: raised, updated, taken, contacted, quoted, won, lost, closed."""

    wall = Tenant(
        app="select, delete", staff="lead_id in (select id from leads_lead)", staff_writes="insert", jobs=ALL
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    happened_at = models.DateTimeField()
