"""Takes the pictures of the guides from the running demo: ``make up`` in one terminal, ``make screenshots`` in another."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent / "pictures"
BASE = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

# who, name of the picture, address, theme, width
PICTURES = (
    ("alice", "overview", "/", "light", 1440),
    ("alice", "overview-dark", "/", "dark", 1440),
    ("alice", "bom", "/boms/1/", "light", 1440),
    ("alice", "bom-narrow", "/boms/1/", "light", 390),
    ("alice", "columns", "/boms/revisions/1/columns/", "light", 1440),
    ("alice", "review", "/boms/revisions/4/review/", "light", 1440),
    ("alice", "alerts", "/alerts/", "light", 1440),
    ("alice", "part", "/parts/?q=HVM1000A", "light", 1440),
    ("olivia", "sharing", "/organisation/sharing/", "light", 1440),
    ("sam", "leads", "/insight/leads/", "light", 1440),
    ("sam", "lead", "/insight/leads/1/", "light", 1440),
    ("sam", "demand", "/insight/demand/", "light", 1440),
    ("carla", "notices", "/notices/", "light", 1440),
)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for who, name, address, theme, width in PICTURES:
            page = signed_in(browser, who, theme, width)
            page.goto(f"{BASE}{address}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
            print(f"docs/pictures/{name}.png")  # noqa: T201
        browser.close()
    return 0


def signed_in(browser: Browser, who: str, theme: str, width: int) -> Page:
    """A page of one of the demo's people, through the one-click sign-in."""
    scheme: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    height = 844 if width < 500 else 900
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{BASE}/accounts/login/")
    page.click(f"form:has(input[value^='{who}@']) button")
    page.wait_for_load_state("networkidle")
    return page


if __name__ == "__main__":
    sys.exit(main())
