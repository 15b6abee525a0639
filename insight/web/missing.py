"""Parts that customers use and the catalogue lacks: what to research first."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from insight.demand import queries
from insight.demand.rules.protection import FEWEST, LARGEST_SHARE
from obsolescence.base import export
from obsolescence.base.access import StaffRequest, for_staff
from obsolescence.base.page import page

COLUMNS = ("Number", "Manufacturer", "Customers", "Lines", "Pieces in 12 months", "As of")


@for_staff()
def listing(request: StaffRequest) -> HttpResponse:
    """The list, most needed first; as CSV with ``?csv=1``."""
    rows = list(queries.missing_numbers())
    shown = [row for row in rows if row.text]
    if "csv" in request.GET:
        day = timezone.localdate().isoformat()
        cells: Iterator[list[export.Cell]] = (
            [row.text, row.maker, row.organisations, row.lines, row.pieces, row.as_of.date().isoformat()]
            for row in shown
        )
        return export.as_csv(f"missing-parts-{day}.csv", COLUMNS, cells)
    context = {
        "rows": shown,
        "rest": next((row for row in rows if not row.text), None),
        "as_of": rows[0].as_of if rows else None,
        "fewest": FEWEST,
        "largest": LARGEST_SHARE,
    }
    return page(request, "insight/missing.html", context)


app_name = "missing"
urlpatterns = [path("", listing, name="list")]
