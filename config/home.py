"""The first page of each person, and the health check."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.defaults import page_not_found

from insight.web import my_day
from obsolescence.base.access import Actor, for_everybody_signed_in
from obsolescence.web import overview


@for_everybody_signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Staff see their day, members their overview, a newcomer the way to an organisation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.is_staff:
        return my_day.page_of(request)
    if actor.organisation_id is None:
        return redirect("accounts:start")
    return overview.page_of(request)


def health(request: HttpRequest) -> HttpResponse:
    """200 where database and broker answer; anything that is away becomes a 503 in the middleware."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    cache.get("health")
    return JsonResponse({"status": "ok"})


def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: a page for people, a sentence in JSON for programs."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "There is nothing at this address."}, status=404)
    return page_not_found(request, exception)
