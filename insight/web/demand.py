"""Forward demand: by month with its range, by maker and part, under the rule that protects totals."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from insight.demand.rules.protection import FEWEST, LARGEST_SHARE
from insight.forecasts import queries
from obsolescence.base import charts
from obsolescence.base.access import StaffRequest, for_staff
from obsolescence.base.charts import specs
from obsolescence.base.page import page


@for_staff()
def overview(request: StaffRequest) -> HttpResponse:
    """What all customers' plans will probably bring, in the reporting currency."""
    months = queries.totals_by_month()
    makers, other_makers = queries.by_maker()
    parts, other_parts = queries.by_part()
    context = {
        "months": months,
        "figure": _figure(months),
        "makers": makers,
        "other_makers": other_makers,
        "parts": parts,
        "other_parts": other_parts,
        "most": max([row["value"] for row in makers], default=1) or 1,
        "total": sum(month.mean for month in months),
        "low": sum(month.p10 for month in months),
        "high": sum(month.p90 for month in months),
        "currency": settings.REPORTING_CURRENCY,
        "fewest": FEWEST,
        "largest": LARGEST_SHARE,
    }
    return page(request, "insight/demand.html", context)


def _figure(months: list[queries.Month]) -> charts.Figure | None:
    if not months:
        return None
    rows = [specs.Expected(f"{one.month:%Y-%m}", one.p10, one.mean, one.p90) for one in months]
    return charts.figure(
        specs.monthly_fan([], rows),
        title="Expected demand by month",
        says=f"{settings.REPORTING_CURRENCY}, expected with the sum of the projects' P10 and P90: wider than the total's own range",
        summary=f"{len(rows)} months",
        columns=["Month", "P10", "Expected", "P90"],
        rows=[[row.month, round(row.p10), round(row.p50), round(row.p90)] for row in rows],
    )


app_name = "demand"
urlpatterns = [path("", overview, name="overview")]
