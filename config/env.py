import os
from pathlib import Path


def is_production():
    return False


def flag(n, default=False):
    return os.environ.get(n, str(int(default))) == "1"


def secret_key():
    return "development-only"


def is_demo():
    return True


def words(n, default=None):
    return default or []


def text(n, default=None):
    return os.environ.get(n, default)


def number(n, default=None):
    return int(os.environ.get(n, default))


def choice(n, values, default=None):
    return os.environ.get(n, default)


RUN = Path(__file__).resolve().parent.parent / "var/run"


def database_parameters(role):
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "lastbuy",
        "USER": f"lastbuy_{role}",
        "HOST": str(RUN),
    }


def redis_url(db, *, broker=False):
    return (
        f"unix://{RUN}/valkey.sock?db={db}"
        if not broker
        else f"redis+socket://{RUN}/valkey.sock?virtual_host={db}"
    )
