"""Files of other systems: bad rows are listed with their reasons, bad files are refused, the rest is taken."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from insight.demand.models import OrderLine
from obsolescence.accounts.models import ErpAccount
from obsolescence.base.refusals import Refused
from obsolescence.base.tenancy import as_jobs
from obsolescence.parts import services as parts
from obsolescence.parts.models import ExchangeRate, Manufacturer, ManufacturerAlias, Notice, NoticePart, Part
from tests.built import make_part

pytestmark = pytest.mark.django_db

LONG = "M" * 161
LONG_FOLDED = "\ufdfa" * 20  # one sign each, eighteen when folded
HEADS = {
    "import_parts": "manufacturer,mpn,stock,price,currency,status_date,lead_time,distributor,distributor_sku\n",
    "import_manufacturers": "manufacturer,aliases,acquired_by_or_successor,year,succession_evidence\n",
    "import_rates": "currency,date,rate\n",
    "import_orders": "order,date,customer,site,part,qty,unit_price,currency,project_ref\n",
}
GOOD = {
    "import_parts": "Halvorn,HV-1,5,1.20,EUR,2026-01-01,22 weeks,us,S1\n",
    "import_manufacturers": "Halvorn,HALV,Kestrel,2011,\n",
    "import_rates": "USD,2026-11-01,0.92\n",
    "import_orders": "O1,2026-03-01,10031,P1,KNOWN,5,1.20,EUR,\n",
}
BAD = {
    "import_parts": [
        (f"{LONG},HV-2,,,,,,,", "manufacturer is longer than 160"),
        (f"{LONG_FOLDED},HV-2,,,,,,,", "manufacturer is longer than 160"),
        (f"Halvorn,{LONG_FOLDED},,,,,,,", "mpn is longer than 120"),
        (f"Halvorn,HV-2,,,,,,us,{LONG_FOLDED}", "distributor_sku is longer than 120"),
        ("Halvorn,HV-2,,1e140000,EUR,,,,", "price '1e140000' is too large or too small"),
        ("Halvorn,HV-2,,1e131000,EUR,,,,", "too large"),
        ("Halvorn,HV-2,1e100000000,,,,,,", "stock '1e100000000' is too large"),
        ("Halvorn,HV-2,3000000000,,,,,,", "stock is larger than"),
        ("Halvorn,HV-2,-1,,,,,,", "below 0"),
        ("Halvorn,HV-2,,1,DOLLAR,,,,", "is no currency"),
        ("Halvorn,HV-2,,,,soon,,,", "status_date 'soon' is not a date like 2026-11-24"),
        ("Halvorn,HV\0-2,,,,,,,", "NUL"),
        ("Halvorn,HV-2", "2 columns instead of 9"),
    ],
    "import_manufacturers": [
        ("Ostara,,Kestrel,99999999999,", "year '99999999999' is not a year"),
        (f"{LONG},,,,", "longer than 160"),
        (f"{LONG_FOLDED},,,,", "longer than 160"),
        (f"Ostara,{LONG},,,", "longer than 160"),
        ("Ost\0ara,,,,", "NUL"),
        (",,,,", "name is missing"),
    ],
    "import_rates": [
        ("DOLLAR,2026-11-01,1", "'DOLLAR' is no currency"),
        ("GBP,2026-11-01,1e30", "rate '1e30' is too large"),
        ("GBP,2026-11-01,1e-30", "too small"),
        ("GBP,2026-11-01,-1", "above 0"),
        ("GBP,2026-11-01,NaN", "is not a number"),
        ("GBP,soon,1", "is not a date"),
        ("G\0P,2026-11-01,1", "NUL"),
        ("GBP", "is not a number"),
    ],
    "import_orders": [
        ("O2,2026-03-01,10031,P1,KNOWN,1e30,1,EUR,", "qty '1e30' is too large"),
        ("O2,2026-03-01,10031,P1,KNOWN,1,1,DOLLAR,", "is no currency"),
        (f"{'O' * 61},2026-03-01,10031,P1,KNOWN,1,1,EUR,", "order is longer than 60"),
        ("O2,2026-03-01,10031,P1,KNOWN\0,1,1,EUR,", "NUL"),
    ],
}


@pytest.fixture
def known() -> None:
    make_part("KNOWN")
    with as_jobs():
        ErpAccount.objects.create(number="10031", name="ACME")


def run(command: str, *files: Path, folder: Path) -> str:
    out = io.StringIO()
    call_command(command, *files, rejected=folder, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def listed(folder: Path) -> list[list[str]]:
    [file] = folder.glob("*.rejected.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


@pytest.mark.parametrize("command", BAD)
def test_bad_rows_are_listed_with_their_reasons_and_the_good_ones_taken(
    command: str, tmp_path: Path, known: None
) -> None:
    file, bad = tmp_path / "feed.csv", BAD[command]
    # a blank line and a line break in a cell are rows and cells as a spreadsheet counts them
    file.write_text(HEADS[command] + "\n" + "\n".join(row for row, _ in bad) + "\n" + GOOD[command])
    said = run(command, file, folder=tmp_path)
    found = listed(tmp_path)
    assert [int(row[0]) for row in found] == list(range(3, 3 + len(bad)))
    for (_, reason), row in zip(bad, found, strict=True):
        assert reason in row[1]
    assert f"{len(bad)} rows of feed.csv were not taken" in said
    with as_jobs():
        assert {
            "import_parts": Part.objects.filter(mpn="HV-1"),
            "import_manufacturers": ManufacturerAlias.objects.filter(alias="HALV"),
            "import_rates": ExchangeRate.objects.filter(currency="USD"),
            "import_orders": OrderLine.objects.filter(order="O1"),
        }[command].exists()


DAMAGED = {
    "binary": bytes(range(128, 256)) * 50,
    "Latin-1": "manufacturer,mpn\nMüller,1\n".encode("latin-1"),
    "UTF-16": "manufacturer,mpn\n".encode("utf-16"),
    "UTF-16 without its mark": "manufacturer,mpn\n".encode("utf-16-le"),
    "zeros": bytes(2000),
    "broken gzip": gzip.compress(b"manufacturer,mpn\n" * 10_000)[:60],
    "damaged gzip": gzip.compress(b"manufacturer,mpn\n")[:12] + b"\xff" * 20,
    "no gzip": b"\x1f\x8bnot really",
    "endless cell": b'"' + b"x" * 200_000,
    "empty": b"",
}


@pytest.mark.parametrize("command", [*HEADS, "import_notices"])
@pytest.mark.parametrize("kind", DAMAGED)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(command: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "feed.csv"
    file.write_bytes(DAMAGED[kind])
    with pytest.raises(Refused) as refusal:
        run(command, *([file, file] if command == "import_notices" else [file]), folder=tmp_path)
    assert refusal.value.sentence.endswith(".")


def test_rates_given_twice_for_a_day_count_as_given_last(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("currency,date,rate\nUSD,2026-11-01,0.9\nusd,2026-11-01,0.8\n")
    run("import_rates", file, folder=tmp_path)
    with as_jobs():
        assert str(ExchangeRate.objects.get().rate) == "0.80000000"


def test_a_short_row_of_an_alias_file_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text("alias,manufacturer,evidence\nHALV\nHALVO,Halvorn,list\n")
    run("import_manufacturers", file, folder=tmp_path)
    assert [row[0] for row in listed(tmp_path)] == ["2"]
    with as_jobs():
        assert Manufacturer.objects.get().name == "Halvorn"


def test_row_numbers_count_records_not_lines(tmp_path: Path) -> None:
    file = tmp_path / "feed.csv"
    file.write_text('manufacturer,mpn\nHalvorn,"HV\n-1"\n\n,HV-2\n')
    run("import_parts", file, folder=tmp_path)
    assert [row[:2] for row in listed(tmp_path)] == [["4", "manufacturer is empty."]]


def test_two_feeds_of_one_name_keep_their_own_lists(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "feed.csv").write_text("manufacturer,mpn\n,HV-2\n")
        run("import_parts", tmp_path / name / "feed.csv", folder=tmp_path)
    assert len(list(tmp_path.glob("*.rejected.csv"))) == 2


def test_bad_notices_and_rows_are_listed_in_files_of_their_own(tmp_path: Path) -> None:
    notices, parts = tmp_path / "notices.csv", tmp_path / "parts.csv"
    notices.write_text(
        "notice_id,manufacturer,notice_type,title\nN1,Halvorn,PDN,Ends\nN\0,Halvorn,PDN,Ends\n"
        f"N3,{LONG},PDN,Ends\nN4,{LONG_FOLDED},PDN,Ends\n{'N' * 201},Halvorn,PDN,Ends\n"
    )
    parts.write_text(f"notice_id,part\nN1,HV-1\nN1,HV\0-2\nN1,{'X' * 201}\nN1,\nN9,HV-1\n")
    run("import_notices", notices, parts, folder=tmp_path)
    found = {file.name[:4]: file.read_text() for file in tmp_path.glob("*.rejected.csv")}
    assert [line.split(",")[0] for line in found["noti"].splitlines()[1:]] == ["3", "4", "5", "6"]
    assert [line.split(",")[0] for line in found["part"].splitlines()[1:]] == ["3", "4", "5", "6"]
    with as_jobs():
        assert Notice.objects.get().identity == "N1"
        assert NoticePart.objects.get().raw_part == "HV-1"


def test_bad_rows_among_thousands_are_found_one_by_one(tmp_path: Path) -> None:
    bad = {7, 5_000, 5_001, 5_002, 11_999}  # across the blocks that are read together
    rows = (f"Halvorn,HV-{number},{'much' if number in bad else number}" for number in range(2, 12_000))
    file = tmp_path / "feed.csv"
    file.write_text("manufacturer,mpn,stock\n" + "\n".join(rows) + "\n")
    run("import_parts", file, folder=tmp_path)
    assert [row[:2] for row in listed(tmp_path)] == [
        [str(number), "stock 'much' is not a number."] for number in sorted(bad)
    ]
    with as_jobs():
        assert Part.objects.count() == 11_998 - len(bad)


def test_one_feed_after_the_other() -> None:
    """Two at once would both think a part new; who reads the catalogue does not wait."""
    asked = "select pg_try_advisory_xact_lock(hashtextextended('parts: catalogue', 0))"
    with psycopg.connect(**connections["owner"].get_connection_params() | {"autocommit": True}) as other:
        assert other.execute(asked).fetchone() == (True,)
        with as_jobs():
            parts.import_parts(lines=io.StringIO("manufacturer,mpn\nHalvorn,HV-1\n"))
        assert other.execute(asked).fetchone() == (False,)
        assert other.execute("select count(*) from parts_part").fetchone() == (0,)


def test_a_part_keeps_one_row_whatever_a_feed_says_about_it_twice(tmp_path: Path) -> None:
    head = "manufacturer,mpn,description,status,status_source,status_date\n"
    file = tmp_path / "feed.csv"
    file.write_text(
        head
        + "Halvorn,HV-1,Short,active,library,2026-01-01\nHalvorn,hv-1,The longer one,nrnd,library,2026-02-01\n"
    )
    for turn in ("2 new claims, 0 offers, 1 statuses changed", "0 new claims, 0 offers, 0 statuses changed"):
        assert turn in run("import_parts", file, folder=tmp_path)
    with as_jobs():
        part = Part.objects.get()
    assert (part.mpn, part.description, part.status, part.status_date) == (
        "hv-1", "The longer one", "nrnd", date(2026, 2, 1),
    )  # fmt: skip


def test_a_successor_is_a_name_whatever_is_said_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "makers.csv"
    file.write_text(
        "manufacturer,aliases,acquired_by_or_successor,year,succession_evidence\n"
        "Ostara Semiconductors,,renamed Halvorn,2006,\nKestrel Wave,,Brightwell (renamed kSemi),2014,\n"
    )
    run("import_manufacturers", file, folder=tmp_path)
    with as_jobs():
        found = {
            one.name: one.successor and one.successor.name for one in Manufacturer.objects.order_by("name")
        }
    assert found == {
        "Brightwell": None, "Halvorn": None, "Kestrel Wave": "Brightwell", "Ostara Semiconductors": "Halvorn",
    }  # fmt: skip
