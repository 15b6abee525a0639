"""One project's page: as it stands, or with what was typed and the sentence that says why it was not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from obsolescence.accounts import queries as accounts
from obsolescence.base import charts
from obsolescence.base.access import EDITORS, ENGINEER, OWNER, MemberRequest
from obsolescence.base.charts import specs
from obsolescence.base.page import page
from obsolescence.boms import queries as boms
from obsolescence.projects import queries
from obsolescence.projects.rules.draws import months_from
from obsolescence.projects.rules.stages import SHARING_WORDS, SITE_ROLES, STAGES

REMOVERS = (OWNER, ENGINEER)
GRID_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried to save on the page: which form, why not, and what they had typed."""

    form: str = ""
    sentence: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def render(request: MemberRequest, project_id: int, attempt: Attempt | None = None) -> HttpResponse:
    """BOMs, plan, dates, stage with its history, sharing, who follows; 422 where an attempt was refused."""
    organisation_id = request.organisation_id
    one = queries.project(organisation_id, project_id)
    watchers = list(queries.watchers_of(organisation_id, project_id))
    mine = next((row for row in watchers if row.user_id == request.actor.user_id), None)
    attempt = attempt or Attempt()
    context = {
        "project": one,
        "boms": list(boms.boms_of_project(organisation_id, project_id)),
        "stages": STAGES,
        "history": list(queries.stages_of(organisation_id, project_id)),
        "sharing_words": SHARING_WORDS,
        "following": [row for row in watchers if row.watches],
        "asked": [row for row in watchers if row.watches is None],
        "i_follow": bool(mine and mine.watches),
        "i_am_asked": bool(mine and mine.watches is None),
        "site_roles": list(queries.sites_of(organisation_id, project_id)),
        "roles": SITE_ROLES,
        "can_edit": request.actor.role in EDITORS,
        "can_remove": request.actor.role in REMOVERS,
        "is_owner": request.actor.role == OWNER,
        "today": timezone.localdate(),
        "sites": list(accounts.sites_of(organisation_id)),
        "refused": attempt.form,
        "sentence": attempt.sentence,
        "shown": _stored(one) | (dict(attempt.typed) if attempt.form != "plan" else {}),
        "plan_text": attempt.typed.get("text", "") if attempt.form == "plan" else "",
    } | _plan(one, timezone.localdate(), attempt.typed if attempt.form == "plan" else {})
    return page(
        request, "obsolescence/projects/project.html", context, status=422 if attempt.sentence else 200
    )


def _stored(one: Any) -> dict[str, str]:
    """The fields of the page's forms as they are stored, under the names of the forms."""
    return {
        "sop": one.sop_date.isoformat()[:7] if one.sop_date else "",
        "eop": one.eop_date.isoformat()[:7] if one.eop_date else "",
        "stage": one.stage,
        "since": timezone.localdate().isoformat(),
        "attrition": f"{100 * one.attrition:.2f}".rstrip("0").rstrip("."),
        "name": one.name,
        "end_customer": one.end_customer,
        "design_customer": one.design_customer,
        "purchasing_customer": one.purchasing_customer,
    }


def _plan(one: Any, today: date, typed: Mapping[str, str]) -> dict[str, Any]:
    """The newest plan by site over twelve months from now, and the versions before it."""
    organisation_id, project_id = one.organisation_id, one.pk
    versions = list(queries.plans_of(organisation_id, project_id))
    builds = list(queries.planned_builds(versions[0].pk)) if versions else []
    months = months_from(today, GRID_MONTHS)
    units = {(build.site.code, build.month): build.units for build in builds}
    rows = [
        (
            site,
            [
                (month, typed.get(f"units:{site.code}:{month:%Y-%m}", units.get((site.code, month))))
                for month in months
            ],
        )
        for site in accounts.sites_of(organisation_id)
        if site.kind != "head_office" or any(code == site.code for code, _ in units)
    ]
    return {
        "versions": versions,
        "months": months,
        "plan_rows": rows,
        "plan_total": sum(build.units for build in builds),
        "plan_until": max((build.month for build in builds), default=None),
        "after_end": _after_end(builds, one.eop_date),
        "plan_figure": _figure(queries.expected_builds(organisation_id, project_id)),
    }


def _after_end(builds: list[Any], end: date | None) -> int:
    """Units that the plan has in months after the end of production: they count for nothing."""
    return sum(build.units for build in builds if end is not None and build.month > end)


def _figure(months: list[queries.ExpectedBuilds]) -> charts.Figure | None:
    """What the plan usually becomes, by month."""
    if not months:
        return None
    rows = [specs.Expected(f"{one.month:%Y-%m}", one.p10, one.p50, one.p90) for one in months]
    return charts.figure(
        specs.monthly_ranges(rows, width=700),
        title="What will probably be built",
        says="Units of all sites by month, P10 to P90: plans slip, shrink and sometimes stop.",
        summary=f"{len(rows)} months from {rows[0].month}",
        columns=["Month", "P10", "P50", "P90"],
        rows=[[row.month, round(row.p10), round(row.p50), round(row.p90)] for row in rows],
        note="First estimates by stage, not yet learned from what you built.",
    )
