"""Writes to projects: what is built, from when to when, who follows it, what is shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection
from django.db.models import F, Max

from obsolescence.accounts.models import Membership, Site
from obsolescence.base.refusals import Refused
from obsolescence.events import services as events
from obsolescence.messaging import services as messaging
from obsolescence.projects.models import (
    BuildDraws,
    BuildPlan,
    PlannedBuild,
    Project,
    ProjectSite,
    StageChange,
    Watcher,
)
from obsolescence.projects.queries import Planned, planned_for_jobs
from obsolescence.projects.rules import draws, letters
from obsolescence.projects.rules.plan_text import PlannedUnits
from obsolescence.projects.rules.stages import SHARING, SITE_ROLES, STAGES
from obsolescence.relations.models import Enquiry

LONGEST_NAME = 160
OVER = ("ended", "cancelled")
MOST_YEARS_BACK, MOST_YEARS_AHEAD = 60, 40
MOST_ATTRITION = 50  # per cent


def create_project(
    *,
    organisation_id: int,
    name: str,
    by: int | None,
    at: datetime,
    stage: str = "concept",
    since: date | None = None,
    sop_date: date | None = None,
    eop_date: date | None = None,
    sharing: str | None = None,
    **other: Any,
) -> int:
    """Make a project and return its id. sharing None: nobody has chosen, which means nothing.

    other: end_customer, design_customer, purchasing_customer, attrition. Raises Refused with a sentence.
    """
    _check_dates(sop_date, eop_date, today=at.date(), has_ended=stage in OVER)
    project = Project.objects.create(
        organisation_id=organisation_id,
        name=_name(name),
        stage=_one_of(stage, STAGES, "stage"),
        sop_date=sop_date,
        eop_date=eop_date,
        sharing=_one_of(sharing or "nothing", SHARING, "choice of sharing"),
        sharing_decided_by_id=by if sharing else None,
        sharing_decided_at=at if sharing else None,
        created_by_id=by,
        created_at=at,
        **other,
    )
    StageChange.objects.create(
        organisation_id=organisation_id,
        project=project,
        stage=stage,
        since_date=since or at.date(),
        recorded_at=at,
        recorded_by_id=by,
    )
    _tell(organisation_id, project.pk, "project_created", at, name)
    return project.pk


def rename(*, organisation_id: int, project_id: int, name: str) -> None:
    _mine(organisation_id, project_id).update(name=_name(name))


def set_customers(
    *, organisation_id: int, project_id: int, end: str, design: str, purchasing: str, at: datetime
) -> None:
    """Who the product is for, who designs it and who buys its parts; empty: not known."""
    _mine(organisation_id, project_id).update(
        end_customer=end.strip()[:LONGEST_NAME],
        design_customer=design.strip()[:LONGEST_NAME],
        purchasing_customer=purchasing.strip()[:LONGEST_NAME],
    )
    _tell(organisation_id, project_id, "plan_changed", at, "The customers of the product changed")


def set_site(*, organisation_id: int, project_id: int, site_id: int, role: str, at: datetime) -> None:
    """A site builds the product, designs it or buys its parts. Raises Refused for a site of nobody's."""
    _one_of(role, SITE_ROLES, "role of a site")
    if not Site.objects.filter(organisation_id=organisation_id, pk=site_id).exists():
        raise Refused("Choose one of your organisation's sites.")
    _mine(organisation_id, project_id).update(plan_version=F("plan_version") + 1)
    ProjectSite.objects.get_or_create(
        organisation_id=organisation_id, project_id=project_id, site_id=site_id, role=role
    )
    _tell(organisation_id, project_id, "plan_changed", at, "The sites of the project changed")


def remove_site(*, organisation_id: int, project_id: int, site_role_id: int, at: datetime) -> None:
    """A site has this role no more; plans that name it stay as they are."""
    found = ProjectSite.objects.filter(
        organisation_id=organisation_id, project_id=project_id, pk=site_role_id
    )
    if found.delete()[0]:
        raise_plan_version(organisation_id=organisation_id, project_id=project_id)
        _tell(organisation_id, project_id, "plan_changed", at, "The sites of the project changed")


def archive(*, organisation_id: int, project_id: int, at: datetime | None, now: datetime) -> None:
    """Put a project away (at), or take it back (None); its alerts and its forecast rest meanwhile."""
    _mine(organisation_id, project_id).update(archived_at=at, plan_version=F("plan_version") + 1)
    kind, text = ("project_archived", "Put away") if at else ("project_restored", "Taken back")
    _tell(organisation_id, project_id, kind, at or now, text)


