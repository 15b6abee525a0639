"""Fill an empty database with the demo world, through the same services that people's clicks go through."""

from __future__ import annotations

import csv
import gzip
import io
import random
from datetime import date, datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils import timezone

from config.demo import catalogue
from config.demo.people import ACME, CUSTOMERS, FIRST_NAMES, LAST_NAMES, MEMBERS, STAFF
from insight.demand import services as demand
from insight.flow import hearing
from obsolescence.accounts import services as accounts
from obsolescence.accounts.models import ErpAccount, Membership, Organisation, Site, StaffMember, User
from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import services as boms
from obsolescence.boms.rules.read_bom import read_bom
from obsolescence.flow import delivery
from obsolescence.parts import services as parts
from obsolescence.projects import services as projects
from obsolescence.projects.rules.plan_text import PlannedUnits
from obsolescence.risk import services as risk

BOMS = Path(__file__).resolve().parent / "boms"
SEED = 20
# Units a month, by stage: what runs out is built less, what begins begins small.
RATES = {
    "concept": (20, 120), "prototype": (20, 150), "pilot": (30, 250), "production": (40, 400), "sustainment": (10, 120),
}  # fmt: skip
PASSWORD = "look-around-with-sample-data"  # noqa: S105  (printed with the sign-ins; the demo is bound to loopback)


def fill(now: datetime, *, can_mail: bool) -> None:
    """Everything, from the same seed each time; ``now`` is the anchor."""
    rng = random.Random(SEED)  # noqa: S311
    anchor = timezone.localdate(now)
    _catalogue(anchor, rng)
    for person in STAFF:
        user = _user(person.email, person.name)
        with as_jobs():
            StaffMember.objects.create(user=user, role=person.role, region="DACH")
    orders = _acme(now, rng)
    orders += [
        row for number, customer in enumerate(CUSTOMERS) for row in _customer(number, customer, now, rng)
    ]
    _import_orders(orders)
    _notices(now, can_mail)
    hearing.hear_events()
    hearing.refresh_everything()


def _catalogue(anchor: date, rng: random.Random) -> None:
    with gzip.open(catalogue.FACTS, "rt", encoding="utf-8", newline="") as lines, as_jobs():
        parts.import_parts(lines=lines)
    with as_jobs():
        parts.import_parts(lines=catalogue.feed(anchor, rng))
        parts.import_rates(
            lines=io.StringIO(f"currency,date,rate\nEUR,{anchor},1\nUSD,{anchor},0.92\nGBP,{anchor},1.16\n"),
            source="simulated",
        )


