"""The pages of a BOM through the client: upload, columns, lines, filters, export, choice, question; and who may."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Line, Revision
from obsolescence.events.models import Event
from obsolescence.flow import intake
from obsolescence.parts.models import Offer
from obsolescence.parts.rules.names import fold_mpn
from obsolescence.relations.models import Enquiry
from tests.built import make_part
from tests.people import Company, signed_in

FILE = (
    "Manufacturer,MPN,Quantity,Reference,Description\n"
    "Halvorn,HV-1001K,1,U1,Controller\nHalvorn,HV-2002K,2,R1 R2,=HYPERLINK(1)\nOther,XY-9009K,1,D1,Diode\n"
)


@pytest.fixture
def revision(acme: Company, alice_client: Client) -> Revision:
    """A file of three lines, uploaded by alice and assessed: one obsolete, one active, one not found."""
    make_part("HV-1001K", status="obsolete", status_word="Obsolete", status_source="manufacturer")
    make_part("HV-2002K", status="active", status_word="Active", status_source="library")
    return assessed(acme, send(alice_client, FILE))


def send(client: Client, text: str, name: str = "main.csv", **values: int) -> int:
    """Upload; the id of the revision that the answer leads to."""
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post("/boms/upload/", {"file": file, **values})
    assert answer.status_code == 302, answer.content
    return int(answer["Location"].rpartition("=")[2])


def assessed(acme: Company, revision_id: int) -> Revision:
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(organisation_id=acme.id, revision_id=revision_id)
    with as_organisation(acme.id):
        return Revision.objects.select_related("bom").get(pk=revision_id)


def line_of(acme: Company, mpn: str) -> Line:
    with as_organisation(acme.id):
        return Line.objects.get(mpn=mpn)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_an_upload_shows_how_far_it_is_then_its_risk(acme: Company, alice_client: Client) -> None:
    make_part("HV-1001K", status="obsolete", status_word="Obsolete", status_source="manufacturer")
    revision_id = send(alice_client, FILE)
    progress = f"/boms/revisions/{revision_id}/progress/"
    on_its_way = alice_client.get(progress, headers={"HX-Request": "true"})
    assert b'hx-trigger="every 500ms"' in on_its_way.content

    row = assessed(acme, revision_id)
    done = alice_client.get(progress, headers={"HX-Request": "true"})
    assert b"every 500ms" not in done.content  # polling stops by itself
    text = shown(alice_client, f"/boms/{row.bom_id}/")
    for expected in ("HV-1001K", "Obsolete", "judged five years ahead", "2 not in the catalogue", "Unknown"):
        assert expected in text
    again = alice_client.post(
        "/boms/upload/", {"file": SimpleUploadedFile("b.csv", FILE.encode())}, follow=True
    )
    assert "You have this file already" in again.content.decode()


def test_filters_and_order_live_in_the_address(revision: Revision, alice_client: Client) -> None:
    address = f"/boms/{revision.bom_id}/"
    only = shown(alice_client, f"{address}?risk=high")
    assert "HV-1001K" in only
    assert "HV-2002K" not in only
    assert shown(alice_client, f"{address}?sort=mpn").index("HV-1001K") < shown(
        alice_client, f"{address}?sort=mpn"
    ).index("XY-9009K")
    assert "No line fits" in shown(alice_client, f"{address}?q=nothing+like+it")
    assert alice_client.get(f"{address}?risk=x&sort=x&from=-1").status_code == 200
    part = alice_client.get(f"{address}?risk=high", headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def test_exports_hold_what_is_filtered_and_no_formula(revision: Revision, alice_client: Client) -> None:
    address = f"/boms/revisions/{revision.pk}/lines"
    csv = alice_client.get(f"{address}.csv?q=2002").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 2
    assert "'=HYPERLINK(1)" in csv[1]
    book = zipfile.ZipFile(io.BytesIO(alice_client.get(f"{address}.xlsx").content))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    original = alice_client.get(f"/boms/revisions/{revision.pk}/original/")
    assert original.content == FILE.encode()
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_unsure_columns_wait_for_a_person(acme: Company, alice_client: Client) -> None:
    unsure = "Manufacturer,MPN,Quantity,Reference\nHalvorn,HV-1,1,U1\nHalvorn,HV-2,2,U2\n"
    row = assessed(acme, send(alice_client, unsure))
    assert row.reading_state == "mapping"
    assert "Check the columns" in shown(alice_client, f"/boms/{row.bom_id}/")
    page = f"/boms/revisions/{row.pk}/columns/"
    assert "HV-1" in shown(alice_client, page)
    twice = alice_client.post(page, {"header": "0", "column-0": "cpn", "column-1": "cpn"})
    assert twice.status_code == 422
    back = twice.content.decode()
    assert "can be one column only" in back
    assert back.count('value="cpn" selected') == 2  # as it was chosen, over the same rows
    assert "HV-1" in back
    answer = alice_client.post(
        page, {"header": "0", "column-0": "manufacturer", "column-1": "mpn", "column-2": "quantity"}
    )
    assert answer.status_code == 302
    assert assessed(acme, row.pk).reading_state == "ready"
    assert line_of(acme, "HV-2").quantity == 2


def test_a_file_without_part_numbers_says_so(acme: Company, alice_client: Client) -> None:
    plain = "Reference,Value,Footprint,Quantity\nR1,10k,R_0603,1\nC1 C2,100n,C_0603,2\nR2,4k7,R_0603,1\n"
    row = assessed(acme, send(alice_client, plain))
    assert row.reading_state == "ready"
    assert "There is no part number in this file" in shown(alice_client, f"/boms/{row.bom_id}/")


def test_a_file_with_distributors_numbers_only_says_how_it_was_matched(
    acme: Company, alice_client: Client
) -> None:
    part = make_part("HV-1000")
    with as_jobs():
        Offer.objects.create(
            part=part, distributor="Digi-Key", sku="296-1000-ND", sku_fold=fold_mpn("296-1000-ND")
        )
    text = "Reference,Digi-Key Part Number,Quantity\nU1,296-1000-ND,1\nU2,296-2000-ND,1\nU3,296-3000-ND,2\n"
    row = assessed(acme, send(alice_client, text))
    page = shown(alice_client, f"/boms/{row.bom_id}/")
    assert (
        "No maker&#x27;s part number in this file; lines are matched by distributor&#x27;s numbers." in page
    )
    with as_organisation(acme.id):
        found, unknown = Line.objects.filter(revision=row).order_by("position")[:2]
    assert (found.part_id, found.grade_mpn) == (part.pk, "exact")
    assert found.reason == "Found by the distributor's number 296-1000-ND."
    assert unknown.reason == (
        "The line has only a distributor's number, 296-2000-ND, and we know no part by it."
    )


def test_a_part_is_chosen_by_hand(acme: Company, revision: Revision, alice_client: Client) -> None:
    hand, line = make_part("HV-9000K"), line_of(acme, "XY-9009K")
    address = f"/boms/lines/{line.pk}/"
    assert "HV-9000K" in shown(alice_client, f"{address}?q=HV-9000")
    assert alice_client.post(f"{address}part/", {"part": hand.pk}).status_code == 302
    assert alice_client.post(f"{address}note/", {"note": "second source"}).status_code == 302
    text = shown(alice_client, address)
    assert "Chosen by hand" in text
    assert "second source" in text
    assert alice_client.post(f"{address}part/", {"part": "999999"}).status_code == 422


def test_a_question_becomes_an_enquiry_and_an_event(
    acme: Company, revision: Revision, alice_client: Client
) -> None:
    line = line_of(acme, "HV-1001K")
    for subject in ({"line": line.pk}, {"part": line.part_id}, {"bom": revision.bom_id}):
        assert alice_client.post("/boms/ask/", {"kind": "quote", **subject}).status_code == 302
    assert alice_client.post("/boms/ask/", {"kind": "question", "bom": revision.bom_id}).status_code == 422
    with as_organisation(acme.id):
        assert Enquiry.objects.count() == Event.objects.filter(kind="enquiry").count() == 3
        assert Enquiry.objects.first().line_ids == [line.pk]


def test_revisions_are_compared_and_released(acme: Company, revision: Revision, alice_client: Client) -> None:
    second = assessed(acme, send(alice_client, FILE.replace("HV-2002K,2", "HV-2002K,5"), bom=revision.bom_id))
    text = shown(alice_client, f"/boms/{revision.bom_id}/compare/{revision.pk}/{second.pk}/")
    assert "HV-2002K" in text
    assert "HV-1001K" not in text
    assert alice_client.post(f"/boms/revisions/{second.pk}/release/").status_code == 302
    assert alice_client.post(f"/boms/revisions/{revision.pk}/release/", {"share": "120"}).status_code == 422
    with as_organisation(acme.id):
        assert list(Revision.objects.filter(is_released=True)) == [second]


def test_a_bad_upload_gets_a_sentence(alice_client: Client) -> None:
    assert alice_client.post("/boms/upload/").status_code == 422
    empty = alice_client.post("/boms/upload/", {"file": SimpleUploadedFile("a.csv", b"")})
    assert empty.status_code == 422


def test_the_horizon_is_asked_for_and_kept(revision: Revision, alice_client: Client) -> None:
    address = f"/boms/{revision.bom_id}/"
    assert alice_client.post(f"{address}horizon/", {"eop": "soon"}).status_code == 422
    month = f"{timezone.localdate().year + 3}-06"
    assert alice_client.post(f"{address}horizon/", {"eop": month}).status_code == 302
    assert "Judged to the end of production" in shown(alice_client, address)


def test_others_may_not(
    acme: Company, zenith: Company, revision: Revision, charlie_client: Client, sam_client: Client
) -> None:
    line = line_of(acme, "HV-1001K")
    pages = (f"/boms/{revision.bom_id}/", f"/boms/{revision.bom_id}/revisions/", f"/boms/lines/{line.pk}/",
             f"/boms/revisions/{revision.pk}/lines.csv", f"/boms/revisions/{revision.pk}/original/",
             f"/boms/ask/?bom={revision.bom_id}")  # fmt: skip
    for address in pages:
        assert charlie_client.get(address).status_code == 404, address
        assert sam_client.get(address).status_code in (403, 404), address
    vera = signed_in(acme.vera)
    assert vera.get(pages[0]).status_code == 200
    assert vera.post(f"/boms/lines/{line.pk}/note/", {"note": "x"}).status_code == 403
    assert charlie_client.post(f"/boms/lines/{line.pk}/note/", {"note": "x"}).status_code == 404


def test_the_page_asks_the_same_number_of_questions_for_any_length(
    acme: Company, alice_client: Client, django_assert_max_num_queries
) -> None:
    for count in (2, 60):
        rows = "\n".join(f"Halvorn,HV-{5000 + number}K,1,U{number}," for number in range(count))
        row = assessed(acme, send(alice_client, f"Manufacturer,MPN,Quantity,Reference,Note\n{rows}\n"))
        with django_assert_max_num_queries(24):
            shown(alice_client, f"/boms/{row.bom_id}/")
