"""The distributor's own people."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from obsolescence.accounts.models import StaffMember, User
from obsolescence.accounts.rules.roles import STAFF_ROLES
from obsolescence.accounts.services.addresses import mail_address
from obsolescence.base import given
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs


def appoint(*, email: str, role: str, region: str = "", name: str = "") -> bool:
    """Make somebody one of the distributor's staff, or change their role; return whether the account is new.

    Runs as a login that may become jobs. The operator vouches for the address: a new account signs in after choosing
    a password by mail.
    """
    if role not in STAFF_ROLES:
        raise Refused(f"Choose one of the roles {', '.join(STAFF_ROLES)}.")
    email = mail_address(email)
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        is_new = user is None
        if user is None:
            user = User.objects.create_user(email, name=given.text(name, 120, "The name"))
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        with as_jobs():
            StaffMember.objects.update_or_create(
                user=user, defaults={"role": role, "region": given.text(region, 40, "The region")}
            )
    return is_new


def dismiss(*, email: str) -> None:
    """Somebody no longer works at the distributor: their account stays, without a role."""
    with as_jobs():
        gone, _ = StaffMember.objects.filter(user__email__iexact=email.strip()).delete()
    if not gone:
        raise Refused(f"{email} is not one of the staff.")
