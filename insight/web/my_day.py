"""The sales person's first page: leads worth today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from obsolescence.base.page import page


def page_of(request: HttpRequest) -> HttpResponse:
    return page(request, "problem.html", {"sentence": "This page is being written."})
