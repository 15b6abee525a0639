"""Offers: the newest day of each SKU, with its price breaks and its packing."""

from __future__ import annotations

import io

import pytest

from insight.demand import queries as demand
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services as parts
from obsolescence.parts.models import Offer

pytestmark = pytest.mark.django_db

HEAD = "manufacturer,mpn,distributor,distributor_sku,stock,pack,price,price_qty,currency,status_date\n"


def take(*rows: str) -> int:
    with as_jobs():
        return parts.import_parts(lines=io.StringIO(HEAD + "\n".join(rows))).offers


def the_offer() -> Offer:
    with as_jobs():
        return Offer.objects.get()


def test_the_rows_of_a_day_become_price_breaks() -> None:
    rows = [
        "Halvorn,HV-1,us,S1,500,2500,0.30,1000,EUR,2026-11-01",
        "Halvorn,HV-1,us,S1,500,2500,0.50,1,EUR,2026-11-01",
        "Halvorn,HV-1,us,S1,500,2500,0.40,100,EUR,2026-11-01",
        "Halvorn,HV-1,us,S1,500,2500,0.44,100,USD,2026-11-01",
        "Halvorn,HV-1,us,S1,90,,0.90,1,EUR,2026-10-01",
    ]
    assert take(*rows) == 1
    assert take(*rows) == 0
    offer = the_offer()
    assert offer.price_breaks == [[1, "0.50"], [100, "0.40"], [1000, "0.30"]]
    assert (offer.stock, offer.pack, offer.currency) == (500, 2500, "EUR")
    with as_jobs():
        prices = {
            quantity: demand.terms_of({offer.part_id: quantity})[offer.part_id].price
            for quantity in (1, 150, 5000)
        }
    assert {quantity: str(price) for quantity, price in prices.items()} == {
        1: "0.50",
        150: "0.40",
        5000: "0.30",
    }


def test_a_row_without_a_price_is_an_offer_all_the_same() -> None:
    take("Halvorn,HV-1,us,S1,500,,,,,2026-11-01", "Halvorn,HV-1,us,S1,500,,0.4,,EUR,2026-11-01")
    assert the_offer().price_breaks == [[1, "0.4"]]
