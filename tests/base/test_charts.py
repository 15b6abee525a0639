"""Charts are drawn by the real helper process, cleaned, cached, and come back when the helper dies."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from obsolescence.base import charts
from obsolescence.base.charts import markup, specs, timeline
from obsolescence.base.charts.process import Drawer, NotDrawn

BAR: dict[str, Any] = {
    "data": {"values": [{"a": "x", "b": 3}]},
    "mark": {"type": "bar", "color": "var(--ltb-mark)"},
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
}
MONTHS = [date(2026, month, 1) for month in range(1, 13)]
EXPECTED = [specs.Expected(month, 100.0, 150.0, 220.0) for month in MONTHS]


@pytest.fixture(autouse=True)
def _own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(scope="module")
def drawer():
    drawer = Drawer()
    yield drawer
    drawer.stop()


ALL = {
    "pareto": specs.pareto(
        [("line 1", "obsolete", 70.0), ("line 2", "ltb", 20.0), ("line 3", "active", 10.0)]
    ),
    "pareto of nothing": specs.pareto([]),
    "fan": specs.monthly_fan([("2025-12", 90.0)], EXPECTED),
    "fan without history": specs.monthly_fan([], EXPECTED),
    "history without fan": specs.monthly_fan([("2025-12", 90.0)], []),
    "ranges": specs.monthly_ranges(EXPECTED),
    "histogram": specs.risk_histogram([88, 40, 22, 14, 9, 8, 6]),
    "timeline": timeline.timeline(
        [
            timeline.Ending("MAX3232EUE+", "ltb", date(2026, 12, 18), date(2027, 6, 18)),
            timeline.Ending(
                "HCPL-316J", "nrnd", p10=date(2027, 2, 1), p50=date(2028, 9, 1), p90=date(2035, 1, 1)
            ),
            timeline.Ending("NOTHING-KNOWN", "unknown"),
        ],
        today=date(2026, 11, 24),
        until=date(2031, 12, 31),
        marks=[("EOP AX-200", date(2028, 9, 30)), ("EOP AX-201", date(2028, 10, 30))],
    ),
}


@pytest.mark.parametrize("name", ALL)
def test_every_ready_made_chart_is_drawn(name: str) -> None:
    picture = charts.svg(ALL[name], title=name, summary="as in the table")

    assert picture.startswith("<svg"), picture
    assert "style=" not in picture
    assert "<style" not in picture
    assert f'aria-label="{name}: as in the table"' in picture


def test_marks_say_what_they_are_and_bring_the_colours_of_the_page() -> None:
    picture = charts.svg(ALL["pareto"], title="Exposure", summary="")

    assert "<title>line 1: 70\N{NO-BREAK SPACE}%</title>" in picture
    assert "var(--obsolete-mark)" in picture
    assert "carry 90\N{NO-BREAK SPACE}% of it" in picture


def test_two_charts_on_one_page_share_no_id() -> None:
    first, second = (charts.svg(ALL["timeline"], title="t", summary="s") for _ in range(2))
    ids = [set(re.findall(r'id="([^"]+)"', picture)) for picture in (first, second)]

    assert ids[0]
    assert not ids[0] & ids[1]
    assert all(f"url(#{name})" in first for name in ids[0])


def test_a_drawn_picture_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    charts.svg(BAR, title="kept", summary="s")
    monkeypatch.setattr(charts.drawer, "draw", lambda *_: pytest.fail("drawn twice"))

    assert charts.svg(BAR, title="kept", summary="s").startswith("<svg")


def test_a_wrong_specification_becomes_a_sentence() -> None:
    assert "cannot be drawn" in charts.svg({"mark": "no such mark"}, title="wrong", summary="")


def test_a_helper_that_was_killed_is_started_again(drawer: Drawer) -> None:
    drawer.draw(BAR)
    first = drawer.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert drawer.draw(BAR).startswith("<svg")
    assert drawer.pid != first


def test_a_helper_that_hangs_is_given_up() -> None:
    hanging = Drawer([sys.executable, "-c", "import time; time.sleep(60)"])
    started = time.monotonic()

    with pytest.raises(NotDrawn):
        hanging.draw(BAR, patience=0.3)

    assert time.monotonic() - started < 3
    assert hanging.pid is None


def test_a_helper_that_ends_at_once_is_not_tried_for_ever() -> None:
    with pytest.raises(NotDrawn):
        Drawer([sys.executable, "-c", ""]).draw(BAR)


def test_threads_get_their_own_picture(drawer: Drawer) -> None:
    def draw(color: str) -> str:
        return drawer.draw({**BAR, "mark": {"type": "bar", "color": color}})

    with ThreadPoolExecutor(4) as pool:
        colours = [f"#0000{n:02d}" for n in range(10, 22)]
        pictures = list(pool.map(draw, colours))

    assert all(color in picture for color, picture in zip(colours, pictures, strict=True))


def test_data_from_elsewhere_is_not_fetched(drawer: Drawer) -> None:
    with pytest.raises(NotDrawn):
        drawer.draw({**BAR, "data": {"url": "http://127.0.0.1:9/x.csv"}})


def link_to(address: str) -> str:
    spec = {**BAR, "data": {"values": [{"a": "x", "b": 3, "u": address}]}}
    spec["encoding"] = {**BAR["encoding"], "href": {"field": "u"}}
    return charts.svg(spec, title="t", summary=address)


def test_a_link_leads_to_a_page_of_this_site() -> None:
    picture = link_to("/parts/1/")

    assert 'href="/parts/1/"' in picture
    assert 'role="group"' in picture


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example.com/", "//elsewhere.example.com/", "javascript:alert(1)"]
)
def test_a_link_to_elsewhere_is_dropped(address: str) -> None:
    assert "href" not in link_to(address)


def test_nothing_that_runs_or_styles_survives() -> None:
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><style>a{}</style>'
        '<foreignObject/><image href="/x.png"/><g style="fill: red; position: fixed" onclick="x()">'
        '<path d="M0 0" fill="url(https://elsewhere.example.com/#a)"/><text>1 &lt; 2</text></g></svg>'
    )
    cleaned = markup.clean(drawn, label='A "label"')
    tags = {element.tag for element in fromstring(cleaned).iter()}

    assert tags == {"svg", "g", "path", "text"}
    assert 'fill="red"' in cleaned
    assert "1 &lt; 2" in cleaned
    assert not re.search(r"onload|onclick|style=|position|elsewhere", cleaned)
