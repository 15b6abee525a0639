"""The rules of the house: contracts hold, every page asks who you are, every table says what its wall is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from obsolescence.base import walls

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("allauth.", "django.")


def views(patterns=None, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def test_every_page_asks_who_you_are_or_says_that_it_is_open() -> None:
    silent = [
        address
        for address, view in views()
        if not view.__module__.startswith(LIBRARIES)
        and not getattr(view, "asks_who", False)
        and not getattr(view, "is_open", False)
        and not hasattr(view, "cls")  # DRF's views ask through their permissions
    ]
    assert silent == []


def test_no_migration_is_missing(db) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_table_declares_its_wall() -> None:
    assert walls.walled_models()


@pytest.mark.parametrize("library", ["sklearn", "scipy", "pandas", "numpy"])
def test_pages_do_not_load_the_numbers(library: str) -> None:
    code = f"import django; django.setup(); import config.urls, sys; sys.exit({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), check=False)
    assert done.returncode == 0


def environment() -> dict[str, str]:
    import os

    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}


def test_documents_stay_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150
    for page in (ROOT / "docs" / "adr").glob("*.md"):
        assert len(page.read_text().splitlines()) <= 60, page.name


def test_nothing_names_a_registry_or_a_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    words = ["pypi" + ".org", "files.python" + "hosted", "--index" + "-url", "/ho" + "me/", "/ro" + "ot/"]
    found = [
        (name, word)
        for name in tracked
        if not name.endswith((".png", ".gz", ".xlsx"))
        for word in words
        if word
        in (ROOT / name).read_text(encoding="utf-8", errors="replace").replace("--no-emit-index-url", "")
    ]
    assert found == []
