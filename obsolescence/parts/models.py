"""The catalogue, shared by all: makers, parts, dated claims about them, offers, notices, exchange rates."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from obsolescence.base.walls import ALL, Open
from obsolescence.parts.rules.lifecycle import STATUSES

SHARED = "facts about parts, the same for everybody"


class Manufacturer(models.Model):
    wall = Open(SHARED, staff="select, insert, update", jobs=ALL)

    name = models.CharField(max_length=160, unique=True)
    key = models.CharField(max_length=160, unique=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    succession_year = models.PositiveSmallIntegerField(null=True, blank=True)
    succession_evidence = models.CharField(max_length=400, blank=True)
    is_confirmed = models.BooleanField(default=True)
    merges_into = models.ForeignKey(  # known to be another maker's name; the merge is on its way
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class ManufacturerAlias(models.Model):
    wall = Open(SHARED, staff="select, insert, update", jobs=ALL)

    key = models.CharField(max_length=160, unique=True)
    alias = models.CharField(max_length=160)
    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.CASCADE, related_name="aliases")
    evidence = models.CharField(max_length=400, blank=True)


class Part(models.Model):
    """One part as its maker writes it. The lifecycle columns are derived from claims and never typed."""

    wall = Open(SHARED, staff="select, insert, update", jobs=ALL)

    manufacturer = models.ForeignKey(  # the unique constraint below serves as its index
        Manufacturer, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    mpn = models.CharField(max_length=120)
    mpn_fold = models.CharField(max_length=120)  # case and white space folded
    mpn_key = models.CharField(max_length=120)  # letters and digits only; different parts may share it
    mpn_kind = models.CharField(max_length=12, default="orderable")
    description = models.CharField(max_length=400, blank=True)
    category = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    package = models.CharField(max_length=120, blank=True)
    mounting = models.CharField(max_length=60, blank=True)
    rohs = models.CharField(max_length=20, blank=True)
    datasheet_url = models.CharField(max_length=500, blank=True)
    introduced = models.DateField(null=True)

    status = models.CharField(max_length=10, choices=[(s, s) for s in STATUSES], default="unknown")
    status_word = models.CharField(max_length=120, blank=True)
    status_source = models.CharField(max_length=120, blank=True)
    status_date = models.DateField(null=True)
    status_conflicts = models.BooleanField(default=False)
    last_order_date = models.DateField(null=True)
    last_ship_date = models.DateField(null=True)
    replacement = models.CharField(max_length=160, blank=True)
    facts_version = models.BigIntegerField(default=1)
    merged_into = models.ForeignKey(  # it is the same part: whoever refers to this row follows, then it goes
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["manufacturer", "mpn_fold"], name="part_once")]
        indexes = [
            models.Index(fields=["mpn_key"], name="part_key"),
            models.Index(
                fields=["merged_into"], name="part_merged", condition=models.Q(merged_into__isnull=False)
            ),
            models.Index(fields=["mpn_fold"], name="part_fold", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["mpn_fold"], name="part_mpn_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.mpn


class Claim(models.Model):
    """What one source said about a part's life, when. Nothing is overwritten; the identity makes a repeat a no-op."""

    wall = Open(SHARED, staff="select, insert, update", jobs=ALL)

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="claims")
    identity = models.CharField(max_length=64)  # hash of part, source, word, dates
    status = models.CharField(max_length=10, choices=[(s, s) for s in STATUSES])
    word = models.CharField(max_length=120)
    source = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField()  # parts.rules.lifecycle.RANKS, 1 = the maker's own word
    stated_on = models.DateField(null=True)
    is_snapshot = models.BooleanField(db_default=False)  # stated_on is the date of the source's snapshot
    introduced = models.DateField(null=True)
    last_order_date = models.DateField(null=True)
    last_ship_date = models.DateField(null=True)
    discontinued_date = models.DateField(null=True)
    date_precision = models.CharField(max_length=8, default="day")
    replacement = models.CharField(max_length=160, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    notice = models.ForeignKey("Notice", null=True, on_delete=models.CASCADE, related_name="claims")
    withdrawn_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity"], name="claim_once")]


class Offer(models.Model):
    """What a distributor offered, on a day. ``distributor_word`` may say that it is discontinued *there*."""

    wall = Open(SHARED, jobs=ALL)

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="offers", db_index=False)
    distributor = models.CharField(max_length=80)
    sku = models.CharField(max_length=120)
    sku_fold = models.CharField(max_length=120)
    stock = models.IntegerField(null=True)
    lead_time_days = models.IntegerField(null=True)
    lead_time_text = models.CharField(max_length=60, blank=True)
    moq = models.IntegerField(null=True)
    pack = models.IntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    price_breaks = models.JSONField(default=list)  # [[quantity, "price"], …] ascending
    distributor_word = models.CharField(max_length=120, blank=True)
    observed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "distributor", "sku_fold"], name="offer_once"),
        ]
        indexes = [models.Index(fields=["sku_fold"], name="offer_sku")]


class ExchangeRate(models.Model):
    """Units of the reporting currency for one unit of ``currency``, on a day."""

    wall = Open(SHARED, jobs=ALL)

    currency = models.CharField(max_length=3)
    date = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["currency", "date"], name="rate_once_a_day")]


class Notice(models.Model):
    """A change (PCN) or discontinuance (PDN) notice, or a report of one."""

    wall = Open(SHARED, staff="select, insert, update", jobs=ALL)

    identity = models.CharField(max_length=200, unique=True)  # the file's notice_id, else maker and number
    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="notices")
    number = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8)  # PDN, PCN or report
    word = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    issue_date = models.DateField(null=True)
    issue_precision = models.CharField(max_length=8, default="day")
    last_order_date = models.DateField(null=True)
    last_order_precision = models.CharField(max_length=8, default="day")
    last_ship_date = models.DateField(null=True)
    last_ship_precision = models.CharField(max_length=8, default="day")
    reason = models.TextField(blank=True)
    evidence = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    counts = models.BooleanField(
        default=False
    )  # the maker's own word or high confidence: changes status, alerts
    source_url = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)
    told_version = models.PositiveIntegerField(default=0)  # behind version: customers have not been told yet

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="notice_untold", condition=models.Q(told_version__lt=models.F("version"))
            )
        ]


class NoticePart(models.Model):
    """One row of a notice. A family, or a number that no part has, waits for a person."""

    wall = Open(SHARED, staff=ALL, jobs=ALL)

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="rows")
    raw_part = models.CharField(max_length=200)
    part_kind = models.CharField(max_length=20, blank=True)
    part = models.ForeignKey(Part, null=True, on_delete=models.SET_NULL, related_name="notice_rows")
    state = models.CharField(max_length=12, default="matched")  # matched, waiting
    is_chosen = models.BooleanField(
        default=False
    )  # a person said which part is meant; outlives a new version
    replacement = models.CharField(max_length=160, blank=True)
    replacement_relation = models.CharField(max_length=40, blank=True)
    last_order_date = models.DateField(null=True)
    last_order_precision = models.CharField(max_length=8, default="day")
    last_ship_date = models.DateField(null=True)
    last_ship_precision = models.CharField(max_length=8, default="day")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "raw_part"], name="notice_row_once")]
