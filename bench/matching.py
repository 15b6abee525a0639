"""Matching: how fast beside the database's own floor, and how right on damaged numbers."""

from __future__ import annotations

import csv
import gzip
import io
import os
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from bench.damage import Case, Generator, Known
from bench.database import Owner, own_database, say, seconds  # sets Django up first
from config.demo import catalogue
from obsolescence.accounts import services as accounts
from obsolescence.accounts.models import User
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import services as boms
from obsolescence.boms.models import Line
from obsolescence.boms.rules.matching import Match
from obsolescence.parts import queries as part_queries
from obsolescence.parts import services as parts
from obsolescence.parts.rules.names import fold_mpn

PARTS, SIZES = 2_000_000, (1_000, 10_000)
TURNS = 5  # of each size; their median is said
HELD_BACK = 33  # every thirty-third part is kept out of the catalogue and must not be found
EACH = 400  # cases of every kind of damage

# A number of twelve signs from a counter, unlike its neighbours: what the floor and the lines are made of.
NUMBER = "upper(substr(md5(i::text), 1, 3)) || '-' || lpad((i::bigint * 7919 % 100000000)::text, 8, '0')"
# The floor's table carries the columns, keys and references of the real one: lines without them would not be durable.
FLOOR = """
create table floor_line (like boms_line including all);
alter table floor_line add foreign key (organisation_id) references accounts_organisation,
    add foreign key (revision_id) references boms_revision, add foreign key (part_id) references parts_part;
"""
JOIN = """
insert into floor_line (organisation_id, revision_id, row_number, position, mpn, manufacturer, cpn, quantity,
    quantity_text, designators, description, value, footprint, sku, dnp, alternates, raw, warnings, note, part_id,
    grade_mpn, grade_maker, reason, candidates, matched_at, is_assembly)
select {organisation}, {revision}, s.row_number, s.row_number, s.mpn, s.maker, '', 1, '1', '{{}}', '', '', '', '', false, '[]',
    '{{}}', '[]', '', p.id, 'exact', 'same', 'The same number.', '{{}}', now(), false
from floor_staged s
join parts_part p on p.mpn_fold = upper(regexp_replace(s.mpn, '\\s', '', 'g'))
join parts_manufacturer m on m.id = p.manufacturer_id and m.name = s.maker
"""


def main() -> None:
    with own_database() as owner:
        rightness()
    with own_database() as owner:
        generate(owner)
        known, *_, makers = _catalogue()
        _load(known, makers)
        owner.run("analyze")
        speed(owner)


def generate(owner: Owner) -> None:
    """Two million parts, made inside the database, with the indexes of the real table."""
    owner.run(
        "insert into parts_manufacturer (name, key, succession_evidence, is_confirmed)"
        " select 'Maker ' || i, 'maker' || i, '', true from generate_series(0, 299) i"
    )
    owner.run(
        "insert into parts_part (manufacturer_id, mpn, mpn_fold, mpn_key, mpn_kind, description, category, family, package,"
        " mounting, rohs, datasheet_url, status, status_word, status_source, status_conflicts, replacement, facts_version)"
        " select m.id, n, n, replace(n, '-', ''), 'orderable', '', 'Logic', '', '', '', '', '', 'unknown', '', '', false,"
        f" '', 1 from (select i, {NUMBER} as n from generate_series(1, {PARTS}) i) g"
        " join parts_manufacturer m on m.key = 'maker' || (g.i % 300) on conflict do nothing"
    )
    owner.run("analyze")


def speed(owner: Owner) -> None:
    """Lines that nearly all match, as lists do; each size beside a floor of the same lines in the same run."""
    user = User.objects.create_user("bench@bench.example.com", "x", name="Bench")
    organisation_id = accounts.found_organisation(name="Bench", user_id=user.pk)
    owner.run(FLOOR)
    _turn(owner, organisation_id, user.pk, SIZES[0], 0)  # warms both up
    for place, size in enumerate(SIZES):
        turns = [
            _turn(owner, organisation_id, user.pk, size, 1 + place * TURNS + turn) for turn in range(TURNS)
        ]
        ours, floor = (round(statistics.median(side), 3) for side in zip(*turns, strict=True))
        say("match", lines=size, parts=PARTS, seconds=ours, floor_s=floor, ratio=round(ours / floor, 2))


