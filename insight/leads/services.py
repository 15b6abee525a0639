"""Leads: one open per organisation × project, raised and updated by what happens, closed by outcome or by the switch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from insight.demand import queries as demand
from insight.forecasts import queries as forecasts
from insight.forecasts import services as forecasting
from insight.leads.models import Lead, LeadStep
from insight.leads.rules import ranking
from insight.leads.rules.states import OPEN_STATES
from obsolescence.accounts.models import Contact, ErpAccount, Membership
from obsolescence.alerts.models import Fact
from obsolescence.base.refusals import Refused
from obsolescence.projects.models import Project, ProjectSite

OUTCOMES = ("taken", "contacted", "quoted", "won", "lost")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What says that a need has arisen: the kind of the event, its sentence, when it happened, its ids.

    takes_lines_away: something else of the same moment took lines away, which may leave nothing that is built.
    """

    kind: str
    text: str
    happened_at: datetime
    ids: dict[str, Any]
    takes_lines_away: bool = False


def refresh(*, triggers: dict[int, Trigger | None], today: date, at: datetime) -> int:
    """Raise or update the leads of projects (jobs); return how many stand open afterwards.

    triggers: project id → what happened last, or None where only figures are worked out anew. A project that is not
    shared in full, or rests, has no lead: an open one is closed with its reason, and goes on when the project does.
    """
    open_leads = 0
    for project in Project.objects.filter(pk__in=triggers).select_related("organisation"):
        lead = Lead.objects.filter(project=project, state__in=OPEN_STATES).first()
        trigger = triggers[project.pk]
        if reason := _reason_to_close(project, trigger):
            _close(lead, at, reason)
            continue
        if lead is None and (trigger is None or ranking.weight_of(trigger.kind) < 0.5):
            continue
        _write(lead or _closed_by_itself(project), project, trigger, today, at)
        open_leads += 1
    return open_leads


def _reason_to_close(project: Project, trigger: Trigger | None) -> str:
    """Why a project has no lead, as it is; what is not shared gets a neutral word and nothing more."""
    if project.sharing != "full":
        return "no longer available"
    if project.archived_at is not None:
        return "the customer has put the project away"
    if project.stage in ("ended", "cancelled"):
        return f"the project {'has ended' if project.stage == 'ended' else 'was cancelled'}"
    if trigger is not None and trigger.takes_lines_away and not forecasting.needs_of(project.pk):
        return "nothing is left to be built from it: its BOM was put away, moved or deleted"
    return ""


def _closed_by_itself(project: Project) -> Lead | None:
    """The last lead of a project, where its project rested and nobody had said what came of it: it goes on."""
    last = Lead.objects.filter(project=project).order_by("-created_at", "-pk").first()
    return last if last is not None and last.state == "closed" else None


def _write(lead: Lead | None, project: Project, trigger: Trigger | None, today: date, at: datetime) -> None:
    is_new = lead is None
    lead = lead or Lead(organisation_id=project.organisation_id, project=project, created_at=at)
    is_back = lead.state == "closed"
    if is_back:
        lead.state, lead.closed_at, lead.close_reason = "taken" if lead.owner_id else "open", None, ""
    if trigger is not None and (is_new or _is_stronger(trigger, lead)):
        lead.trigger, lead.trigger_text, lead.triggered_at = trigger.kind, trigger.text, trigger.happened_at
    figures = _figures(project.pk)
    contact = _contact(project.organisation_id, lead.trigger)
    lead.contact_name = contact.name if contact else ""
    lead.contact_function = contact.function if contact else ""
    lead.order_by, lead.probability, lead.currency = (
        figures.order_by,
        figures.probability,
        settings.REPORTING_CURRENCY,
    )
    lead.expected_value, lead.full_value = figures.expected, figures.full
    lead.value_p10, lead.value_p90 = figures.p10, figures.p90
    is_change = lead.trigger == "notice" and _is_change(lead, trigger)
    lead.answers, lead.questions = _answers(lead, project, figures, contact, today)
    lead.answers["trigger"]["change"] = is_change
    if is_change:
        lead.answers["trigger"]["head"] = "A part changes"
    lead.next_step = ranking.next_step(
        trigger=lead.trigger,
        contact=lead.contact_name,
        order_by=figures.order_by,
        today=today,
        project=project.name,
        is_change=is_change,
    )
    value = float(figures.expected) if figures.expected is not None else None
    lead.rank = ranking.rank(
        expected_value=value, order_by=figures.order_by, trigger=lead.trigger, today=today
    )
    lead.rules_version, lead.updated_at = ranking.VERSION, at
    lead.save()
    if is_new or trigger is not None:
        text = trigger.text if trigger else lead.trigger_text
        _step(lead, "raised" if is_new else "reopened" if is_back else "updated", text, None, at)


