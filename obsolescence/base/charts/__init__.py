"""Charts: a Vega-Lite specification becomes SVG that stands in the page, in both themes, without a script.

    figure = charts.figure(
        specs.pareto(rows),
        title="Exposure by line", says="probability × cost, highest first",
        summary="the first seven of 187 lines carry 82 percent",
        columns=["Line", "Exposure"], rows=[...],
    )

and `{% include "_fragments/_chart.html" with figure=figure %}`. The specifications of `specs` and `timeline`
take plain lists.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from obsolescence.base.charts import markup
from obsolescence.base.charts.process import Drawer, NotDrawn
from obsolescence.base.charts.specs import THEME

VERSION = 1  # raise it when the theme or the cleaning changes: old pictures are then drawn anew
KEEP_SECONDS = 7 * 86_400
FALLBACK = mark_safe(
    '<p class="meta">The picture cannot be drawn just now. The figures are in the table.</p>'
)

log = logging.getLogger(__name__)
drawer = Drawer()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as a page shows it: title, a sentence, the picture, and the same figures as a table."""

    title: str
    says: str
    svg: SafeString
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = field(default=())
    note: str = ""


def figure(
    spec: dict[str, Any],
    *,
    title: str,
    says: str,
    summary: str,
    columns: Sequence[str] = (),
    rows: Sequence[Sequence[object]] = (),
    note: str = "",
) -> Figure:
    """Draw `spec` and put it together with its words and its table (the first column names the row)."""
    picture = svg(spec, title=title, summary=summary)
    return Figure(title, says, picture, columns, rows, note)


def svg(spec: dict[str, Any], *, title: str, summary: str) -> SafeString:
    """The picture alone; a sentence instead of it when it cannot be drawn within five seconds.

    Colours in `spec` are CSS variables ("var(--ltb-mark)"). Pictures are kept by what they show.
    """
    themed = {"background": None, **spec, "config": {**THEME, **spec.get("config", {})}}
    label = f"{title}: {summary}" if summary else title
    key = _key(themed, label)
    picture = cache.get(key)
    if picture is None:
        try:
            picture = markup.clean(drawer.draw(themed), label=label)
        except NotDrawn as problem:
            log.warning("chart %r was not drawn: %s", title, problem)
            return FALLBACK
        cache.set(key, picture, KEEP_SECONDS)
    return SafeString(picture.replace(markup.ID_MARK, f"c{secrets.token_hex(3)}-"))


def _key(spec: dict[str, Any], label: str) -> str:
    content = json.dumps([VERSION, spec, label], sort_keys=True, default=str)
    return f"chart:{hashlib.sha256(content.encode()).hexdigest()}"
