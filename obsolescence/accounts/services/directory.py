"""Where an organisation works, and whom to talk to."""

from __future__ import annotations

from obsolescence.accounts.models import Contact, Membership, Site
from obsolescence.accounts.rules.languages import LANGUAGES
from obsolescence.accounts.rules.roles import SITE_KINDS
from obsolescence.accounts.services.addresses import mail_address
from obsolescence.base import given
from obsolescence.base.refusals import NotAllowed, Refused


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
    code = given.text(code, 40, "The code")
    if not code:
        raise Refused("A site needs a code: the short name that your orders use.")
    if kind not in SITE_KINDS:
        raise Refused("A site is a head office, a production site or a contract manufacturer.")
    site, _ = Site.objects.update_or_create(
        organisation_id=organisation_id,
        code=code,
        defaults={
            "name": given.text(name, 120, "The name"),
            "address": given.text(address, 240, "The address"),
            "country": given.country(country),
            "time_zone": given.time_zone(time_zone),
            "kind": kind,
        },
    )
    return site


def save_contact(
    *,
    organisation_id: int,
    name: str,
    email: str = "",
    phone: str = "",
    function: str = "",
    language: str = "en",
    time_zone: str = "Europe/Berlin",
    by: int | None = None,
    by_owner: bool = True,
) -> Contact:
    """Add somebody to talk to; the same mail address names the same contact.

    by: who writes it down. What stands about a member only an owner changes, or the member.
    """
    values = {
        "name": given.text(name, 120, "The name"),
        "phone": given.text(phone, 40, "The phone number"),
        "function": given.text(function, 40, "The function"),
        "language": language,
        "time_zone": given.time_zone(time_zone),
    }
    if not values["name"]:
        raise Refused("A contact needs a name.")
    if language not in LANGUAGES:
        raise Refused("Choose one of the languages.")
    if not email.strip():
        return Contact.objects.create(organisation_id=organisation_id, **values)
    email = mail_address(email)
    member_id = _member_with(organisation_id, email)
    if member_id is not None and not by_owner and member_id != by:
        raise NotAllowed("What stands about a member, only an owner or they themselves change.")
    known = Contact.objects.filter(organisation_id=organisation_id, email__iexact=email)
    contact = known.order_by("user_id", "pk").first() or Contact(organisation_id=organisation_id)
    contact.email = email
    contact.user_id = member_id if member_id is not None else contact.user_id
    for field, value in values.items():
        setattr(contact, field, value)
    contact.save()
    return contact


def _member_with(organisation_id: int, email: str) -> int | None:
    rows = Membership.objects.filter(organisation_id=organisation_id, user__email__iexact=email)
    return rows.values_list("user_id", flat=True).first()
