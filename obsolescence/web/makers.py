"""Makers that wait for a person: named by a notice and not confirmed, or on their way into another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obsolescence.base.access import CATALOGUE, StaffRequest, for_staff
from obsolescence.base.page import go, page
from obsolescence.flow import makers as flow
from obsolescence.parts import queries, services


@for_staff(CATALOGUE)
def listing(request: StaffRequest) -> HttpResponse:
    """Each with what it has, to be confirmed or to be another maker's name."""
    context = {
        "makers": list(queries.makers_to_confirm()),
        "names": queries.maker_names(),
        "today": timezone.localdate(),
    }
    return page(request, "obsolescence/makers/list.html", context)


@for_staff(CATALOGUE)
@require_POST
def confirm(request: StaffRequest, maker_id: int) -> HttpResponse:
    """It is a maker of its own."""
    services.confirm_maker(maker_id=maker_id)
    messages.success(request, "Confirmed.")
    return go(request, reverse("makers:list"))


@for_staff(CATALOGUE)
@require_POST
def merge(request: StaffRequest, maker_id: int) -> HttpResponse:
    """It is another maker's name: parts, notices and names come together."""
    flow.wish_merge(maker_id=maker_id, into=request.POST.get("into", "")[:200])
    messages.success(request, "Their parts come together within a minute.")
    return go(request, reverse("makers:list"))


app_name = "makers"
urlpatterns = [
    path("", listing, name="list"),
    path("<int:maker_id>/confirm/", confirm, name="confirm"),
    path("<int:maker_id>/merge/", merge, name="merge"),
]
