"""The customer's first page: what changed, what must be done by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from obsolescence.base.page import page


def page_of(request: HttpRequest) -> HttpResponse:
    return page(request, "problem.html", {"sentence": "This page is being written."})
