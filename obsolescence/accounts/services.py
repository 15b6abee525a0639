"""Organisations, members, invitations, requests to join, sites and contacts: one function, one use case."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TextIO

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from obsolescence.accounts import queries
from obsolescence.accounts.models import (
    ApiAnswer,
    ApiToken,
    Contact,
    ErpAccount,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Site,
    StaffMember,
    User,
)
from obsolescence.accounts.rules.roles import MEMBER_ROLES, SCOPES, SITE_KINDS, STAFF_ROLES, company_domain
from obsolescence.base import given
from obsolescence.base.feeds import BadRow, Feed, Rejected, Row
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs, as_organisation

INVITATION_DAYS = 14
LONGEST_TOKEN_DAYS = 366


def found_organisation(
    *, name: str, user_id: int, country: str = "", time_zone: str = "Europe/Berlin"
) -> int:
    """Make an organisation with this person as its owner; return its id.

    Refuses where colleagues with the same mail domain already have one: then ``ask_to_join`` is the way.
    """
    name = name.strip()
    if not name:
        raise Refused("Please give your organisation a name.")
    user = User.objects.get(pk=user_id)
    domain = company_domain(user.email)
    existing = queries.organisation_with_domain(domain)
    if existing is not None:
        raise Refused(f"{existing[1]} already uses {domain}. Ask to join it instead of making a second one.")
    organisation_id = _next_organisation_id()
    with as_organisation(organisation_id, user_id=user_id):
        Organisation.objects.create(
            pk=organisation_id, name=name, mail_domain=domain, country=country, time_zone=time_zone
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


def _next_organisation_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('accounts_organisation', 'id'))")
        return int(cursor.fetchone()[0])


def ask_to_join(*, user_id: int) -> int:
    """Ask the organisation that uses the person's mail domain to be let in; return its id. Asking twice counts once."""
    user = User.objects.get(pk=user_id)
    existing = queries.organisation_with_domain(company_domain(user.email))
    if existing is None:
        raise Refused("No organisation uses your mail domain. Make a new one.")
    with as_organisation(existing[0], user_id=user_id):
        JoinRequest.objects.get_or_create(organisation_id=existing[0], user_id=user_id)
    return existing[0]


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
    email = email.strip().lower()
    if "@" not in email or " " in email:
        raise Refused("That is not a mail address.")
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


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _let_in(organisation_id: int, user_id: int, role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Refused("Choose one of the roles owner, engineer, buyer, viewer.")
    user = User.objects.get(pk=user_id)
    Membership.objects.get_or_create(
        organisation_id=organisation_id, user_id=user_id, defaults={"role": role}
    )
    Contact.objects.get_or_create(
        organisation_id=organisation_id,
        user_id=user_id,
        defaults={"name": str(user), "email": user.email, "function": role},
    )


def change_role(*, organisation_id: int, user_id: int, role: str) -> None:
    if role not in MEMBER_ROLES:
        raise Refused("Choose one of the roles owner, engineer, buyer, viewer.")
    membership = _locked_membership(organisation_id, user_id)
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


def confirm_account(
    *, number: str, organisation_id: int | None, confirmed_by: int, now: datetime
) -> int | None:
    """Staff confirms (or takes back, with None) that an ERP account belongs to an organisation.

    Returns the organisation that it belonged to before.
    """
    if organisation_id is not None and not Organisation.objects.filter(pk=organisation_id).exists():
        raise Refused("There is no such organisation.")
    account = ErpAccount.objects.select_for_update().get(number=number)
    before = account.organisation_id
    account.organisation_id = organisation_id
    account.confirmed_by_id, account.confirmed_at = confirmed_by, now
    account.save(update_fields=["organisation", "confirmed_by", "confirmed_at"])
    return before


def make_token(
    *, organisation_id: int, name: str, scopes: list[str], days: int, created_by: int, now: datetime
) -> str:
    """Make a token for programs; return its secret, which is shown once and of which only the hash is kept."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Refused("Give the token a name of up to 80 signs, such as the program that uses it.")
    chosen = [scope for scope in SCOPES if scope in scopes]
    if not chosen:
        raise Refused("Choose what the token may do.")
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Refused(f"A token lasts 1 to {LONGEST_TOKEN_DAYS} days.")
    secret = f"lb_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        organisation_id=organisation_id,
        name=name,
        scopes=chosen,
        secret_hash=hash_of(secret),
        beginning=secret[:9],
        created_by_id=created_by,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return secret


def revoke_token(*, organisation_id: int, token_id: int, now: datetime) -> None:
    """End a token; programs that use it are refused from now on."""
    if not ApiToken.objects.filter(organisation_id=organisation_id, pk=token_id).exists():
        raise ApiToken.DoesNotExist
    ApiToken.objects.filter(organisation_id=organisation_id, pk=token_id, revoked_at=None).update(
        revoked_at=now
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer given before to the same key."""

    status: int
    body: Any


def begin_answer(*, organisation_id: int, key: str, request_hash: str, now: datetime) -> Earlier | None:
    """Claim an Idempotency-Key; return what it was answered before, None where this request is the first.

    Raises Refused where the key came with another request. Two at once: the second waits for the first to commit.
    """
    ApiAnswer.objects.filter(
        organisation_id=organisation_id, created_at__lt=now - timedelta(hours=24)
    ).delete()
    answer, is_new = ApiAnswer.objects.get_or_create(
        organisation_id=organisation_id,
        key=key,
        defaults={"request_hash": request_hash, "created_at": now},
    )
    if is_new:
        return None
    if answer.request_hash != request_hash:
        raise Refused("This Idempotency-Key was used with another request. Use a new one.")
    return Earlier(answer.status or 202, answer.body)


def keep_answer(*, organisation_id: int, key: str, status: int, body: Any) -> None:
    ApiAnswer.objects.filter(organisation_id=organisation_id, key=key).update(status=status, body=body)


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


def mail_address(value: str) -> str:
    """A mail address in small letters; Refused where it is none."""
    value = value.strip().lower()
    try:
        validate_email(value)
    except ValidationError as error:
        raise Refused(f"{value[:80]!r} is not a mail address.") from error
    return given.text(value, 254, "The mail address")


@dataclass(frozen=True, slots=True)
class ImportedAccounts:
    """What a file of customer numbers did: rows read, numbers new or changed, rows not taken with reasons."""

    read: int
    changed: int
    header: list[str]
    rejected: list[Rejected]


def import_accounts(*, lines: TextIO) -> ImportedAccounts:
    """Take customer numbers (columns number, name, and mail_domain, country where present), as jobs.

    Whose a number is stays as it was confirmed. Of two rows with one number the last one counts.
    """
    feed = Feed(lines, "list of customer numbers", ["number", "name"])
    rows: dict[str, tuple[str, str, str, str]] = {}
    for row in feed:
        try:
            one = _account(row)
        except Refused as bad:
            feed.reject(row, bad.sentence)
        else:
            rows[one[0]] = one
    with connection.cursor() as cursor:
        columns = list(zip(*rows.values(), strict=True)) or [()] * 4
        cursor.execute(_ACCOUNTS, [list(column) for column in columns])
        return ImportedAccounts(feed.read, cursor.rowcount, feed.header, feed.rejected)


def _account(row: Row) -> tuple[str, str, str, str]:
    number, name = row.text("number", 40), row.text("name", 160)
    if not number or not name:
        raise BadRow("A customer number needs its number and a name.")
    domain = row.text("mail_domain", 160).lower().removeprefix("@")
    return number, name, domain, given.country(row.text("country"))


_ACCOUNTS = """
insert into accounts_erpaccount (number, name, mail_domain, country)
select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[])
on conflict (number) do update set name = excluded.name, mail_domain = excluded.mail_domain, country = excluded.country
where (accounts_erpaccount.name, accounts_erpaccount.mail_domain, accounts_erpaccount.country)
    is distinct from (excluded.name, excluded.mail_domain, excluded.country)
"""
