"""``python -m bench``: every benchmark, one JSON object a line; ``python -m bench matching`` one of them."""

from __future__ import annotations

import sys

from bench import catalogue, forecast, intake, matching, reading, upload

BENCHES = {
    "catalogue": catalogue.main,
    "intake": intake.main,
    "reading": reading.main,
    "matching": matching.main,
    "upload": upload.main,
    "forecast": forecast.main,
}

for name in sys.argv[1:] or BENCHES:
    BENCHES[name]()
