"""The six answers of a lead, each a headline, a sentence and evidence; what is missing becomes a question to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from insight.demand import queries as demand
from insight.leads.models import Lead
from insight.leads.rules import ranking
from insight.leads.services.figures import Figures
from obsolescence.accounts.models import Contact, ErpAccount
from obsolescence.boms.models import Revision
from obsolescence.projects import queries as projects
from obsolescence.projects.models import Project, ProjectSite

Answer = dict[str, Any]
Evidence = list[dict[str, Any]]  # what: notice, bom or plan; id, name, alert


@dataclass(frozen=True, slots=True)
class Case:
    """What the answers of one lead are made from. is_ending: a notice that ends a part has raised it."""

    lead: Lead
    project: Project
    figures: Figures
    contact: Contact | None
    today: date
    is_ending: bool


def answers_of(case: Case) -> tuple[dict[str, Answer], list[str]]:
    """The six answers, and the questions where one is missing."""
    questions: list[str] = []
    boms, plan, notice = _boms(case.project), _plan(case.project), _notice(case)
    return {
        "trigger": _trigger(case) | {"evidence": notice or _of_trigger(case, boms, plan)},
        "who": _who(case, questions),
        "what": _what(case, questions) | {"evidence": boms + plan},
        "when": _when(case, questions) | {"evidence": notice + plan},
        "where": _where(case, questions) | {"evidence": plan},
        "value": _value(case.figures, questions) | {"evidence": boms},
    }, questions


def _boms(project: Project) -> Evidence:
    rows = Revision.objects.filter(bom__project=project, bom__archived_at=None, is_released=True)
    return [
        {"what": "bom", "id": bom, "name": f"{name}, revision {number}"}
        for bom, name, number in rows.order_by("bom__name").values_list("bom_id", "bom__name", "number")[:2]
    ]


def _plan(project: Project) -> Evidence:
    newest = projects.plans_of(project.organisation_id, project.pk).first()
    return [{"what": "plan", "id": project.pk, "name": f"Plan version {newest.version}"}] if newest else []


def _notice(case: Case) -> Evidence:
    ending = case.figures.ending
    if not case.is_ending or ending is None:
        return []
    return [{"what": "notice", "id": ending.notice_id, "alert": ending.alert_id, "name": ending.notice}]


def _of_trigger(case: Case, boms: Evidence, plan: Evidence) -> Evidence:
    if case.lead.trigger.startswith("bom_"):
        return boms
    return plan if case.lead.trigger == "plan_changed" else []


def _trigger(case: Case) -> Answer:
    lead, text = case.lead, (case.lead.trigger_text or case.project.name).rstrip(".")
    ending = case.figures.ending
    if case.is_ending and ending is not None and ending.sentence.rstrip(".") != text:
        text = f"{ending.sentence.rstrip('.')}. Newest: {text}"
    return {
        "head": ranking.TRIGGERS.get(lead.trigger, (lead.trigger, 0))[0],
        "text": f"{text}, {lead.triggered_at:%Y-%m-%d}.",
    }


def _who(case: Case, questions: list[str]) -> Answer:
    project, contact = case.project, case.contact
    if contact is None:
        questions.append("Who decides on parts for this project?")
    numbers = list(
        ErpAccount.objects.filter(organisation_id=project.organisation_id).values_list("number", flat=True)
    )
    orders, value = demand.bought_by(
        project.organisation_id, since=date(case.today.year - 2, case.today.month, 1)
    )
    account = f"customer number {', '.join(numbers)}" if numbers else "new account: no customer number yet"
    bought = (
        f"{orders} order lines in two years, {value:,.0f} {settings.REPORTING_CURRENCY}"
        if orders
        else "no orders yet"
    )
    others = f", for {project.end_customer}" if project.end_customer else ""
    return {
        "head": f"{contact.name}, {contact.function}" if contact else "Contact not known",
        "text": f"{project.organisation.name}, {account}; {bought}{others}.",
        "contact": contact.pk if contact else None,
        "missing": contact is None,
    }


def _what(case: Case, questions: list[str]) -> Answer:
    figures = case.figures
    if figures.builds is None:
        return _no_quantity(case, questions)
    builds = figures.builds
    if_built = f" if it is built ({figures.chance_built:.0%})" if figures.if_built else ""
    year = f"In 12 months P10 {_about(builds.p10)} to P90 {_about(builds.p90)} builds{if_built}."
    answer = {
        "head": f"{figures.parts} part{'s' if figures.parts != 1 else ''}, about {_about(builds.p50)} builds{' if built' if figures.if_built else ''}",
        "text": year,
        "parts": [one.as_json() for one in figures.top],
    }
    ending = figures.ending
    if case.is_ending and ending is not None and ending.needed is not None:
        needed, until = ending.needed, f"to {ending.until:%Y-%m}" if ending.until else "in 24 months"
        left = [one.as_json() for one in figures.top if one.part_id != needed.part_id]
        answer |= {
            "head": f"{ending.mpn}: about {_about(needed.p50)} pieces {until}",
            "text": f"It ends first. P10 {_about(needed.p10)} to P90 {_about(needed.p90)} pieces"
            f" {'until the end of production' if ending.until else 'over what is planned; the end of production is not known'}. {year}",
            "parts": [needed.as_json(), *left],
        }
    return answer


def _about(number: float) -> str:
    """Three digits are more than an estimate knows."""
    if number < 1000:
        return f"{number:,.0f}"
    step = 10 ** (len(str(int(number))) - 3)
    return f"{round(number / step) * step:,.0f}"


def _no_quantity(case: Case, questions: list[str]) -> Answer:
    """No plan, or a plan whose parts nobody knows: two different questions."""
    ending = case.figures.ending
    head = f"{ending.mpn}, quantity not known" if case.is_ending and ending else "Quantity not known"
    if case.figures.has_plan:
        questions.append("Which parts go into it? No line of its BOM has a part of the catalogue.")
        return {"head": head, "text": "There is a build plan, but no part is known.", "missing": True}
    questions.append("How many units will be built, from when? There is no build plan.")
    return {"head": head, "text": "There is no build plan.", "missing": True}


def _when(case: Case, questions: list[str]) -> Answer:
    project, figures = case.project, case.figures
    if project.eop_date is None:
        questions.append("Until when will it be produced?")
    until = f"{project.eop_date:%Y-%m}" if project.eop_date else "an unknown end"
    ending = figures.ending
    if case.is_ending and ending is not None:
        served = (
            f" The first need that an order of today can serve is {figures.first_need:%Y-%m}."
            if figures.first_need
            else ""
        )
        return {
            "head": f"Order by {ending.last_order.isoformat()}",
            "text": f"Last order of {ending.mpn}: {ending.last_order_text}. Production runs to {until}.{served}",
        }
    needs = _needs(figures)
    if figures.first_need is None:
        if not figures.has_plan:
            questions.append("When does the first build start?")
        return {"head": "Not known", "text": needs, "missing": True}
    return {"head": f"{figures.first_need:%Y-%m} to {until}", "text": needs}


def _needs(figures: Figures) -> str:
    """The first need that an order of today can serve, and by when to order for it."""
    if figures.first_need is None:
        if figures.last_build is None:
            return "No build is planned within two years."
        return f"What is planned, to {figures.last_build:%Y-%m}, comes before an order of today would arrive."
    sooner = ""
    if figures.first_build is not None and figures.first_build < figures.first_need:
        sooner = f" Builds from {figures.first_build:%Y-%m} on are too soon for it."
    order_by = (
        f" Order by {figures.order_by.isoformat()}, lead time and two weeks before it."
        if figures.order_by
        else ""
    )
    lead = " Lead time assumed 16 weeks where no offer names one." if figures.assumed_lead else ""
    return f"First need that an order of today can serve: {figures.first_need:%Y-%m}.{order_by}{sooner}{lead}"


def _where(case: Case, questions: list[str]) -> Answer:
    sites = case.figures.sites
    if not sites:
        planned = ProjectSite.objects.filter(project=case.project).values_list("site__name", flat=True)
        questions.append("Where will it be built, and where do parts go?")
        return {"head": ", ".join(planned) or "Not known", "text": "No site has a plan.", "missing": True}
    total = sum(mean for _, _, mean in sites) or 1
    head = ", ".join(f"{name}, {country}" if country else name for name, country, _ in sites[:2])
    shares = ", ".join(f"{name} {mean / total:.0%}" for name, _, mean in sites)
    return {"head": head, "text": f"Builds of 12 months: {shares}."}


def _value(figures: Figures, questions: list[str]) -> Answer:
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
