"""The two walls: who sees what, and that each wall holds when the other is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from obsolescence.accounts.models import Membership, Organisation
from obsolescence.base import walls
from obsolescence.base.tenancy import as_jobs, as_organisation, as_staff, as_user
from obsolescence.projects import queries
from obsolescence.projects.models import Project, StageChange
from tests.people import make_company, signed_in


def make_project(organisation_id: int, name: str, sharing: str = "nothing") -> Project:
    with as_organisation(organisation_id):
        return Project.objects.create(
            organisation_id=organisation_id, name=name, sharing=sharing, created_at=timezone.now()
        )


def names() -> set[str]:
    return set(Project.objects.values_list("name", flat=True))


def test_an_organisation_sees_its_own_rows_only(acme, zenith) -> None:
    make_project(acme.id, "AX-400")
    make_project(zenith.id, "Amplifier")

    with as_organisation(acme.id):
        assert names() == {"AX-400"}
    with as_organisation(zenith.id):
        assert names() == {"Amplifier"}


def test_nobody_can_write_into_another_organisation(acme, zenith) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), as_organisation(acme.id):
        Project.objects.create(organisation_id=zenith.id, name="planted", created_at=timezone.now())


@pytest.mark.parametrize(("sharing", "seen"), [("full", True), ("anonymous", False), ("nothing", False)])
def test_staff_sees_a_project_only_where_it_is_shared_in_full(acme, sam, sharing: str, seen: bool) -> None:
    project = make_project(acme.id, "AX-400", sharing)
    with as_organisation(acme.id):
        StageChange.objects.create(
            organisation_id=acme.id,
            project=project,
            stage="pilot",
            since_date="2026-01-01",
            recorded_at=timezone.now(),
        )

    with as_staff(sam.pk):
        assert Project.objects.exists() is seen
        assert StageChange.objects.exists() is seen


def test_staff_cannot_write_what_is_the_customers(acme, sam) -> None:
    make_project(acme.id, "AX-400", "full")
    with pytest.raises(ProgrammingError, match="permission denied"), as_staff(sam.pk):
        Project.objects.update(name="renamed")


def test_forgetting_to_say_who_looks_is_an_error_not_an_empty_page(acme) -> None:
    make_project(acme.id, "AX-400")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        names()
    with pytest.raises(ProgrammingError, match="no organisation is chosen"), as_user(acme.alice.pk):
        names()


def test_a_person_sees_their_memberships_before_choosing(acme, zenith) -> None:
    with as_user(acme.alice.pk):
        assert set(Membership.objects.values_list("organisation_id", flat=True)) == {acme.id}
        assert set(Organisation.objects.values_list("pk", flat=True)) == {acme.id}


def test_seats_nest_and_end(acme, zenith) -> None:
    make_project(acme.id, "AX-400")
    make_project(zenith.id, "Amplifier")
    with as_organisation(acme.id):
        with as_organisation(zenith.id):
            assert names() == {"Amplifier"}
        assert names() == {"AX-400"}
        with as_jobs():
            assert names() == {"AX-400", "Amplifier"}
        with pytest.raises(ZeroDivisionError), as_organisation(zenith.id):
            raise ZeroDivisionError
        assert names() == {"AX-400"}
    with connection.cursor() as cursor:
        cursor.execute("select current_user = session_user, current_setting('app.org', true)")
        assert cursor.fetchone() == (True, "")


def test_a_reference_into_another_organisation_is_refused(acme, zenith) -> None:
    theirs = make_project(zenith.id, "Amplifier")
    with as_organisation(acme.id), connection.cursor() as cursor, pytest.raises(Exception, match="same_org"):  # noqa: PT012
        cursor.execute("set constraints all immediate")
        StageChange.objects.create(
            organisation_id=acme.id,
            project_id=theirs.pk,
            stage="pilot",
            since_date="2026-01-01",
            recorded_at=timezone.now(),
        )


def test_every_table_has_a_wall_or_a_reason(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'"
        )
        walled = dict(cursor.fetchall())
    declared = {model._meta.db_table: wall for model, wall in walls.walled_models().items()}
    for table, is_walled in walled.items():
        wall = declared.get(table) or walls.LIBRARY_TABLES.get(table)
        assert wall is not None, f"{table} is declared nowhere"
        assert is_walled == isinstance(wall, walls.Tenant), table
        if isinstance(wall, walls.Open):
            assert wall.reason


def test_every_reference_between_tenants_compares_the_organisation(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where conname like '%%_same_org'")
        built = {row[0] for row in cursor.fetchall()}
    assert built == {key.name for key in walls.composite_keys()}
    assert len(built) > 20


def test_every_model_with_an_organisation_is_walled(db) -> None:
    for model in apps.get_models():
        if any(field.name == "organisation" for field in model._meta.local_fields):
            wall = getattr(model, "wall", None)
            assert isinstance(wall, walls.Tenant) or model.__name__ == "ErpAccount", model.__name__


def test_the_webs_login_can_never_become_jobs(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_has_role('lastbuy_web', 'lastbuy_jobs', 'SET'), pg_has_role('lastbuy_worker', 'lastbuy_jobs', 'SET')"
        )
        assert cursor.fetchone() == (False, True)


OPEN = {
    # facts about parts, the same for everybody
    "parts_manufacturer", "parts_manufactureralias", "parts_part", "parts_claim", "parts_offer", "parts_exchangerate",
    "parts_notice", "parts_noticepart", "alerts_fact",
    # the distributor's own: people, customer list, order book, totals under the rule of five
    "accounts_staffmember", "accounts_erpaccount", "demand_orderline", "forecasts_monthtotal", "demand_missingnumber",
    # found before the person is known
    "accounts_user", "django_session", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "usersessions_usersession",
    # Django's own bookkeeping
    "django_content_type", "django_migrations", "auth_permission", "auth_group", "auth_group_permissions",
}  # fmt: skip


def test_exactly_these_tables_have_no_policy(db) -> None:
    """Who adds one adds it here too, and says why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind = 'r' and not c.relrowsecurity"
        )
        assert {row[0] for row in cursor.fetchall()} == OPEN


@pytest.fixture
def no_policies(committed, as_owner, database_name: str) -> Iterator[Callable[[], None]]:
    """Switches the second wall off, and builds it again afterwards."""

    def fall() -> None:
        for table in ("projects_project", "accounts_membership", "accounts_organisation"):
            as_owner(f"alter table {table} disable row level security", database_name)

    yield fall
    walls.build(connections["owner"])
    connections["owner"].close()


class TestNegativeControl:
    """With one wall down the other holds; with both down, what the tests look for is really there to be seen."""

    def test_one_wall_is_enough_and_none_is_not(
        self, no_policies, committed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        acme = make_company("Acme Drives", "acme.example.com", alice="engineer")
        zenith = make_company("Zenith Audio", "zenith.example.com", charlie="engineer")
        make_project(zenith.id, "Amplifier")
        client = signed_in(acme.alice)

        def is_seen() -> bool:
            return b"Amplifier" in client.get("/projects/").content

        assert not is_seen()
        without = projects_without_the_filter
        with monkeypatch.context() as patch:  # the first wall is down: a query forgets whose it is
            patch.setattr(queries, "projects_of", without)
            assert not is_seen()
        no_policies()  # the second wall is down: the database shows every row
        assert not is_seen()
        with monkeypatch.context() as patch:  # both are
            patch.setattr(queries, "projects_of", without)
            assert is_seen()


def projects_without_the_filter(organisation_id: int) -> QuerySet[Project]:
    return Project.objects.filter(archived_at=None)
