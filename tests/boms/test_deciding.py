"""What people say about numbers and lines, on the real database: wherever the number stands, later on, and undone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_organisation
from obsolescence.boms import queries, services
from obsolescence.boms.models import Decision, Line, LineEdit, RememberedMapping, Revision
from obsolescence.flow import intake
from obsolescence.risk.models import LineRisk
from tests.boms.test_services import line, upload
from tests.built import make_part
from tests.people import Company, signed_in

BOARD = "Manufacturer,MPN,Quantity,Reference\nHalvorn,HV-1OO1K,1,U1\nHalvorn,HV-2002X,2,R1 R2\n"
OTHER = "Manufacturer,MPN,Quantity,Reference\nHalvorn, hv-1oo1k,7,U1\nKestrel,HV-1OO1K,1,U2\n"


def decide(acme: Company, line_id: int, part_id: int | None, **how: bool) -> services.Decided:
    return intake.choose_part(
        organisation_id=acme.id, line_id=line_id, part_id=part_id, by=acme.alice.pk, at=timezone.now(), **how
    )


def test_a_choice_holds_wherever_the_number_stands_and_can_be_undone(acme: Company, zenith: Company) -> None:
    part = make_part("HV-1001K")
    first, second = upload(acme, BOARD), upload(acme, OTHER, "other.csv")
    with as_organisation(acme.id):
        assert line(first, "HV-1OO1K").part_id is None
        decided = decide(acme, line(first, "HV-1OO1K").pk, part.pk, everywhere=True)
        assert (decided.lines, len(decided.revisions), len(decided.projects)) == (2, 2, 2)
        same = Line.objects.get(revision_id=second.revision_id, quantity=7)
        assert (same.part_id, same.grade_mpn) == (part.pk, "chosen")
        assert "Alice Example" in same.reason
        assert LineRisk.objects.get(line=same).part_id == part.pk
        other_maker = Line.objects.get(revision_id=second.revision_id, manufacturer="Kestrel")
        assert other_maker.part_id is None  # the same number of another maker is another question

    third = upload(acme, BOARD + "Halvorn,HV-3,1,U9\n", "later.csv")
    with as_organisation(acme.id):
        assert line(third, "HV-1OO1K").part_id == part.pk
        at = Decision.objects.get().decided_at
        undone = intake.undo_decisions(
            organisation_id=acme.id, by=acme.alice.pk, decided_at=at, at=timezone.now()
        )
        assert undone.lines == 3
        assert not Line.objects.filter(part=part).exists()
        with pytest.raises(Refused, match="taken back already"):
            intake.undo_decisions(organisation_id=acme.id, by=acme.alice.pk, decided_at=at, at=timezone.now())
    with as_organisation(zenith.id):
        assert not Decision.objects.exists()


def test_our_own_number_is_remembered(acme: Company) -> None:
    part = make_part("HV-1001K")
    header = "Our number,MPN,Quantity,Reference\n"
    first = upload(acme, f"{header}C-4711,,1,U1\nC-4712,HV-9,1,U2\n", "a.csv")
    with as_organisation(acme.id):
        Line.objects.filter(revision_id=first.revision_id).update(cpn="C-4711")
        row = Line.objects.get(revision_id=first.revision_id, mpn="")
        decide(acme, row.pk, part.pk, everywhere=True)
        decided = queries.decisions(acme.id)
        found = decided.by_own_number("c-4711")
        assert found is not None
        assert found.part_id == part.pk
        assert decided.by_own_number("C-4799") is None


def test_none_is_a_word_too(acme: Company) -> None:
    make_part("HV-1001K")
    received = upload(acme, BOARD)
    with as_organisation(acme.id):
        row = line(received, "HV-1OO1K")
        decide(acme, row.pk, None, everywhere=True)
        assert row.pk not in [one.pk for one in queries.open_lines(acme.id, received.revision_id)]
        services.match_revision(organisation_id=acme.id, revision_id=received.revision_id, at=timezone.now())
        assert line(received, "HV-1OO1K").reason.startswith("Marked as not in the catalogue")
        intake.forget_choice(organisation_id=acme.id, line_id=row.pk, at=timezone.now())
        assert row.pk in [one.pk for one in queries.open_lines(acme.id, received.revision_id)]


def test_proposals_come_later_and_are_accepted_together(acme: Company) -> None:
    parts = [make_part("HV-1001K"), make_part("HV-2002K")]
    received = upload(acme, BOARD)
    intake.propose_parts(organisation_id=acme.id, revision_id=received.revision_id)
    client = signed_in(acme.alice)
    with as_organisation(acme.id):
        rows = [line(received, "HV-1OO1K"), line(received, "HV-2002X")]
        assert [row.candidates[0] for row in rows] == [part.pk for part in parts]
        assert {row.grade_mpn for row in rows} == {"likely"}
    page = client.get(f"/boms/revisions/{received.revision_id}/review/")
    assert "2 lines need your eye" in page.content.decode()
    client.post(f"/boms/revisions/{received.revision_id}/review/accept/", {"grade": "likely"})
    with as_organisation(acme.id):
        assert [line(received, "HV-1OO1K").part_id, line(received, "HV-2002X").part_id] == [
            part.pk for part in parts
        ]
    client.post(f"/boms/revisions/{received.revision_id}/review/undo/")
    with as_organisation(acme.id):
        assert not Line.objects.filter(part__isnull=False).exists()
    wrong = client.post(f"/boms/revisions/{received.revision_id}/review/accept/", {"grade": "ambiguous"})
    assert wrong.status_code == 422


def test_nothing_of_another_maker_is_accepted_together(acme: Company) -> None:
    other = make_part("HV-2002X", maker="Kestrel")
    make_part("HV-0000Q")
    received = upload(acme, BOARD)
    intake.propose_parts(organisation_id=acme.id, revision_id=received.revision_id)
    with as_organisation(acme.id):
        row = line(received, "HV-2002X")
        assert (row.grade_mpn, row.grade_maker, row.candidates[0]) == ("likely", "different", other.pk)
        Line.objects.filter(revision_id=received.revision_id).exclude(pk=row.pk).update(candidates=[])
    client, address = signed_in(acme.alice), f"/boms/revisions/{received.revision_id}/review/"
    assert "Accept" not in client.get(address).content.decode()
    assert client.post(f"{address}accept/", {"grade": "likely"}).status_code == 422
    with as_organisation(acme.id):
        assert line(received, "HV-2002X").part_id is None


def test_one_by_one_on_the_review_page(acme: Company, charlie_client) -> None:
    part = make_part("HV-1001K")
    received = upload(acme, BOARD)
    with as_organisation(acme.id):
        row = line(received, "HV-1OO1K")
    client, address = signed_in(acme.alice), f"/boms/lines/{row.pk}/review/"
    assert client.post(address, {}).status_code == 422
    assert charlie_client.post(address, {"part": part.pk}).status_code == 404
    assert signed_in(acme.vera).post(address, {"part": part.pk}).status_code == 403
    answer = client.post(address, {"part": part.pk, "everywhere": "1"})
    assert answer.headers["Location"].endswith(f"/boms/revisions/{received.revision_id}/review/?after=1")
    with as_organisation(acme.id):
        assert line(received, "HV-1OO1K").part_id == part.pk


def test_what_is_typed_over_a_line_stays_and_goes_along(acme: Company) -> None:
    part = make_part("HV-1001K")
    received = upload(acme, BOARD)
    client = signed_in(acme.alice)
    with as_organisation(acme.id):
        row = line(received, "HV-1OO1K")
    client.post(f"/boms/lines/{row.pk}/edit/mpn/", {"value": "HV-1001K"})
    client.post(f"/boms/lines/{row.pk}/edit/quantity/", {"value": "3,5"})
    with as_organisation(acme.id):
        row.refresh_from_db()
        assert (row.mpn, row.part_id, row.quantity) == ("HV-1001K", part.pk, Decimal("3.5"))
        assert row.raw["MPN"] == "HV-1OO1K"  # the file's own text stays beside it
    ids = {"organisation_id": acme.id, "revision_id": received.revision_id}
    with as_organisation(acme.id):
        intake.guess_again(**ids, at=timezone.now())
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(**ids)
    with as_organisation(acme.id):
        row.refresh_from_db()
        assert (row.mpn, row.part_id, row.quantity) == ("HV-1001K", part.pk, Decimal("3.5"))
    later = upload(acme, BOARD + "Halvorn,HV-3003K,1,U9\n", bom_id=received.bom_id)
    with as_organisation(acme.id):
        again = line(later, "HV-1001K")
        assert (again.part_id, again.quantity) == (part.pk, Decimal("3.5"))
    client.post(f"/boms/revisions/{received.revision_id}/edit/undo/")
    with as_organisation(acme.id):
        row.refresh_from_db()
        assert (row.mpn, row.quantity) == ("HV-1001K", Decimal(1))
        assert LineEdit.objects.filter(line=row).count() == 1


def test_many_lines_at_once(acme: Company) -> None:
    received = upload(acme, BOARD)
    client = signed_in(acme.alice)
    with as_organisation(acme.id):
        ids = list(Line.objects.filter(revision_id=received.revision_id).values_list("pk", flat=True))
    address = f"/boms/revisions/{received.revision_id}/edit/"
    assert client.post(address, {"action": "dnp"}).status_code == 422
    client.post(address, {"action": "dnp", "line": ids, "query": "sort=mpn"})
    with as_organisation(acme.id):
        assert Line.objects.filter(dnp=True).count() == 2
    client.post(f"{address}undo/")
    with as_organisation(acme.id):
        assert Line.objects.filter(dnp=True).count() == 0


@pytest.mark.parametrize(("field", "value"), [("quantity", "many"), ("quantity", "-1"), ("dnp", "perhaps"), ("mpn", "x" * 600), ("reason", "x")])  # fmt: skip
def test_what_makes_no_sense_is_refused(acme: Company, field: str, value: str) -> None:
    received = upload(acme, BOARD)
    with as_organisation(acme.id):
        row = line(received, "HV-1OO1K")
    answer = signed_in(acme.alice).post(f"/boms/lines/{row.pk}/edit/{field}/", {"value": value})
    assert answer.status_code == 422
    with as_organisation(acme.id):
        assert not LineEdit.objects.exists()


def test_columns_are_remembered_for_the_same_header_and_guessed_anew_on_request(acme: Company) -> None:
    header = "Alpha,Beta,Gamma\n"
    rows = "".join(f"{n},HV-{n}001K,R{n}\n" for n in range(1, 6))
    first = upload(acme, header + rows, "one.csv")
    with as_organisation(acme.id):
        intake.confirm_mapping(
            organisation_id=acme.id, revision_id=first.revision_id, by=acme.alice.pk, sheet=None, header_row=0,
            roles={"cpn": [0], "mpn": [1], "designator": [2]}, at=timezone.now(),
        )  # fmt: skip
    intake.read_bom(organisation_id=acme.id, revision_id=first.revision_id)
    with as_organisation(acme.id):
        assert RememberedMapping.objects.get().roles == {"cpn": [0], "mpn": [1], "designator": [2]}
    second = upload(acme, header + rows.replace("HV-", "HW-"), "two.csv")
    with as_organisation(acme.id):
        revision = Revision.objects.get(pk=second.revision_id)
        assert (revision.mapping_is_remembered, revision.reading_state) == (True, "ready")
        assert Line.objects.filter(revision=revision).order_by("position").first().cpn == "1"
    signed_in(acme.alice).post(f"/boms/revisions/{second.revision_id}/columns/guess/")
    intake.read_bom(organisation_id=acme.id, revision_id=second.revision_id)
    with as_organisation(acme.id):
        revision.refresh_from_db()
        assert revision.mapping_is_remembered is False
        assert (revision.mapping or {})["roles"].get("cpn") != [0]


def test_the_figures_follow_when_the_file_is_read_otherwise(acme: Company) -> None:
    make_part("HV-2002X")
    received = upload(acme, BOARD)
    ids = {"organisation_id": acme.id, "revision_id": received.revision_id}
    client = signed_in(acme.alice)
    assert client.get(f"/boms/{received.bom_id}/").context["summary"].lines == 2
    with as_organisation(acme.id):
        intake.confirm_mapping(
            **ids,
            by=acme.alice.pk,
            sheet=None,
            header_row=1,
            roles={"mpn": [1], "quantity": [2]},
            at=timezone.now(),
        )
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(**ids)
    assert client.get(f"/boms/{received.bom_id}/").context["summary"].lines == 1


def test_rows_left_out_can_be_downloaded_and_a_sample_uploaded(acme: Company) -> None:
    received = upload(acme, BOARD + "Total,,3,\n", "sum.csv")
    client = signed_in(acme.alice)
    rows = (
        client.get(f"/boms/revisions/{received.revision_id}/left-out.csv")
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert rows == ["Row,Manufacturer,MPN,Quantity", "4,Total,,3"]
    sample = client.get("/boms/sample.csv").content.decode("utf-8-sig")
    second = upload(acme, sample, "sample.csv")
    with as_organisation(acme.id):
        lines = Line.objects.filter(revision_id=second.revision_id).order_by("position")
        assert [(row.mpn, row.cpn, row.dnp) for row in lines][-1] == ("OCH1180A", "C-3001", True)
        assert lines[1].alternates == [["", "KMD1020B"]]
    assert client.get("/boms/template.csv").content.decode("utf-8-sig").startswith("Customer part number,")


def test_a_row_that_was_left_out_becomes_a_line_and_is_left_out_again(acme: Company) -> None:
    received = upload(acme, BOARD + "Total Ltd,,3,\n", "sum.csv")
    address = f"/boms/revisions/{received.revision_id}/left-out/"
    client = signed_in(acme.alice)
    with as_organisation(acme.id):
        first = Line.objects.filter(revision_id=received.revision_id).order_by("position").first()
        assert first is not None
        services.write_note(organisation_id=acme.id, line_id=first.pk, note="keep 10 spare")

    def makers(*rows: int) -> list[str]:
        answer = client.post(address, {"row": rows})
        assert answer.status_code == 302, answer.content
        for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
            step(organisation_id=acme.id, revision_id=received.revision_id)
        with as_organisation(acme.id):
            lines = Line.objects.filter(revision_id=received.revision_id).order_by("position")
            assert lines[0].note == "keep 10 spare"
            return [line.manufacturer for line in lines]

    assert "Total Ltd" in client.get(address).content.decode()
    assert makers(3)[-1] == "Total Ltd"
    assert (
        "taken as a line by a person" in client.get(address.replace("left-out", "columns")).content.decode()
    )
    assert 'value="3" checked' in client.get(address).content.decode()
    # Columns said anew keep the row; what a person takes teaches nothing about other files.
    client.post(
        address.replace("left-out", "columns"),
        {"header": "0", "column-0": "manufacturer", "column-1": "mpn", "column-2": "quantity"},
    )
    intake.read_bom(organisation_id=acme.id, revision_id=received.revision_id)
    with as_organisation(acme.id):
        assert Line.objects.filter(revision_id=received.revision_id, row_number=3).exists()
        assert not RememberedMapping.objects.exists()
    intake.match_bom(organisation_id=acme.id, revision_id=received.revision_id)
    intake.assess_bom(organisation_id=acme.id, revision_id=received.revision_id)
    assert "Total Ltd" not in makers()

    for rows, says in (([1], "Row 2 is none of the rows"), ([], "Nothing was changed")):
        answer = client.post(address, {"row": rows})
        assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_the_page_of_the_columns_reads_the_first_rows_at_once(acme: Company) -> None:
    received = upload(acme, BOARD)
    client, address = signed_in(acme.alice), f"/boms/revisions/{received.revision_id}/columns/"
    assert "HV-1OO1K" in client.get(address).content.decode()
    changed = client.post(
        f"{address}reading/", {"header": "0", "column-0": "mpn", "column-abc": "mpn"}
    ).content.decode()
    assert "2 lines" in changed
    assert '<th scope="row" class="mpn">Halvorn' in changed
    double = client.post(
        f"{address}reading/", {"header": "0", "column-0": "quantity", "column-1": "quantity"}
    )
    assert double.status_code == 422


def test_what_changed_since_the_preview_is_not_released(acme: Company) -> None:
    first = upload(acme, BOARD)
    second = upload(acme, BOARD + "Halvorn,HV-3003K,1,U9\n", bom_id=first.bom_id)
    client = signed_in(acme.alice)
    page = f"/boms/{first.bom_id}/compare/{first.revision_id}/{second.revision_id}/"
    seen = client.get(page).context["seen"]
    with as_organisation(acme.id):
        row = line(second, "HV-3003K")
    client.post(f"/boms/lines/{row.pk}/edit/quantity/", {"value": "9"})
    answer = client.post(f"/boms/revisions/{second.revision_id}/release/", {"seen": seen})
    assert answer.status_code == 422
    assert "changed since your preview; nothing was saved" in answer.content.decode()
    with as_organisation(acme.id):
        assert Revision.objects.get(is_released=True).pk == first.revision_id
    client.post(f"/boms/revisions/{second.revision_id}/release/", {"seen": client.get(page).context["seen"]})
    with as_organisation(acme.id):
        assert Revision.objects.get(is_released=True).pk == second.revision_id


def test_alternates_are_approved_for_a_line_or_everywhere(acme: Company, charlie_client) -> None:
    part, other = make_part("HV-2002X"), make_part("HV-2002Y")
    make_part("HV-2002Z", mpn_kind="base")
    received, second = upload(acme, BOARD), upload(acme, BOARD + "X,Y-1,1,U8\n", "second.csv")
    with as_organisation(acme.id):
        row, same = line(received, "HV-2002X"), line(second, "HV-2002X")
        assert row.part_id == part.pk
    client, address = signed_in(acme.alice), f"/boms/lines/{row.pk}/alternates/"
    for wrong in ("", "HV-2002X", "HV-2002Z", "QQ-1"):
        assert client.post(address, {"alternate": wrong, "relation": "fff"}).status_code == 422
    assert client.post(address, {"alternate": "HV-2002Y", "relation": "x"}).status_code == 422
    assert charlie_client.post(address, {"alternate": "HV-2002Y", "relation": "fff"}).status_code == 404
    client.post(address, {"alternate": " hv-2002y", "relation": "fff", "note": "second source"})
    with as_organisation(acme.id):
        assert [one.alternate_id for one in queries.approvals_of(acme.id, row)] == [other.pk]
        assert not queries.approvals_of(acme.id, same)
    client.post(address, {"alternate": "HV-2002Y", "relation": "upgrade", "everywhere": "1"})
    with as_organisation(acme.id):
        everywhere = queries.approvals_of(acme.id, same).get()
    assert "HV-2002Y" in client.get(f"/boms/lines/{same.pk}/").content.decode()
    client.post(address, {"withdraw": everywhere.pk})
    with as_organisation(acme.id):
        assert queries.approvals_of(acme.id, row).count() == 1


def test_a_list_of_several_levels_is_multiplied_out_and_shown_as_a_tree(acme: Company) -> None:
    part = make_part("HV-1001K")
    tree = (
        "Level,Part Number,Manufacturer,MPN,Quantity\n0,PRD-1,,,1\n1,ASM-1,,,2\n2,C-1,Halvorn,HV-1001K,3\n"
        "2,C-2,Halvorn,HV-2002K,1\n1,C-1,Halvorn,HV-1001K,4\n"
    )
    received = upload(acme, tree, "tree.csv")
    with as_organisation(acme.id):
        rows = list(Line.objects.filter(revision_id=received.revision_id).order_by("position"))
        assert [(row.depth, row.is_assembly) for row in rows] == [
            (0, True), (1, True), (2, False), (2, False), (1, False),
        ]  # fmt: skip
        parts = [row for row in rows if row.part_id == part.pk]
        assert [row.quantity for row in parts] == [6, 4]
        assert [row.per_parent for row in parts] == [3, 4]
        assert queries.open_lines(acme.id, received.revision_id).count() == 1
    page = signed_in(acme.alice).get(f"/boms/{received.bom_id}/?sort=position").content.decode()
    assert page.count(">Assembly<") == 2
    assert "3 lines" in page


def test_a_bom_that_is_put_away_is_found_again(acme: Company) -> None:
    received = upload(acme, BOARD)
    client = signed_in(acme.alice)
    client.post(f"/boms/{received.bom_id}/edit/", {"action": "archive"})
    page = client.get("/boms/").content.decode()
    assert "Put away" in page
    assert f"/boms/{received.bom_id}/revisions/" in page
    revisions = client.get(f"/boms/{received.bom_id}/revisions/").content.decode()
    assert ("Restore" in revisions, "Undo this upload" in revisions, "Take it back" in revisions) == (
        True,
        True,
        False,
    )
    client.post(f"/boms/{received.bom_id}/edit/", {"action": "restore"})
    assert "Put away" not in client.get("/boms/").content.decode()


def test_a_growing_catalogue_doubts_what_only_one_maker_had(acme: Company) -> None:
    part = make_part("QX-1001K", maker="Kestrel")
    received = upload(acme, "MPN,Quantity,Reference\nQX-1001K,1,U1\nQX-2002K,1,U2\n")
    with as_organisation(acme.id):
        assert line(received, "QX-1001K").part_id == part.pk
        services.match_again(organisation_id=acme.id, at=timezone.now())
    make_part("QX-1001K", maker="Ostara")
    new = make_part("QX-2002K", maker="Ostara")
    with as_organisation(acme.id):
        assert services.match_again(organisation_id=acme.id, at=timezone.now()) == 2
        assert (line(received, "QX-1001K").part_id, line(received, "QX-1001K").grade_mpn) == (
            None,
            "ambiguous",
        )
        assert line(received, "QX-2002K").part_id == new.pk
        assert services.match_again(organisation_id=acme.id, at=timezone.now()) == 0


def test_a_value_that_cannot_be_is_said_beside_the_field(acme: Company) -> None:
    received = upload(acme, BOARD)
    with as_organisation(acme.id):
        number = line(received, "HV-2002X").pk
    client = signed_in(acme.alice)
    answer = client.post(f"/boms/lines/{number}/edit/quantity/", {"value": "abc", "query": "sort=mpn"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the quantity as a number" in page
    assert 'value="abc"' in page
    assert f"/boms/{received.bom_id}/?sort=mpn" in page
    placing = client.get(f"/boms/lines/{number}/edit/dnp/").content.decode()
    assert '<option value="placed" selected>' in placing


def test_a_refusal_leads_back_to_where_it_happened(acme: Company) -> None:
    received = upload(acme, BOARD)
    client, address = signed_in(acme.alice), f"/boms/revisions/{received.revision_id}/edit/"
    back = f"http://testserver/boms/{received.bom_id}/?status=obsolete"
    page = client.post(address, {"action": "dnp"}, headers={"Referer": back}).content.decode()
    assert "Tick the lines first." in page
    assert f'href="{back}">Back to where you were' in page
    page = client.post(address, headers={"Referer": "http://elsewhere.example.com/"}).content.decode()
    assert "Back to where you were" not in page


def test_what_was_noticed_and_remembered_stands_on_the_page_of_the_list(acme: Company) -> None:
    text = BOARD + "Halvorn,HV-3003K,3,U7\nTotal,,6,\n"
    first = upload(acme, text)
    client = signed_in(acme.alice)
    page = client.get(f"/boms/{first.bom_id}/").content.decode()
    assert "noticed when the file was read" in page
    assert "&amp;problem=" in page  # three pieces on one place
    assert f"/boms/revisions/{first.revision_id}/left-out/" in page
    assert "confirmed for an earlier file" not in page
    chosen = {
        "header": "0",
        "column-0": "manufacturer",
        "column-1": "mpn",
        "column-2": "quantity",
        "remember": "1",
    }
    client.post(f"/boms/revisions/{first.revision_id}/columns/", chosen)
    intake.read_bom(organisation_id=acme.id, revision_id=first.revision_id)
    second = upload(acme, text.replace("HV-3003K", "HV-3004K"), "next.csv")
    page = client.get(f"/boms/{second.bom_id}/").content.decode()
    assert "confirmed for an earlier file with this header" in page
    assert f'action="/boms/revisions/{second.revision_id}/columns/guess/"' in page


def test_a_list_whose_numbers_may_stand_in_a_column_left_over_waits(acme: Company) -> None:
    waits = upload(acme, "Comment,Quantity,Reference\nHVM1000A,1,U1\nKMD1020B,2,U2 U3\nBWC1060B,3,C1 C2 C3\n")
    goes_on = upload(acme, "Value,Quantity,Reference\n10k,1,R1\n100n,2,C1 C2\n4k7,1,R2\n", "values.csv")
    with as_organisation(acme.id):
        states = dict(Revision.objects.values_list("pk", "reading_state"))
    assert (states[waits.revision_id], states[goes_on.revision_id]) == ("mapping", "ready")
