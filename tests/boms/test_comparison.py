"""What a revision changes, on its page before anything is released: every kind of difference, totals, and what ends."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obsolescence.boms.rules.changes import details
from tests.boms.test_services import upload
from tests.built import make_part
from tests.people import Company, signed_in

HEADER = "Manufacturer,MPN,Quantity,Reference,DNP,Alternate MPN\n"
OLD = HEADER + (
    "Halvorn,HV-1001K,1,U1,,\nHalvorn,HV-2002K,2,R1 R2,,\nKestrel,KM-3003X,4,C1 C2 C3 C4,,KM-3004X\n"
    "Kestrel,KM-5005X,1,D1,,\nKestrel,KM-6006X,1,L1,,\n"
)
NEW = HEADER + (
    "Halvorn,HV-1001M,1,U1,,\nHalvorn,HV-2002K,3,R1 R2 R9,,\nKestrel,KM-3003X,4,C1 C2 C3 C4,,KM-3009X\n"
    "Kestrel,KM-5005X,1,D1,DNP,\nBrightwell,BW-7007Z,10,Q1,,\n"
)


@pytest.fixture
def address(acme: Company) -> str:
    make_part("HV-1001M", status="obsolete", status_word="Obsolete", status_source="manufacturer")
    first = upload(acme, OLD)
    second = upload(acme, NEW, "new.csv", bom_id=first.bom_id)
    return f"/boms/{first.bom_id}/compare/{first.revision_id}/{second.revision_id}/"


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_every_kind_of_difference_is_told_before_and_after(acme: Company, address: str) -> None:
    page = words(signed_in(acme.alice), address)
    for said in (
        "4 lines changed, 1 added, 1 removed",
        "Part HV-1001K → HV-1001 M",
        "Quantity 2 → 3 +1",
        "Designators R9",
        "Alternates KM-3004X KM-3009X",
        "Placing placed → not placed",
        "10 × Q1",
        "Release revision 2",
    ):
        assert said in page
    assert "Pieces per unit 18 was 9" in page
    assert "Of these ended or ending 1 HV-1001M" in page


def test_one_kind_has_an_address_of_its_own(acme: Company, address: str) -> None:
    client = signed_in(acme.alice)
    page = client.get(f"{address}?what=quantity").content.decode()
    assert "HV-2002K" in page
    assert "BW-7007Z" not in page
    assert "BW-7007Z" in client.get(f"{address}?what=added").content.decode()
    assert client.get(f"{address}?what=anything").context["only"] == ""


def test_the_same_number_of_questions_for_any_length(acme: Company, address: str) -> None:
    client = signed_in(acme.alice)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    many = HEADER + "".join(f"Halvorn,HW-{n:04}K,1,U{n},,\n" for n in range(1, 60))
    first = upload(acme, many, "many.csv")
    second = upload(acme, many.replace(",1,U", ",2,U"), "more.csv", bom_id=first.bom_id)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/boms/{first.bom_id}/compare/{first.revision_id}/{second.revision_id}/")
    assert len(asked) <= len(few)


def test_a_revision_of_another_bom_is_not_compared(acme: Company, address: str) -> None:
    other = upload(acme, OLD.replace("HV-", "HX-"), "other.csv")
    old_id = address.split("/")[4]
    client = signed_in(acme.alice)
    assert (
        client.get(f"/boms/{address.split('/')[2]}/compare/{old_id}/{other.revision_id}/").status_code == 404
    )


def a_line(**values: object) -> SimpleNamespace:
    plain: dict[str, object] = {
        "mpn": "HV-1001K", "manufacturer": "Halvorn", "quantity": Decimal(1), "dnp": False, "designators": ["U1"],
        "alternates": [],
    }  # fmt: skip
    return SimpleNamespace(**plain | values)


def test_details_say_what_is_not_known() -> None:
    (quantity,) = details(("quantity",), a_line(quantity=None), a_line(quantity=Decimal("10.5000")))
    assert (quantity.before, quantity.after, quantity.step) == ("unknown", "10.5", None)
    (part,) = details(("part",), a_line(), a_line(mpn="", manufacturer="Kestrel"))
    assert (part.before, part.after, part.pieces) == ("HV-1001K", "", ())
    assert (part.maker_before, part.maker_after) == ("Halvorn", "Kestrel")
    (places,) = details(("designators",), a_line(designators=["U1", "U2"]), a_line(designators=["U2", "U3"]))
    assert (places.gone, places.come) == (("U1",), ("U3",))
    (others,) = details(("alternates",), a_line(), a_line(alternates=[["Kestrel", "KM-1"], ["", "KM-2"]]))
    assert others.come == ("KM-1 Kestrel", "KM-2")
