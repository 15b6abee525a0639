"""``python -m bench``: every benchmark, one JSON object a line; ``python -m bench matching`` one of them."""

from __future__ import annotations

import sys

from bench import forecast, intake, matching, reading, upload

BENCHES = {
    "intake": intake.main,
    "reading": reading.main,
    "matching": matching.main,
    "upload": upload.main,
    "forecast": forecast.main,
}

for name in sys.argv[1:] or BENCHES:
    BENCHES[name]()
