"""The main job in a browser, on what ships: upload, risk, a discontinuance, one alert, its correction."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail as mails
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from config.demo import catalogue
from insight.flow import hearing
from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs
from obsolescence.flow import delivery
from obsolescence.parts import services as parts
from tests.built import make_built, make_part
from tests.conftest import Mailbox, Worker, eventually
from tests.people import make_company, make_staff

BOMS = Path(catalogue.__file__).parent / "boms"
TIME_CARD = BOMS / "time-appliance-project-timecardv9_bom_8-28-2023.xlsx"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
WIDTHS = (1440, 390)
# An animation of something that htmx has swapped meanwhile never finishes: a second is enough.
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    setTimeout(done, 1000);
    Promise.allSettled(document.getAnimations()
        .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished)).then(done);
})))"""


@pytest.fixture
def company(committed):
    """Acme with its people, the distributor's, and the catalogue that ships."""
    company = make_company("Acme Drives", "acme.example.com", olivia="owner", alice="engineer", bob="buyer")
    make_staff("carla@arvenne.example.com", "Carla Example", "catalogue_manager")
    with gzip.open(catalogue.FACTS, "rt", encoding="utf-8", newline="") as lines, as_jobs():
        parts.import_parts(lines=lines)
    return company


class Visitor:
    """A person at a browser of their own; every page is watched for errors."""

    def __init__(self, browser: Browser, site: str, email: str, scheme: str = "light") -> None:
        self.site, self.wrong = site, []
        self.context = browser.new_context(
            color_scheme=scheme, reduced_motion="reduce", viewport={"width": 1440, "height": 900}
        )
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", lambda request: self._failed(request))
        self.page.on(
            "response",
            lambda answer: answer.status >= 400 and self.wrong.append(f"{answer.status} {answer.url}"),
        )
        self.page.on("console", lambda line: line.type == "error" and self.wrong.append(line.text))
        self.sign_in(email)

    def _failed(self, request) -> None:
        if "ERR_ABORTED" not in str(request.failure):  # a page that was left while it loaded
            self.wrong.append(f"{request.url}: {request.failure}")

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.site}/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill("correct horse battery")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.site}/")

    def go(self, address: str) -> Page:
        self.page.goto(f"{self.site}{address}")
        return self.page

    def _violations(self) -> list[object]:
        """What axe finds; asked again while a change of theme is still being painted."""
        found: list[object] = []
        for _ in range(5):
            self.page.evaluate(SETTLED)
            rules = Axe().run(self.page, options=RULES).response["violations"]
            found = [(rule["id"], rule["nodes"][0]["html"]) for rule in rules]
            if not found:
                break
        return found

    def assert_accessible(self) -> None:
        """axe finds nothing, wide and narrow, light and dark; nothing scrolls sideways."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            assert self._violations() == []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            too_wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert too_wide <= 0, f"{self.page.url} is {too_wide} px too wide at {width}"
        self.page.set_viewport_size({"width": 1440, "height": 900})
        assert self.wrong == []


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator:
    visitors: list[Visitor] = []

    def come(email: str) -> Visitor:
        visitors.append(Visitor(browser, site, email))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()


def told(mailbox: Mailbox) -> list[EmailMessage]:
    """What was told of parts; owner and buyer are also asked whether they follow the project."""
    return [mail for mail in mailbox.mails if "follow" not in mail["Subject"]]


def test_from_upload_to_one_alert_and_its_correction(
    mailbox: Mailbox, worker: Worker, company, visit
) -> None:
    alice = visit("alice@acme.example.com")
    alice.assert_accessible()
    page = alice.go("/boms/upload/")
    alice.assert_accessible()
    page.locator("input[type=file]").set_input_files(TIME_CARD)
    expect(page.get_by_text("Lines with a part")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Lifecycle unknown")).to_be_visible()
    alice.assert_accessible()
    bom_address = page.url

    page.get_by_role("link", name="TMUX1072RUTR").click()
    expect(page.locator("#drawer").get_by_text("Request a quote")).to_be_visible()
    alice.assert_accessible()

    carla = visit("carla@arvenne.example.com")
    last_order = (timezone.localdate() + timedelta(days=200)).isoformat()
    notice = carla.go("/notices/new/")
    carla.assert_accessible()
    for label, text in (
        ("Manufacturer", "Texas Instruments"), ("Notice number", "PDN 4711"), ("Title", "Analog switches end"),
        ("Last order", last_order), ("Parts, one a line", "TMUX1072RUTR, TMUX1072RUTS"),
    ):  # fmt: skip
        notice.get_by_label(label).first.fill(text)
    notice.get_by_role("button", name="Record and tell").click()
    expect(notice.get_by_text("Parts named")).to_be_visible()
    carla.assert_accessible()

    eventually(lambda: len(told(mailbox)) == 1)
    [mail] = told(mailbox)
    assert mail["To"] == "Alice Example <alice@acme.example.com>"
    assert mail["Subject"] == f"Order TMUX1072RUTR by {last_order} (Texas Instruments)"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http")
    for part in ("plain", "html"):
        body = mail.get_body((part,)).get_content()
        for words in ("Analog switches end", "TMUX1072RUTR", last_order, "Decide what to do"):
            assert words in body

    alice.go("/alerts/")
    expect(page.get_by_role("link", name="TMUX1072RUTR is discontinued")).to_have_count(1)
    alice.assert_accessible()
    page.get_by_role("link", name="TMUX1072RUTR is discontinued").click()
    expect(page.get_by_text("sent: follows this project")).to_have_count(2)
    alice.assert_accessible()
    alice.go("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 decision is open")
    alice.assert_accessible()
    page.goto(bom_address)
    expect(page.get_by_text(last_order).first).to_be_visible()

    notice.get_by_label("Why").fill("Sent by mistake.")
    notice.on("dialog", lambda dialog: dialog.accept())
    notice.get_by_role("button", name="Withdraw").click()
    eventually(lambda: len(told(mailbox)) == 2)
    correction = told(mailbox)[1]
    assert str(correction["Subject"]).startswith("Withdrawn: ")
    assert correction["To"] == mail["To"]
    for part in ("plain", "html"):
        assert "Sent by mistake." in correction.get_body((part,)).get_content()


def test_the_mailbox_of_the_demo_shows_a_mail(company, visit, settings, tmp_path: Path) -> None:
    settings.MAILBOX_DIR = tmp_path
    make_built(company.id, [make_part("HV-1000")], watchers=[company.alice])
    today = timezone.localdate()
    new = parts.NewNotice(
        maker="Halvorn", word="PDN", title="Line closed", number="HV-1", evidence="manufacturer",
        issued=today.isoformat(), last_order=(today + timedelta(days=200)).isoformat(),
        rows=[parts.NoticeRow(part="HV-1000")],
    )  # fmt: skip
    with as_jobs():
        notice_id, _ = parts.record_notice(new, at=timezone.now())
        alerts.follow_notice(notice_id=notice_id, today=today, at=timezone.now())
    delivery.deliver_messages()
    (tmp_path / "1790000000000000000-1.eml").write_bytes(mails.outbox[0].message().as_bytes())

    alice = visit("alice@acme.example.com")
    page = alice.go("/demo/mailbox/")
    alice.assert_accessible()
    page.get_by_role("link", name="Order HV-1000 by").click()
    shown = page.frame_locator("iframe.mail")
    expect(shown.get_by_role("heading", name="HV-1000 is being discontinued")).to_be_visible()
    expect(shown.get_by_role("link", name="Decide what to do")).to_be_visible()
    alice.assert_accessible()


def test_a_list_without_part_numbers_says_so(worker: Worker, company, visit) -> None:
    alice = visit("alice@acme.example.com")
    page = alice.go("/boms/upload/")
    page.locator("input[type=file]").set_input_files(
        {
            "name": "values.csv",
            "mimeType": "text/csv",
            "buffer": b"Comment,Designator,Footprint,Quantity\n10k,R1,0603,1\n100n,C1 C2,0402,2\n",
        }
    )
    expect(page.get_by_text("There is no part number in this file.")).to_be_visible(timeout=20_000)
    alice.assert_accessible()


def test_a_long_project_name_does_not_widen_the_upload(company, visit) -> None:
    make_built(company.id, [], project="A_name_without_any_space_" * 2 + "and_more_of")
    alice = visit("alice@acme.example.com")
    alice.go("/boms/upload/")
    alice.assert_accessible()


def hidden_width(page: Page, what: str) -> int:
    """How many pixels of an element are out of sight."""
    return int(page.locator(what).first.evaluate("one => one.scrollWidth - one.clientWidth"))


def test_another_company_sees_none_of_it(company, worker: Worker, visit) -> None:
    make_company("Zenith Audio", "zenith.example.com", charlie="engineer")
    alice = visit("alice@acme.example.com")
    page = alice.go("/boms/upload/")
    page.locator("input[type=file]").set_input_files(TIME_CARD)
    expect(page.get_by_text("Lines with a part")).to_be_visible(timeout=20_000)
    address = page.url

    charlie = visit("charlie@zenith.example.com")
    assert charlie.page.goto(address).status == 404


def test_from_plan_to_lead_and_who_looked(worker: Worker, company, visit) -> None:
    make_staff("sam@arvenne.example.com", "Sam Example", "sales")
    owner = visit("olivia@acme.example.com")
    page = owner.go("/organisation/sites/")
    owner.assert_accessible()
    page.get_by_label("Code").fill("P1")
    page.get_by_label("Name").first.fill("Brno")
    page.get_by_label("Country").fill("CZ")
    page.get_by_role("button", name="Save the site").click()
    page = owner.go("/boms/upload/")
    page.locator("input[type=file]").set_input_files(TIME_CARD)
    expect(page.get_by_text("Lines with a part")).to_be_visible(timeout=20_000)

    buyer = visit("bob@acme.example.com")
    plan = buyer.go("/projects/")
    plan.get_by_role("link", name="time-appliance").first.click()
    buyer.assert_accessible()
    month = f"{timezone.localdate() + timedelta(days=70):%Y-%m}"
    plan.get_by_label(f"Brno, {month}").fill("123456")
    assert hidden_width(plan, f"input[aria-label='Brno, {month}']") <= 0
    plan.get_by_label(f"Brno, {month}").fill("400")
    plan.get_by_role("button", name="Keep as a new version").first.click()
    expect(plan.get_by_text("Version 1, recorded")).to_be_visible()

    sam = visit("sam@arvenne.example.com")
    hearing.hear_events()
    leads = sam.go("/insight/leads/")
    expect(leads.get_by_text("No lead here")).to_be_visible()  # nobody has chosen to share: nothing is seen

    choice = owner.go("/organisation/sharing/")
    choice.get_by_label("Sharing of").select_option("full")
    choice.get_by_role("button", name="Save").click()
    expect(choice.get_by_label("Sharing of")).to_have_value("full")
    hearing.hear_events()

    sam.go("/")
    sam.assert_accessible()
    leads = sam.go("/insight/leads/")
    sam.assert_accessible()
    leads.get_by_role("link", name="Acme Drives").click()
    answers = leads.get_by_role("region", name="The six answers")
    for title in ("Why now", "Who", "What, how many", "When, how long", "Where", "How much"):
        expect(answers.get_by_role("heading", name=title)).to_be_visible()
    expect(answers).to_contain_text("Brno, CZ")
    expect(answers).to_contain_text("assumed 16 weeks")
    expect(answers).to_contain_text("Value not known")  # no price of these parts is known, and it says so
    sam.assert_accessible()
    leads.set_viewport_size({"width": 1360, "height": 900})
    assert hidden_width(leads, ".scroll[aria-label='Parts, table']") <= 0
    leads.get_by_role("button", name="Take it").click()
    expect(leads.get_by_text("Taken by Sam Example")).to_be_visible()
    sam.go("/insight/demand/")
    sam.assert_accessible()

    seen = owner.go("/organisation/sharing/")
    expect(seen.get_by_text("Sam Example, sales").first).to_be_visible()
    expect(seen.get_by_text("exactly as sales sees it")).to_be_visible()
    owner.assert_accessible()

    seen.get_by_label("Sharing of").select_option("nothing")
    seen.get_by_role("button", name="Save").click()
    hearing.hear_events()
    sam.go("/insight/leads/")
    expect(sam.page.get_by_text("No lead here")).to_be_visible()


DAMAGED = (
    b"Manufacturer,MPN,Quantity,Reference\nTexas Instruments,TMUX1O72RUTR,1,U1\nTexas Instruments,TMUX1072RUTR,1,U2\n"
    b"Nobody,QQ-9999-ZZ,3,R1 R2 R3\nTexas Instruments,TMUX107RUTR,2,U3 U4\n"
)


def test_open_lines_are_reviewed_by_keyboard_and_undone(worker: Worker, company, visit) -> None:
    alice = visit("alice@acme.example.com")
    page = alice.go("/boms/upload/")
    file = {"name": "damaged.csv", "mimeType": "text/csv", "buffer": DAMAGED}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Lines with a part")).to_be_visible(timeout=20_000)
    bom_address = page.url
    eventually(lambda: page.goto(bom_address) and page.get_by_role("link", name="2 to review").count())
    page.get_by_role("link", name="2 to review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 lines need your eye")
    alice.assert_accessible()

    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="In your file, row 5")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="In your file, row 2")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved for 1 line.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 line needs your eye")
    page.get_by_role("button", name="Undo last").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 lines need your eye")

    page.goto(bom_address)
    page.get_by_role("link", name="Edit the quantity of line 3").click()
    page.get_by_role("textbox", name="Quantity of line 3").fill("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Edit the quantity of line 3")).to_have_text("7")
    alice.assert_accessible()
    page.get_by_role("button", name="Undo edit").click()
    expect(page.get_by_role("link", name="Edit the quantity of line 3")).to_have_text("3")

    page.get_by_role("group").get_by_label("More").or_(page.locator("summary[aria-label=More]")).first.click()
    page.get_by_role("link", name="Change the columns").click()
    alice.assert_accessible()
    page.get_by_label("Column B MPN is").select_option("cpn")
    expect(page.locator("#reading")).to_contain_text("4 without a part number")
    alice.assert_accessible()

    olivia = visit("olivia@acme.example.com")
    olivia.go("/organisation/tokens/").get_by_label("Name").fill("Build server")
    olivia.page.get_by_label("Upload bills of materials").check()
    olivia.page.get_by_role("button", name="Make the token").click()
    expect(olivia.page.get_by_text("Copy the token now")).to_be_visible()
    olivia.assert_accessible()
