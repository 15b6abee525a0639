"""The helper process that draws: one JSON line in (a Vega-Lite specification), one JSON line out.

Drawing holds Python's global lock for some 20 ms, so it has a process of its own (see `process`).
It is started as a plain script, needs nothing of the house, fetches nothing, and ends when its input ends.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import vl_convert


def answer(line: str) -> dict[str, Any]:
    """{"svg": …} or {"error": …} for one line."""
    try:
        return {"svg": vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[])}
    except Exception as error:
        return {"error": str(error)[:500]}


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
