"""Sign-up: django-allauth's, with a name and what the person wants to be called."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest


class SignUpForm(forms.Form):
    """Asked on top of email and password."""

    name = forms.CharField(
        max_length=120, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save()


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Writes the distributor's name where allauth would write a site's."""

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> Any:
        names = {
            "product": settings.PRODUCT_NAME,
            "distributor": settings.DISTRIBUTOR_NAME,
            "recipient": email,
        }
        return super().render_mail(template_prefix, email, context | names, headers)

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.PRODUCT_NAME}: {subject}"