def _is_change(lead: Lead, trigger: Trigger | None) -> bool:
    """Whether the notice behind a lead announces a change of the part rather than its end."""
    if trigger is None or trigger.text != lead.trigger_text:
        return bool(lead.answers.get("trigger", {}).get("change"))
    return Fact.objects.filter(pk=trigger.ids.get("fact") or 0, kind="pcn").exists()


def _is_stronger(trigger: Trigger, lead: Lead) -> bool:
    """A newer trigger replaces an equal or weaker one, and anything older than a month."""
    age = (trigger.happened_at - lead.triggered_at).days
    return ranking.weight_of(trigger.kind) >= ranking.weight_of(lead.trigger) or age > 30


@dataclass(frozen=True, slots=True)
class Figures:
    """What a project's forecast says for a lead; values in the reporting currency, None where unknown."""

    expected: Decimal | None = None
    expected_24m: Decimal | None = None
    full: Decimal | None = None
    p10: Decimal | None = None
    p90: Decimal | None = None
    probability: float | None = None
    order_by: date | None = None
    first_need: date | None = None
    parts: int = 0
    unpriced: int = 0
    builds: dict[str, float] | None = None
    sites: tuple[tuple[str, str, float], ...] = ()
    top: tuple[tuple[str, int, float, float, float], ...] = ()
    assumed_lead: bool = False


def _figures(project_id: int) -> Figures:
    builds = list(forecasts.builds_of(project_id))
    parts = list(forecasts.parts_of(project_id))
    if not builds or not parts:
        return Figures()
    whole = forecasts.project_forecast(project_id)
    if whole is None:
        return Figures()
    known = whole.unpriced < whole.parts

    def money(value: float) -> Decimal | None:
        return Decimal(value).quantize(Decimal("0.01")) if known else None

    return Figures(
        expected=money(whole.mean_12m),
        expected_24m=money(whole.mean_24m),
        full=money(whole.full_12m),
        p10=money(whole.p10_12m),
        p90=money(whole.p90_12m),
        probability=whole.p_buy_12m,
        order_by=min((part.order_by for part in parts if part.order_by), default=None),
        first_need=min((part.first_need for part in parts if part.first_need), default=None),
        parts=whole.parts,
        unpriced=whole.unpriced,
        builds=whole.builds_12m,
        sites=tuple(
            (build.site.name or build.site.code, build.site.country, build.total_12m["mean"])
            for build in builds
        ),
        top=tuple(
            (part.part.mpn, part.part_id, part.need_p10_12m, part.need_p50_12m, part.need_p90_12m)
            for part in parts[:3]
        ),
        assumed_lead=any(part.lead_time_is_assumed for part in parts),
    )


def _contact(organisation_id: int, trigger: str) -> Contact | None:
    """The best person for the topic: buyers for quotes and last-time buys, engineers for the rest, then the owner."""
    first = (
        ("buyer", "engineer", "owner") if trigger in ("enquiry", "notice") else ("engineer", "buyer", "owner")
    )
    contacts = list(Contact.objects.filter(organisation_id=organisation_id))
    roles = dict(Membership.objects.filter(organisation_id=organisation_id).values_list("user_id", "role"))
    for function in first:
        for contact in contacts:
            if function in (contact.function, roles.get(contact.user_id or 0)):
                return contact
    return contacts[0] if contacts else None


def _answers(
    lead: Lead, project: Project, figures: Figures, contact: Contact | None, today: date
) -> tuple[dict[str, Any], list[str]]:
    """The six answers, each a headline, a sentence and links; what is missing becomes a question to ask."""
    questions: list[str] = []
    accounts = list(
        ErpAccount.objects.filter(organisation_id=project.organisation_id).values_list("number", flat=True)
    )
    orders, value = demand.bought_by(project.organisation_id, since=date(today.year - 2, today.month, 1))
    answers = {
        "trigger": {
            "head": ranking.TRIGGERS.get(lead.trigger, (lead.trigger, 0))[0],
            "text": f"{(lead.trigger_text or project.name).rstrip('.')}, {lead.triggered_at:%Y-%m-%d}.",
        },
        "who": _who(project, contact, accounts, orders, value, questions),
        "what": _what(figures, questions),
        "when": _when(project, figures, questions),
        "where": _where(project, figures, questions),
        "value": _value(figures, questions),
    }
    return answers, questions


def _who(
    project: Project,
    contact: Contact | None,
    accounts: list[str],
    orders: int,
    value: Decimal,
    questions: list[str],
) -> dict[str, Any]:
    if contact is None:
        questions.append("Who decides on parts for this project?")
    account = f"customer number {', '.join(accounts)}" if accounts else "new account: no customer number yet"
    bought = (
        f"{orders} order lines in two years, {value:,.0f} {settings.REPORTING_CURRENCY}"
        if orders
        else "no orders yet"
    )
    others = [f"for {project.end_customer}"] if project.end_customer else []
    return {
        "head": f"{contact.name}, {contact.function}" if contact else "Contact not known",
        "text": f"{project.organisation.name}, {account}; {bought}{', ' if others else ''}{', '.join(others)}.",
        "missing": contact is None,
    }