def _user(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _join(organisation_id: int, user: User, role: str) -> None:
    Membership.objects.create(organisation_id=organisation_id, user=user, role=role)
    accounts.save_contact(organisation_id=organisation_id, name=user.name, email=user.email, function=role)


def _acme(now: datetime, rng: random.Random) -> list[list[object]]:
    """The organisation that one looks around in: two real BOMs, two mixed ones, people with all roles."""
    people = {person.role: _user(person.email, person.name) for person in MEMBERS}
    organisation_id = accounts.found_organisation(
        name="Acme Drives", user_id=people["owner"].pk, country="DE"
    )
    with as_organisation(organisation_id):
        Organisation.objects.filter(pk=organisation_id).update(is_sample=True)
        for role in ("engineer", "buyer", "viewer"):
            _join(organisation_id, people[role], role)
    _sites(organisation_id, "Nürnberg", "DE", "Brno", "CZ")
    _erp(organisation_id, "10031", "ACME DRIVES GMBH", ACME, "DE")
    engineer, buyer = people["engineer"].pk, people["buyer"].pk
    orders: list[list[object]] = []
    products = [
        ("AX-400 servo inverter", "production", -1600, 1700, "full", 64),
        ("MotionHub 2 gateway", "pilot", 120, 2900, "anonymous", 48),
    ]
    for name, stage, start, end, sharing, size in products:
        at = now - timedelta(days=rng.randint(20, 60))
        project_id = _project(organisation_id, name, stage, start, end, sharing, engineer, at)
        with as_organisation(organisation_id):
            projects.watch(
                organisation_id=organisation_id, project_id=project_id, user_id=buyer, why="planned", at=at
            )
        data, rate = _bom(rng, size, always=NOTICED), rng.randint(120, 400)
        orders += _orders("10031", data, timezone.localdate(now), rng, stage=stage, rate=rate)
        _take_in(organisation_id, engineer, f"{name}.csv", data, at, project_id)
        _plan(organisation_id, project_id, buyer, rate, start, at, rng)
    for file in ("time-appliance-project-timecardv9_bom_8-28-2023.xlsx", "kicost-part_list_big.csv"):
        at = now - timedelta(days=rng.randint(3, 15))
        name = {"t": "Time card reference", "k": "Lab spares"}[file[0]]
        project_id = _project(organisation_id, name, "prototype", 300, None, "nothing", engineer, at)
        _take_in(organisation_id, engineer, file, (BOMS / file).read_bytes(), at, project_id)
    return orders


def _customer(
    number: int, customer: tuple[str, str, str, str], now: datetime, rng: random.Random
) -> list[list[object]]:
    """One simulated customer; returns the orders that it placed with us."""
    orders: list[list[object]] = []
    name, country, city, product = customer
    domain = f"{name.split()[0].lower()}.example.{('com', 'net', 'org')[number % 3]}"
    names = [f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}" for _ in range(2)]
    users = [_user(f"{full.split()[0].lower()}.{place}@{domain}", full) for place, full in enumerate(names)]
    organisation_id = accounts.found_organisation(name=name, user_id=users[0].pk, country=country)
    with as_organisation(organisation_id):
        Organisation.objects.filter(pk=organisation_id).update(is_sample=True)
        _join(organisation_id, users[1], "engineer")
    _sites(organisation_id, city, country, f"{city} EMS", country)
    _erp(organisation_id, str(10100 + number), name.upper(), domain, country)
    for version in range(rng.choice([1, 1, 2])):
        stage = rng.choices(
            ["concept", "prototype", "pilot", "production", "sustainment"], [10, 15, 15, 45, 15]
        )[0]
        start = {"concept": 500, "prototype": 300, "pilot": 90, "production": -900, "sustainment": -2500}[
            stage
        ]
        sharing = rng.choices(["full", "anonymous", "nothing"], [60, 25, 15])[0]
        at = now - timedelta(days=rng.randint(2, 400))
        title = product if not version else f"{product} {version + 1}"
        project_id = _project(
            organisation_id,
            title,
            stage,
            start,
            max(start + rng.randint(1200, 3200), rng.randint(200, 900)),
            sharing,
            users[1].pk,
            at,
        )
        data, rate = _bom(rng, rng.randint(14, 48)), rng.randint(*RATES[stage])
        with as_organisation(organisation_id):  # the owner was asked long ago
            projects.answer_watch(
                organisation_id=organisation_id,
                project_id=project_id,
                user_id=users[0].pk,
                watches=False,
                at=at,
            )
        _take_in(organisation_id, users[1].pk, f"{title}.csv", data, at, project_id)
        if rng.random() < 0.8:
            _plan(organisation_id, project_id, users[0].pk, rate, start, at, rng)
        if rng.random() < 0.8:
            orders += _orders(str(10100 + number), data, timezone.localdate(now), rng, stage=stage, rate=rate)
    return orders


def _plan(
    organisation_id: int, project_id: int, by: int, rate: int, start: int, at: datetime, rng: random.Random
) -> None:
    """Eighteen months from SOP or from now on, at the production site, with the wobble that plans have."""
    first = max(timezone.localdate(), timezone.localdate() + timedelta(days=start)).replace(day=1)
    rows = []
    for offset in range(18):
        month = first.year * 12 + first.month - 1 + offset
        units = round(rate * rng.uniform(0.7, 1.3), -1)
        rows.append(PlannedUnits("P1", date(month // 12, month % 12 + 1, 1), max(1, int(units))))
    with as_organisation(organisation_id):
        projects.record_plan(
            organisation_id=organisation_id, project_id=project_id, rows=rows, by=by, at=at, mechanism="typed"
        )


def _orders(
    number: str, data: bytes, today: date, rng: random.Random, *, stage: str, rate: int
) -> list[list[object]]:
    """Two years of orders for most lines of a BOM, by our own numbers: what is built has been bought, what comes has samples."""
    lines = list(csv.DictReader(io.StringIO(data.decode())))
    prices = {known.mpn: known.price for known in catalogue.invented()}
    bought = [line for line in lines if line["Manufacturer Part Number"] in prices]
    is_built = stage in ("production", "sustainment")
    rows: list[list[object]] = []
    for line in rng.sample(bought, round(len(bought) * (0.8 if is_built else 0.3))):
        mpn, per_unit = line["Manufacturer Part Number"], int(line["Quantity"])
        for day, units in _quarters(today, rate, rng) if is_built else _samples(today, rng):
            order = f"SO-{number}-{len(rows) + 1:03}-{rng.randint(100, 999)}"
            quantity = max(10, round(per_unit * units, -1))
            rows.append([order, day.isoformat(), number, "P1", f"AE-{mpn}", quantity, prices[mpn], "EUR", ""])
    return rows


def _quarters(today: date, rate: int, rng: random.Random) -> list[tuple[date, int]]:
    """An order a quarter for most of what the quarter builds; it was a little less two years ago."""
    phase = rng.randint(1, 90)
    return [
        (
            today - timedelta(days=91 * quarter + phase + rng.randint(0, 10)),
            int(3 * rate * rng.uniform(0.55, 0.95) * (1 - 0.03 * quarter)),
        )
        for quarter in range(8)
    ]


def _samples(today: date, rng: random.Random) -> list[tuple[date, int]]:
    return [
        (today - timedelta(days=rng.randint(10, 300)), rng.choice([5, 10, 25]))
        for _ in range(rng.randint(1, 2))
    ]


def _import_orders(rows: list[list[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["order", "date", "customer", "site", "part", "qty", "unit_price", "currency", "project_ref"]
    )
    writer.writerows(rows)
    text.seek(0)
    with as_jobs():
        demand.import_orders(lines=text, today=timezone.localdate())


def _sites(organisation_id: int, city: str, country: str, other: str, other_country: str) -> None:
    with as_organisation(organisation_id):
        Site.objects.create(
            organisation_id=organisation_id, code="HQ", name=city, country=country, kind="head_office"
        )
        Site.objects.create(
            organisation_id=organisation_id, code="P1", name=other, country=other_country, kind="production"
        )


def _erp(organisation_id: int, number: str, name: str, domain: str, country: str) -> None:
    with as_jobs():
        ErpAccount.objects.create(
            number=number,
            name=name,
            mail_domain=domain,
            country=country,
            organisation_id=organisation_id,
            confirmed_at=timezone.now(),
        )


def _project(
    organisation_id: int,
    name: str,
    stage: str,
    start: int,
    end: int | None,
    sharing: str,
    by: int,
    at: datetime,
) -> int:
    """start, end: days from the anchor to SOP and EOP."""
    day = timezone.localdate()
    with as_organisation(organisation_id):
        return projects.create_project(
            organisation_id=organisation_id,
            name=name,
            by=by,
            at=at,
            stage=stage,
            sop_date=day + timedelta(days=start),
            eop_date=None if end is None else day + timedelta(days=end),
            sharing=sharing,
        )


def _bom(rng: random.Random, size: int, always: tuple[str, ...] = ()) -> bytes:
    """A BOM as an engineer would export it: invented and real parts, quantities, designators."""
    invented, real = catalogue.invented(), catalogue.real()
    chosen = [known for known in invented if known.mpn in always]
    chosen += rng.sample(
        [known for known in invented if known.mpn not in always], min(len(invented), size // 2)
    )
    chosen += rng.sample(real, max(0, size - len(chosen)))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["Pos", "Manufacturer", "Manufacturer Part Number", "Description", "Quantity", "Reference"]
    )
    counters: dict[str, int] = {}
    for position, known in enumerate(chosen, start=1):
        letter = {"C": "C", "R": "R", "I": "L", "M": "U"}.get(known.category[:1], "U")
        quantity = rng.choice([1, 1, 1, 2, 2, 4, 6])
        first = counters.get(letter, 0) + 1
        counters[letter] = first + quantity - 1
        places = " ".join(f"{letter}{place}" for place in range(first, first + quantity))
        writer.writerow(
            [position, known.maker, known.mpn, known.description or known.category, quantity, places]
        )
    return text.getvalue().encode()


def _take_in(
    organisation_id: int, by: int, filename: str, data: bytes, at: datetime, project_id: int
) -> None:
    """The steps of an upload, one after the other; our own files need no guarded process."""
    ids = {"organisation_id": organisation_id}
    with as_organisation(organisation_id):
        received = boms.receive(**ids, by=by, filename=filename, data=data, at=at, project_id=project_id)
        ids["revision_id"] = received.revision_id
        revision = boms.lock(**ids, states=("received",))
        if revision is None:
            return
        boms.store(revision, read_bom(data, filename=filename), at=at)
        boms.match_revision(**ids, at=at)
        boms.advance(**ids, state="ready", at=at)
        boms.release_first(**ids, at=at)
        risk.assess_stale(today=timezone.localdate(), at=timezone.now(), **ids)


# Invented notices concern parts of invented makers only. Days from the anchor: issued, last order, last shipment.
NOTICES = (
    ("Halvorn Semiconductor", "HV-PDN-041", "PDN", "HVM family moves to a new process; small types end", -170, 24, 210,
     ("HVM1000A", "HVM1020B", "HVM1040A"), "HVM1200A"),
    ("Kestrel Micro", "KM-2291", "PDN", "Low-density SDRAM discontinued", -60, 150, 330, ("KMD1000A", "KMD1020B"), ""),
    ("Kestrel Micro", "KM-2305", "PCN", "KMT transceivers from a second assembly site", -12, None, None,
     ("KMT1000A", "KMT1040A"), ""),
    ("Ostara Connect", "OC-77", "PDN", "OCR relays with 24 V coil end", -3, 190, 370, ("OCR1040A",), "OCR1060B"),
    ("Brightwell Passives", "BW-19-4", "PDN", "BWC series, 105 degree types", -400, -40, 120, ("BWC1060B",), "BWC1080A"),
)  # fmt: skip
NOTICED = tuple(mpn for notice in NOTICES for mpn in notice[7])
WITHDRAWN = (
    "Halvorn Semiconductor",
    "HV-PDN-039",
    "PDN",
    "HVP1100B discontinued",
    -30,
    200,
    400,
    ("HVP1100B",),
    "",
)


def _notices(now: datetime, can_mail: bool) -> None:
    """Recorded on the days they arrived; customers are told when the worker starts."""
    for given in NOTICES:
        _record(given, now)
    withdrawn = _record(WITHDRAWN, now)
    if can_mail:
        delivery.deliver_messages()
    with as_jobs():
        parts.withdraw_notice(notice_id=withdrawn, reason="Sent by mistake; the part stays active.", at=now)
        alerts.follow_notice(notice_id=withdrawn, today=timezone.localdate(now), at=now)
    with as_jobs():
        risk.assess_stale(today=timezone.localdate(now), at=now)


def _record(
    given: tuple[str, str, str, str, int, int | None, int | None, tuple[str, ...], str], now: datetime
) -> int:
    maker, number, word, title, issued, order, ship, mpns, replacement = given
    today = timezone.localdate(now)

    def day(offset: int | None) -> str:
        return "" if offset is None else (today + timedelta(days=offset)).isoformat()

    new = parts.NewNotice(
        maker=maker,
        number=number,
        word=word,
        title=title,
        issued=day(issued),
        last_order=day(order),
        last_ship=day(ship),
        evidence="manufacturer (simulated)",
        confidence="high",
        rows=[parts.NoticeRow(part=mpn, replacement=replacement) for mpn in mpns],
    )
    at = min(now, now + timedelta(days=issued + 2))
    with as_jobs():
        notice_id, _ = parts.record_notice(new, at=at)
        alerts.follow_notice(notice_id=notice_id, today=today, at=max(at, now - timedelta(days=20)))
    return notice_id
