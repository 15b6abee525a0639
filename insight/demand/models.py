"""Order history: what customers bought from us."""

from __future__ import annotations

from django.db import models

from obsolescence.accounts.models import ErpAccount
from obsolescence.base.walls import ALL, Open
from obsolescence.parts.models import Part


class OrderLine(models.Model):
    """One part of one order to one site. Orders placed with us are ours to see; the customer's project is not.

    Whose order it is, the account says: a customer number that is confirmed or corrected later takes its orders along.
    """

    wall = Open("the distributor's own order book", app="", jobs=ALL)

    account = models.ForeignKey(ErpAccount, on_delete=models.PROTECT, related_name="order_lines")
    order = models.CharField(max_length=60)
    date = models.DateField()
    site = models.CharField(max_length=40)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    unit_price = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    currency = models.CharField(max_length=3)
    project_ref = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "part", "site"], name="order_line_once")]
        indexes = [models.Index(fields=["part", "date"], name="order_part_date")]


class MissingNumber(models.Model):
    """A number that customers use and the catalogue does not have, worked out anew each night; ranked by need.

    Only numbers that the rule of five lets be seen carry their text; all others are one row without any.
    """

    wall = Open("totals under the rule of five, no customer's own row", app="", jobs=ALL)

    text = models.TextField(blank=True)  # as most write it; "" for all that may not be shown
    maker = models.TextField(blank=True)
    organisations = models.PositiveIntegerField()
    numbers = models.PositiveIntegerField(default=1)
    lines = models.PositiveIntegerField()
    pieces = models.FloatField()  # for the builds that are planned in the next twelve months, two digits
    as_of = models.DateTimeField()
