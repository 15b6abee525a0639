"""The page of a file's columns: other cells, several columns of a role, why a file waits; on the real database."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obsolescence.base.tenancy import as_organisation
from obsolescence.boms.models import Line, RememberedMapping, Revision
from obsolescence.flow import intake
from tests.boms.test_services import upload
from tests.people import Company, signed_in

HEADER = "MPN,Quantity,Reference\n"
HTMX = {"HX-Request": "true"}
PLACE = {"header": "0", "was-header": "0"}
ROLES = {"column-0": "mpn", "column-1": "quantity", "column-2": "designator"}


def rows(count: int, *, start: int = 1) -> str:
    return "".join(f"HV-{n:04}K,1,U{n}\n" for n in range(start, start + count))


def read_again(acme: Company, revision_id: int) -> None:
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(organisation_id=acme.id, revision_id=revision_id)


def mpns(acme: Company, revision_id: int) -> list[str]:
    with as_organisation(acme.id):
        return list(
            Line.objects.filter(revision_id=revision_id).order_by("position").values_list("mpn", flat=True)
        )


@pytest.fixture
def client(acme: Company) -> Client:
    return signed_in(acme.alice)


def test_other_cells_are_shown_at_once_and_read_for_good(acme: Company, client: Client) -> None:
    received = upload(acme, HEADER + rows(9) + "AB-1234C,7,R77\n")
    address = f"/boms/revisions/{received.revision_id}/columns/"
    page = client.post(f"{address}look/", {**PLACE, **ROLES, "cells": "A3:B6"}, headers=HTMX).content.decode()
    assert "<html" not in page
    assert "Row 2 and rows 7–11 and column C lie outside these cells and are not read." in page
    assert "4 lines" in page
    answer = client.post(address, {**PLACE, **ROLES, "cells": "A3:B6"})
    assert answer.status_code == 302
    read_again(acme, received.revision_id)
    assert mpns(acme, received.revision_id) == ["HV-0002K", "HV-0003K", "HV-0004K", "HV-0005K"]
    with as_organisation(acme.id):
        assert all(line.designators == [] for line in Line.objects.filter(revision_id=received.revision_id))
    stored = client.get(address).content.decode()
    assert 'value="A3:B6"' in stored
    wider = client.post(address, {**PLACE, **ROLES, "cells": "3:"})
    assert wider.status_code == 302
    read_again(acme, received.revision_id)
    assert mpns(acme, received.revision_id)[-1] == "AB-1234C"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("the table", "“the table” names no cells"),
        ("B9:A2", "The last row, 2, stands above the first, 9."),
        ("A90:C99", "The range begins in row 90, but the sheet ends with row 10."),
        ("A1:C1", "no line would be left"),
    ],
)
def test_a_bad_range_is_a_sentence_beside_what_was_typed(
    acme: Company, client: Client, cells: str, says: str
) -> None:
    received = upload(acme, HEADER + rows(9))
    address = f"/boms/revisions/{received.revision_id}/columns/"
    for place in (address, f"{address}look/"):
        answer = client.post(place, {**PLACE, **ROLES, "cells": cells})
        assert answer.status_code == 422, place
        text = answer.content.decode()
        assert says in text
        assert f'value="{cells}"' in text
        assert 'value="designator" selected' in text
    assert len(mpns(acme, received.revision_id)) == 9


def test_rows_far_down_are_fetched_from_the_file(acme: Company, client: Client) -> None:
    received = upload(acme, HEADER + rows(400) + "\n\n" + HEADER + rows(6, start=7001))
    address = f"/boms/revisions/{received.revision_id}/columns/"
    before = mpns(acme, received.revision_id)
    far = {**PLACE, **ROLES, "cells": "A200:C205"}
    assert "HV-0199K" not in client.get(address).content.decode()
    part = client.post(f"{address}look/", {**PLACE, **ROLES, "cells": "B300:C305"}, headers=HTMX)
    assert "U299" in part.content.decode()
    page = client.post(f"{address}look/", far, headers=HTMX).content.decode()
    assert "HV-0199K" in page
    assert "6 lines" in page
    assert mpns(acme, received.revision_id) == before  # looking changes nothing
    other = {"header": "403", "was-header": "0", **ROLES, "cells": "405:"}
    page = client.post(f"{address}look/", other, headers=HTMX).content.decode()
    assert "HV-7001K" in page


def test_another_header_has_another_end(acme: Company, client: Client) -> None:
    # another board has the same places; a list that goes on below a title would have others
    power = "".join(f"HV-{7000 + n}K,1,U{n}\n" for n in range(1, 7))
    received = upload(acme, HEADER + rows(12) + "\n\nPower board\n" + HEADER + power)
    address = f"/boms/revisions/{received.revision_id}/columns/"
    page = client.get(address).content.decode()
    assert 'name="cells" value="1:' in page  # where the first table ends
    cells = page.partition('name="cells" value="')[2].partition('"')[0]
    other = {"header": "16", "was-header": "0", **ROLES, "cells": cells, "was-cells": cells}
    answer = client.post(f"{address}look/", other, headers=HTMX)
    assert answer.status_code == 200
    assert "HV-7001K" in answer.content.decode()
    back = {"header": "0", "was-header": "16", **ROLES, "cells": "", "was-cells": ""}
    assert (
        f'name="cells" value="{cells}"' in client.post(f"{address}look/", back, headers=HTMX).content.decode()
    )
    marked_off = {"header": "0", "was-header": "16", **ROLES, "cells": "A2:B9", "was-cells": "A2:B9"}
    assert 'value="A2:B9"' in client.post(f"{address}look/", marked_off, headers=HTMX).content.decode()


def test_the_end_belongs_to_the_file_and_the_columns_to_the_header(acme: Company, client: Client) -> None:
    header = "Old,,New,,\nMPN,Qty,MPN,Qty,Ref\nnumber,pieces,number,pieces,place\n"
    text = header + "".join(f"HV-{n}001K,1,HW-{n}001K,2,R{n}\n" for n in range(1, 7))
    first = upload(acme, text, "one.csv")
    chosen = {"header": "1", "column-2": "mpn", "column-3": "quantity", "column-4": "designator"}
    answer = client.post(
        f"/boms/revisions/{first.revision_id}/columns/", {**chosen, "cells": "C4:E6", "remember": "1"}
    )
    assert answer.status_code == 302
    read_again(acme, first.revision_id)
    assert mpns(acme, first.revision_id) == ["HW-1001K", "HW-2001K", "HW-3001K"]
    with as_organisation(acme.id):
        assert RememberedMapping.objects.get().place == {"first_column": 2, "end_column": 5, "below": 1}
    second = upload(acme, text.replace("HW-", "HX-") + "HV-7001K,1,HX-7001K,2,R7\n", "two.csv")
    with as_organisation(acme.id):
        revision = Revision.objects.get(pk=second.revision_id)
        assert revision.mapping_is_remembered
        line = Line.objects.filter(revision=revision).order_by("position").first()
        assert "HV-1001K" not in line.raw.values()
    assert mpns(acme, second.revision_id) == [f"HX-{n}001K" for n in range(1, 8)]


def test_two_numbers_with_their_makers_are_chosen_by_a_person(acme: Company, client: Client) -> None:
    received = upload(
        acme, "Alpha,Beta,Gamma,Delta,Pcs,Was,Ist\nHV-1001K,Halvorn,KM-2002X,Kestrel,2,Chip,SO-8\n"
    )
    address = f"/boms/revisions/{received.revision_id}/columns/"
    chosen = {
        "header": "0", "column-0": "mpn", "column-1": "manufacturer", "column-2": "mpn", "column-3": "manufacturer",
        "column-4": "quantity", "column-5": "description", "column-6": "description",
    }  # fmt: skip
    page = client.post(f"{address}reading/", chosen, headers=HTMX).content.decode()
    assert "KM-2002X" in page
    assert "Kestrel" in page
    assert "no. 2" in page
    assert client.post(address, chosen).status_code == 302
    read_again(acme, received.revision_id)
    with as_organisation(acme.id):
        line = Line.objects.get(revision_id=received.revision_id)
        assert (line.manufacturer, line.mpn, line.description) == ("Halvorn", "HV-1001K", "Chip SO-8")
        assert line.alternates == [["Kestrel", "KM-2002X"]]
        assert line.raw["Delta"] == "Kestrel"


def test_why_a_file_waits_is_said_and_settled_by_a_choice(acme: Company, client: Client) -> None:
    text = "MPN,Quantity,Reference,Variant B\n" + "".join(
        f"HV-{n}001K,1,U{n},{'yes' if n % 2 else 'no'}\n" for n in range(1, 9)
    )
    received = upload(acme, text)
    address = f"/boms/revisions/{received.revision_id}/columns/"
    with as_organisation(acme.id):
        assert Revision.objects.get(pk=received.revision_id).reading_state == "mapping"
    assert "“Variant B” answers yes and no" in client.get(f"/boms/{received.bom_id}/").content.decode()
    page = client.get(address).content.decode()
    assert "“Variant B” answers yes and no, but does not say whether yes means placed." in page
    assert "Choose “Placed” or “Not placed” above the column: that says what yes means." in page
    assert "8 rows:" in page
    assert 'href="#row-2">2–9</a>' in page
    assert 'id="row-2"' in page
    assert "1 thing to look at before it goes on" in page
    chosen = client.post(f"{address}reading/", {"header": "0", **ROLES, "column-3": "placed"}, headers=HTMX)
    assert "settled by you" in chosen.content.decode()
    assert chosen.content.decode().count(">DNP<") == 4


def test_another_header_is_looked_at_before_it_is_confirmed(acme: Company, client: Client) -> None:
    received = upload(acme, "Title,,\n" + HEADER + rows(4))
    answer = client.post(
        f"/boms/revisions/{received.revision_id}/columns/", {"header": "2", "was-header": "1", **ROLES}
    )
    assert answer.status_code == 422
    assert "You chose other column names" in answer.content.decode()


def test_cells_of_a_sheet_of_a_workbook(acme: Company, client: Client) -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet("Main")
    for number, row in enumerate((HEADER + rows(5)).splitlines()):
        sheet.write_row(number + 3, 1, row.split(","))
    book.add_worksheet("Other").write_row(0, 0, ["x", "y"])
    book.close()
    with as_organisation(acme.id):
        received = intake.receive_bom(
            organisation_id=acme.id,
            by=acme.alice.pk,
            filename="book.xlsx",
            data=data.getvalue(),
            at=timezone.now(),
        )
    read_again(acme, received.revision_id)
    address = f"/boms/revisions/{received.revision_id}/columns/"
    page = client.get(f"{address}?cells=Main!$B$5:$D$6").content.decode()
    assert 'value="B5:D6"' in page
    assert "2 lines" in page


def test_nobody_else_looks(acme: Company, client: Client, charlie_client: Client) -> None:
    received = upload(acme, HEADER + rows(3))
    address = f"/boms/revisions/{received.revision_id}/columns/look/"
    assert charlie_client.post(address, PLACE).status_code == 404
    assert signed_in(acme.vera).post(address, PLACE).status_code == 403
    assert client.get(address).status_code == 405


def test_what_a_form_says_may_be_anything(client: Client) -> None:
    file = SimpleUploadedFile("main.csv", (HEADER + rows(3)).encode())
    revision_id = int(client.post("/boms/upload/", {"file": file})["Location"].rpartition("=")[2])
    odd = {
        "header": "-1",
        "was-header": "x",
        "cells": "\x00",
        "column-9999999": "mpn",
        "column-x": "mpn",
        "sheet": "no",
    }
    for place in ("", "look/", "reading/"):
        answer = client.post(f"/boms/revisions/{revision_id}/columns/{place}", odd)
        assert answer.status_code in (200, 422), place
