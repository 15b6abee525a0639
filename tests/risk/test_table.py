"""The table of a BOM: whatever filter, sort and page, what is shown is a slice of all that fits, and the count is theirs."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

import pytest

from obsolescence.base.tenancy import as_organisation
from obsolescence.boms.models import Line, Revision
from obsolescence.risk import queries
from obsolescence.risk.models import LineRisk
from tests.built import NOW, make_built, make_part
from tests.people import Company

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
LINES = 900


@pytest.fixture
def revision(acme: Company) -> Revision:
    """Lines of every grade and risk; one in twenty is a number of its own whose part somebody chose."""
    dice = random.Random(7)
    part = make_part("HV-1001K")
    revision = make_built(acme.id, [part] * LINES)
    with as_organisation(acme.id):
        lines = list(Line.objects.order_by("row_number"))
        for line in lines:
            line.mpn = f"{dice.choice('ABC')}{line.row_number}-4K7"
            line.grade_mpn = dice.choices(["exact", "none", "chosen"], [90, 5, 5])[0]
            line.part = None if line.grade_mpn == "none" else part
            line.candidates = [part.pk] if line.grade_mpn == "none" and line.row_number % 2 else []
            line.description = f"Ceramic {line.row_number}"
            line.designators = [f"R{line.row_number}"]
            line.quantity = dice.choice([None, 1, 2])
            line.dnp = line.row_number % 40 == 0
        Line.objects.bulk_update(
            lines, ["mpn", "grade_mpn", "part", "candidates", "description", "designators", "quantity", "dnp"]
        )
        LineRisk.objects.bulk_create(
            LineRisk(
                organisation_id=acme.id, line=line, revision=revision, part_id=line.part_id, facts_version=1, plan_version=1,
                rules_version=1, horizon=TODAY, horizon_is_assumed=True, status=dice.choice(queries.STATUS_ORDER),
                probability=dice.choice([None, 0.1, 0.3, 0.7, dice.random()]), assessed_at=NOW,
                last_order_date=dice.choice([None, TODAY + timedelta(dice.randrange(99))]),
            )
            for line in lines
        )  # fmt: skip
    return revision


ASKED: list[dict[str, str]] = [
    {}, {"grade": "exact"}, {"grade": "none"}, {"grade": "open"}, {"grade": "normalised"}, {"risk": "high"}, {"risk": "unknown"},
    {"status": "nrnd"}, {"placed": "dnp"}, {"q": "ceramic"}, {"q": "a"}, {"q": "R17"}, {"q": "hv-1001"}, {"q": "nothing"},
    {"grade": "exact", "risk": "high"}, {"q": "ceramic", "status": "obsolete"},
]  # fmt: skip
SORTS = ("-risk", "ltb", "-status", "mpn", "-position", "quantity")


def test_a_page_is_a_slice_of_all_that_fits(acme: Company, revision: Revision) -> None:
    with as_organisation(acme.id):
        summary = queries.summary_of(acme.id, revision.pk, today=TODAY)
        for asked, sort in product(ASKED, SORTS):
            wanted = queries.LineFilter.from_query(asked | {"sort": sort})
            everything = list(queries.lines_of(acme.id, revision.pk, wanted).values_list("pk", flat=True))
            for start in (0, 100, 300, 10_000):
                page = queries.page_of_lines(acme.id, revision.pk, wanted, summary, start=start)
                assert [line.pk for line in page.lines] == everything[start : start + queries.PAGE], wanted
                assert (page.count, page.has_more) == (
                    len(everything),
                    len(everything) > start + queries.PAGE,
                )


def test_a_text_is_found_in_what_a_line_says_and_in_the_part_that_it_became(
    acme: Company, revision: Revision
) -> None:
    def found(text: str) -> list[Line]:
        wanted = queries.LineFilter.from_query({"q": text, "sort": "position"})
        return list(queries.lines_of(acme.id, revision.pk, wanted))

    with as_organisation(acme.id):
        assert {line.grade_mpn for line in found("hv- 1001")} == {"chosen"}
        assert [line.row_number for line in found("r17")] == [17]
        assert found("CERAMIC 23")[0].row_number == 23