def set_production(
    *, organisation_id: int, project_id: int, sop_date: date | None, eop_date: date | None, at: datetime
) -> None:
    """Start and end of production; what was judged up to the old end is judged anew."""
    before = _mine(organisation_id, project_id).get()
    if (sop_date, eop_date) != (before.sop_date, before.eop_date):
        is_kept = eop_date == before.eop_date  # a date that has passed meanwhile may stay
        _check_dates(sop_date, eop_date, today=at.date(), has_ended=is_kept or before.stage in OVER)
    changed = (
        _mine(organisation_id, project_id)
        .exclude(sop_date=sop_date, eop_date=eop_date)
        .update(sop_date=sop_date, eop_date=eop_date, plan_version=F("plan_version") + 1)
    )
    if changed:
        _tell(organisation_id, project_id, "plan_changed", at, "Start or end of production changed")


def set_attrition(
    *, organisation_id: int, project_id: int, per_cent: str, by: int | None, at: datetime
) -> None:
    """What is lost in production, per cent of every part, on top of what the builds need.

    It changes the requirement: a project with a plan gets a new version of it, which says so.
    """
    project = Project.objects.select_for_update().get(organisation_id=organisation_id, pk=project_id)
    value = _per_cent(per_cent)
    if value == project.attrition:
        return
    _mine(organisation_id, project_id).update(attrition=value, plan_version=F("plan_version") + 1)
    words = f"Attrition {_in_words(project.attrition)} → {_in_words(value)}"
    newest = BuildPlan.objects.filter(project=project).order_by("-version").first()
    if newest is not None:
        copy = BuildPlan.objects.create(
            organisation_id=organisation_id,
            project=project,
            version=newest.version + 1,
            recorded_at=at,
            recorded_by_id=by,
            mechanism="typed",
            note=words,
            attrition=value,
        )
        PlannedBuild.objects.bulk_create(
            PlannedBuild(
                organisation_id=organisation_id,
                plan=copy,
                site_id=row.site_id,
                month=row.month,
                units=row.units,
            )
            for row in PlannedBuild.objects.filter(plan=newest)
        )
    _tell(organisation_id, project_id, "plan_changed", at, words)


def _per_cent(text: str) -> Decimal:
    """ "2", "2.5 %" or "2,5" as a share; empty is none."""
    plain = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = Decimal(plain or 0)
    except InvalidOperation as error:
        raise Refused("Write the attrition in per cent, such as 2 or 2.5.") from error
    if not value.is_finite() or not 0 <= value <= MOST_ATTRITION:
        raise Refused(f"The attrition must lie between 0 and {MOST_ATTRITION} per cent.")
    return (value / 100).quantize(Decimal("0.0001"))


def _in_words(share: Decimal) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + " %"


def delete(*, organisation_id: int, project_id: int, at: datetime) -> None:
    """Delete a project with everything that hangs on it, in every room; what happened stays as facts."""
    project = Project.objects.select_for_update().get(organisation_id=organisation_id, pk=project_id)
    _tell(organisation_id, project_id, "project_deleted", at, project.name)
    project.delete()


def remove_if_untouched(*, organisation_id: int, project_id: int, made_at: datetime, at: datetime) -> bool:
    """Remove a project that an upload made at that moment and that nobody has given anything else since."""
    project = Project.objects.select_for_update().get(organisation_id=organisation_id, pk=project_id)
    said = (
        project.sharing_decided_at, project.archived_at, project.sop_date, project.eop_date, project.end_customer,
        project.design_customer, project.purchasing_customer, project.attrition,
    )  # fmt: skip
    if project.created_at != made_at or any(said):
        return False
    if project.plans.exists() or project.site_roles.exists() or project.stage_changes.count() > 1:
        return False
    if Enquiry.objects.filter(organisation_id=organisation_id, project_id=project_id).exists():
        return False
    delete(organisation_id=organisation_id, project_id=project_id, at=at)
    return True


def change_stage(
    *, organisation_id: int, project_id: int, stage: str, since: date, by: int | None, at: datetime
) -> None:
    """A project comes into a stage, from a day on; the history keeps when we were told."""
    project = Project.objects.select_for_update().get(organisation_id=organisation_id, pk=project_id)
    if project.stage == _one_of(stage, STAGES, "stage"):
        return
    if since > at.date():
        raise Refused("The day lies ahead: a stage is recorded once it has begun.")
    _mine(organisation_id, project_id).update(stage=stage, plan_version=F("plan_version") + 1)
    StageChange.objects.create(
        organisation_id=organisation_id,
        project_id=project_id,
        stage=stage,
        since_date=since,
        recorded_at=at,
        recorded_by_id=by,
    )
    _tell(organisation_id, project_id, "stage_changed", at, f"{project.stage} → {stage}")


