"""The timeline: what ends when. Known dates are edges, estimated ones are ranges with a middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from obsolescence.base.charts.specs import Spec, _field, _mark, _today, _words

ROW_HEIGHT = 26
LABEL_WIDTH = 178
DAYS_PER_LABEL_CHARACTER = 14
YEARS: Spec = {"format": "%Y", "tickCount": "year", "orient": "top", "grid": True, "domain": False}
NAMES: Spec = {
    "labelFont": "var(--mono)",
    "labelFontSize": 12,
    "labelFontWeight": 500,
    "labelColor": "var(--text)",
    "labelLimit": LABEL_WIDTH - 8,
    "labelAlign": "left",
    "labelPadding": LABEL_WIDTH,
    "domain": False,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """One part: its maker's dates, or the range in which its end is estimated; unknown stays None."""

    label: str
    state: str
    last_order: date | None = None
    last_ship: date | None = None
    p10: date | None = None
    p50: date | None = None
    p90: date | None = None


def timeline(
    endings: Sequence[Ending],
    *,
    today: date,
    until: date,
    marks: Sequence[tuple[str, date]] = (),
    width: int = 1120,
) -> Spec:
    """Rows of parts over time from a little before today; `marks` are starts and ends of production."""
    start = today - timedelta(days=60)
    window = {"domain": [start.isoformat(), until.isoformat()]}
    x = _field("at", "temporal", scale=window, axis=YEARS)
    y = _field("label", "nominal", sort=[ending.label for ending in endings], axis=NAMES)
    layers = [
        _bands(endings, today, until),
        _edges(endings, start, until),
        _middles(endings, until),
        *_marks(marks),
    ]
    now = _today(today.isoformat())
    for layer in now["layer"]:
        layer["encoding"]["x"] = {**x, "field": "month"}
    now["layer"][-1]["mark"] |= {"y": -26, "dx": 0, "align": "left", "baseline": "bottom"}
    return {
        "width": width - LABEL_WIDTH - 8,
        "height": ROW_HEIGHT * max(len(endings), 1),
        "layer": [{**layer, "encoding": {"x": x, "y": y, **layer["encoding"]}} for layer in layers if layer]
        + [now],
    }


def _bands(endings: Sequence[Ending], today: date, until: date) -> Spec:
    rows: list[dict[str, Any]] = []
    for ending in endings:
        rows += _bands_of(ending, today, until)
    return {
        "data": {"values": rows},
        "mark": _mark("bar", said=True, height=9, cornerRadius=3, clip=True),
        "encoding": {
            "x2": {"field": "to"},
            "color": _field("color", "nominal", scale=None),
            "description": _field("words", "nominal"),
        },
    }


def _bands_of(ending: Ending, today: date, until: date) -> list[dict[str, Any]]:
    bands = []
    if ending.last_order and ending.last_order > today:
        bands.append(_band(ending, today, ending.last_order, "ltb-mark", "orders until"))
    if ending.last_ship and ending.last_ship > today:
        opening = max(ending.last_order or today, today)
        bands.append(_band(ending, opening, ending.last_ship, "ltb-pale", "ships until"))
    if ending.p10:
        tone = "nrnd-pale" if ending.state == "nrnd" else "accent-pale"
        bands.append(_band(ending, ending.p10, min(ending.p90 or until, until), tone, "end estimated by"))
    return bands


def _band(ending: Ending, start: date, end: date, color: str, what: str) -> dict[str, Any]:
    return {
        "label": ending.label,
        "at": start.isoformat(),
        "to": end.isoformat(),
        "color": f"var(--{color})",
        "words": f"{ending.label}: {what} {end.isoformat()}",
    }


def _edges(endings: Sequence[Ending], start: date, until: date) -> Spec | None:
    """The last day to order, as a short stroke."""
    rows = [
        {"label": e.label, "at": e.last_order.isoformat()}
        for e in endings
        if e.last_order and start <= e.last_order <= until
    ]
    if not rows:
        return None
    return {
        "data": {"values": rows},
        "mark": _mark("tick", color="var(--text)", size=17, thickness=2),
        "encoding": {},
    }


def _middles(endings: Sequence[Ending], until: date) -> Spec | None:
    rows = [
        {
            "label": e.label,
            "at": e.p50.isoformat(),
            "color": "var(--nrnd-mark)" if e.state == "nrnd" else "var(--accent-mark)",
            "words": f"{e.label}: end estimated {e.p50:%Y-%m}",
        }
        for e in endings
        if e.p50 and e.p50 <= until
    ]
    if not rows:
        return None
    dot = _mark("point", said=True, filled=True, size=62, stroke="var(--surface)", strokeWidth=1.5, opacity=1)
    encoding = {"color": _field("color", "nominal", scale=None), "description": _field("words", "nominal")}
    return {"data": {"values": rows}, "mark": dot, "encoding": encoding}


def _marks(marks: Sequence[tuple[str, date]]) -> list[Spec]:
    """Starts and ends of production: dotted strokes, words below; near ones take turns in height."""
    rows: list[dict[str, Any]] = []
    last: date | None = None
    for words, day in sorted(marks, key=lambda mark: mark[1]):
        is_near = last is not None and (day - last).days < DAYS_PER_LABEL_CHARACTER * len(words)
        level = (rows[-1]["level"] + 1) % 3 if is_near and rows else 0
        rows.append({"at": day.isoformat(), "said": f"{words} {day:%Y-%m}", "level": level})
        last = day
    layers: list[Spec] = []
    if rows:
        rule = _mark("rule", color="var(--text)", strokeDash=[2, 3], strokeWidth=1.5)
        layers.append({"data": {"values": rows}, "mark": rule, "encoding": {"y": None}})
    for level in range(3):
        here = [row for row in rows if row["level"] == level]
        if here:
            mark = _words(y={"expr": f"height + {14 + 14 * level}"}, align="center", baseline="middle")
            encoding = {"y": None, "text": _field("said", "nominal")}
            layers.append({"data": {"values": here}, "mark": mark, "encoding": encoding})
    return layers
