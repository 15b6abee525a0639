"""Read parts lists as the upload would, and show what was understood. Needs no database."""

import json
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obsolescence.base.refusals import Refused
from obsolescence.boms.rules.guard import read_guarded
from obsolescence.boms.rules.read_bom import ReadBom
from obsolescence.boms.rules.report import as_json, as_text

_AT_ONCE = 2  # each file has a process of its own


class Command(BaseCommand):
    help = (
        "Read parts lists (.csv, .txt, .xlsx, .xls, .xlsb, .ods, web pages, IPC-2581, CycloneDX) "
        "and show their columns and lines."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object a file, and nothing else"
        )

    def handle(self, *, files: list[str], json: bool, **_: Any) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = pool.map(_answer, files)
            failed = [
                self._show(path, answer, as_objects=json) for path, answer in zip(files, answers, strict=True)
            ]
        if any(failed) and not json:
            raise CommandError(f"{sum(failed)} of {len(files)} files could not be read.")

    def _show(self, path: str, answer: ReadBom | str, *, as_objects: bool) -> bool:
        self.stdout.write(_dumped(as_json(path, answer)) if as_objects else as_text(path, answer))
        return isinstance(answer, str)


def _answer(path: str) -> ReadBom | str:
    """What was read, or the sentence that says why not."""
    try:
        return read_guarded(Path(path).read_bytes(), filename=Path(path).name)
    except Refused as refusal:
        return refusal.sentence
    except OSError as error:
        return f"The file could not be opened: {error.strerror or error}."


def _dumped(answer: dict[str, Any]) -> str:
    return json.dumps(answer)
