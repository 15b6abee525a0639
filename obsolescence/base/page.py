"""Page or fragment: one view gathers its data once, this picks what is sent back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, fragment: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or only its fragment where htmx asks for it."""
    wants_fragment = bool(fragment) and is_partial(request)
    response = render(request, fragment if wants_fragment else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (a boosted link or a history restore wants it whole)."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def problem(request: HttpRequest, sentence: str, *, status: int = 422) -> HttpResponse:
    """A refusal: the sentence, as a fragment for htmx or as a page."""
    template = "_fragments/_problem.html" if is_partial(request) else "problem.html"
    return render(request, template, {"sentence": sentence, "status": status}, status=status)


def go(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser to another page after a successful form, with or without htmx."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return redirect(to)
