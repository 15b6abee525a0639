"""Mail addresses as people type them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from obsolescence.base import given
from obsolescence.base.refusals import Refused


def mail_address(value: str) -> str:
    """A mail address in small letters; Refused where it is none."""
    value = value.strip().lower()
    try:
        validate_email(value)
    except ValidationError as error:
        raise Refused(f"{value[:80]!r} is not a mail address.") from error
    return given.text(value, 254, "The mail address")
