"""Who belongs where. Functions that run before an organisation is chosen say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, QuerySet

from obsolescence.accounts.models import (
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
from obsolescence.accounts.rules.likeness import common_beginning, words_of


@dataclass(frozen=True, slots=True)
class MembershipRow:
    organisation_id: int
    organisation_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Person:
    user_id: int
    name: str
    email: str
    time_zone: str
    role: str = ""
    region: str = ""


def staff_member(user_id: int) -> Person | None:
    """The distributor's person behind a user, or None; asked before any role is taken."""
    row = StaffMember.objects.filter(user_id=user_id, user__is_active=True).select_related("user").first()
    if row is None:
        return None
    return Person(user_id, row.user.name, row.user.email, row.user.time_zone, row.role, row.region)


def person(user_id: int) -> Person | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return None if user is None else Person(user.pk, user.name, user.email, user.time_zone)


def memberships_of(user_id: int) -> list[MembershipRow]:
    """The organisations of a person, oldest membership first; works before one is chosen."""
    rows = Membership.objects.filter(user_id=user_id).order_by("joined_at", "pk")
    return [MembershipRow(*row) for row in rows.values_list("organisation_id", "organisation__name", "role")]


def organisation(organisation_id: int) -> Organisation:
    return Organisation.objects.get(pk=organisation_id)


def members_of(organisation_id: int) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organisation_id=organisation_id)
        .select_related("user")
        .order_by("user__name")
    )


def owners_of(organisation_id: int) -> list[int]:
    """User ids of the people who let others in."""
    rows = Membership.objects.filter(organisation_id=organisation_id, role="owner").order_by("pk")
    return list(rows.values_list("user_id", flat=True))


def invitations_of(organisation_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None).order_by(
        "-invited_at"
    )


def join_requests_of(organisation_id: int) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.filter(organisation_id=organisation_id, decided_at=None).select_related("user")


def join_request_of(user_id: int) -> JoinRequest | None:
    """The open request of a person who belongs to no organisation yet."""
    return JoinRequest.objects.filter(user_id=user_id, decided_at=None).first()


def sites_of(organisation_id: int) -> QuerySet[Site]:
    return Site.objects.filter(organisation_id=organisation_id).order_by("name", "code")


def contacts_of(organisation_id: int) -> QuerySet[Contact]:
    return Contact.objects.filter(organisation_id=organisation_id).order_by("name")


def sample_since(organisation_id: int | None) -> datetime | None:
    """Since when an organisation has been there as sample data; None (staff): the first that was. None where none is."""
    rows = Organisation.objects.filter(is_sample=True)
    if organisation_id is not None:
        rows = rows.filter(pk=organisation_id)
    return rows.order_by("created_at").values_list("created_at", flat=True).first()


def contact_or_none(organisation_id: int, contact_id: int) -> Contact | None:
    """One contact, as far as whoever asks may see it (staff: where a project is shared in full)."""
    return Contact.objects.filter(organisation_id=organisation_id, pk=contact_id).first()


def organisation_with_domain(domain: str) -> tuple[int, str] | None:
    """The organisation that already uses a company's mail domain, found through a door before anybody is known."""
    if not domain:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select id, name from organisation_with_domain(%s)", [domain])
        row = cursor.fetchone()
    return None if row is None else (row[0], row[1])


def accounts_proposed_for_staff() -> QuerySet[ErpAccount]:
    """ERP accounts that no organisation has been confirmed for, the distributor's view."""
    return ErpAccount.objects.filter(organisation=None).order_by("name")


def accounts_for_staff() -> QuerySet[ErpAccount]:
    return ErpAccount.objects.select_related("organisation").order_by("number")


def organisation_ids_for_jobs() -> list[int]:
    """Every organisation (jobs)."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def organisations_for_staff() -> QuerySet[Organisation]:
    """Every customer by name: that they exist is the distributor's own knowledge."""
    return Organisation.objects.order_by(F("name"))


def likely_organisations(account: ErpAccount, organisations: list[Organisation]) -> list[Organisation]:
    """Who an ERP account probably is: the same mail domain first, then the longest common beginning of the names."""
    same_domain = [
        one for one in organisations if account.mail_domain and one.mail_domain == account.mail_domain
    ]
    common = [(common_beginning(account.name, one.name), one) for one in organisations]
    alike = sorted(
        (pair for pair in common if pair[0]), key=lambda pair: (-pair[0], len(words_of(pair[1].name)))
    )
    return list(dict.fromkeys([*same_domain, *(one for _, one in alike)]))[:3]


def tokens_of(organisation_id: int) -> QuerySet[ApiToken]:
    """The organisation's tokens, those that still work first."""
    rows = ApiToken.objects.filter(organisation_id=organisation_id).select_related("created_by")
    return rows.order_by(F("revoked_at").asc(nulls_first=True), "-created_at")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Whom a token speaks for, and what it may do."""

    id: int
    organisation_id: int
    organisation_name: str
    user_id: int
    role: str
    scopes: list[str]


def token_by_secret(secret_hash: str) -> TokenRow | None:
    """The token behind a secret's hash, or None; asked before any role is taken. Notes that it was used."""
    with connection.cursor() as cursor:
        cursor.execute("select * from use_api_token(%s)", [secret_hash])
        row = cursor.fetchone()
    if row is None:
        return None
    id_, organisation_id, name, user_id, role, scopes = row
    return TokenRow(id_, organisation_id, name, user_id, role, json.loads(scopes))
