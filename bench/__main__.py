"""``python -m bench``: every benchmark, one JSON object a line."""

from __future__ import annotations

import json

from bench import forecast, intake

intake.main()
print(json.dumps(forecast.run()), flush=True)