def _turn(owner: Owner, organisation_id: int, user_id: int, size: int, turn: int) -> tuple[float, float]:
    """Seconds of ours and of the floor for the same lines, one directly after the other."""
    numbers = owner.run(
        f"select 'Maker ' || (i % 300), {NUMBER} from generate_series({turn + 1}, {PARTS}, {PARTS // size}) i limit {size}"
    )
    revision_id = _revision(organisation_id, user_id, numbers, turn)
    return (
        _ours(organisation_id, revision_id, numbers),
        _floor(owner, organisation_id, revision_id, numbers),
    )


def _ours(organisation_id: int, revision_id: int, numbers: list[tuple[Any, ...]]) -> float:
    def match() -> None:
        with as_organisation(organisation_id):
            boms.match_revision(organisation_id=organisation_id, revision_id=revision_id, at=timezone.now())

    took = seconds(match)
    with as_organisation(organisation_id):
        found = Line.objects.filter(revision_id=revision_id, part__isnull=False).count()
    assert found == len(numbers), f"{found} of {len(numbers)} lines were matched"
    return took


def _revision(organisation_id: int, user_id: int, numbers: list[tuple[Any, ...]], turn: int) -> int:
    with as_organisation(organisation_id):
        received = boms.receive(
            organisation_id=organisation_id,
            by=user_id,
            filename=f"{turn}.csv",
            data=f"MPN\n{turn}\n".encode(),
            at=timezone.now(),
        )
        lines = [
            Line(
                organisation_id=organisation_id,
                revision_id=received.revision_id,
                row_number=row,
                position=row,
                manufacturer=maker,
                mpn=f" {mpn.lower()}",
                quantity=1,
            )
            for row, (maker, mpn) in enumerate(numbers, start=1)
        ]
        Line.objects.bulk_create(lines, batch_size=2000)
    return received.revision_id


def _floor(owner: Owner, organisation_id: int, revision_id: int, numbers: list[tuple[Any, ...]]) -> float:
    """COPY the lines in, fold and join them, write them durably with their keys: what no program can do without."""

    def work() -> None:
        owner.run("create temporary table floor_staged (row_number int, maker text, mpn text)")
        rows = [(row, maker, f" {mpn.lower()}") for row, (maker, mpn) in enumerate(numbers, start=1)]
        owner.copy("copy floor_staged from stdin", rows)
        owner.run("analyze floor_staged")
        owner.run(JOIN.format(organisation=organisation_id, revision=revision_id))
        owner.run("drop table floor_staged")
        assert owner.run("select count(part_id) from floor_line")[0][0] >= len(numbers)

    return seconds(work)


def rightness() -> None:
    """The table of damage: per kind the share accepted and right, accepted and wrong, and right among the first three."""
    known, aliases, old, makers = _catalogue()
    kept = [part for place, part in enumerate(known) if place % HELD_BACK]
    absent = [part for place, part in enumerate(known) if not place % HELD_BACK and not part.is_base]
    _load(kept, makers)
    cases = list(Generator(kept, aliases, old, absent).cases(EACH))
    tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for case, (match, names) in zip(cases, _matched(cases), strict=True):
        tallies[case.family, case.kind].update(_tally(case, match, names))
        if "SHOW_WRONG" in os.environ and match.part_id is not None and names[:1] != [case.truth]:
            say(
                "wrong",
                kind=case.kind,
                asked=[case.maker, case.mpn],
                meant=case.truth,
                got=names[0],
                why=match.reason,
            )
    for (family, kind), tally in tallies.items():
        say("damage", family=family, kind=kind, cases=tally["cases"], **_shares(tally))
    for family in sorted({family for family, _ in tallies}):
        total = sum((tally for (name, _), tally in tallies.items() if name == family), Counter())
        say("damage", family=family, kind="all", cases=total["cases"], **_shares(total))


