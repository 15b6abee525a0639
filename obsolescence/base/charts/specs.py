"""Ready-made Vega-Lite specifications. Each takes plain lists and says nothing: words belong to the figure.

Colours are the CSS variables of static/css/tokens.css. Months are "2026-11" or dates; values are numbers.
Few gridlines, direct labels instead of legends, today in the accent colour, expected values with their range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from obsolescence.base import words

Spec = dict[str, Any]
Month = str | date

THEME: Spec = {
    "font": "Inter, Segoe UI, Roboto, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--text-3)",
        "labelFontSize": 11,
        "labelFontWeight": 400,
        "labelPadding": 6,
        "title": None,
        "ticks": False,
        "domain": False,
        "gridColor": "var(--line)",
    },
    "axisX": {"grid": False, "domain": True, "domainColor": "var(--line-2)", "labelAngle": 0},
    "axisY": {"tickCount": 4},
    "text": {"fontSize": 11, "fill": "var(--text-3)"},
    "scale": {"bandPaddingInner": 0.16, "bandPaddingOuter": 0.05},
}
# 0, 500, 1.5 k, 2 m: as the words beside the picture say it
AMOUNTS: Spec = {
    "labelExpr": (
        "datum.value === 0 ? '0' : lower(replace(format(datum.value, '~s'), regexp('([a-zA-Z])'), ' $1'))"
    )
}
RISK_LABELS = ("< 5 %", "5–15 %", "15–30 %", "30–50 %", "50–70 %", "70–90 %", "> 90 %")


def _field(name: str, kind: str, **more: Any) -> Spec:
    return {"field": name, "type": kind, **more}


def _mark(kind: str, *, said: bool = False, **more: Any) -> Spec:
    return {"type": kind, "aria": said, **more}


def _words(**more: Any) -> Spec:
    return _mark("text", **{"fontSize": 11, "color": "var(--text-2)", **more})


def pareto(lines: Sequence[tuple[str, str, float]], *, shown: int = 20, width: int = 520) -> Spec:
    """Bars of the lines that weigh most, and the share of the whole that they add up to.

    `lines`: (label, lifecycle state, weight), in any order; zero weights do not count.
    """
    ranked = sorted((line for line in lines if line[2] > 0), key=lambda line: -line[2])
    whole = sum(weight for _, _, weight in ranked) or 1.0
    rows, running = [], 0.0
    for rank, (label, state, weight) in enumerate(ranked[:shown], start=1):
        running += weight
        share = running / whole
        rows.append({
            "rank": rank, "share": share, "color": f"var(--{state}-mark)",
            "height": weight / ranked[0][2], "words": f"{label}: {words.percent(weight / whole)}",
        })  # fmt: skip
    return {
        "width": width - 44,
        "height": 104,
        "data": {"values": rows},
        "encoding": {
            "x": _field("rank", "ordinal", axis={"values": _ticks(rows, len(ranked)), "labelFlush": True})
        },
        "layer": [_pareto_bars(), _pareto_line(), *_pareto_point(rows)],
        "resolve": {"scale": {"y": "independent"}},
    }


def _pareto_bars() -> Spec:
    return {
        "mark": _mark("bar", said=True, cornerRadiusEnd=1),
        "encoding": {
            "y": _field("height", "quantitative", axis=None, scale={"domain": [0, 1.08]}),
            "color": _field("color", "nominal", scale=None),
            "description": _field("words", "nominal"),
        },
    }


def _pareto_line() -> Spec:
    axis = {"orient": "right", "values": [0, 0.5, 1], "labelExpr": "format(datum.value * 100, 'd') + ' %'"}
    return {
        "mark": _mark("line", color="var(--text)", strokeWidth=1.5),
        "encoding": {"y": _field("share", "quantitative", axis=axis, scale={"domain": [0, 1.08]})},
    }


def _pareto_point(rows: Sequence[Spec]) -> list[Spec]:
    """The place where four fifths are reached, with the sentence that says so."""
    turn = next((row for row in rows if row["share"] >= 0.8), None)
    if turn is None:
        return []
    many = f"{turn['rank']} line{'' if turn['rank'] == 1 else 's'} carr{'ies' if turn['rank'] == 1 else 'y'}"
    at = {
        "x": _field("rank", "ordinal"),
        "y": _field("share", "quantitative", axis=None, scale={"domain": [0, 1.08]}),
    }
    said = [{**turn, "said": f"{many} {words.percent(turn['share'])} of it"}]
    label = _words(align="left", dx=9, dy=13, fontWeight=600, color="var(--text)")
    return [
        {
            "data": {"values": said},
            "mark": _mark("point", filled=True, size=42, opacity=1, color="var(--text)"),
            "encoding": at,
        },
        {"data": {"values": said}, "mark": label, "encoding": {**at, "text": _field("said", "nominal")}},
    ]


def _ticks(rows: Sequence[Spec], many: int) -> list[int]:
    last = len(rows)
    return sorted({1, last, *(n for n in (5, 10, 15) if n < last - 1)}) if many else []


@dataclass(frozen=True, slots=True)
class Expected:
    """What one month is expected to bring: the middle and the range that holds four cases in five."""

    month: Month
    p10: float
    p50: float
    p90: float


def monthly_fan(
    history: Sequence[tuple[Month, float]],
    expected: Sequence[Expected],
    *,
    width: int = 1120,
    height: int = 230,
) -> Spec:
    """Bars of what was bought, then the expected line in its range P10 to P90, with today between them."""
    past = [{"month": _first(month), "value": value, "words": f"{_first(month)[:7]}: {words.compact(value)}"}
            for month, value in history]  # fmt: skip
    ahead = [{"month": _first(e.month), "p10": e.p10, "p50": e.p50, "p90": e.p90, "words": _expected_words(e)}
             for e in expected]  # fmt: skip
    x = _field(
        "month",
        "temporal",
        scale={"padding": 12},
        axis={"format": "%Y-%m", "tickCount": {"interval": "month", "step": 6}, "labelOverlap": True},
    )
    layers = [_past_bars(past, width, len(past) + len(ahead)), *_fan(ahead), *_fan_ends(ahead)]
    if ahead:
        layers.append(_today(_first(expected[0].month)))
    return {"width": width - 110, "height": height, "encoding": {"x": x}, "layer": layers}


def _past_bars(past: Sequence[Spec], width: int, months: int) -> Spec:
    size = max(min((width - 110) / max(months, 1) * 0.72, 18), 2)
    return {
        "data": {"values": list(past)},
        "mark": _mark("bar", said=True, size=size, color="var(--history)", cornerRadiusEnd=2),
        "encoding": {
            "y": _field("value", "quantitative", axis=AMOUNTS),
            "description": _field("words", "nominal"),
        },
    }


def _fan(ahead: Sequence[Spec]) -> list[Spec]:
    data = {"values": list(ahead)}
    p10, p50 = _field("p10", "quantitative"), _field("p50", "quantitative")
    line = _mark("line", color="var(--accent)", strokeWidth=2, strokeJoin="round")
    dots = _mark("point", said=True, filled=True, size=90, opacity=0)
    return [
        {
            "data": data,
            "mark": _mark("area", color="var(--fan-2)"),
            "encoding": {"y": p10, "y2": {"field": "p90"}},
        },
        {"data": data, "mark": line, "encoding": {"y": p50}},
        {"data": data, "mark": dots, "encoding": {"y": p50, "description": _field("words", "nominal")}},
    ]


def _fan_ends(ahead: Sequence[Spec]) -> list[Spec]:
    """Direct labels at the end of the fan instead of a legend."""
    layers = []
    for name in ("p90", "p50", "p10") if ahead else ():
        end = {**ahead[-1], "said": f"{name.upper()} {words.compact(ahead[-1][name])}"}
        style = {"color": "var(--accent)", "fontWeight": 600} if name == "p50" else {}
        layers.append({
            "data": {"values": [end]},
            "mark": _words(align="left", dx=8, **style),
            "encoding": {"y": _field(name, "quantitative"), "text": _field("said", "nominal")},
        })  # fmt: skip
    return layers


def _today(month: str) -> Spec:
    data = {"values": [{"month": month, "said": "Today"}]}
    x = _field("month", "temporal")
    return {
        "data": data,
        "layer": [
            {"mark": _mark("rule", color="var(--accent)", strokeWidth=1.5), "encoding": {"x": x}},
            {
                "mark": _words(align="left", dx=6, y=4, fontWeight=600, color="var(--accent)"),
                "encoding": {"x": x, "text": _field("said", "nominal")},
            },
        ],
    }


def monthly_ranges(expected: Sequence[Expected], *, width: int = 700, height: int = 150) -> Spec:
    """A bar from P10 to P90 with a tick at P50 for each month: for up to two years of one project or part."""
    rows = [{"month": _first(e.month)[:7], "p10": e.p10, "p50": e.p50, "p90": e.p90,
             "said": words.compact(e.p50), "words": _expected_words(e)} for e in expected]  # fmt: skip
    p10, p50 = _field("p10", "quantitative", axis=AMOUNTS), _field("p50", "quantitative")
    band = {"mark": _mark("bar", said=True, color="var(--fan-2)", cornerRadius=3),
            "encoding": {"y": p10, "y2": {"field": "p90"},
                         "description": _field("words", "nominal")}}  # fmt: skip
    tick = {"mark": _mark("tick", color="var(--accent-mark)", thickness=3), "encoding": {"y": p50}}
    said = {"mark": _words(dy=-8, fontWeight=600, color="var(--text)"),
            "encoding": {"y": p50, "text": _field("said", "nominal")}}  # fmt: skip
    layers = [band, tick, said] if len(rows) <= 14 else [band, tick]
    x = _field("month", "ordinal", axis={"labelOverlap": "greedy"})
    return {
        "width": width - 50,
        "height": height,
        "data": {"values": rows},
        "encoding": {"x": x},
        "layer": layers,
    }


def risk_histogram(counts: Sequence[int], *, width: int = 420, height: int = 104) -> Spec:
    """How many lines are in each of the seven steps of `words.risk_step`, the worst to the right."""
    rows = [
        {"step": label, "lines": many, "color": f"var(--p{n}-bar)", "words": f"{label}: {many} lines"}
        for n, (label, many) in enumerate(zip(RISK_LABELS, counts, strict=True))
    ]
    y = _field("lines", "quantitative", axis=None)
    bars = {"mark": _mark("bar", said=True, cornerRadiusEnd=2),
            "encoding": {"color": _field("color", "nominal", scale=None),
                         "description": _field("words", "nominal")}}  # fmt: skip
    said = {
        "mark": _words(dy=-8, fontWeight=600, color="var(--text)"),
        "encoding": {"text": _field("lines", "quantitative", format=",")},
    }
    x = _field("step", "ordinal", sort=None)
    return {
        "width": width - 10,
        "height": height,
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": [bars, said],
    }


def _expected_words(e: Expected) -> str:
    low, middle, high = (words.compact(value) for value in (e.p10, e.p50, e.p90))
    return f"{_first(e.month)[:7]}: expected {middle}, {low} to {high}"


def _first(month: Month) -> str:
    """The first day of a month as text."""
    return f"{month:%Y-%m}-01" if isinstance(month, date) else f"{month[:7]}-01"
