"""BOMs (one assembly each), their revisions as uploaded, lines, and what people decided about lines."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import Tenant
from obsolescence.boms.rules.states import READING_STATES
from obsolescence.parts.models import Part
from obsolescence.projects.models import SHARED_PROJECT, Project


class Upload(models.Model):
    """The customer's file, byte for byte."""

    wall = Tenant(jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "sha256"], name="upload_checksum")]


class Bom(models.Model):
    """One assembly of a project."""

    wall = Tenant(staff=SHARED_PROJECT, jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="boms")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="boms")
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """One upload of a BOM, from its bytes to its assessed lines. ``reading_state`` only says how far intake has come."""

    wall = Tenant(staff="bom_id in (select id from boms_bom)", jobs="select, update")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    bom = models.ForeignKey(Bom, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT)
    reading_state = models.CharField(
        max_length=12, choices=[(s, s) for s in READING_STATES], default="received"
    )
    reading_version = models.PositiveIntegerField(default=1)  # raised by every change of the mapping
    mapping = models.JSONField(null=True)  # boms.rules.columns.ColumnMapping.to_json()
    mapping_confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confidence = models.FloatField(null=True)
    preview = models.JSONField(default=dict)  # the first rows, for the mapping page
    problems = models.JSONField(default=list)
    refusal = models.TextField(blank=True)
    line_count = models.PositiveIntegerField(default=0)
    is_released = models.BooleanField(default=False)
    still_built_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    step_at = models.DateTimeField()  # when intake last came a step further: the sweep looks at it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bom", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["bom"], name="one_released", condition=models.Q(is_released=True)
            ),
        ]


class Line(models.Model):
    """One line as the customer wrote it, and the part it was matched to."""

    wall = Tenant(staff="revision_id in (select id from boms_revision)", jobs="select, update")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lines")
    row_number = models.PositiveIntegerField()  # of the file's record, 0-based
    position = models.PositiveIntegerField()  # 1-based, as shown
    mpn = models.TextField(blank=True)
    manufacturer = models.TextField(blank=True)
    cpn = models.TextField(blank=True)
    quantity = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    quantity_text = models.TextField(blank=True)
    designators = ArrayField(models.TextField(), default=list)
    description = models.TextField(blank=True)
    value = models.TextField(blank=True)
    footprint = models.TextField(blank=True)
    sku = models.TextField(blank=True)
    dnp = models.BooleanField(default=False)
    alternates = models.JSONField(default=list)  # [[manufacturer, mpn], …]
    raw = models.JSONField(default=dict)  # header → the cell's text, untouched
    warnings = models.JSONField(default=list)
    note = models.TextField(blank=True)

    part = models.ForeignKey(Part, null=True, on_delete=models.SET_NULL, related_name="lines")
    grade_mpn = models.CharField(max_length=12, default="none")
    grade_maker = models.CharField(max_length=12, default="not given")
    reason = models.TextField(blank=True)
    candidates = ArrayField(models.BigIntegerField(), default=list)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "row_number"], name="line_once")]
        indexes = [models.Index(fields=["part"], name="line_part", condition=models.Q(part__isnull=False))]


class Choice(models.Model):
    """A part that a person chose for a line; it outlives re-matching and goes along to later revisions."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="choice")
    part = models.ForeignKey(Part, null=True, on_delete=models.CASCADE)  # None: "no part of the catalogue"
    chosen_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    chosen_at = models.DateTimeField()
