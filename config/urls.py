"""Where every address leads: one line per subject and wing."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import home
from obsolescence.base.access import open_to_all

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("health/", open_to_all(home.health), name="health"),
    path("accounts/", include("allauth.urls")),
    path("", include("obsolescence.web.urls")),
    path("api/v1/", include("obsolescence.api.urls")),
    path("insight/", include("insight.web.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo.pages")))

handler404 = home.nothing_here