def choose_sharing(*, organisation_id: int, project_id: int, sharing: str, by: int, at: datetime) -> None:
    """Full, anonymous totals only, or nothing; whoever listens closes or opens what hangs on it."""
    _mine(organisation_id, project_id).update(
        sharing=_one_of(sharing, SHARING, "choice of sharing"),
        sharing_decided_by_id=by,
        sharing_decided_at=at,
    )
    _tell(organisation_id, project_id, "sharing_changed", at, sharing)


def watch(*, organisation_id: int, project_id: int, user_id: int, why: str, at: datetime) -> None:
    """Follow a project because of what one does (uploaded, planned); who said no before is left alone.

    The organisation's owners and buyers are asked, once a project, whether they follow it too.
    """
    _ask(organisation_id, project_id, [user_id], watches=True, why=why, at=at)
    Watcher.objects.filter(
        organisation_id=organisation_id, project_id=project_id, user_id=user_id, watches=None
    ).update(watches=True, why=why, since=at)
    concerned = Membership.objects.filter(organisation_id=organisation_id, role__in=("owner", "buyer"))
    ask_to_watch(
        organisation_id=organisation_id,
        project_id=project_id,
        user_ids=list(concerned.values_list("user_id", flat=True)),
        at=at,
    )


def ask_to_watch(*, organisation_id: int, project_id: int, user_ids: list[int], at: datetime) -> list[int]:
    """Ask people whether they follow a project, each once; return those who had not been asked before."""
    asked = _ask(organisation_id, project_id, user_ids, watches=None, why="asked", at=at)
    if asked:
        name = _mine(organisation_id, project_id).values_list("name", flat=True).get()
        words = letters.ask_to_watch(project_id, name)
        messaging.write([messaging.Draft(organisation_id, one, **words) for one in asked], at=at)
    return asked


def answer_watch(*, organisation_id: int, project_id: int, user_id: int, watches: bool, at: datetime) -> None:
    """A person says whether they follow a project; asked or not, this is the last word."""
    Watcher.objects.update_or_create(
        organisation_id=organisation_id,
        project_id=project_id,
        user_id=user_id,
        defaults={"watches": watches, "why": "chosen", "since": at},
    )


def record_plan(
    *,
    organisation_id: int,
    project_id: int,
    rows: Sequence[PlannedUnits],
    by: int | None,
    at: datetime,
    mechanism: str = "typed",
    note: str = "",
) -> int:
    """Keep a new version of the build plan; return its number. Earlier versions stay with the day they were recorded.

    Raises Refused where a row names a site that the organisation does not have.
    """
    project = Project.objects.select_for_update().get(organisation_id=organisation_id, pk=project_id)
    planned = _by_site(organisation_id, project_id, rows)
    if not planned:
        raise Refused("The plan is empty: write units for at least one month.")
    newest = BuildPlan.objects.filter(project=project).aggregate(newest=Max("version"))["newest"] or 0
    plan = BuildPlan.objects.create(
        organisation_id=organisation_id,
        project=project,
        version=newest + 1,
        recorded_at=at,
        recorded_by_id=by,
        mechanism=mechanism,
        note=note.strip()[:200],
        attrition=project.attrition,
    )
    PlannedBuild.objects.bulk_create(
        PlannedBuild(organisation_id=organisation_id, plan=plan, site_id=site, month=month, units=units)
        for (site, month), units in planned.items()
    )
    ProjectSite.objects.bulk_create(
        (
            ProjectSite(organisation_id=organisation_id, project=project, site_id=site, role="build")
            for site in {site for site, _ in planned}
        ),
        ignore_conflicts=True,
    )
    raise_plan_version(organisation_id=organisation_id, project_id=project_id)
    if by is not None:
        watch(organisation_id=organisation_id, project_id=project_id, user_id=by, why="planned", at=at)
    total = sum(planned.values())
    _tell(
        organisation_id, project_id, "plan_changed", at, f"Build plan version {newest + 1}: {total:,} units"
    )
    return newest + 1


def _by_site(
    organisation_id: int, project_id: int, rows: Sequence[PlannedUnits]
) -> dict[tuple[int, date], int]:
    """Units by site and month; several rows of one month add up, a row without a site goes to the only site."""
    sites = dict(Site.objects.filter(organisation_id=organisation_id).values_list("code", "pk"))
    by_name = dict(Site.objects.filter(organisation_id=organisation_id).values_list("name", "pk"))
    known = {name.casefold(): pk for name, pk in (by_name | sites).items() if name}
    building = Site.objects.filter(organisation_id=organisation_id).exclude(kind="head_office")
    only = list(building.values_list("pk", flat=True)[:2]) or list(sites.values())[:2]
    planned: dict[tuple[int, date], int] = {}
    for row in rows:
        site = known.get(row.site.casefold()) if row.site else (only[0] if len(only) == 1 else None)
        if site is None:
            which = (
                f"There is no site {row.site!r}."
                if row.site
                else "Say at which site: you have several, or none yet."
            )
            raise Refused(f"{which} Sites: {', '.join(sites) or 'none, add one first'}.")
        planned[site, row.month] = planned.get((site, row.month), 0) + row.units
    return planned


