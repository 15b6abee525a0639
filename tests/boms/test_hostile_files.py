"""Whatever is uploaded: an answer in two seconds, one sentence or the lines, and we are still there."""

from __future__ import annotations

import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from obsolescence.boms.rules.guard import MEMORY_BYTES, read_guarded
from obsolescence.boms.rules.read_bom import ReadBom
from obsolescence.boms.rules.reading.table import UnreadableFile
from tests.boms.hostile import Hostile, hostile_files

FILES = list(hostile_files())
SECONDS = 2.0


@dataclass(frozen=True)
class Answer:
    answer: ReadBom | str
    seconds: float


def child_seconds() -> float:
    """Of processor time: how long we wait depends on what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ask(file: Hostile) -> Answer:
    data = file.make()
    began = child_seconds()
    try:
        answer: ReadBom | str = read_guarded(data, filename=file.name)
    except UnreadableFile as refusal:
        answer = refusal.sentence
    return Answer(answer, child_seconds() - began)


@pytest.mark.parametrize("file", [pytest.param(file, id=file.id) for file in FILES])
def test_every_file_is_answered(file: Hostile) -> None:
    found = ask(file)

    if isinstance(found.answer, str):
        assert file.is_read is not True, found.answer
        assert found.answer.strip().endswith(".")
        assert len(found.answer) < 250
    else:
        assert file.is_read is not False
        assert found.answer.lines or file.is_read is None
    assert found.seconds < SECONDS


def test_no_reader_took_more_than_its_memory() -> None:
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY_BYTES


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60


def by_id(name: str) -> Hostile:
    return next(file for file in FILES if file.id == name)


def test_what_is_around_the_harm_is_read() -> None:
    far = ask(by_id("a lone cell far away")).answer
    ranges = ask(by_id("a million resistors")).answer
    marks = ask(by_id("text from right to left in a number")).answer

    assert isinstance(far, ReadBom)
    assert [line.mpn for line in far.lines] == ["HV-1001K", "HV-2002K", "XY-9009K"]
    assert far.warnings
    assert isinstance(ranges, ReadBom)
    assert ranges.lines[-1].designators == ["R1", "R1000000"]
    assert isinstance(marks, ReadBom)
    assert marks.lines[-1].mpn_text == "HV\u202e-1009K\u202c"


def test_a_good_file_is_read_while_bad_ones_are() -> None:
    bad = [by_id("zip bomb in the sheet"), by_id("IPC-2581 a million deep"), by_id("noise")]
    good = Hostile("good", "good.csv", lambda: b"Qty,MPN\n1,HV-1001K\n2,HV-2002K\n", True)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, [*bad, good]))

    assert isinstance(answers[-1].answer, ReadBom)
    assert all(isinstance(found.answer, str) for found in answers[:-1])
