"""Template tags of the face: `{% load face %}`. What each one draws is described in docs/face.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from obsolescence.base import words

register = template.Library()

LIFECYCLE = {  # state -> (short word for a row, long word for a head)
    "preview": ("Preview", "Preview"),
    "active": ("Active", "Active"),
    "nrnd": ("NRND", "Not for new designs"),
    "ltb": ("LTB open", "Last-time buy open"),
    "obsolete": ("Obsolete", "Obsolete"),
    "unknown": ("Unknown", "Unknown"),
}
# In a bar of states the worst stands first, as in every list.
WORST_FIRST = ("obsolete", "ltb", "nrnd", "preview", "active", "unknown")
GRADES = {  # grade -> (bars of four, word, asks for a look)
    "exact": (4, "Exact", False),
    "normalised": (3, "Normalised", False),
    "variant": (3, "Variant", False),
    "chosen": (4, "Chosen", False),
    "likely": (2, "Likely", True),
    "ambiguous": (1, "Ambiguous", True),
    "none": (0, "No match", True),
}
UNKNOWN = mark_safe('<span class="dim">unknown</span>')


def _known_state(state: object) -> str:
    name = str(getattr(state, "value", state) or "unknown").lower()
    return name if name in LIFECYCLE else "unknown"


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label. `css` adds classes, such as "s" for 14 px."""
    classes = " ".join(filter(None, ("icon", "solid" if name.startswith("st-") else "", css)))
    heard = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {}><use href="{}#i-{}"/></svg>', classes, heard, static("icons.svg"), name
    )


@register.simple_tag
def state_icon(state: object) -> SafeString:
    """The icon of a lifecycle state alone, for a row that says the word elsewhere."""
    name = _known_state(state)
    return format_html(
        '<svg class="sti {}" role="img" aria-label="{}"><use href="{}#i-st-{}"/></svg>',
        name, LIFECYCLE[name][1], static("icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def lifecycle(state: object, form: str = "row") -> SafeString:
    """A lifecycle state as icon and word: `row` in a table, `tag` (long word on a ground) in a head."""
    name = _known_state(state)
    short, long = LIFECYCLE[name]
    mark = icon(f"st-{name}")
    if form == "tag":
        return format_html('<span class="tag st {}">{}{}</span>', name, mark, long)
    return format_html('<span class="st st-{}" title="{}">{}{}</span>', name, long, mark, short)


@register.simple_tag
def risk(probability: words.Number | None) -> SafeString:
    """A probability between 0 and 1 as a bar with its percentage, bold from 50 %; None is unknown."""
    if probability is None or probability == "":  # a line that is not assessed yet has no risk to ask
        return mark_safe('<span class="risk none">unknown</span>')
    return format_html(
        '<span class="risk">'
        '<svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bg" width="100" height="6"/><rect class="f-p{}" width="{}" height="6"/></svg>'
        "<span{}>{}</span></span>",
        words.risk_step(probability),
        f"{min(max(float(probability), 0), 1) * 100:.1f}",
        mark_safe(' class="hi"') if float(probability) >= words.HIGH_RISK else "",
        words.percent(probability),
    )


@register.simple_tag
def grade(name: object, reason: str = "") -> SafeString:
    """How sure a match is, as four rising bars and a word; `reason` is shown on hover."""
    key = str(getattr(name, "value", name) or "none").lower()
    bars, word, low = GRADES.get(key, GRADES["none"])
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="2.5" height="{}" rx=".5"/>',
        (("on" if n < bars else "off", n * 4, 9 - n * 3, 3 + n * 3) for n in range(4)),
    )
    return format_html(
        '<span class="grade{}"{}><svg viewBox="0 0 15 12" aria-hidden="true">{}</svg>{}</span>',
        " low" if low else "", format_html(' title="{}"', reason) if reason else "", drawn, word,
    )  # fmt: skip


@register.simple_tag
def due(day: date | None, today: date, word: str = "") -> SafeString:
    """A date with how far it lies ahead below it, orange when near; `word` replaces that ("est.")."""
    if day is None:
        return mark_safe('<span class="dim">no date</span>')
    hot = words.is_urgent(day, today) and not word
    said = format_html("<b>{}</b>" if hot else "<span>{}</span>", day_of(day))
    return format_html(
        '<span class="due">{}<span class="meta{}">{}</span></span>',
        said, " hot" if hot else "", word or words.until(day, today),
    )  # fmt: skip


@register.simple_tag
def ago(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """A past moment in words, with the moment itself in the title."""
    if moment is None:
        return mark_safe('<span class="dim">never</span>')
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    current = now or (timezone.now() if timezone.is_aware(moment) else datetime.now())  # noqa: DTZ005
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"), f"{local:%Y-%m-%d %H:%M}", words.ago(moment, current),
    )  # fmt: skip


@register.filter
def replace_underscores(name: str) -> str:
    """A name of the code as words."""
    return name.replace("_", " ")


@register.filter
def minus(value: int, other: int) -> int:
    """The difference of two counts, for a headline."""
    return value - other


@register.filter(name="day")
def day_of(value: date | datetime | None) -> SafeString:
    """2026-11-22 in a <time>; None is unknown."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat()[:10])


@register.filter
def month(value: date | None) -> SafeString:
    """2026-11 in a <time>; None is unknown."""
    return format_html('<time datetime="{0}">{0}</time>', value.isoformat()[:7]) if value else UNKNOWN


@register.filter
def moment(value: datetime | None) -> SafeString:
    """2026-11-22 09:12 in the reader's time zone; None is unknown."""
    if value is None or value == "":
        return UNKNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), f"{local:%Y-%m-%d %H:%M}"
    )


