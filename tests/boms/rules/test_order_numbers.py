"""An order number is the maker's or a shop's: what stands beside it and in it tells."""

from __future__ import annotations

import pytest

from obsolescence.boms.rules.read_bom import ReadBom, read_bom

MAKERS = ("STMicroelectronics", "Texas Instruments", "Murata", "Vishay", "NXP", "Microchip")
NUMBERS = (
    "STM32F407VGT6",
    "LM358DR",
    "GRM188R71H104KA93D",
    "CRCW060310K0FKEA",
    "LPC1768FBD100",
    "PIC16F877A-I/P",
)
STOCK = (
    "296-1395-5-ND",
    "497-5993-2-ND",
    "490-1532-1-ND",
    "541-10.0KHCT-ND",
    "568-4790-ND",
    "PIC16F877A-I/P-ND",
)


def read(header: str, *columns: tuple[str, ...]) -> ReadBom:
    rows = [
        ";".join((*cells, "213411"[count - 1], f"U{count}"))
        for count, cells in enumerate(zip(*columns, strict=True), start=1)
    ]
    return read_bom("\n".join([f"{header};Menge;Bauteil", *rows, ""]).encode(), filename="list.csv")


@pytest.mark.parametrize("word", ["Bestellnummer", "Order Number", "Bestell-Nr."])
def test_beside_makers_it_is_the_makers(word: str) -> None:
    bom = read(f"Hersteller;{word}", MAKERS, NUMBERS)
    assert bom.mapping.is_sure
    assert [(line.manufacturer, line.mpn, line.distributor_sku) for line in bom.lines][1] == (
        "Texas Instruments",
        "LM358DR",
        "",
    )


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Hersteller;Bestellnummer;Lieferant", (MAKERS, STOCK, ("Digi-Key",) * 6)),
        ("Hersteller;Bestellnummer Digikey", (MAKERS, STOCK)),
        ("Hersteller;Bestellnummer", (MAKERS, STOCK)),
        ("MPN;Hersteller;Bestellnummer", (NUMBERS, MAKERS, NUMBERS)),
    ],
)
def test_a_shops_number_stays_one(header: str, columns: tuple[tuple[str, ...], ...]) -> None:
    bom = read(header, *columns)
    place = next(number for number, name in enumerate(header.split(";")) if name.startswith("Bestell"))
    assert bom.mapping.role_of(place) == "distributor_sku"


def test_where_nobody_is_named_a_person_looks() -> None:
    bom = read("Bestellnummer", NUMBERS)
    assert not bom.mapping.is_sure
    assert [line.mpn for line in bom.lines] == list(NUMBERS)


def test_figures_beside_real_numbers_are_a_shops() -> None:
    figures = ("2059235", "1288255", "1467738", "9695966", "8154251", "1897393")
    bom = read("Hersteller;Bestellnummer;Type", MAKERS, figures, NUMBERS)
    assert not bom.mapping.is_sure
    assert [line.mpn for line in bom.lines] == list(NUMBERS)
    assert bom.lines[0].distributor_sku == "2059235"


def test_behind_a_shop_an_article_number_is_the_shops() -> None:
    articles = ("301-00-100", "301-01-101", "301-02-102", "302-03-103", "303-04-104", "304-05-105")
    bom = read(
        "Tillverkare;Tillverkarens artikelnr;Leverantör;Artikelnr", MAKERS, NUMBERS, ("Elfa",) * 6, articles
    )
    assert bom.mapping.is_sure
    assert [line.distributor_sku for line in bom.lines] == list(articles)
