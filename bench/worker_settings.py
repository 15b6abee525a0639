"""Settings of the worker that a benchmark starts: the real ones, on the benchmark's database."""

import os

os.environ["BROKER_PREFIX"] = "bench-"

from config.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = DATABASES["owner"]["NAME"] = os.environ["DB_NAME"]  # noqa: F405