@register.simple_tag(name="range")
def range_of(p10: Any, p50: Any, p90: Any, most: Any) -> SafeString:
    """P10 to P90 as a bar with P50 as a tick, on a scale from 0 to `most` that all rows of a table share."""
    if p10 is None or p50 is None or p90 is None:
        return UNKNOWN
    scale = 120 / max(float(most or 0), float(p90), 1e-9)
    low, middle, high = (float(value) * scale for value in (p10, p50, p90))
    return format_html(
        '<svg class="range" viewBox="0 0 120 12" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="g-axis" d="M0 6h120"/><rect class="k-soft" x="{}" y="3" width="{}" height="6" rx="2"/>'
        '<rect class="k-fill" x="{}" y="1" width="2.5" height="10" rx="1"/></svg>',
        f"P10 {words.compact(p10)}, P50 {words.compact(p50)}, P90 {words.compact(p90)}",
        f"{low:.1f}", f"{max(high - low, 1):.1f}", f"{min(max(middle - 1.25, 0), 117.5):.1f}",
    )  # fmt: skip


@register.simple_tag
def money(value: words.Number | None, currency: str = "") -> SafeString | str:
    return UNKNOWN if value is None else words.money(value, currency)


@register.simple_tag
def qty(number: words.Number | None) -> SafeString | str:
    return UNKNOWN if number is None else words.quantity(number)


@register.filter
def compact(number: words.Number | None) -> SafeString | str:
    """84.2 k, 2.97 m."""
    return UNKNOWN if number is None or number == "" else words.compact(number)


@register.filter
def percent(share: words.Number | None) -> SafeString | str:
    """0.74 as 74 %."""
    return UNKNOWN if share is None or share == "" else words.percent(share)


@register.filter
def heat(value: words.Number | None, most: words.Number = 1) -> str:
    """The class p0 to p6 of a heat cell: value as a share of `most`; a probability when that is left out."""
    return f"p{words.risk_step(float(value or 0) / (float(most) or 1))}"


@register.simple_tag
def avatar(name: str | None, size: str = "") -> SafeString:
    """Initials on a quiet ground, always the same one for a name. The name itself stands beside it."""
    said = name or ""
    tone = ("", " b", " c", " d")[crc32(said.encode()) % 4]
    return format_html(
        '<span class="av{}{}" aria-hidden="true">{}</span>',
        tone,
        f" {size}" if size else "",
        words.initials(said),
    )


@register.inclusion_tag("_fragments/_status_bar.html")
def status_bar(counts: Mapping[Any, int], legend: bool = True, thin: bool = False) -> dict[str, Any]:
    """How many lines are in each lifecycle state, as one bar and its legend. `counts`: state -> number."""
    by_state = {_known_state(state): number for state, number in counts.items() if number}
    return {"parts": _bar_parts(by_state), "total": sum(by_state.values()), "legend": legend, "thin": thin}


