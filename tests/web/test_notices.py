"""What the catalogue manager is told after recording a notice, and that a withdrawn one can be reinstated."""

from __future__ import annotations

from django.urls import reverse

from obsolescence.base.tenancy import as_jobs
from obsolescence.parts.models import Notice
from tests.built import make_part
from tests.people import signed_in


def test_what_is_said_after_recording_is_what_follows(carla) -> None:
    make_part("HV-1000")
    client = signed_in(carla)

    def said(**values: str) -> str:
        form = {
            "maker": "Halvorn", "word": "PDN", "title": "Line closed", "number": "HV-1", "issued": "2026-01-01",
            "last_order": "2031-06-30", "parts": "HV-1000", "evidence": "manufacturer",
        }  # fmt: skip
        return client.post(reverse("notices:record"), form | values, follow=True).content.decode()

    assert "Customers whose products it concerns are told now." in said()
    assert "known already, word for word; nobody is told again" in said()
    assert "Recorded as unconfirmed" in said(number="HV-2", evidence="medium")
    assert "None of its rows is a part of the catalogue yet" in said(number="HV-3", parts="XX-1")

    with as_jobs():
        notice = Notice.objects.get(number="HV-1")
    client.post(reverse("notices:withdraw", args=[notice.pk]), {"reason": "Mistake."})
    page = said()
    assert "known and was withdrawn; nothing is told" in page
    assert "Reinstate" in page
    client.post(reverse("notices:reinstate", args=[notice.pk]))
    with as_jobs():
        assert Notice.objects.get(pk=notice.pk).withdrawn_at is None
