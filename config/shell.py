"""What every page shows around its content: product, organisation, person, navigation."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from config.demo.people import ONE_CLICK
from obsolescence.accounts import queries as accounts
from obsolescence.base.access import OWNER, Actor, seat_of
from obsolescence.base.tenancy import is_seated
from obsolescence.messaging import queries as messaging


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: list[Item] = field(default_factory=list)


CUSTOMER = [
    (
        "",
        [
            ("Overview", "home", "home"),
            ("Projects", "projects:list", "layers"),
            ("Parts", "parts:search", "chip"),
            ("Alerts", "alerts:list", "bell"),
        ],
    ),
    (
        "Organisation",
        [
            ("What we share", "accounts:sharing", "eye"),
            ("Members", "accounts:members", "users"),
            ("Sites and contacts", "accounts:sites", "pin"),
            ("API tokens", "tokens:list", "key"),
        ],
    ),
]
STAFF = [
    (
        "",
        [
            ("My day", "home", "target"),
            ("Leads", "leads:list", "bolt"),
            ("Demand", "demand:overview", "trend"),
        ],
    ),
    (
        "Records",
        [
            ("Customers", "customers:list", "users"),
            ("Customer numbers", "accounts:erp", "key"),
            ("Catalogue", "parts:search", "chip"),
            ("Notices", "notices:list", "doc"),
            ("Missing parts", "missing:list", "search"),
        ],
    ),
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context variable ``shell`` of every page; anonymous pages get the product's name and the theme only."""
    actor: Actor | None = getattr(request, "actor", None)
    values: dict[str, Any] = {
        "product": settings.PRODUCT_NAME,
        "distributor": settings.DISTRIBUTOR_NAME,
        "logo_url": settings.DISTRIBUTOR_LOGO_URL,
        "theme": _one_of(request.COOKIES.get("theme"), ("light", "dark")),
        "density": _one_of(request.COOKIES.get("density"), ("compact", "regular", "roomy")) or "regular",
        "demo": settings.DEMO,
        "currency": settings.REPORTING_CURRENCY,
    }
    if actor is not None:  # the pages of sign-in have no seat
        with nullcontext() if is_seated() else seat_of(actor):
            values |= _for_person(request, actor)
    return {"shell": values, "actor": actor, "demo_people": _demo_people(request)}


def _demo_people(request: HttpRequest) -> list[dict[str, str]]:
    """Who the sign-in page offers with one click; nobody outside the demo."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return []
    url = reverse("demo:sign_in")
    return [{"name": one.name, "role": one.says, "email": one.email, "url": url} for one in ONE_CLICK]


def _for_person(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    organisations = [] if actor.is_staff else accounts.memberships_of(actor.user_id)
    unread = messaging.unread_count(actor.organisation_id, actor.user_id) if actor.organisation_id else 0
    return {
        "wing": "insight" if actor.is_staff else "obsolescence",
        "organisation": {"name": actor.organisation_name or settings.DISTRIBUTOR_NAME, "place": actor.region},
        "organisations": [(m.organisation_id, m.organisation_name) for m in organisations],
        "person": {
            "name": actor.name or actor.email,
            "role": (actor.staff_role or actor.role).replace("_", " "),
        },
        "nav": _navigation(
            request, STAFF if actor.is_staff else _customers(actor) if actor.organisation_id else [], unread
        ),
        "alert_count": unread,
        "search_url": reverse("parts:search"),
        "notice": _age_of_demo(actor),
    }


def _customers(actor: Actor) -> list[Any]:
    """The customer's navigation; what only owners may open is shown to owners."""
    hidden = () if actor.role == OWNER else ("tokens:list",)
    return [(title, [item for item in items if item[1] not in hidden]) for title, items in CUSTOMER]


def _age_of_demo(actor: Actor) -> str:
    """The demo hangs on the day it was filled; a month later its dates no longer say what they were meant to say."""
    if not settings.DEMO or not (actor.is_staff or actor.organisation_id):
        return ""
    filled = accounts.sample_since(None if actor.is_staff else actor.organisation_id)
    days = (timezone.now() - filled).days if filled else 0
    return (
        f"This demo is {days} days old: its dates have moved on. `make demo` fills it anew."
        if days > 30
        else ""
    )


def _navigation(request: HttpRequest, plan: list[Any], unread: int) -> list[Section]:
    return [
        Section(
            title,
            [
                Item(
                    label,
                    url,
                    icon,
                    _is_current(request.path, url),
                    unread if name == "alerts:list" and unread else None,
                )
                for label, name, icon in items
                for url in [reverse(name)]
            ],
        )
        for title, items in plan
    ]


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _one_of(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else ""
