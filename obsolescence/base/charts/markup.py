"""What the drawing library gives becomes markup that may stand in a page: known elements and attributes.

Nothing that could run, load or style: no script, no style, no foreign content, no address outside this site.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

# Every id starts with this; `svg()` puts something unique in its place on each page.
ID_MARK = "chart-id-"
RELATIVE_PREFIX = "https://vega.github.io/vega-datasets/"  # put before every relative address

ELEMENTS = frozenset({
    "svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath", "linearGradient",
    "stop", "title", "desc", "a",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d",
    "dx", "dy",
    "points", "transform", "offset", "id", "clip-path", "fill", "fill-opacity", "stroke", "stroke-width",
    "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stop-color", "stop-opacity", "opacity", "display", "font-size", "font-weight",
    "font-style", "text-anchor", "dominant-baseline", "paint-order", "gradientUnits", "shape-rendering",
    "pointer-events",
})  # fmt: skip
PAGE_FONT = "var(--mono)"  # any other family is left to the style sheet
UNSAFE_VALUE = re.compile(r"script:|expression\(|url\((?!#)", re.IGNORECASE)


def clean(drawn: str, *, label: str) -> str:
    """The drawing as an `<svg class="vega">` with `label` as its words for those who do not see it.

    A mark's own words become its `<title>` (shown on hover). Links stay if they lead to a page of this site.
    """
    source = fromstring(drawn, forbid_dtd=True)
    root = _copied(source) or Element("svg")
    has_links = root.find(".//a") is not None
    root.set("class", "vega")
    root.set("role", "group" if has_links else "img")
    root.set("aria-label", label)
    return tostring(root, encoding="unicode", short_empty_elements=True)


def _copied(source: Element) -> Element | None:
    tag = _local(source.tag)
    if tag not in ELEMENTS or _is_invisible(source):
        return None
    target = Element(tag, _attributes(source))
    target.text = source.text
    if tag == "a":
        _link(source, target)
    for child in source:
        copy = _copied(child)
        if copy is not None:
            target.append(copy)
    _say(source, target)
    return target


def _is_invisible(source: Element) -> bool:
    """The library puts an empty ground and front around every group: half of its output."""
    kind = source.get("class", "")
    if source.get("display") == "none":
        return True
    return kind == "background" and not source.get("fill") and not source.get("stroke")


def _attributes(source: Element) -> dict[str, str]:
    found = {_local(name): value for name, value in source.attrib.items()}
    found |= _declarations(found.pop("style", ""))
    kept = {k: v for k, v in found.items() if k in ATTRIBUTES and not UNSAFE_VALUE.search(v)}
    if found.get("font-family") == PAGE_FONT:
        kept["font-family"] = PAGE_FONT
    if "id" in kept:
        kept["id"] = ID_MARK + kept["id"]
    return {name: value.replace("url(#", f"url(#{ID_MARK}") for name, value in kept.items()}


def _declarations(style: str) -> dict[str, str]:
    """`a: b; c: d` as attributes, because the content security policy refuses style."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _link(source: Element, target: Element) -> None:
    address = next((v for k, v in source.attrib.items() if _local(k) == "href"), "")
    path = "/" + address.removeprefix(RELATIVE_PREFIX).lstrip("/")
    is_ours = address.startswith((RELATIVE_PREFIX, "/")) and not address.startswith("//")
    if is_ours and ":" not in path.split("?")[0] and "\\" not in path:
        target.set("href", path)
        mark = source.find("*[@aria-label]")
        if mark is not None:
            target.set("aria-label", mark.get("aria-label", ""))
    else:
        target.tag = "g"  # what it showed stays, the way out does not


def _say(source: Element, target: Element) -> None:
    if source.get("role") != "graphics-symbol" or target.tag in ("text", "g"):
        return
    words = source.get("aria-label", "")
    if words:
        title = SubElement(target, "title")
        title.text = words


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
