"""Lines with their risk: of a revision, of a part, of an organisation."""

from obsolescence.risk.queries.summary import Summary, staleness, summary_of
from obsolescence.risk.queries.table import (
    BANDS,
    PAGE,
    SORTS,
    STATUS_ORDER,
    LineFilter,
    PageOfLines,
    lines_of,
    page_of_lines,
)
from obsolescence.risk.queries.uses import (
    Use,
    built_lines,
    figures_of,
    heat_of,
    parts_at_risk,
    risk_of,
    where_used,
)

__all__ = [
    "BANDS",
    "PAGE",
    "SORTS",
    "STATUS_ORDER",
    "LineFilter",
    "PageOfLines",
    "Summary",
    "Use",
    "built_lines",
    "figures_of",
    "heat_of",
    "lines_of",
    "page_of_lines",
    "parts_at_risk",
    "risk_of",
    "staleness",
    "summary_of",
    "where_used",
]
