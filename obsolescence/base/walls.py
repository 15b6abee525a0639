"""The second wall: row-level security, declared beside each model and built after every migration.

A model says what it is with a class attribute ``wall``:

* ``Tenant(…)``: rows belong to an organisation. Policies for app, staff (with the sharing switch in their
  condition) and jobs; composite foreign keys (organisation, id) between tenant tables, because foreign-key
  checks ignore row-level security.
* ``Open(reason, …)``: no policy, and why; the grants say who may do what.

A model may also carry ``doors``: SECURITY DEFINER functions for what must be found before the organisation is
known (an invitation by its secret). Their tables say ``owner=True``.

``build`` is idempotent and runs as the owner (docs/adr/0002-walls.md says why it is not in migrations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

ALL = "select, insert, update, delete"
ROLES = ("lastbuy_app", "lastbuy_staff", "lastbuy_jobs")
LOGINS = ("lastbuy_web", "lastbuy_worker")

FUNCTIONS = """
create or replace function chosen_organisation() returns bigint language sql stable as
  $$ select nullif(current_setting('app.org', true), '')::bigint $$;
create or replace function chosen_user() returns bigint language sql stable as
  $$ select nullif(current_setting('app.user', true), '')::bigint $$;
create or replace function current_organisation() returns bigint language plpgsql stable as $$
begin
  if nullif(current_setting('app.org', true), '') is null then
    raise exception 'no organisation is chosen' using errcode = 'insufficient_privilege';
  end if;
  return current_setting('app.org')::bigint;
