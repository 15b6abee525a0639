"""Ranges per project × site, from which each line's range derives."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from obsolescence.accounts.models import Organisation, Site
from obsolescence.base.walls import ALL, Open, Tenant
from obsolescence.parts.models import Part
from obsolescence.projects.models import SHARED_PROJECT, Project


class BuildForecast(models.Model):
    """Expected builds of a project at a site by month, from joint draws. Units of the customer's product."""

    wall = Tenant(app="select, delete", staff=SHARED_PROJECT, jobs=ALL)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="build_forecasts")
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    first_month = models.DateField()
    mean = ArrayField(models.FloatField())
    p10 = ArrayField(models.FloatField())
    p50 = ArrayField(models.FloatField())
    p90 = ArrayField(models.FloatField())
    total_12m = models.JSONField(
        default=dict
    )  # mean, p10, p50, p90 of the total of twelve months, from joint draws
    p_build_3m = models.FloatField()
    p_build_12m = models.FloatField()
    inputs = models.JSONField(default=dict)
    rules_version = models.CharField(max_length=12)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "site"], name="build_forecast_once")]


class ProjectForecast(models.Model):
    """What a project is worth to us: value by month in joint draws over its sites and parts, and their summary.

    Each draw decides anew which parts are bought from us; values are in the reporting currency, unpriced parts left out.
    """

    wall = Tenant(app="select, delete", staff=SHARED_PROJECT, jobs=ALL)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="forecast")
    first_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    value_draws = models.BinaryField()  # draws × months, float32
    parts = models.PositiveIntegerField()
    unpriced = models.PositiveIntegerField()
    builds_12m = models.JSONField(default=dict)  # mean, p10, p50, p90 over all sites
    mean_12m = models.FloatField()
    p10_12m = models.FloatField()
    p50_12m = models.FloatField()
    p90_12m = models.FloatField()
    mean_24m = models.FloatField(default=0)
    full_12m = models.FloatField()  # if the project goes on and every part is bought from us
    p_buy_3m = models.FloatField()
    p_buy_12m = models.FloatField()
    made_at = models.DateTimeField()


class PartForecast(models.Model):
    """Demand on us for one part of one project at one site: the builds' range times ``units_per_build``."""

    wall = Tenant(app="select, delete", staff=SHARED_PROJECT, jobs=ALL)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    builds = models.ForeignKey(BuildForecast, on_delete=models.CASCADE, related_name="parts")
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="forecasts")
    units_per_build = models.FloatField()  # quantity × (1 + attrition)
    share = models.FloatField()  # expected share bought from us
    share_source = models.CharField(max_length=120)
    # what the builds need, wherever it is bought; then what is bought from us, which is often nothing
    need_p10_12m = models.FloatField(default=0)
    need_p50_12m = models.FloatField(default=0)
    need_p90_12m = models.FloatField(default=0)
    mean_12m = models.FloatField()
    p10_12m = models.FloatField()
    p50_12m = models.FloatField()
    p90_12m = models.FloatField()
    p_buy_3m = models.FloatField()
    p_buy_12m = models.FloatField()
    unit_price = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True)
    value_12m = models.DecimalField(
        max_digits=18, decimal_places=2, null=True
    )  # expected, reporting currency
    first_need = models.DateField(null=True)
    order_by = models.DateField(null=True)
    lead_time_days = models.PositiveIntegerField()
    lead_time_is_assumed = models.BooleanField()
    contributors = models.JSONField(
        default=dict
    )  # revision, lines, plan version, stage, probability: the "why"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "site", "part"], name="part_forecast_once")]
        indexes = [models.Index(fields=["part"], name="forecast_part")]


class MonthTotal(models.Model):
    """Expected value of everybody's demand on us in a month, written only where the rule of five lets it be shown.

    Anonymous projects are in it, each rounded to two digits; nothing of it can be taken apart.
    """

    wall = Open("protected totals, the same for all of the distributor's staff", app="", jobs=ALL)

    month = models.DateField()
    span = models.PositiveSmallIntegerField(
        default=1
    )  # months: 1, or 12 for the total of the year from ``month`` on
    mean = models.FloatField()
    p10 = models.FloatField()
    p50 = models.FloatField(default=0)
    p90 = models.FloatField()
    organisations = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "span"], name="total_once")]
