"""Tokens for programs: made by owners, shown once, with an end, their last use and a way to end them now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.accounts import queries, services
from obsolescence.accounts.rules.roles import SCOPES
from obsolescence.base.access import OWNER, MemberRequest, for_members
from obsolescence.base.page import go, page
from obsolescence.base.refusals import Refused

DAYS = (30, 90, 180, 365)


@for_members(OWNER)
def listing(request: MemberRequest) -> HttpResponse:
    """The organisation's tokens; a new one is made here and its secret shown on this one answer only."""
    secret = wrong = ""
    if request.method == "POST":
        try:
            secret = services.make_token(
                organisation_id=request.organisation_id,
                name=request.POST.get("name", ""),
                scopes=request.POST.getlist("scope"),
                days=_days(request.POST.get("days", "")),
                created_by=request.actor.user_id,
                now=timezone.now(),
            )
        except Refused as refusal:
            wrong = refusal.sentence
    given = request.POST if wrong else {}
    context = {
        "tokens": queries.tokens_of(request.organisation_id),
        "scopes": SCOPES,
        "days": DAYS,
        "secret": secret,
        "wrong": wrong,
        "name": given.get("name", ""),
        "chosen_days": given.get("days", "90"),
        "chosen": request.POST.getlist("scope") if wrong else [],
        "now": timezone.now(),
    }
    return page(request, "obsolescence/accounts/tokens.html", context, status=422 if wrong else 200)


@for_members(OWNER)
@require_POST
def revoke(request: MemberRequest, token_id: int) -> HttpResponse:
    """End a token now."""
    services.revoke_token(organisation_id=request.organisation_id, token_id=token_id, now=timezone.now())
    messages.success(request, "The token is ended. Programs that use it are refused from now on.")
    return go(request, reverse("tokens:list"))


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Refused("Choose how long the token lasts.")
    return int(text)


app_name = "tokens"
urlpatterns = [path("", listing, name="list"), path("<int:token_id>/end/", revoke, name="revoke")]
