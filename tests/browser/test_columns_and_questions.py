"""Columns, cells, questions and comparison by keyboard in a browser: every state without a finding of axe."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.test_journey import company, visit  # noqa: F401 - fixtures
from tests.conftest import Worker, eventually

UNSURE = (
    "Acme Drives,,,,,\nStock list,,,,,\nMPN,Maker,Second,Quantity,Reference,Variant B\n"
    + "".join(
        f"HVX-{n}001K,Halvorn,KMX-{n}002K,{n},{' '.join(f'R{n * 10 + k}' for k in range(n))},{'yes' if n % 2 else 'no'}\n"
        for n in range(1, 9)
    )
    + "checked by Bob,,,,,\n"
)
OPEN = (
    "Manufacturer,Manufacturer Part Number,Quantity,Reference\n"
    "Texas Instruments,TMUX1O7RUTR,2,U3 U4\nTexas Instruments,TMUX107RUTR,2,U5 U6\nNobody,QQ-9999-ZZ,3,R1 R2 R3\n"
)


def send(page: Page, text: str, name: str) -> str:
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile("/boms/[0-9]+/"))
    return page.url


def press_until(page: Page, key: str, wanted: str, *, most: int = 80) -> None:
    """Walk with one key until the element with this id has the focus."""
    for _ in range(most):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached with {key}")


def test_the_columns_by_keyboard_alone(worker: Worker, company, visit) -> None:  # noqa: F811
    alice = visit("alice@acme.example.com")
    page = alice.go("/boms/upload/")
    address = send(page, UNSURE, "stock.csv")
    eventually(lambda: page.goto(address) and page.get_by_role("link", name="Check the columns").count())
    page.get_by_role("link", name="Check the columns").first.press("Enter")
    expect(page.locator("#doubts")).to_contain_text("does not say whether yes means placed")
    alice.assert_accessible()

    press_until(page, "Tab", "c5")  # the column of the doubt
    page.keyboard.type("Placed")
    expect(page.locator("#doubts")).to_contain_text("settled by you")
    expect(page.locator("#sure-5")).to_contain_text("your choice")
    expect(page.locator("#c5")).to_be_focused()
    press_until(page, "Shift+Tab", "c2")
    page.keyboard.type("Part number")
    expect(page.locator("#sure-2")).to_contain_text("no. 2")
    expect(page.locator("#reading")).to_contain_text("KMX-1002K")
    alice.assert_accessible()

    press_until(page, "Shift+Tab", "cells")
    page.keyboard.type("A5:F9")
    page.keyboard.press("Enter")
    expect(page.locator("#columns")).to_contain_text("lie outside these cells and are not read")
    expect(page.locator("#cells")).to_be_focused()
    expect(page.locator("#c5")).to_have_value("placed")  # what was chosen stays
    expect(page.locator("#reading")).to_contain_text("5 lines")
    assert page.url.endswith("/columns/")  # Enter shows; it does not confirm
    alice.assert_accessible()

    page.keyboard.press("Control+a")
    page.keyboard.type("nonsense")
    page.keyboard.press("Enter")
    expect(page.locator("#cells-wrong")).to_contain_text("“nonsense” names no cells")
    expect(page.locator("#cells")).to_have_attribute("aria-invalid", "true")
    alice.wrong[:] = [line for line in alice.wrong if "422" not in line]  # the answer to nonsense
    alice.assert_accessible()
    page.keyboard.press("Control+a")
    page.keyboard.type("5:9")
    page.keyboard.press("Enter")
    expect(page.locator("#cells-wrong")).to_have_count(0)
    page.get_by_role("button", name="Looks right, go on").press("Enter")
    page.wait_for_url(re.compile("revision="))
    eventually(lambda: page.goto(address) and page.get_by_text("HVX-2001K").count())
    expect(page.get_by_text("HVX-7001K")).to_have_count(0)


def test_a_colleague_is_asked_and_the_counts_settle(worker: Worker, company, visit) -> None:  # noqa: F811
    alice, olivia = visit("alice@acme.example.com"), visit("olivia@acme.example.com")
    page = alice.go("/boms/upload/")
    address = send(page, OPEN, "open.csv")
    eventually(lambda: page.goto(address) and page.get_by_role("link", name=re.compile("to review")).count())
    page.get_by_role("link", name=re.compile("to review")).first.click()
    expect(page.get_by_text("Still looking for proposals")).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 lines need your eye")
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.locator("#whom")).to_be_focused()
    alice.assert_accessible()
    page.locator("#whom").select_option(label="Olivia Example, owner")
    page.locator("#question").fill("A zero or an O?")
    page.get_by_role("button", name="Send the question").press("Enter")
    expect(page.locator("#questions")).to_contain_text("Alice Example asked Olivia Example on")
    expect(page.get_by_text("No answer yet.")).to_be_visible()
    alice.assert_accessible()

    start = olivia.go("/")
    expect(start.get_by_role("heading", name="A colleague asks you")).to_be_visible()
    olivia.assert_accessible()
    start.get_by_role("link", name=re.compile("Answer the question")).press("Enter")
    expect(start.locator("#questions")).to_contain_text("asked you on")
    olivia.assert_accessible()
    start.get_by_label("Answer to Alice Example").fill("A zero.")
    start.keyboard.press("Enter")
    expect(start.locator("#questions")).to_contain_text("Olivia Example on")
    page.reload()
    expect(page.locator("#questions")).to_contain_text("A zero.")
    alice.assert_accessible()
    # Enter on something that has the focus does that, and saves nothing
    page.locator(".queue a").last.press("Enter")
    expect(page.get_by_text("Saved for")).to_have_count(0)
    expect(page.get_by_role("heading", name=re.compile("In your file, row 4"))).to_be_visible()


def test_two_revisions_are_compared(worker: Worker, company, visit) -> None:  # noqa: F811
    alice = visit("alice@acme.example.com")
    page = alice.go("/boms/upload/")
    address = send(page, OPEN, "board.csv")
    eventually(lambda: page.goto(address) and page.get_by_text("Lines with a part").count())
    bom_id = address.split("/boms/")[1].split("/")[0]
    page.goto(f"{alice.site}/boms/upload/?bom={bom_id}")
    send(page, OPEN.replace("107RUTR,2,U5 U6", "107RUTR,3,U5 U6 U7") + "Nobody,QQ-1,1,R9\n", "board2.csv")
    eventually(
        lambda: (
            page.goto(f"{alice.site}/boms/{bom_id}/revisions/") and page.locator("a[href*=compare]").count()
        )
    )
    page.locator("a[href*=compare]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 line changed, 1 added")
    alice.assert_accessible()
    page.get_by_role("link", name="Quantity 1").press("Enter")
    expect(page.get_by_text("QQ-1")).to_have_count(0)
    alice.assert_accessible()
