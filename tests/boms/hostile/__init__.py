"""Files that are out to do harm, or have come to harm: bombs, lies, endless ranges, cut-off bytes, other kinds."""

from __future__ import annotations

from collections.abc import Iterator

from tests.boms.hostile import packages, sheets, texts
from tests.boms.hostile.case import Hostile

__all__ = ["Hostile", "hostile_files"]


def hostile_files() -> Iterator[Hostile]:
    yield from packages.files()
    yield from sheets.files()
    yield from texts.files()
