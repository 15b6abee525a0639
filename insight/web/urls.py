"""The distributor's pages: one module per subject."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("leads/", include("insight.web.leads")),
    path("demand/", include("insight.web.demand")),
    path("missing-parts/", include("insight.web.missing")),
    path("customers/", include("insight.web.customers")),
]
