"""``python -m bench``: every benchmark, one JSON object a line."""

from __future__ import annotations

import json

from bench import forecast

for bench in (forecast,):
    print(json.dumps(bench.run()), flush=True)