def draw_builds(*, project_ids: Sequence[int] | None, today: date, at: datetime) -> None:
    """Draw what projects will build and keep one array a project × site (jobs); None: all. No plan, no draws."""
    wanted = planned_for_jobs(None if project_ids is None else list(project_ids))
    old = BuildDraws.objects.all()
    (old if project_ids is None else old.filter(project_id__in=project_ids)).delete()
    BuildDraws.objects.bulk_create(
        (
            _drawn(project, site_id, drawn, today, at)
            for project in wanted
            if project.plan and project.recorded_at
            for site_id, drawn in draws.draw(_inputs(project, today)).items()
        ),
        batch_size=200,
    )


def _inputs(project: Planned, today: date) -> draws.PlanInputs:
    return draws.PlanInputs(
        stage=project.stage,
        plan=project.plan,
        recorded_on=project.recorded_at.date() if project.recorded_at else today,
        today=today,
        seed=project.project_id,
        customer_seed=project.organisation_id,
        eop=project.eop,
    )


def _drawn(project: Planned, site_id: int, drawn: Any, today: date, at: datetime) -> BuildDraws:
    inputs = _inputs(project, today)
    return BuildDraws(
        organisation_id=project.organisation_id,
        project_id=project.project_id,
        site_id=site_id,
        first_month=today.replace(day=1),
        months=draws.MONTHS,
        draws=draws.pack(drawn),
        draw_count=draws.DRAWS,
        seed=inputs.seed,
        inputs={
            "stage": project.stage,
            "alive": draws.alive_probability(project.stage, inputs.recorded_on, today),
            "plan_recorded": inputs.recorded_on.isoformat(),
            "plan_version": project.plan_version,
            "plan_factor": draws.PLAN_FACTOR_MEDIAN,
            "slip_months": draws.SLIP_MONTHS.get(project.stage, 0.0),
        },
        rules_version=draws.VERSION,
        plan_version=project.plan_version,
        made_at=at,
    )


def raise_plan_version(*, organisation_id: int, project_id: int) -> None:
    """What a judgement or a forecast was made from has changed (a revision was released, say)."""
    _mine(organisation_id, project_id).update(plan_version=F("plan_version") + 1)


def _ask(
    organisation_id: int,
    project_id: int,
    user_ids: list[int],
    *,
    watches: bool | None,
    why: str,
    at: datetime,
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into projects_watcher (organisation_id, project_id, user_id, watches, why, since)"
            " select %s, %s, u, %s, %s, %s from unnest(%s::bigint[]) u on conflict do nothing returning user_id",
            [organisation_id, project_id, watches, why, at, user_ids],
        )
        return [row[0] for row in cursor.fetchall()]


def _mine(organisation_id: int, project_id: int) -> Any:
    rows = Project.objects.filter(organisation_id=organisation_id, pk=project_id)
    if not rows.exists():
        raise Project.DoesNotExist
    return rows


def _name(name: str) -> str:
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Refused("A project needs a name.")
    return name


def _one_of(word: str, words: tuple[str, ...], what: str) -> str:
    if word not in words:
        raise Refused(f"{word!r} is no {what}: choose {', '.join(words)}.")
    return word


def _check_dates(sop_date: date | None, eop_date: date | None, *, today: date, has_ended: bool) -> None:
    """Dates that a person can mean: a slip of the pen in a year would move risk and demand by decades."""
    for name, day in (("start", sop_date), ("end", eop_date)):
        if day is not None and not today.year - MOST_YEARS_BACK <= day.year <= today.year + MOST_YEARS_AHEAD:
            raise Refused(
                f"The {name} of production, {day.isoformat()}, is too far away: write the year with four digits, such as"
                f" {today.year + 4}-06."
            )
    if eop_date is not None and eop_date < today and not has_ended:
        raise Refused(
            f"The end of production, {eop_date.isoformat()}, has passed: set the stage to ended, or write a later month."
        )
    if sop_date and eop_date and eop_date < sop_date:
        raise Refused("The end of production lies before its start.")


def _tell(organisation_id: int, project_id: int, kind: str, at: datetime, text: str) -> None:
    events.record(
        organisation_id=organisation_id, project_id=project_id, kind=kind, happened_at=at, text=text
    )
