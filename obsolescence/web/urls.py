"""The customer's pages: one module per subject."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/tokens/", include("obsolescence.web.tokens")),
    path("organisation/", include("obsolescence.web.accounts")),
    path("projects/", include("obsolescence.web.projects")),
    path("boms/", include("obsolescence.web.boms")),
    path("boms/", include("obsolescence.web.mapping")),
    path("boms/", include("obsolescence.web.matching")),
    path("boms/", include("obsolescence.web.questions")),
    path("parts/", include("obsolescence.web.parts")),
    path("makers/", include("obsolescence.web.makers")),
    path("notices/", include("obsolescence.web.notices")),
    path("alerts/", include("obsolescence.web.alerts")),
    path("messages/", include("obsolescence.web.messages")),
]
