"""What people do to BOMs, on the real database: upload twice, revise, choose, release, move, put away, take back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from obsolescence.accounts.models import Site
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_organisation
from obsolescence.boms import queries, services
from obsolescence.boms.models import Bom, Choice, Line, Revision, Upload
from obsolescence.events.models import Event
from obsolescence.flow import intake
from obsolescence.projects import services as projects
from obsolescence.projects.models import Project
from obsolescence.risk.models import LineRisk
from tests.built import make_part
from tests.people import Company

HEADER = "Manufacturer,MPN,Quantity,Reference,Our number\n"
FIRST = (
    HEADER
    + "Halvorn,HV-1001K,1,U1,C-1\nHalvorn,HV-2002K,2,R1 R2,C-2\nHalvorn,HV-3003K,1,Q9,C-3\nOther,XY-9009K,1,D1,C-4\n"
)
SECOND = (
    HEADER
    + "Halvorn,HV-7007K,1,U1,C-1\nHalvorn,HV-2002K,3,R1 R2 R3,C-2\nOther,XY-9009K,1,D1,C-4\nHalvorn,HV-8008K,1,L1,C-5\n"
)


def upload(acme: Company, text: str, name: str = "main.csv", **where: int) -> services.Received:
    """Upload and take every step of intake, in this process."""
    with as_organisation(acme.id):
        received = intake.receive_bom(
            organisation_id=acme.id,
            by=acme.alice.pk,
            filename=name,
            data=text.encode(),
            at=timezone.now(),
            **where,
        )
    for step in (intake.read_bom, intake.match_bom, intake.assess_bom):
        step(organisation_id=acme.id, revision_id=received.revision_id)
    return received


def line(received: services.Received, mpn: str) -> Line:
    return Line.objects.get(revision_id=received.revision_id, mpn=mpn)


def test_the_same_bytes_are_there_once(acme: Company) -> None:
    first, again = upload(acme, FIRST), upload(acme, FIRST, "copy.csv")
    assert (again.is_new, again.revision_id) == (False, first.revision_id)
    with as_organisation(acme.id):
        assert Upload.objects.count() == Project.objects.count() == Revision.objects.count() == 1
        assert bytes(queries.file_of(acme.id, first.revision_id).content) == FIRST.encode()


def test_choices_and_notes_go_along_to_the_next_revision(acme: Company) -> None:
    hand = make_part("HV-9000K")
    make_part("HV-2002K")
    first = upload(acme, FIRST)
    with as_organisation(acme.id):
        for mpn in ("HV-1001K", "XY-9009K"):
            services.choose_part(
                organisation_id=acme.id,
                line_id=line(first, mpn).pk,
                part_id=hand.pk,
                by=acme.alice.pk,
                at=timezone.now(),
            )
        services.write_note(organisation_id=acme.id, line_id=line(first, "HV-2002K").pk, note="keep 10 spare")
    second = upload(acme, SECOND, bom_id=first.bom_id)

    with as_organisation(acme.id):
        assert line(second, "HV-7007K").part_id == hand.pk  # recognised by our own number and its place
        assert line(second, "XY-9009K").part_id == hand.pk
        assert line(second, "HV-2002K").note == "keep 10 spare"
        assert LineRisk.objects.filter(line__revision_id=second.revision_id).count() == 4
        changes = queries.differences(acme.id, first.revision_id, second.revision_id)
        assert [(c.what, (c.new or c.old).mpn) for c in changes] == [
            (("part",), "HV-7007K"),
            (("quantity", "designators"), "HV-2002K"),
            (("added",), "HV-8008K"),
            (("removed",), "HV-3003K"),
        ]
        kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert [k for k in kinds if k.startswith(("bom", "part"))] == [
        "bom_uploaded",
        "bom_released",
        "part_chosen",
        "part_chosen",
        "bom_revised",
    ]


def test_a_choice_outlives_matching_until_it_is_taken_back(acme: Company) -> None:
    own, hand = make_part("HV-1001K"), make_part("HV-9000K")
    received = upload(acme, FIRST)
    ids = {"organisation_id": acme.id, "revision_id": received.revision_id}
    with as_organisation(acme.id):
        one = line(received, "HV-1001K")
        assert one.part_id == own.pk
        services.choose_part(
            organisation_id=acme.id, line_id=one.pk, part_id=hand.pk, by=acme.alice.pk, at=timezone.now()
        )
        services.match_revision(**ids, at=timezone.now())
        assert line(received, "HV-1001K").part_id == hand.pk
        services.forget_choice(organisation_id=acme.id, line_id=one.pk, at=timezone.now())
        services.match_revision(**ids, at=timezone.now())
        assert line(received, "HV-1001K").part_id == own.pk
        assert not Choice.objects.exists()


def test_a_base_number_is_never_a_part(acme: Company) -> None:
    base = make_part("HV-1001K", mpn_kind="base")
    received = upload(acme, FIRST)
    with as_organisation(acme.id):
        one = line(received, "HV-1001K")
        assert one.part_id is None
        assert "base number" in one.reason
        with pytest.raises(Refused, match="base number"):
            services.choose_part(
                organisation_id=acme.id, line_id=one.pk, part_id=base.pk, by=acme.alice.pk, at=timezone.now()
            )


def test_one_revision_is_released_and_older_ones_keep_a_share(acme: Company) -> None:
    first = upload(acme, FIRST)
    second = upload(acme, SECOND, bom_id=first.bom_id)
    third = upload(acme, SECOND + "Other,XY-100010K,1,D2,C-6\n", bom_id=first.bom_id)
    now = timezone.now()
    with as_organisation(acme.id):
        assert released(first.bom_id) == [first.revision_id]
        services.release(organisation_id=acme.id, revision_id=third.revision_id, at=now)
        assert released(first.bom_id) == [third.revision_id]
        share(acme, first, "60 %")
        with pytest.raises(Refused, match="100 %"):
            share(acme, second, "40")
        share(acme, second, "30")
        for wrong in ("NaN", "Infinity", "-5", "all"):
            with pytest.raises(Refused):
                share(acme, second, wrong)
        share(acme, second, "")
        shares = Revision.objects.order_by("number").values_list("still_built_share", flat=True)
        assert list(shares) == [Decimal("0.6"), None, None]


def share(acme: Company, received: services.Received, text: str) -> None:
    services.set_still_built(
        organisation_id=acme.id, revision_id=received.revision_id, share=text, at=timezone.now()
    )


def released(bom_id: int) -> list[int]:
    return list(Revision.objects.filter(bom_id=bom_id, is_released=True).values_list("pk", flat=True))


def test_an_upload_is_taken_back(acme: Company) -> None:
    first = upload(acme, FIRST)
    second = upload(acme, SECOND, bom_id=first.bom_id)
    with as_organisation(acme.id):
        services.release(organisation_id=acme.id, revision_id=second.revision_id, at=timezone.now())
        assert (
            services.undo_upload(organisation_id=acme.id, revision_id=second.revision_id, at=timezone.now())
            == first.bom_id
        )
        assert released(first.bom_id) == [first.revision_id]
        assert (
            services.undo_upload(organisation_id=acme.id, revision_id=first.revision_id, at=timezone.now())
            is None
        )
        assert not Bom.objects.exists()
        assert not Upload.objects.exists()
        assert not Project.objects.exists()  # the upload had made it, and nothing else was in it


@pytest.mark.parametrize("how", ["deleted", "undone"])
@pytest.mark.parametrize("given", ["a plan's site", "a choice of sharing", "another BOM"])
def test_a_project_that_was_given_something_stays_without_its_bom(
    acme: Company, how: str, given: str
) -> None:
    one = upload(acme, FIRST)
    now = timezone.now()
    if given == "another BOM":
        upload(acme, SECOND, "other.csv", project_id=one.project_id)
    with as_organisation(acme.id):
        ids = {"organisation_id": acme.id, "project_id": one.project_id, "at": now}
        if given == "a choice of sharing":
            projects.choose_sharing(**ids, sharing="nothing", by=acme.olivia.pk)
        elif given == "a plan's site":
            site = Site.objects.create(organisation_id=acme.id, code="P1", name="Brno")
            projects.set_site(**ids, site_id=site.pk, role="build")
        if how == "deleted":
            services.delete(organisation_id=acme.id, bom_id=one.bom_id, at=now)
        else:
            services.undo_upload(organisation_id=acme.id, revision_id=one.revision_id, at=now)
        assert Project.objects.filter(pk=one.project_id).exists()


def test_moved_put_away_deleted(acme: Company) -> None:
    one, other = upload(acme, FIRST), upload(acme, SECOND, "other.csv")
    with as_organisation(acme.id):
        services.move(
            organisation_id=acme.id, bom_id=one.bom_id, project_id=other.project_id, at=timezone.now()
        )
        assert {bom.pk for bom in queries.boms_of_project(acme.id, other.project_id)} == {
            one.bom_id,
            other.bom_id,
        }
        services.archive(organisation_id=acme.id, bom_id=one.bom_id, at=timezone.now(), now=timezone.now())
        assert [bom.pk for bom in queries.boms_of(acme.id)] == [other.bom_id]
        services.delete(organisation_id=acme.id, bom_id=one.bom_id, at=timezone.now())
        assert Upload.objects.count() == 1


def test_another_horizon_is_judged_anew(acme: Company) -> None:
    make_part(
        "HV-1001K",
        status="ltb",
        status_word="EOL announced",
        status_source="manufacturer",
        last_order_date=date(2030, 6, 30),
    )
    received = upload(acme, FIRST)
    with as_organisation(acme.id):
        risk = LineRisk.objects.get(line__mpn="HV-1001K")
        assert risk.horizon_is_assumed
        assert risk.probability > 0.9
        project = Project.objects.get()
        Project.objects.filter(pk=project.pk).update(
            eop_date=date(2029, 12, 31), plan_version=project.plan_version + 1
        )
        intake.assess_again(organisation_id=acme.id, revision_id=received.revision_id)
        risk.refresh_from_db()
        assert not risk.horizon_is_assumed
        assert risk.probability < 0.2


def test_others_have_no_boms_here(acme: Company, zenith: Company) -> None:
    received = upload(acme, FIRST)
    with as_organisation(zenith.id), pytest.raises(Bom.DoesNotExist):
        services.rename(organisation_id=zenith.id, bom_id=received.bom_id, name="Mine")
    with as_organisation(zenith.id), pytest.raises(Bom.DoesNotExist):
        intake.receive_bom(
            organisation_id=zenith.id,
            by=zenith.charlie.pk,
            filename="x.csv",
            data=FIRST.encode(),
            at=timezone.now(),
            bom_id=received.bom_id,
        )
