"""Page or fragment: one view gathers its data once, this picks what is sent back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme


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
    context = {"sentence": sentence, "status": status, "back": _came_from(request)}
    return render(request, template, context, status=status)


def _came_from(request: HttpRequest) -> str:
    """The page of ours that the browser says it came from, if it was another one than this."""
    before = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    is_this = before == request.build_absolute_uri()
    return before if is_ours and not (is_this and request.method == "GET") else ""


def go(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser to another page after a successful form, with or without htmx."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return redirect(to)