@register.inclusion_tag("_fragments/_match_bar.html")
def match_bar(grades: Mapping[str, int], matched: int, to_review: int, not_found: int) -> dict[str, Any]:
    """How the lines of a list have found their parts, as one bar and its legend. grades: lines by grade, open ones too."""
    exact, chosen = min(grades.get("exact", 0), matched), grades.get("chosen", 0)
    groups = [
        ("exact", "Exact", exact),
        ("otherwise", "Written otherwise", max(0, matched - exact - chosen)),
        ("chosen", "Chosen by hand", chosen),
        ("review", "To review", to_review),
        ("none", "Not in the catalogue", not_found),
    ]
    places = _segments({key: count for key, _, count in groups})
    parts = [
        {"key": key, "word": word, "count": count, "x": places[key][0], "width": places[key][1]}
        for key, word, count in groups
        if count
    ]
    return {"parts": parts}


def _bar_parts(by_state: Mapping[str, int]) -> list[dict[str, Any]]:
    places = _segments({state: by_state.get(state, 0) for state in WORST_FIRST})
    return [
        {
            "state": state, "word": LIFECYCLE[state][0], "count": by_state.get(state, 0),
            "icon": f"st-{state}", "css": f"sti {state}", "x": places[state][0], "width": places[state][1],
        }
        for state in WORST_FIRST
    ]  # fmt: skip


def _segments(counts: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """(left, width) of each part of a bar of 100, in the order given."""
    total = sum(counts.values()) or 1
    # one line of a thousand must still be seen: no part is narrower than 1.2 % of the bar
    widths = {key: max(count / total * 100, 1.2) if count else 0.0 for key, count in counts.items()}
    scale = 100 / (sum(widths.values()) or 1)
    places, left = {}, 0.0
    for key, wanted in widths.items():
        width = wanted * scale
        places[key] = (f"{left:.2f}", f"{max(width - 0.4, 0):.2f}")
        left += width
    return places


@register.filter
def points(share: float) -> str:
    """A share of probability as points of a hundred: 0.314 → 31."""
    return f"{abs(share) * 100:.0f}"


@register.simple_tag
def contribution(points: float | None, most: float) -> SafeString:
    """What one reason adds (orange) or takes (teal, from the right), on a scale of `most` points."""
    if points is None:
        return mark_safe('<span class="dim num">missing</span>')
    width = min(abs(points) / (abs(most) or 1), 1) * 56
    return format_html(
        '<svg class="why" viewBox="0 0 56 7" aria-hidden="true">'
        '<rect class="k-{}" x="{}" width="{}" height="7" rx="1"/></svg>',
        "good" if points < 0 else "bad", f"{56 - width if points < 0 else 0:.1f}", f"{max(width, 1):.1f}",
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def sort_head(context: template.Context, key: str, label: str, css: str = "") -> SafeString:
    """A column head that sorts: a link with ?sort=key, or ?sort=-key to turn it; paging starts anew."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    now = query.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(now)
    query["sort"] = key if order == "descending" else f"-{key}"
    for name in ("after", "before", "from"):
        query.pop(name, None)
    return format_html(
        '<th scope="col"{}{}><a href="?{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', order) if order else "",
        query.urlencode(),
        label,
        icon("sortd" if order == "descending" else "sorta") if order else "",
    )


@register.simple_tag
def spark(values: Sequence[float], label: str = "", css: str = "") -> SafeString:
    """A tiny line of a series with a dot on its last value; nothing when there are fewer than two values."""
    if len(values) < 2:
        return SafeString("")
    low, high = min(values), max(values)
    step, height = 68 / (len(values) - 1), 16 / ((high - low) or 1)
    points = [(f"{2 + n * step:.1f}", f"{18 - (value - low) * height:.1f}") for n, value in enumerate(values)]
    heard = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="spark {}" viewBox="0 0 72 20" {}><path class="k-thin" d="M{}"/>'
        '<circle class="k-dotf" cx="{}" cy="{}" r="2.5"/></svg>',
        css, heard, " ".join(f"{x},{y}" for x, y in points), *points[-1],
    )  # fmt: skip