def _what(figures: Figures, questions: list[str]) -> dict[str, Any]:
    if figures.builds is None:
        questions.append("How many units will be built, from when? There is no build plan.")
        return {"head": "Quantity not known", "text": "There is no build plan.", "missing": True}
    builds = figures.builds
    return {
        "head": f"{figures.parts} parts, about {builds['p50']:,.0f} builds",
        "text": f"In 12 months P10 {builds['p10']:,.0f} to P90 {builds['p90']:,.0f} builds.",
        "parts": [
            {"mpn": mpn, "id": number, "p10": round(low), "p50": round(mid), "p90": round(high)}
            for mpn, number, low, mid, high in figures.top
        ],
    }


def _when(project: Project, figures: Figures, questions: list[str]) -> dict[str, Any]:
    if figures.first_need is None:
        questions.append("When does the first build start?")
        return {"head": "Not known", "text": "No build is planned within two years.", "missing": True}
    if project.eop_date is None:
        questions.append("Until when will it be produced?")
    until = f"{project.eop_date:%Y-%m}" if project.eop_date else "an unknown end"
    lead = " Lead time assumed 16 weeks where no offer names one." if figures.assumed_lead else ""
    order_by = (
        f" Order by {figures.order_by.isoformat()}, lead time and two weeks before it."
        if figures.order_by
        else ""
    )
    return {
        "head": f"{figures.first_need:%Y-%m} to {until}",
        "text": f"First need that an order can serve: {figures.first_need:%Y-%m}.{order_by}{lead}",
    }


def _where(project: Project, figures: Figures, questions: list[str]) -> dict[str, Any]:
    if not figures.sites:
        planned = ProjectSite.objects.filter(project=project).values_list("site__name", flat=True)
        questions.append("Where will it be built, and where do parts go?")
        return {"head": ", ".join(planned) or "Not known", "text": "No site has a plan.", "missing": True}
    total = sum(mean for _, _, mean in figures.sites) or 1
    head = ", ".join(f"{name}, {country}" if country else name for name, country, _ in figures.sites[:2])
    shares = ", ".join(f"{name} {mean / total:.0%}" for name, _, mean in figures.sites)
    return {"head": head, "text": f"Builds of 12 months: {shares}."}


def _value(figures: Figures, questions: list[str]) -> dict[str, Any]:
    currency = settings.REPORTING_CURRENCY
    if figures.expected is None:
        if figures.builds is not None:
            questions.append("What do they pay today? We have no price of these parts.")
        return {"head": "Value not known", "text": "No price or no plan is known.", "missing": True}
    later = f" In 24 months {figures.expected_24m:,.0f}." if figures.expected_24m else ""
    missing = (
        f" {figures.unpriced} of {figures.parts} parts have no price and are not in it."
        if figures.unpriced
        else ""
    )
    return {
        "head": f"{figures.expected:,.0f} {currency} expected",
        "text": (
            f"In 12 months, P10 {figures.p10:,.0f} to P90 {figures.p90:,.0f}. Full value {figures.full:,.0f} if all were bought"
            f" from us; chance to buy {figures.probability or 0:.0%}.{later}{missing}"
        ),
    }


def move(*, lead_id: int, state: str, by: int, text: str, at: datetime) -> None:
    """A sales person takes a lead or says what came of it (staff); lost needs its reason."""
    lead = Lead.objects.get(pk=lead_id)
    if state not in OUTCOMES:
        raise Refused("Choose what happened.")
    if lead.state not in OPEN_STATES:
        raise Refused("This lead is closed already.")
    if state == "lost" and not text.strip():
        raise Refused("Say why it was lost: it teaches the next forecast.")
    lead.state, lead.owner_id, lead.updated_at = state, lead.owner_id or by, at
    if state in ("won", "lost"):
        lead.closed_at, lead.close_reason = at, text.strip()[:200]
    lead.save(update_fields=["state", "owner", "updated_at", "closed_at", "close_reason"])
    _step(lead, state, text.strip(), by, at)


def _close(lead: Lead | None, at: datetime, reason: str) -> None:
    if lead is None:
        return
    Lead.objects.filter(pk=lead.pk).update(
        state="closed", closed_at=at, close_reason=reason, answers={}, questions=[]
    )
    _step(lead, "closed", reason, None, at)


def _step(lead: Lead, kind: str, text: str, by: int | None, at: datetime) -> None:
    LeadStep.objects.create(
        organisation_id=lead.organisation_id, lead=lead, kind=kind, text=text[:500], by_id=by, happened_at=at
    )
