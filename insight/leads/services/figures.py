"""What a project's forecast and the notices about its parts say for its lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from insight.forecasts import queries as forecasts
from insight.forecasts.models import PartForecast
from obsolescence.alerts.models import AlertLine
from obsolescence.parts.rules.notices import written
from obsolescence.projects import queries as projects
from obsolescence.projects.models import Project
from obsolescence.projects.rules import draws as rules

TOP = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """Pieces of one part, as a range."""

    mpn: str
    part_id: int
    p10: float
    p50: float
    p90: float

    def as_json(self) -> dict[str, Any]:
        return {
            "mpn": self.mpn,
            "id": self.part_id,
            "p10": round(self.p10),
            "p50": round(self.p50),
            "p90": round(self.p90),
        }


@dataclass(frozen=True, slots=True)
class Ending:
    """The part that can be ordered no longer first: by whose word, until when, and how many are needed by then.

    needed: until the end of production, or of what is planned where that is not known (until None); None without a plan.
    """

    mpn: str
    sentence: str
    last_order: date
    last_order_text: str
    notice_id: int
    notice: str
    alert_id: int
    needed: Quantity | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a project's forecast says for a lead; values in the reporting currency, None where unknown.

    builds: of twelve months. Where it is more likely than not that nothing is built, the range of what is built if it is
    (if_built), because a middle of zero tells nobody anything.
    """

    has_plan: bool = False
    expected: Decimal | None = None
    expected_24m: Decimal | None = None
    full: Decimal | None = None
    p10: Decimal | None = None
    p90: Decimal | None = None
    probability: float | None = None
    order_by: date | None = None
    first_need: date | None = None
    first_build: date | None = None
    last_build: date | None = None
    parts: int = 0
    unpriced: int = 0
    builds: rules.Range | None = None
    if_built: bool = False
    chance_built: float = 0.0
    sites: tuple[tuple[str, str, float], ...] = ()
    top: tuple[Quantity, ...] = ()
    assumed_lead: bool = False
    ending: Ending | None = None


def figures_of(project: Project, today: date) -> Figures:
    """The figures of a project's lead (jobs); empty where there is no plan or nothing is known of its parts."""
    drawn = _drawn(project.pk)
    ending = _ending(project, drawn, today)
    builds, parts = list(forecasts.builds_of(project.pk)), list(forecasts.parts_of(project.pk))
    whole = forecasts.project_forecast(project.pk)
    if drawn is None or not builds or not parts or whole is None:
        return Figures(has_plan=drawn is not None, ending=ending)
    known = whole.unpriced < whole.parts
    year = rules.range_of(drawn[:, :12].sum(axis=1))
    chance, if_built = rules.chance_of_any(drawn, 12), rules.range_where_built(drawn[:, :12])
    shown = if_built if year.p50 <= 0 and if_built is not None else year
    months = [
        month
        for month, mean in zip(rules.months_from(builds[0].first_month), drawn.mean(axis=0), strict=True)
        if mean > 0
    ]

    def money(value: float) -> Decimal | None:
        return Decimal(value).quantize(Decimal("0.01")) if known else None

    return Figures(
        has_plan=True,
        expected=money(whole.mean_12m),
        expected_24m=money(whole.mean_24m),
        full=money(whole.full_12m),
        p10=money(whole.p10_12m),
        p90=money(whole.p90_12m),
        probability=whole.p_buy_12m,
        order_by=min((part.order_by for part in parts if part.order_by), default=None),
        first_need=min((part.first_need for part in parts if part.first_need), default=None),
        first_build=months[0] if months else None,
        last_build=months[-1] if months else None,
        parts=whole.parts,
        unpriced=whole.unpriced,
        builds=shown,
        if_built=shown is if_built,
        chance_built=chance,
        sites=tuple(
            (build.site.name or build.site.code, build.site.country, build.total_12m["mean"])
            for build in builds
        ),
        top=_top(parts, shown),
        assumed_lead=any(part.lead_time_is_assumed for part in parts),
        ending=ending,
    )


def has_live_notice(project_id: int) -> bool:
    """Whether a notice about a part of the project still holds."""
    live = AlertLine.objects.filter(project_id=project_id, alert__withdrawn_at=None)
    return live.exclude(alert__fact__kind="withdrawn").exists()


def _drawn(project_id: int) -> Any:
    """What all sites build, draw by draw; None without a plan."""
    rows = projects.draws_for_jobs([project_id]).get(project_id)
    return rules.together([bytes(row.draws) for row in rows]) if rows else None


def _top(parts: list[PartForecast], builds: rules.Range) -> tuple[Quantity, ...]:
    """The parts that make most of the value, over all sites."""
    first: dict[int, PartForecast] = {}
    for part in parts:
        first.setdefault(part.part_id, part)
    return tuple(
        _pieces(part.part.mpn, part.part_id, part.units_per_build, builds)
        for part in list(first.values())[:TOP]
    )


def _pieces(mpn: str, part_id: int, per_unit: float, builds: rules.Range) -> Quantity:
    return Quantity(mpn, part_id, builds.p10 * per_unit, builds.p50 * per_unit, builds.p90 * per_unit)


def _ending(project: Project, drawn: Any, today: date) -> Ending | None:
    """Of the parts that a notice ends and that can still be ordered, the one with the first last order date."""
    row = (
        AlertLine.objects.filter(
            project_id=project.pk,
            alert__withdrawn_at=None,
            alert__fact__kind="pdn",
            alert__fact__act_by__gte=today,
            alert__fact__notice__isnull=False,
        )
        .select_related("alert__fact__part", "alert__fact__notice")
        .order_by("alert__fact__act_by", "alert__fact__part__mpn", "pk")
        .first()
    )
    if row is None:
        return None
    fact, notice, last_order = row.alert.fact, row.alert.fact.notice, row.alert.fact.act_by
    if notice is None or last_order is None:
        return None
    named = notice.rows.filter(part_id=fact.part_id).first()
    text = written(named.last_order_date, named.last_order_precision) if named else ""
    return Ending(
        mpn=fact.part.mpn,
        sentence=fact.sentence,
        last_order=last_order,
        last_order_text=text or last_order.isoformat(),
        notice_id=notice.pk,
        notice=f"{notice.word or 'notice'} {notice.number}".strip(),
        alert_id=row.alert_id,
        needed=_needed(project, fact.part_id, fact.part.mpn, drawn, today),
        until=project.eop_date,
    )


def _needed(project: Project, part_id: int, mpn: str, drawn: Any, today: date) -> Quantity | None:
    """Pieces that the builds need until the end of production; where that is not known, over what is planned."""
    part = PartForecast.objects.filter(project_id=project.pk, part_id=part_id).first()
    if part is None or drawn is None:
        return None
    end = project.eop_date
    months = rules.MONTHS if end is None else max(0, rules.months_between(today, end) + 1)
    totals = rules.totals_until(drawn, months)
    shown = rules.range_of(totals)
    if shown.p50 <= 0 and (totals > 0).any():
        shown = rules.range_of(totals[totals > 0])
    return _pieces(mpn, part_id, part.units_per_build, shown)
