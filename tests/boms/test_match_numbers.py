"""What matching finds in the catalogue beside a number: neighbours, endings, order numbers, what a spoilt cell may have been."""

from __future__ import annotations

import pytest

from obsolescence.base.tenancy import as_jobs
from obsolescence.boms.rules.matching import Match
from obsolescence.boms.services import Number, match_numbers
from obsolescence.parts import queries as parts
from obsolescence.parts.models import Offer, Part
from tests.built import make_part

pytestmark = pytest.mark.django_db


def match(mpn: str, maker: str = "Halvorn", *, sku: str = "", description: str = "") -> Match:
    with as_jobs():
        return match_numbers([Number(mpn, maker, sku, description)])[0]


def sold_as(part: Part, sku: str) -> None:
    with as_jobs():
        Offer.objects.create(part=part, distributor="House", sku=sku, sku_fold=sku)


def test_a_packing_is_accepted_where_the_maker_uses_it() -> None:
    plain = make_part("HVC0805K10")
    assert match("HVC0805K10-TR").part_id is None
    for number in ("HVD1A-TR", "HVD2A-TR", "HVD3A-TR"):
        make_part(number)
    found = match("HVC0805K10-TR")
    assert (found.part_id, found.grade_mpn) == (plain.pk, "variant")
    assert match("HVC0805K10-REEL7").part_id is None
    make_part("KMC0805K10", "Kestrel")
    assert match("KMC0805K10-TR", "Kestrel").part_id is None  # that is Halvorn's way


def test_a_packing_is_a_number_of_its_own_where_the_catalogue_keeps_both() -> None:
    reel = make_part("HVD100A-TR")
    assert match("HVD100A").part_id == reel.pk
    make_part("HVD110A-TR")
    make_part("HVD110A")
    found = match("HVD100A")
    assert (found.part_id, found.candidates[0]) == (None, reel.pk)
    assert found.reason.endswith("Halvorn has numbers with and without -TR.")


def test_an_order_number_looks_like_those_of_its_neighbours() -> None:
    counted, named, unsold = make_part("HVC0805K10"), make_part("HVD100A"), make_part("HVC0805K22")
    sold_as(counted, "541-2001-1-ND")
    sold_as(named, "HVD100ACT-ND")
    assert match("HVD100A-ND", "").part_id == named.pk
    assert match("HVD100ADKR-ND", "").part_id == named.pk
    assert match("HVC0805K10-ND", "").part_id is None  # it is sold under a counter
    found = match("HVC0805K22-ND", "")  # as its neighbour is
    assert (found.part_id, found.candidates[0]) == (None, unsold.pk)


def test_an_order_number_of_another_packing_is_the_same_part() -> None:
    part = make_part("HVC0805K10")
    sold_as(part, "541-2001-1-ND")
    for sku in ("541-2001-2-ND", "541-2001-6-ND", "541-2001-1-nd"):
        assert match("", "", sku=sku).part_id == part.pk
        assert match(f"Digi-Key: {sku}", "").part_id == part.pk
    assert match("541-2001-3-ND", "").part_id is None


def test_of_many_rounded_numbers_the_one_described_alike_comes_first() -> None:
    sizes = ("10 uF 25V", "22 uF 25V", "22 uF 50V", "47 uF 50V", "100 uF 6.3V", "4.7 uF 16V")
    made = [
        make_part(f"8850120{place}7001", description=f"Capacitor {size}") for place, size in enumerate(sizes)
    ]
    lost = make_part("0035870258", description="Cable gland")
    for figure in ("8.85E+11", "8,8501E+11", "8.85012E+11"):
        found = match(figure, description="CAP 22UF 50V")
        assert (found.part_id, found.candidates[0]) == (None, made[2].pk), figure
    assert match("3.59E+07").candidates == [lost.pk]


def test_of_many_numbers_with_one_beginning_the_one_described_alike_comes_first() -> None:
    made = [make_part(f"HVR0402J{value}", description=f"RES {value} OHM 5%") for value in range(100, 200)]
    assert match("HVR0402J", description="resistor 177 ohm").candidates[0] == made[77].pk
    assert match("HVR0402J...", description="resistor 177 ohm").candidates[0] == made[77].pk


def test_similar_numbers_are_looked_for_beside_words_too() -> None:
    part = make_part("HVM-3588DR-X")
    assert match("Order code: HVM-3598DR-X lead-free", "").candidates[0] == part.pk
    assert match("hvm 3598dr x", "").candidates[0] == part.pk


def test_zeros_before_figures_are_looked_for_before_anything_is_accepted() -> None:
    dashed, long = make_part("47589-0001"), make_part("0475890001")
    found = match("475890001")
    assert (found.part_id, found.candidates) == (None, [dashed.pk, long.pk])


def test_look_ups_ask_for_all_at_once() -> None:
    one, before, behind = make_part("HVC0805K15"), make_part("HVC0805K10"), make_part("HVC0805K22")
    make_part("HVC0805K16", "Kestrel")
    make_part("HVC0805K", mpn_kind="base")
    sold_as(one, "S-1")
    with as_jobs():
        assert parts.beside([one.pk, 0]) == {one.pk: {before.mpn: before.pk, behind.mpn: behind.pk}}
        assert parts.skus_of([one.pk, 0]) == {one.pk: ["S-1"]}
        assert parts.endings_in_use([(one.manufacturer_id, "K10")]) == set()  # three numbers make it a way
        assert (parts.within([]), parts.skus_of([]), parts.endings_in_use([])) == ({}, {}, set())


def test_an_order_number_that_nobody_sells_may_be_the_makers() -> None:
    part = make_part("HVC0805K10")
    found = match("", sku="hvc0805k10")
    assert (found.part_id, found.candidates, found.grade_mpn) == (None, [part.pk], "likely")
    assert (
        found.reason == "We know no part by the distributor's number hvc0805k10; it may be the maker's own."
    )
    assert match("", sku="HVX0805K99").candidates == []
    sold_as(part, "541-2001-1-ND")
    assert match("", sku="541-2001-1-ND").part_id == part.pk
