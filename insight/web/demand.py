"""Placeholder until the pages are written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from obsolescence.base.access import for_everybody_signed_in
from obsolescence.base.page import page


@for_everybody_signed_in
def soon(request: HttpRequest) -> HttpResponse:
    return page(request, "problem.html", {"sentence": "This page is being written."})


app_name = "demand"
urlpatterns = [
    path("", soon, name="overview"),
]
