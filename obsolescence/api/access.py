"""Who may call: programs that bring a token with the right scope; refusals are sentences in JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from rest_framework.authentication import BaseAuthentication
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from obsolescence.accounts import services as accounts
from obsolescence.base.access import Actor
from obsolescence.base.access import answer as answer_of
from obsolescence.base.refusals import NotAllowed, Refused

View = Callable[..., HttpResponse]
LONGEST_KEY = 120


class TokenAuthentication(BaseAuthentication):
    """The actor that the middleware found by the token. Names the scheme, so that a missing token is a 401."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        actor = cast("Actor | None", getattr(request._request, "actor", None))
        return None if actor is None or actor.scopes is None else (Caller(actor), None)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class Caller:
    """What REST framework takes for a user."""

    is_authenticated = True

    def __init__(self, actor: Actor) -> None:
        self.actor, self.pk = actor, actor.user_id


class TokenThrottle(SimpleRateThrottle):
    """So many calls a minute for each organisation and person behind a token."""

    scope = "user"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        caller = cast("Caller | None", request.user if isinstance(request.user, Caller) else None)
        return None if caller is None else f"throttle-api-{caller.actor.organisation_id}-{caller.pk}"


def for_programs(scope: str) -> Callable[[View], View]:
    """Let programs in whose token has the scope. Goes outermost, above ``api_view``."""

    def decorate(view: View) -> View:
        @csrf_exempt  # a token is sent on purpose, never by a browser on its own
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast("Actor | None", getattr(request, "actor", None))
            if actor is None or actor.scopes is None:
                return _says(
                    401, "Bring a token: Authorization: Bearer lb_…  Owners make them under API tokens."
                )
            if scope not in actor.scopes:
                return _says(403, f"This token may not do that; it needs the scope {scope}.")
            try:
                return answer_of(view, request, *args, **kwargs)
            except ObjectDoesNotExist:
                return _says(404, "There is nothing with this id.")
            except NotAllowed as refusal:
                return _says(403, refusal.sentence)
            except Refused as refusal:
                return _says(422, refusal.sentence)

        guarded.asks_who = True  # type: ignore[attr-defined]
        return guarded

    return decorate


def _says(status: int, sentence: str) -> JsonResponse:
    response = JsonResponse({"detail": sentence}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def once(request: Request, organisation_id: int, body: bytes, answer: Callable[[], Response]) -> Response:
    """Answer a POST; the same Idempotency-Key gets the same answer for 24 h, another body under it is refused."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return answer()
    if len(key) > LONGEST_KEY:
        raise Refused(f"An Idempotency-Key has at most {LONGEST_KEY} signs.")
    digest = hashlib.sha256(request.path.encode() + b"\0" + body).hexdigest()
    earlier = accounts.begin_answer(
        organisation_id=organisation_id, key=key, request_hash=digest, now=timezone.now()
    )
    if earlier is not None:
        return Response(earlier.body, status=earlier.status, headers={"Idempotency-Replayed": "true"})
    first = answer()
    body = json.loads(JSONRenderer().render(first.data))  # as it is sent: days are texts
    accounts.keep_answer(organisation_id=organisation_id, key=key, status=first.status_code, body=body)
    return first
