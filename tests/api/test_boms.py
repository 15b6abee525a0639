"""Programs upload bills of materials and ask how far they are, with a token and no more than its scope."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obsolescence.accounts import services as accounts
from obsolescence.accounts.models import ApiToken
from obsolescence.base.tenancy import as_organisation
from obsolescence.boms.models import Line, Revision
from obsolescence.flow import intake
from tests.built import make_part
from tests.people import Company, signed_in

CSV = b"Manufacturer,MPN,Quantity,Reference\nHalvorn,HV-1001K,2,U1 U2\nHalvorn,HV-9999K,1,U3\n"


def token(company: Company, person: str = "alice", *scopes: str) -> str:
    with as_organisation(company.id):
        return accounts.make_token(
            organisation_id=company.id,
            name="Build server",
            scopes=list(scopes or ("boms:read", "boms:write")),
            days=30,
            created_by=company.people[person].pk,
            now=timezone.now(),
        )


class Program:
    """A program that brings a token."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def upload(self, data: bytes = CSV, name: str = "board.csv", **headers: str):
        file = SimpleUploadedFile(name, data)
        return self.client.post("/api/v1/boms", {"file": file}, headers=headers)

    def send(self, body: object, **headers: str):
        return self.client.post("/api/v1/boms", body, content_type="application/json", headers=headers)


def work(company: Company, revision_id: int) -> None:
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(organisation_id=company.id, revision_id=revision_id)


def test_from_upload_to_lines_with_their_risk(acme: Company) -> None:
    make_part("HV-1001K")
    program = Program(token(acme))
    answer = program.upload()
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert (told["status"], told["is_new"]) == ("queued", True)
    work(acme, told["token"])

    told = program.client.get(told["status_url"]).json()
    assert (told["status"], told["lines_read"], told["lines_matched"], told["refusal"]) == (
        "done",
        2,
        1,
        None,
    )
    lines = program.client.get(told["lines_url"]).json()["lines"]
    assert [(one["mpn"], one["quantity"], one["match"]) for one in lines] == [
        ("HV-1001K", 2.0, "exact"),
        ("HV-9999K", 1.0, "none"),
    ]
    assert lines[0]["part"] == {"mpn": "HV-1001K", "manufacturer": "Halvorn"}


def test_lines_as_json(acme: Company) -> None:
    program = Program(token(acme))
    body = {
        "name": "Main board",
        "lines": [
            {
                "mpn": "HV-1001K",
                "manufacturer": "Halvorn",
                "quantity": 2,
                "designators": ["U1", "U2"],
                "cpn": "4711",
            },
            {"mpn": "1E10", "quantity": "0.5", "description": "=SUM(A1)", "dnp": True},
        ],
    }
    told = program.send(body).json()
    work(acme, told["token"])
    with as_organisation(acme.id):
        rows = Line.objects.filter(revision_id=told["token"]).order_by("position")
        assert [(r.mpn, float(r.quantity), r.cpn, r.dnp) for r in rows] == [
            ("HV-1001K", 2.0, "4711", False),
            ("1E10", 0.5, "", True),
        ]
        assert rows[0].designators == ["U1", "U2"]
        assert rows[1].description == "=SUM(A1)"


def test_the_same_key_gets_the_same_answer(acme: Company) -> None:
    program = Program(token(acme))
    first = program.upload(**{"Idempotency-Key": "build-17"})
    again = program.upload(**{"Idempotency-Key": "build-17"})
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    other = program.upload(CSV + b"X,HV-3,1,U9\n", **{"Idempotency-Key": "build-17"})
    assert (other.status_code, "another request" in other.json()["detail"]) == (422, True)
    with as_organisation(acme.id):
        assert Revision.objects.count() == 1


def test_the_same_list_again_after_it_was_judged_is_the_next_commits_ordinary_case(acme: Company) -> None:
    make_part("HV-1001K")
    program = Program(token(acme))
    told = program.upload(**{"Idempotency-Key": "commit-1"}).json()
    work(acme, told["token"])
    again = program.upload(**{"Idempotency-Key": "commit-2"})
    assert (again.status_code, again.json()["status"], again.json()["is_new"]) == (202, "done", False)
    assert program.upload(**{"Idempotency-Key": "commit-2"}).json() == again.json()


