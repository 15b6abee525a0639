"""Forward demand: what was bought and what will be, by month with its range; by maker, part, customer and site."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from insight.demand import queries as orders
from insight.demand.rules.protection import FEWEST, LARGEST_SHARE
from insight.forecasts import queries
from obsolescence.base import charts
from obsolescence.base.access import StaffRequest, for_staff
from obsolescence.base.charts import specs
from obsolescence.base.page import page

GROUPS = {"maker": "Maker", "part": "Part", "customer": "Customer", "site": "Site", "month": "Month"}
MONTHS_BACK = 18


@for_staff()
def overview(request: StaffRequest) -> HttpResponse:
    """What all customers' plans will probably bring, in the reporting currency."""
    group = request.GET.get("by", "maker")
    group = group if group in GROUPS else "maker"
    months, today = queries.totals_by_month(), timezone.localdate()
    context = {
        "months": months,
        "year": queries.total_of_the_year(),
        "figure": _figure(_bought(today), months),
        "groups": GROUPS,
        "group": group,
        "currency": settings.REPORTING_CURRENCY,
        "fewest": FEWEST,
        "largest": LARGEST_SHARE,
        "today": today,
    } | _rows(group)
    return page(request, "insight/demand.html", context)


def _rows(group: str) -> dict[str, object]:
    if group in ("maker", "part"):
        rows, other = queries.by_maker() if group == "maker" else queries.by_part()
        return {"totals": rows, "other": other, "most": max((row["value"] for row in rows), default=0) or 1}
    if group in ("customer", "site"):
        named = queries.by_customer() if group == "customer" else queries.by_site()
        return {"named": named, "most": max((row.value for row in named), default=0) or 1}
    return {}


def _bought(today: date) -> list[tuple[date, float]]:
    """Whole months only: the running one is not over."""
    since = (today.replace(day=1) - timedelta(days=30 * MONTHS_BACK)).replace(day=1)
    return [one for one in orders.bought_by_month(since=since) if one[0] < today.replace(day=1)]


def _figure(bought: list[tuple[date, float]], months: list[queries.Month]) -> charts.Figure | None:
    if not months:
        return None
    rows = [specs.Expected(f"{one.month:%Y-%m}", one.p10, one.p50, one.p90) for one in months]
    return charts.figure(
        specs.monthly_fan(bought, rows),
        title="Bought and expected, by month",
        says=f"{settings.REPORTING_CURRENCY}. Bars: bought from us. Line: the middle of what is expected, in its range P10 to P90.",
        summary=f"{len(bought)} months bought, {len(rows)} months expected",
        columns=["Month", "Bought", "P10", "P50", "P90"],
        rows=[[f"{month:%Y-%m}", round(value), "", "", ""] for month, value in bought]
        + [[row.month, "", round(row.p10), round(row.p50), round(row.p90)] for row in rows],
        note="Single months are hard to tell; trust totals of three and more.",
    )


app_name = "demand"
urlpatterns = [path("", overview, name="overview")]
