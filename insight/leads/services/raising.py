"""Leads: one open per organisation × project, raised and updated by what happens, closed by outcome or by the switch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from insight.forecasts import services as forecasting
from insight.leads.models import Lead, LeadStep
from insight.leads.rules import ranking
from insight.leads.rules.states import OPEN_STATES
from insight.leads.services.answers import Case, answers_of
from insight.leads.services.figures import figures_of, has_live_notice
from obsolescence.accounts.models import Contact, Membership
from obsolescence.alerts.models import Fact
from obsolescence.base.refusals import Refused
from obsolescence.projects.models import Project

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
    if lead.trigger == "notice" and not has_live_notice(project.pk):
        lead.trigger, lead.trigger_text = "notice_withdrawn", f"Withdrawn since: {lead.trigger_text}"
    figures = figures_of(project, today)
    is_to_be_bought = figures.has_plan or lead.trigger in ("enquiry", "notice")
    contact = _contact(project.organisation_id, buys=is_to_be_bought)
    is_change = lead.trigger == "notice" and _is_change(lead, trigger)
    is_ending = lead.trigger == "notice" and not is_change
    lead.contact_name = contact.name if contact else ""
    lead.contact_function = contact.function if contact else ""
    lead.order_by = figures.ending.last_order if is_ending and figures.ending else figures.order_by
    lead.probability, lead.currency = figures.probability, settings.REPORTING_CURRENCY
    lead.expected_value, lead.full_value = figures.expected, figures.full
    lead.value_p10, lead.value_p90 = figures.p10, figures.p90
    lead.answers, lead.questions = answers_of(Case(lead, project, figures, contact, today, is_ending))
    lead.answers["trigger"]["change"] = is_change
    if is_change:
        lead.answers["trigger"]["head"] = "A part changes"
    lead.next_step = ranking.next_step(
        trigger=lead.trigger,
        contact=lead.contact_name,
        order_by=lead.order_by,
        today=today,
        project=project.name,
        is_change=is_change,
        has_plan=figures.has_plan,
        ending=figures.ending.mpn if is_ending and figures.ending else "",
    )
    value = float(figures.expected) if figures.expected is not None else None
    lead.rank = ranking.rank(expected_value=value, order_by=lead.order_by, trigger=lead.trigger, today=today)
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


def _contact(organisation_id: int, *, buys: bool) -> Contact | None:
    """The best person for the topic: buyers where there is something to quote, else engineers; then the owner."""
    first = ("buyer", "engineer", "owner") if buys else ("engineer", "buyer", "owner")
    contacts = list(Contact.objects.filter(organisation_id=organisation_id).order_by("pk"))
    roles = dict(Membership.objects.filter(organisation_id=organisation_id).values_list("user_id", "role"))
    for function in first:
        for contact in contacts:
            if function in (contact.function, roles.get(contact.user_id or 0)):
                return contact
    return contacts[0] if contacts else None


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
