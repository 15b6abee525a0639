"""Where an organisation works, and whom to talk to."""

from __future__ import annotations

from obsolescence.accounts.models import Contact, Site
from obsolescence.accounts.rules.roles import SITE_KINDS
from obsolescence.base.refusals import Refused


def save_site(
    *,
    organisation_id: int,
    code: str,
    name: str = "",
    address: str = "",
    country: str = "",
    time_zone: str = "Europe/Berlin",
    kind: str = "production",
) -> Site:
    """Add a site, or change the one that has this code."""
    code = code.strip()
    if not code:
        raise Refused("A site needs a code: the short name that your orders use.")
    if kind not in SITE_KINDS:
        raise Refused("A site is a head office, a production site or a contract manufacturer.")
    site, _ = Site.objects.update_or_create(
        organisation_id=organisation_id,
        code=code,
        defaults={
            "name": name,
            "address": address,
            "country": country.upper()[:2],
            "time_zone": time_zone,
            "kind": kind,
        },
    )
    return site


def save_contact(
    *, organisation_id: int, name: str, email: str = "", phone: str = "", function: str = ""
) -> Contact:
    """Add somebody to talk to; the same mail address names the same contact."""
    if not name.strip():
        raise Refused("A contact needs a name.")
    if email:
        contact, _ = Contact.objects.update_or_create(
            organisation_id=organisation_id,
            email=email.strip().lower(),
            defaults={"name": name.strip(), "phone": phone, "function": function},
        )
        return contact
    return Contact.objects.create(
        organisation_id=organisation_id, name=name.strip(), phone=phone, function=function
    )