def _matched(cases: Sequence[Case]) -> Iterator[tuple[Match, list[tuple[str, str]]]]:
    """The match of each case with (maker, number) of the part and the proposals, best first."""
    with as_jobs():
        matches = boms.match_numbers(
            [boms.Number(case.mpn, case.maker, case.sku, case.description) for case in cases]
        )
        ids = {
            number for match in matches for number in (match.part_id, *match.candidates) if number is not None
        }
        names = {
            part.pk: (part.manufacturer.name, part.mpn)
            for part in part_queries.parts_by_id(list(ids)).values()
        }
    for match in matches:
        proposed = [match.part_id, *match.candidates] if match.part_id is not None else match.candidates
        yield match, [names[number] for number in proposed if number is not None]


def _tally(case: Case, match: Match, names: list[tuple[str, str]]) -> Counter[str]:
    truth = case.truth and (case.truth[0], fold_mpn(case.truth[1]))
    named = [(maker, fold_mpn(mpn)) for maker, mpn in names]
    is_right = match.part_id is not None and named[:1] == [truth]
    return Counter(
        cases=1,
        right=int(is_right),
        wrong=int(match.part_id is not None and not is_right),
        near=int(truth in named[:3]),
    )


def _shares(tally: Counter[str]) -> dict[str, float]:
    return {
        "accepted_right": round(tally["right"] / tally["cases"], 4),
        "accepted_wrong": round(tally["wrong"] / tally["cases"], 4),
        "among_three": round(tally["near"] / tally["cases"], 4),
    }


def _catalogue() -> tuple[list[Known], dict[str, list[str]], dict[str, list[str]], list[Path]]:
    """Parts, aliases, old makers and the makers' files: of the folder in CATALOGUE (docs/feeds.md), else what ships."""
    folder = os.environ.get("CATALOGUE")
    seen: dict[tuple[str, str], Known] = {}
    for row in _rows(Path(folder) / "parts.csv.gz" if folder else Path(catalogue.FACTS)):
        maker, mpn = row["manufacturer"], row["mpn"]
        is_base = (row.get("mpn_kind") or "").startswith("base")
        sku, description = row.get("distributor_sku") or "", row.get("description") or ""
        if maker and mpn:
            seen.setdefault((maker, fold_mpn(mpn)), Known(maker, mpn, sku, description, is_base))
    skus = Counter(fold_mpn(part.sku) for part in seen.values())
    parts_ = [part if skus[fold_mpn(part.sku)] == 1 else replace(part, sku="") for part in seen.values()]
    aliases: dict[str, list[str]] = defaultdict(list)
    old: dict[str, list[str]] = defaultdict(list)
    files = (
        [Path(folder) / name for name in ("manufacturers.csv", "manufacturer_aliases.csv")] if folder else []
    )
    for row in _rows(files[1]) if files else []:
        aliases[row["manufacturer"]].append(row["alias"])
    for row in _rows(files[0]) if files else []:
        if row["acquired_by_or_successor"]:
            old[row["acquired_by_or_successor"]].append(row["manufacturer"])
    return parts_, aliases, old, files


def _rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _load(kept: Iterable[Known], makers: Iterable[Path]) -> None:
    """Fill the database's catalogue with the parts that are kept, as a feed does."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["manufacturer", "mpn", "mpn_kind", "description", "distributor", "distributor_sku"])
    for part in kept:
        kind, house = "base" if part.is_base else "", "House" if part.sku else ""
        writer.writerow([part.maker, part.mpn, kind, part.description[:300], house, part.sku])
    text.seek(0)
    for path in makers:
        with path.open(encoding="utf-8", newline="") as lines, as_jobs():
            parts.import_manufacturers(lines=lines)
    with as_jobs():
        parts.import_parts(lines=text)
