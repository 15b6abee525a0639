"""What was asked, and who looked."""

from __future__ import annotations

from django.db.models import QuerySet

from obsolescence.relations.models import Enquiry, Look


def enquiries_of(organisation_id: int) -> QuerySet[Enquiry]:
    return (
        Enquiry.objects.filter(organisation_id=organisation_id)
        .select_related("asked_by")
        .order_by("-asked_at", "-pk")
    )


def looks_at(organisation_id: int, *, limit: int = 100) -> QuerySet[Look]:
    """Who of the distributor's staff looked at what, the newest first."""
    return Look.objects.filter(organisation_id=organisation_id).order_by("-looked_at", "-pk")[:limit]
