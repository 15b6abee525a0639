"""How the distributor's people and customer numbers come into being without the demo."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from obsolescence.accounts.models import ErpAccount, StaffMember, User
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from tests.people import make_user, signed_in

pytestmark = pytest.mark.django_db


def run(*words: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_a_new_administrator_gets_an_account_and_a_password_by_mail() -> None:
    said = run("staff", "Ada@arvenne.example.com", "administrator", region="DACH", name="Ada Nilsson")
    assert "/accounts/password/reset/" in said
    user = User.objects.get(email="ada@arvenne.example.com")
    assert (user.staff.role, user.staff.region, user.name) == ("administrator", "DACH", "Ada Nilsson")
    assert signed_in(user).get("/insight/customers/").status_code == 200
    Client().post("/accounts/password/reset/", {"email": user.email})
    assert "/accounts/password/reset/key/" in str(mail.outbox[-1].body)


def test_a_role_is_changed_and_taken_away() -> None:
    sam = make_user("sam@arvenne.example.com", "Sam Example")
    run("staff", sam.email, "sales")
    assert "new" not in run("staff", sam.email, "sales_manager")
    assert StaffMember.objects.get().role == "sales_manager"
    run("staff", sam.email, remove=True)
    assert signed_in(sam).get("/insight/customers/").status_code == 404
    with pytest.raises(Refused, match="not one of the staff"):
        run("staff", sam.email, remove=True)


@pytest.mark.parametrize(
    ("email", "role", "says"),
    [("a@", "sales", "not a mail address"), ("a@example.com", "boss", "one of the roles sales")],
)
def test_a_wrong_address_or_role_is_refused(email: str, role: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        run("staff", email, role)


def test_createsuperuser_says_what_to_do_instead() -> None:
    with pytest.raises(Refused, match="staff EMAIL administrator"):
        run("createsuperuser", interactive=False)


def test_customer_numbers_are_taken_and_keep_whose_they_are(tmp_path: Path, acme) -> None:
    file = tmp_path / "accounts.csv"
    head = "number,name,mail_domain,country\n"
    file.write_text(f"{head}10031,ACME,@acme.example.com,de\n,NOBODY,,\n10032,ZENITH,,99\n")
    assert "1 customer numbers new or changed" in run("import_accounts", file, rejected=tmp_path)
    with as_jobs():
        ErpAccount.objects.update(organisation_id=acme.id)
    file.write_text(f"{head}10031,ACME DRIVES,acme.example.com,DE\n")
    assert "1 customer numbers new" in run("import_accounts", file, rejected=tmp_path)
    assert "0 customer numbers new" in run("import_accounts", file, rejected=tmp_path)
    with as_jobs():
        one = ErpAccount.objects.get()
        assert (one.name, one.mail_domain, one.country, one.organisation_id) == (
            "ACME DRIVES",
            "acme.example.com",
            "DE",
            acme.id,
        )