end $$;
"""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A table whose rows belong to one organisation.

    app: what a member's requests may do with the organisation's own rows.
    staff: SQL condition under which the distributor sees a row; None: never. May use other tenant tables,
        whose own policies then apply to it.
    staff_writes: what the distributor may do beyond reading, under the same condition.
    jobs: what cross-tenant steps may do; empty: nothing.
    column: the column that names the organisation.
    also_app: a further condition for reading before an organisation is chosen.
    owner: the owner's functions (one per door that takes a secret) may pass.
    """

    app: str = ALL
    staff: str | None = None
    staff_writes: str = ""
    jobs: str = ""
    column: str = "organisation_id"
    also_app: str = ""
    owner: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A table without a policy: shared facts, or what must be found before anybody is known."""

    reason: str
    app: str = "select"
    staff: str = "select"
    jobs: str = "select"
    login: str = ""


# Tables of libraries, which cannot carry a ``wall`` of their own.
SIGN_IN = "found before the person is known; rows are reached by secret or by the person's own id"
# The pages of sign-in work as the login (config.middleware): nobody who looks at rows of an organisation can read a
# session or a second factor, or write who somebody is.
LIBRARY_TABLES = {
    name: Open(SIGN_IN, "", "", "", login=ALL)
    for name in (
        "django_session",
        "account_emailconfirmation",
        "mfa_authenticator",
        "usersessions_usersession",
    )
} | {
    "account_emailaddress": Open(
        f"{SIGN_IN}; delivery asks whether an address is verified", "", "", "select", login=ALL
    ),
    "django_content_type": Open("Django's own bookkeeping", login="select"),
    "auth_permission": Open("Django's own bookkeeping, unused", "", "", ""),
    "auth_group": Open("Django's own bookkeeping, unused", "", "", ""),
    "auth_group_permissions": Open("Django's own bookkeeping, unused", "", "", ""),
    "django_migrations": Open("Django's own bookkeeping", "", "", "", login="select"),
}


def walled_models() -> dict[type[models.Model], Tenant | Open]:
    """Every table of ours with its wall; a model that declares none is an error that names it."""
    found: dict[type[models.Model], Tenant | Open] = {}
    for model in apps.get_models():
        wall = getattr(model, "wall", None)
        if wall is not None:
            found[model] = wall
        elif model._meta.db_table not in LIBRARY_TABLES:
            raise LookupError(f"{model.__name__} declares no wall")
    return found


def build(connection: BaseDatabaseWrapper) -> None:
    """Bring grants, policies and composite keys of the database in line with what the models declare."""
    walls = walled_models()
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        cursor.execute("select current_database()")
        # Bulk imports COPY into a temporary table first; only cross-tenant steps do that.
        cursor.execute(f'grant temporary on database "{cursor.fetchone()[0]}" to lastbuy_jobs')
        cursor.execute(f"grant usage on schema public to {', '.join((*ROLES, *LOGINS))}")
        cursor.execute(
            f"grant usage, select on all sequences in schema public to {', '.join((*ROLES, *LOGINS))}"
        )
        for name, wall in LIBRARY_TABLES.items():
            if name in tables:
                _grant(cursor, name, wall.app, wall.staff, wall.jobs, wall.login)
        for model, declared in walls.items():
            if model._meta.db_table not in tables:
                continue
            if isinstance(declared, Open):
                _grant(
                    cursor, model._meta.db_table, declared.app, declared.staff, declared.jobs, declared.login
                )
            else:
                _raise_wall(cursor, model._meta.db_table, declared)
        for key in composite_keys():
            if key.table in tables and key.target in tables:
                key.add(cursor)
        for model in walls:
            if model._meta.db_table in tables:
                _open_doors(cursor, getattr(model, "doors", {}))


def _open_doors(cursor: CursorWrapper, doors: dict[str, str]) -> None:
    """Functions that look behind the wall for whoever brings the right secret; signature → SQL of the function."""
    for signature, sql in doors.items():
        cursor.execute(f"{sql}; revoke all on function {signature} from public")
        cursor.execute(f"grant execute on function {signature} to {', '.join((*ROLES, *LOGINS))}")


def _grant(cursor: CursorWrapper, table: str, app: str, staff: str, jobs: str, login: str = "") -> None:
    cursor.execute(f"revoke all on {table} from {', '.join((*ROLES, *LOGINS))}")
    for role, rights in (*zip(ROLES, (app, staff, jobs), strict=True), *((one, login) for one in LOGINS)):
        if rights:
            cursor.execute(f"grant {rights} on {table} to {role}")


def _raise_wall(cursor: CursorWrapper, table: str, wall: Tenant) -> None:
    staff_rights = "" if wall.staff is None else ", ".join(filter(None, ["select", wall.staff_writes]))
    _grant(cursor, table, wall.app, staff_rights, wall.jobs)
    cursor.execute(
        f"alter table {table} enable row level security; alter table {table} force row level security"
    )
    cursor.execute(
        "select policyname from pg_policies where schemaname = 'public' and tablename = %s", [table]
    )
    for (policy,) in cursor.fetchall():
        cursor.execute(f'drop policy "{policy}" on {table}')
    organisation = "chosen_organisation()" if wall.also_app else "current_organisation()"
    own = f"{wall.column} = (select {organisation})"
    seen = f"({own}) or ({wall.also_app})" if wall.also_app else own
    cursor.execute(f"create policy app on {table} to lastbuy_app using ({seen}) with check ({own})")
    if wall.staff is not None:
        condition = wall.staff
        cursor.execute(
            f"create policy staff on {table} to lastbuy_staff using ({condition}) with check ({condition})"
        )
    if wall.jobs:
        cursor.execute(f"create policy jobs on {table} to lastbuy_jobs using (true) with check (true)")
    if wall.owner:
        cursor.execute(f"create policy door on {table} to current_user using (true) with check (true)")


@dataclass(frozen=True, slots=True)
class CompositeKey:
    """A reference between two tenant tables that also compares the organisation."""

    table: str
    organisation: str
    column: str
    target: str

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_same_org"[:63]

    def add(self, cursor: CursorWrapper) -> None:
        unique = f"{self.target}_org_id"[:63]
        cursor.execute(f"create unique index if not exists {unique} on {self.target} (organisation_id, id)")
        cursor.execute("select 1 from pg_constraint where conname = %s", [self.name])
        if cursor.fetchone() is None:
            cursor.execute(
                f"alter table {self.table} add constraint {self.name}"
                f" foreign key ({self.organisation}, {self.column}) references {self.target} (organisation_id, id)"
                " deferrable initially deferred"
            )


def composite_keys() -> list[CompositeKey]:
    """Every reference from a tenant table to a tenant table, in the order of the models."""
    return [
        CompositeKey(model._meta.db_table, wall.column, field.column, _table_of(field))
        for model, wall in walled_models().items()
        if isinstance(wall, Tenant) and wall.column == "organisation_id"
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and _points_to_tenant(field)
    ]


def _points_to_tenant(field: models.ForeignKey[Any, Any]) -> bool:
    wall = getattr(field.related_model, "wall", None)
    return isinstance(wall, Tenant) and wall.column == "organisation_id"


def _table_of(field: models.ForeignKey[Any, Any]) -> str:
    related = field.related_model
    return str(related._meta.db_table)
