"""Organisations, their members, invitations and requests to join: one function, one use case."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from obsolescence.accounts import queries
from obsolescence.accounts.models import Contact, Invitation, JoinRequest, Membership, Organisation, User
from obsolescence.accounts.rules.roles import MEMBER_ROLES, company_domain
from obsolescence.accounts.services.addresses import mail_address
from obsolescence.accounts.services.hashes import hash_of
from obsolescence.base import given
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_organisation

INVITATION_DAYS = 14


def found_organisation(
    *, name: str, user_id: int, country: str = "", time_zone: str = "Europe/Berlin"
) -> int:
    """Make an organisation with this person as its owner; return its id.

    Refuses where colleagues with the same mail domain already have one: then ``ask_to_join`` is the way.
    """
    name = given.text(name, 160, "The name")
    if not name:
        raise Refused("Please give your organisation a name.")
    user = User.objects.get(pk=user_id)
    domain = company_domain(user.email)
    existing = queries.organisation_with_domain(domain)
    if existing is not None:
        raise Refused(f"{existing[1]} already uses {domain}. Ask to join it instead of making a second one.")
    organisation_id = next_organisation_id()
    with as_organisation(organisation_id, user_id=user_id):
        Organisation.objects.create(
            pk=organisation_id,
            name=name,
            mail_domain=domain,
            country=given.country(country),
            time_zone=given.time_zone(time_zone),
        )
        Membership.objects.create(organisation_id=organisation_id, user_id=user_id, role="owner")
        Contact.objects.create(
            organisation_id=organisation_id,
            user_id=user_id,
            name=str(user),
            email=user.email,
            function="owner",
        )
    return organisation_id


def next_organisation_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('accounts_organisation', 'id'))")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to join. is_new: it was not open before."""

    request_id: int
    organisation_id: int
    organisation: str
    is_new: bool


def ask_to_join(*, user_id: int) -> Asked:
    """Ask the organisation that uses the person's mail domain to be let in. Asking twice counts once.

    Whoever was declined, or has left, may ask again: that is a new request.
    """
    user = User.objects.get(pk=user_id)
    existing = queries.organisation_with_domain(company_domain(user.email))
    if existing is None:
        raise Refused("No organisation uses your mail domain. Make a new one.")
    organisation_id, name = existing
    with as_organisation(organisation_id, user_id=user_id):
        if Membership.objects.filter(organisation_id=organisation_id, user_id=user_id).exists():
            raise Refused(f"You are a member of {name} already.")
        request, is_new = JoinRequest.objects.get_or_create(
            organisation_id=organisation_id, user_id=user_id, decided_at=None
        )
    return Asked(request.pk, organisation_id, name, is_new)


def decide_join(*, organisation_id: int, request_id: int, accept: bool, role: str, now: datetime) -> None:
    request = JoinRequest.objects.select_for_update().get(
        organisation_id=organisation_id, pk=request_id, decided_at=None
    )
    request.decided_at, request.accepted = now, accept
    request.save(update_fields=["decided_at", "accepted"])
    if accept:
        _let_in(organisation_id, request.user_id, role)


def invite(*, organisation_id: int, email: str, role: str, invited_by: int, now: datetime) -> str:
    """Invite somebody by mail; return the secret that the mail carries (only its hash is stored)."""
    email = mail_address(email)
    if role not in MEMBER_ROLES:
        raise Refused("Choose one of the roles owner, engineer, buyer, viewer.")
    if Membership.objects.filter(organisation_id=organisation_id, user__email__iexact=email).exists():
        raise Refused(f"{email} is a member already.")
    secret = secrets.token_urlsafe(24)
    Invitation.objects.filter(organisation_id=organisation_id, email=email, accepted_at=None).delete()
    Invitation.objects.create(
        organisation_id=organisation_id,
        email=email,
        role=role,
        secret_hash=hash_of(secret),
        invited_by_id=invited_by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    return secret


def accept_invitation(*, secret: str, user_id: int, now: datetime) -> int:
    """Join by the secret of an invitation that was sent to this person's own address; return the organisation's id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, organisation_id, email, role from invitation_by_secret(%s)", [hash_of(secret)]
        )
        row = cursor.fetchone()
    if row is None:
        raise Refused("This invitation has expired or was used already. Ask for a new one.")
    invitation_id, organisation_id, email, role = row
    if User.objects.get(pk=user_id).email.lower() != email.lower():
        raise Refused(f"This invitation is for {email}. Sign in with that address.")
    with as_organisation(organisation_id, user_id=user_id):
        Invitation.objects.filter(pk=invitation_id).update(accepted_at=now)
        _let_in(organisation_id, user_id, role)
    return int(organisation_id)


def _let_in(organisation_id: int, user_id: int, role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Refused("Choose one of the roles owner, engineer, buyer, viewer.")
    user = User.objects.get(pk=user_id)
    Membership.objects.get_or_create(
        organisation_id=organisation_id, user_id=user_id, defaults={"role": role}
    )
    known = Contact.objects.filter(organisation_id=organisation_id)
    if known.filter(user_id=user_id).exists():
        return
    # Whom colleagues have written down already is the same person.
    noted = known.filter(user=None, email__iexact=user.email).order_by("pk").first()
    if noted is not None:
        Contact.objects.filter(pk=noted.pk).update(user_id=user_id)
        return
    Contact.objects.create(
        organisation_id=organisation_id, user_id=user_id, name=str(user), email=user.email, function=role
    )


def change_role(*, organisation_id: int, user_id: int, role: str) -> None:
    membership = _locked_membership(organisation_id, user_id)
    if role not in MEMBER_ROLES:
        raise Refused("Choose one of the roles owner, engineer, buyer, viewer.")
    if membership.role == "owner" and role != "owner":
        _refuse_without_owner(organisation_id, user_id)
    membership.role = role
    membership.save(update_fields=["role"])


def leave(*, organisation_id: int, user_id: int) -> None:
    """End a membership, one's own or (by an owner) another's. The last owner cannot leave."""
    membership = _locked_membership(organisation_id, user_id)
    if membership.role == "owner":
        _refuse_without_owner(organisation_id, user_id)
    membership.delete()


def _locked_membership(organisation_id: int, user_id: int) -> Membership:
    # All owners are locked, so that two who leave at the same moment do not both see the other.
    locked = Membership.objects.select_for_update().filter(organisation_id=organisation_id).order_by("pk")
    found = next((m for m in locked if m.user_id == user_id), None)
    if found is None:
        raise Membership.DoesNotExist
    return found


def _refuse_without_owner(organisation_id: int, user_id: int) -> None:
    others = Membership.objects.filter(organisation_id=organisation_id, role="owner").exclude(user_id=user_id)
    if not others.exists():
        raise Refused("The last owner cannot leave. Make somebody else an owner first.")