def test_a_file_in_which_nothing_is_a_line_waits_for_a_person(acme: Company) -> None:
    program = Program(token(acme))
    told = program.upload(b"garbage\n", "bom.csv").json()
    intake.read_bom(organisation_id=acme.id, revision_id=told["token"])
    told = program.client.get(told["status_url"]).json()
    assert (told["status"], told["lines_read"]) == ("waiting for a person", 0)
    page = signed_in(acme.alice).get(f"/boms/revisions/{told['token']}/columns/").content.decode()
    assert "Which rows are the parts list?" in page


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "Send a file"),
        ([], "Send a file"),
        ({"lines": []}, "at least one line"),
        ({"lines": ["x"]}, "mpn, sku or cpn"),
        ({"lines": [{"mpn": "A"}, 7]}, "Line 2"),
        ({"lines": [{"mpn": {"a": 1}}]}, "Line 1: mpn"),
        ({"lines": [{"mpn": "A"}, {"mpn": "B", "qty": 4}]}, "Line 2: 'qty' is no field of a line"),
        ({"lines": [{"mpn": "A"}], "project": "x"}, "project must be a whole number"),
        ({"lines": [{"mpn": "A"}], "project": "²"}, "project must be a whole number"),
    ],
)
def test_a_wrong_body_gets_a_sentence(acme: Company, body: object, says: str) -> None:
    answer = Program(token(acme)).send(body)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    with as_organisation(acme.id):
        assert not Revision.objects.exists()


def test_a_token_opens_only_its_own_doors(acme: Company, zenith: Company) -> None:
    told = Program(token(acme)).upload().json()
    stranger = Program(token(zenith, "charlie"))
    unknown = stranger.client.get("/api/v1/boms/999999")
    assert stranger.client.get(told["status_url"]).status_code == 404
    assert stranger.client.get(told["status_url"]).content == unknown.content
    assert stranger.client.get(told["lines_url"]).status_code == 404
    reader = Program(token(acme, "alice", "boms:read"))
    assert reader.upload().status_code == 403
    assert "boms:write" in reader.upload().json()["detail"]
    viewer = Program(token(acme, "vera"))
    assert viewer.upload().status_code == 403
    assert Program("lb_wrong").upload().status_code == 401
    assert signed_in(acme.alice).get(told["status_url"]).status_code == 401  # a browser's session is no token


def test_a_token_ends(acme: Company) -> None:
    secret = token(acme)
    program = Program(secret)
    assert program.upload().status_code == 202
    with as_organisation(acme.id):
        row = ApiToken.objects.get()
        assert row.last_used_at is not None
        assert secret not in (row.secret_hash, row.beginning)
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program.upload().status_code == 401
    with as_organisation(acme.id):
        ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
        accounts.revoke_token(organisation_id=acme.id, token_id=row.pk, now=timezone.now())
    assert program.upload().status_code == 401


def test_owners_make_and_end_tokens(acme: Company) -> None:
    owner = signed_in(acme.olivia)
    page = owner.post("/organisation/tokens/", {"name": "CI", "days": "30", "scope": ["boms:write"]})
    with as_organisation(acme.id):
        row = ApiToken.objects.get()
    assert row.beginning in page.content.decode()
    assert "lb_" in page.content.decode()
    assert owner.get("/organisation/tokens/").content.decode().count(row.beginning) == 1  # the secret is gone
    assert signed_in(acme.alice).get("/organisation/tokens/").status_code == 403
    owner.post(f"/organisation/tokens/{row.pk}/end/")
    with as_organisation(acme.id):
        assert ApiToken.objects.get().revoked_at is not None
    for wrong in ({"name": "", "days": "30", "scope": "boms:read"}, {"name": "x", "days": "9999", "scope": "boms:read"},
                  {"name": "x", "days": "²", "scope": "boms:read"}, {"name": "x", "days": "3"}):  # fmt: skip
        assert owner.post("/organisation/tokens/", wrong).status_code == 422


def test_what_the_database_refuses_is_a_sentence(acme: Company) -> None:
    answer = Program(token(acme)).send({"name": "Bo\0ard", "lines": [{"mpn": "HV-1001K", "quantity": 1}]})
    assert (answer.status_code, answer.json()["detail"].endswith("Nothing was changed.")) == (422, True)


def test_an_address_that_is_not_there_is_said_to_programs_in_their_way(acme: Company) -> None:
    answer = Program(token(acme)).client.get("/api/v1/bom")
    assert (answer.status_code, answer.json()) == (404, {"detail": "There is nothing at this address."})


def test_what_was_typed_stays_where_no_token_was_made(acme: Company) -> None:
    page = signed_in(acme.olivia).post("/organisation/tokens/", {"name": "Build <server>", "days": "30"})
    body = page.content.decode()
    assert page.status_code == 422
    assert "No token was made." in body
    assert 'value="Build &lt;server&gt;"' in body
    assert '<option value="30" selected>' in body
