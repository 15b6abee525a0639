"""Which part a row of a notice means, as a person says it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services as parts
from obsolescence.parts.models import NoticePart
from tests.alerts.test_follow_notice import pdn
from tests.built import NOW, make_part

pytestmark = pytest.mark.django_db


def chosen(raw: str) -> str | None:
    row = NoticePart.objects.select_related("part").get(raw_part=raw)
    return row.part and row.part.mpn


def test_a_base_number_is_never_chosen() -> None:
    base = make_part("HV1000", mpn_kind="base")
    with as_jobs():
        parts.record_notice(pdn("HV1000"), at=NOW)
        row = NoticePart.objects.get()
        assert row.state == "waiting"
        with pytest.raises(Refused, match="base number: choose the orderable part"):
            parts.choose_part(row_id=row.pk, part_id=base.pk, at=NOW)
        assert chosen("HV1000") is None


def test_what_a_person_chose_outlives_the_notice_being_recorded_again() -> None:
    right = make_part("HV-1000/A")
    with as_jobs():
        parts.record_notice(pdn("HV-1000 types"), at=NOW)
        parts.choose_part(row_id=NoticePart.objects.get().pk, part_id=right.pk, at=NOW)
    make_part("HV-1000TYPES")  # since then a feed has brought what the words say literally
    with as_jobs():
        parts.record_notice(pdn("HV-1000 types", last_order="2027-12-31"), at=NOW + timedelta(hours=1))
        assert chosen("HV-1000 types") == "HV-1000/A"
