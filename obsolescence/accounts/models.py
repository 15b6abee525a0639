"""People and tenants: organisations, their members, sites and contacts; the distributor's staff and ERP accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from obsolescence.accounts.rules.roles import MEMBER_ROLES, SITE_KINDS, STAFF_ROLES
from obsolescence.base.walls import ALL, SIGN_IN, Open, Tenant


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in by email; belongs to organisations through memberships, or to the distributor's staff."""

    wall = Open(SIGN_IN, login="select, insert, update")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_folded")]

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A customer of the distributor: the tenant."""

    wall = Tenant(
        column="id",
        also_app="id in (select organisation_id from accounts_membership where user_id = (select chosen_user()))",
        staff="true",  # that a customer exists, and what it is called, is the distributor's own knowledge
        jobs="select, insert, update",
        owner=True,
    )
    doors: ClassVar[dict[str, str]] = {
        "organisation_with_domain(text)": """
            create or replace function organisation_with_domain(text) returns table (id bigint, name varchar)
            language sql stable security definer set search_path = public as
            $$ select id, name from accounts_organisation where mail_domain = $1 and $1 <> '' order by id limit 1 $$
        """
    }

    name = models.CharField(max_length=160)
    mail_domain = models.CharField(max_length=160, blank=True, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    created_at = models.DateTimeField(auto_now_add=True)
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class ErpAccount(models.Model):
    """A customer number in the distributor's ERP; several may belong to one organisation, confirmed by staff."""

    wall = Open("the distributor's own customer list", app="", staff="select, update", jobs=ALL)

    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    mail_domain = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    confirmed_at = models.DateTimeField(null=True, blank=True)


class Membership(models.Model):
    wall = Tenant(
        also_app="user_id = (select chosen_user())", staff="true", jobs="select, insert", owner=True
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r, r) for r in MEMBER_ROLES])
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="member_once")]


class JoinRequest(models.Model):
    """A colleague with the same mail domain asks to join instead of making a second organisation."""

    wall = Tenant(also_app="user_id = (select chosen_user())", owner=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                name="join_asked_once",
                condition=models.Q(decided_at=None),  # whoever was declined, or has left, may ask again
            )
        ]


class Invitation(models.Model):
    """An invitation by mail; only the hash of its secret is kept."""

    wall = Tenant(owner=True)
    doors: ClassVar[dict[str, str]] = {
        "invitation_by_secret(text)": """
            create or replace function invitation_by_secret(text)
            returns table (id bigint, organisation_id bigint, organisation varchar, email varchar, role varchar)
            language sql stable security definer set search_path = public as
            $$ select i.id, i.organisation_id, o.name, i.email, i.role
               from accounts_invitation i join accounts_organisation o on o.id = i.organisation_id
               where i.secret_hash = $1 and i.accepted_at is null and i.expires_at > now() $$
        """
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=[(r, r) for r in MEMBER_ROLES])
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)


class Site(models.Model):
    """A place where the organisation, or its contract manufacturer, works; where parts are shipped to."""

    wall = Tenant(staff="id in (select site_id from projects_projectsite)", jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=240, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    kind = models.CharField(max_length=24, choices=[(k, k) for k in SITE_KINDS], default="production")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="site_code_once")]

    def __str__(self) -> str:
        return self.name or self.code


class Contact(models.Model):
    """A person to talk to; may or may not be a user."""

    wall = Tenant(staff="organisation_id in (select organisation_id from projects_project)", jobs="select")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    function = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")


class StaffMember(models.Model):
    """One of the distributor's people."""

    # Written by ``manage.py staff`` as jobs, which the web's login cannot become: nobody appoints themselves.
    wall = Open("the distributor's own people; read at sign-in", jobs=ALL, login="select")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(max_length=20, choices=[(r, r) for r in STAFF_ROLES])
    region = models.CharField(max_length=40, blank=True)


class ApiToken(models.Model):
    """A key for programs: hashed, with a scope, an end and the time of its last use."""

    wall = Tenant(owner=True)
    doors: ClassVar[dict[str, str]] = {
        "use_api_token(text)": """
            create or replace function use_api_token(text)
            returns table (id bigint, organisation_id bigint, organisation varchar, user_id bigint, role varchar, scopes jsonb)
            language plpgsql security definer set search_path = public as $$
            #variable_conflict use_column
            begin
                update accounts_apitoken set last_used_at = now()
                where secret_hash = $1 and revoked_at is null and expires_at > now()
                  and (last_used_at is null or last_used_at < now() - interval '1 minute');
                return query select t.id, t.organisation_id, o.name, t.created_by_id, m.role, t.scopes
                from accounts_apitoken t join accounts_organisation o on o.id = t.organisation_id
                join accounts_membership m on m.organisation_id = t.organisation_id and m.user_id = t.created_by_id
                where t.secret_hash = $1 and t.revoked_at is null and t.expires_at > now();
            end $$
        """
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)  # accounts.rules.roles.SCOPES
    secret_hash = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)  # the first signs of the secret, to tell tokens apart
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class ApiAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered: the same key gets the same answer for a day."""

    wall = Tenant()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    key = models.CharField(max_length=120)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # None while the first request is at work
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="answered_once")]
