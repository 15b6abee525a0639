"""BOMs (one assembly each), their revisions as uploaded, lines, and what people decided about lines."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from obsolescence.accounts.models import Organisation, User
from obsolescence.base.walls import Tenant
from obsolescence.boms.rules.states import OUTCOMES, READING_STATES
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
    mapping_is_remembered = models.BooleanField(default=False)  # taken from an earlier file with this header
    confidence = models.FloatField(null=True)
    preview = models.JSONField(default=dict)  # the first rows, for the mapping page
    problems = models.JSONField(default=list)
    refusal = models.TextField(blank=True)
    line_count = models.PositiveIntegerField(default=0)
    summary_version = models.PositiveIntegerField(
        default=0
    )  # raised by whatever changes matches without judging anew
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
    depth = models.PositiveSmallIntegerField(null=True)  # level in the tree of a multi-level list, 0 on top
    parent_row = models.PositiveIntegerField(null=True)  # row_number of the assembly that it is a part of
    per_parent = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    is_assembly = models.BooleanField(default=False)  # has lines of its own: they are bought, not it
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
    proposed_at = models.DateTimeField(
        null=True
    )  # when similar numbers were looked for; None: still to be done

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "row_number"], name="line_once")]
        indexes = [
            models.Index(fields=["part"], name="line_part", condition=models.Q(part__isnull=False)),
            models.Index(
                fields=["revision"],
                name="line_without_proposals",
                condition=models.Q(part=None, proposed_at=None, matched_at__isnull=False),
            ),
        ]


class Choice(models.Model):
    """A part that a person chose for a line; it outlives re-matching and goes along to later revisions."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    line = models.OneToOneField(Line, on_delete=models.CASCADE, related_name="choice")
    part = models.ForeignKey(Part, null=True, on_delete=models.CASCADE)  # None: "no part of the catalogue"
    chosen_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    chosen_at = models.DateTimeField()


class Question(models.Model):
    """A colleague's word asked for on a line, and what came of it; it stays with the line and goes along to later revisions."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    asked = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in OUTCOMES], default="open")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="carried")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "asked"], name="asked_once", condition=models.Q(outcome="open")
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "asked"], name="question_open", condition=models.Q(outcome="open")
            ),
        ]


class Decision(models.Model):
    """What an organisation means by a number, or by a number of its own: applied to every line, now and later.

    Either ``mpn`` (folded, with the maker's key where one was given) or ``cpn`` (folded) says what it is about.
    """

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    mpn = models.TextField(blank=True)
    maker = models.TextField(blank=True)
    cpn = models.TextField(blank=True)
    text = models.TextField(blank=True)  # the number as it was written, for people
    part = models.ForeignKey(Part, null=True, on_delete=models.CASCADE)  # None: "no part of the catalogue"
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mpn", "maker", "cpn"], name="decided_once"),
            models.CheckConstraint(
                condition=models.Q(mpn="") ^ models.Q(cpn=""), name="decision_about_one_number"
            ),
        ]


class RememberedMapping(models.Model):
    """What a person said the columns of a header are; files with the same header are read by it."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    fingerprint = models.CharField(max_length=32)
    roles = models.JSONField()
    place = models.JSONField(
        default=dict
    )  # boms.rules.area.remembered: what of a chosen range holds for other files
    header = models.JSONField(default=list)  # the header's words, for people
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    confirmed_at = models.DateTimeField()
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="mapping_remembered_once")
        ]


class LineEdit(models.Model):
    """A value that a person typed over what the file says; applied again whenever the file is read again."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="edits")
    field = models.CharField(max_length=20)  # boms.rules.editing.FIELDS
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    edited_at = models.DateTimeField()


class Approval(models.Model):
    """A part that may stand in for another: for one line, or (line None) wherever the organisation uses it (AVL)."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    alternate = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, null=True, on_delete=models.CASCADE, related_name="approvals")
    relation = models.CharField(max_length=12, default="fff")  # fff, functional, upgrade
    note = models.TextField(blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "part", "alternate", "line"],
                name="approved_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(part=models.F("alternate")), name="approval_of_another_part"
            ),
        ]


class CatalogueMatch(models.Model):
    """Which state of the catalogue an organisation's open lines were last compared with."""

    wall = Tenant(jobs="select")

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE)
    version = models.CharField(max_length=120)  # parts.queries.catalogue_version()
    matched_at = models.DateTimeField()
