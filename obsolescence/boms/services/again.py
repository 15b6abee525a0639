"""The catalogue knows more than it did: lines without a part are looked up again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, F

from obsolescence.boms.models import CatalogueMatch, Line, Revision
from obsolescence.boms.services.matching import match_lines
from obsolescence.events import services as events
from obsolescence.parts import queries as parts
from obsolescence.projects import services as projects


def organisations_behind() -> list[int]:
    """Organisations with BOMs whose lines were not compared with the catalogue as it is now (jobs)."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND, {"version": parts.catalogue_version()})
        return [row[0] for row in cursor.fetchall()]


def match_again(*, organisation_id: int, at: datetime) -> int:
    """Match an organisation's lines anew where the catalogue has grown since; return how many were given another answer.

    Open lines may have a part now; a part that was the only one of its number may be one of two. What a person said
    about a line or its number stays. A second time there is nothing to do.
    """
    version = parts.catalogue_version()
    done, _ = CatalogueMatch.objects.select_for_update().get_or_create(
        organisation_id=organisation_id, defaults={"version": "", "matched_at": at}
    )
    if done.version == version:
        return 0
    lines = Line.objects.filter(
        organisation_id=organisation_id, matched_at__isnull=False, is_assembly=False
    ).exclude(mpn="", sku="")
    later = at + timedelta(microseconds=1)  # what was found is told, what was doubted is not
    had_a_part = list(lines.filter(part__isnull=False).values_list("pk", flat=True))
    match_lines(organisation_id=organisation_id, lines=lines.filter(part=None), at=at)
    match_lines(organisation_id=organisation_id, lines=lines.filter(pk__in=had_a_part), at=later)
    changed = Line.objects.filter(organisation_id=organisation_id, matched_at__in=(at, later)).values(
        "revision_id"
    )
    Revision.objects.filter(pk__in=changed).update(summary_version=F("summary_version") + 1)
    CatalogueMatch.objects.filter(pk=done.pk).update(version=version, matched_at=at)
    doubted = Line.objects.filter(organisation_id=organisation_id, matched_at=later).count()
    return _record(organisation_id, at) + doubted


def _record(organisation_id: int, at: datetime) -> int:
    """Write down which BOMs gained parts; what hangs on their projects is made anew."""
    found = (
        Line.objects.filter(organisation_id=organisation_id, matched_at=at, part__isnull=False)
        .order_by("revision__bom_id")
        .values_list("revision__bom_id", "revision__bom__project_id", "revision__bom__name")
        .annotate(lines=Count("pk"))
    )
    total = 0
    for bom_id, project_id, name, lines in found:
        projects.raise_plan_version(organisation_id=organisation_id, project_id=project_id)
        events.record(
            organisation_id=organisation_id,
            project_id=project_id,
            kind="lines_matched",
            happened_at=at,
            ids={"bom": bom_id, "lines": lines},
            text=f"{name}: {lines} line{'s' if lines != 1 else ''} found in the catalogue",
        )
        total += lines
    return total


_BEHIND = """
select o.id from accounts_organisation o
where exists (select 1 from boms_bom b where b.organisation_id = o.id)
  and not exists (select 1 from boms_cataloguematch c where c.organisation_id = o.id and c.version = %(version)s)
order by o.id
"""
