"""Settings of the tests: the real services, plain static files, cheap password hashes, a broker prefix of their own."""

import os

# Assigned, never defaulted: a worker process inherits the controller's value and would eat its tasks.
_process = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["BROKER_PREFIX"] = f"test-{_process}-"

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES  # noqa: E402

DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": f"test-{_process}"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = {}
if os.environ.get("DB_NAME"):  # a worker process that a test started
    DATABASES["default"]["NAME"] = DATABASES["owner"]["NAME"] = os.environ["DB_NAME"]  # noqa: F405
