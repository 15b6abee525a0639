"""What customers build, set up as rows: parts in the catalogue, a project with a released BOM, people who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from obsolescence.accounts.models import User
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms.models import Bom, Line, Revision, Upload
from obsolescence.parts.models import Manufacturer, Part
from obsolescence.parts.rules.names import fold_mpn, manufacturer_key, mpn_key
from obsolescence.projects.models import Project, Watcher

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_part(mpn: str, maker: str = "Halvorn", **values: object) -> Part:
    with as_jobs():
        manufacturer, _ = Manufacturer.objects.get_or_create(
            name=maker, defaults={"key": manufacturer_key(maker)}
        )
        return Part.objects.create(
            manufacturer=manufacturer, mpn=mpn, mpn_fold=fold_mpn(mpn), mpn_key=mpn_key(mpn), **values
        )


def make_built(
    organisation_id: int,
    parts: Sequence[Part],
    *,
    project: str = "AX-400",
    watchers: Sequence[User] = (),
    stage: str = "production",
    released: bool = True,
) -> Revision:
    """A project with one BOM whose lines are the parts, in order."""
    with as_organisation(organisation_id):
        row = Project.objects.create(
            organisation_id=organisation_id, name=project, stage=stage, created_at=NOW
        )
        for user in watchers:
            Watcher.objects.create(
                organisation_id=organisation_id, project=row, user=user, watches=True, since=NOW
            )
        upload = Upload.objects.create(
            organisation_id=organisation_id,
            sha256=project,
            filename=f"{project}.csv",
            size=0,
            content=b"",
            uploaded_at=NOW,
        )
        bom = Bom.objects.create(
            organisation_id=organisation_id, project=row, name=f"{project} main", created_at=NOW
        )
        revision = Revision.objects.create(
            organisation_id=organisation_id,
            bom=bom,
            number=1,
            upload=upload,
            reading_state="done",
            is_released=released,
            created_at=NOW,
            step_at=NOW,
        )
        Line.objects.bulk_create(
            Line(
                organisation_id=organisation_id,
                revision=revision,
                row_number=number,
                position=number + 1,
                mpn=part.mpn,
                quantity=2,
                part=part,
                grade_mpn="exact",
            )
            for number, part in enumerate(parts)
        )
    return revision
