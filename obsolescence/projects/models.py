"""Projects: stages with history, sites' roles, build plans in all versions, and their explosion into requirement draws."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import Organisation, Site, User
from obsolescence.base.walls import Tenant
from obsolescence.projects.rules.stages import SHARING, SITE_ROLES, STAGES

SHARED_PROJECT = "project_id in (select id from projects_project)"  # the project's own policy has the switch


class Project(models.Model):
    wall = Tenant(staff="sharing = 'full'", jobs="select, update")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=160)
    stage = models.CharField(max_length=12, choices=[(s, s) for s in STAGES], default="concept")
    sop_date = models.DateField(null=True, blank=True)
    eop_date = models.DateField(null=True, blank=True)
    end_customer = models.CharField(max_length=160, blank=True)
    design_customer = models.CharField(max_length=160, blank=True)
    purchasing_customer = models.CharField(max_length=160, blank=True)
    attrition = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    sharing = models.CharField(max_length=10, choices=[(s, s) for s in SHARING], default="nothing")
    sharing_decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sharing_decided_at = models.DateTimeField(null=True)  # None: nobody has chosen, which means nothing
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    plan_version = models.BigIntegerField(
        default=1
    )  # raised by stage, SOP, EOP, sites, build plan, released revision

    class Meta:
        indexes = [models.Index(fields=["organisation", "name"], name="project_name")]

    def __str__(self) -> str:
        return self.name


class StageChange(models.Model):
    """When a project came into a stage, and when we were told."""

    wall = Tenant(staff=SHARED_PROJECT, jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_changes")
    stage = models.CharField(max_length=12)
    since_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)


class ProjectSite(models.Model):
    wall = Tenant(staff=SHARED_PROJECT, jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="site_roles")
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    role = models.CharField(max_length=12, choices=[(r, r) for r in SITE_ROLES], default="build")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "site", "role"], name="site_role_once")]


class BuildPlan(models.Model):
    """One version of a project's plan, with the date it was recorded; the newest counts."""

    wall = Tenant(staff=SHARED_PROJECT, jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    mechanism = models.CharField(max_length=12, default="typed")
    note = models.CharField(max_length=200, blank=True)
    attrition = models.DecimalField(max_digits=5, decimal_places=4, default=0)  # the project's, at that time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="plan_version_once")]


class PlannedBuild(models.Model):
    """Units of the customer's product to be built in one month at one site."""

    wall = Tenant(staff="plan_id in (select id from projects_buildplan)", jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    plan = models.ForeignKey(BuildPlan, on_delete=models.CASCADE, related_name="builds")
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    month = models.DateField()
    units = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "site", "month"], name="build_once")]


class Watcher(models.Model):
    """Who follows a project: whoever uploads or plans does; the owner and buyers are asked once."""

    wall = Tenant(staff=SHARED_PROJECT, jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="watchers")
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    watches = models.BooleanField(null=True)  # None: asked, no answer yet
    why = models.CharField(max_length=40, default="uploaded")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="watcher_once")]


class BuildDraws(models.Model):
    """Joint draws of what a project builds at a site: array draws × months, float32, units of the product."""

    wall = Tenant(app="select, delete", staff=SHARED_PROJECT, jobs="select, insert, update, delete")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="draws")
    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    first_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    draws = models.BinaryField()
    draw_count = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    inputs = models.JSONField(default=dict)  # plan version, stage, priors: what the draws were made from
    rules_version = models.CharField(max_length=12)
    plan_version = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "site"], name="draws_once")]
