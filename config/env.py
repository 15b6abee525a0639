"""What differs between machines: environment variables, each read with a sentence for the person who set it wrong.

In development nothing needs to be set: the database and the broker are the ones that ``make up`` runs in ``var/``.
In production (``PRODUCTION=1``) a missing secret stops the start.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SOCKET = 100  # the kernel allows 107 bytes; the name of the socket is in it
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DEVELOPMENT_KEY = "development-only-and-never-in-production"


def stop(sentence: str) -> NoReturn:
    """Say what is wrong in one sentence and end with status 2."""
    print(sentence, file=sys.stderr)  # noqa: T201
    raise SystemExit(2)


def text(name: str, default: str | None = None) -> str:
    """A text; without a default it must be set."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        stop(f"The environment variable {name} is missing. docs/operations.md says what it is for.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false", "1", "yes", "true"):
        return default if not value else value in ("1", "yes", "true")
    stop(f"The environment variable {name} is {value!r}; it must be 1 or 0.")


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    value = os.environ.get(name, "").strip()
    try:
        found = int(value) if value else default
    except ValueError:
        stop(f"The environment variable {name} is {value!r}; it must be a whole number.")
    if not least <= found <= most:
        stop(f"The environment variable {name} is {value!r}; it must be a number from {least} to {most}.")
    return found


def port(name: str, default: int) -> int:
    return number(name, default, least=1, most=65_535)


def workers() -> int:
    return number("WORKERS", 2, least=1, most=256)


def bind() -> str:
    """The address that the web server listens on."""
    value = text("BIND", LOOPBACK[0])
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if value != "localhost":
            stop(f"The environment variable BIND is {value!r}; it must be an IP address of this machine.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in available_timezones():
        stop(f"The environment variable {name} is {value!r}; it must be a time zone such as Europe/Berlin.")
    return value


def currency(name: str, default: str) -> str:
    value = text(name, default)
    if not (len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        stop(f"The environment variable {name} is {value!r}; it must be a currency such as EUR.")
    return value


def address(name: str, default: str, *, or_path: bool = False) -> str:
    """The address of a site; or_path: a path on our own site will do."""
    value = text(name, default)
    if (or_path and (not value or value.startswith("/"))) or origin_of(value):
        return value
    stop(f"The environment variable {name} is {value!r}; it must look like https://parts.example.com.")


def origin_of(url: str) -> list[str]:
    """Scheme and host of an address on the web; nothing for a path of our own."""
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError:
        return []
    if parts.scheme not in ("http", "https") or not parts.hostname or set(url) & set(" ;,'\""):
        return []
    return [f"{parts.scheme}://{parts.hostname}{f':{number}' if number else ''}"]


def words(name: str, default: Sequence[str] | None = None) -> list[str]:
    """A list separated by commas."""
    value = os.environ.get(name, "")
    found = [word.strip() for word in value.split(",") if word.strip()]
    if not found and default is None:
        text(name)
    return found or list(default or ())


def choice(name: str, values: Sequence[str], default: str) -> str:
    value = text(name, default)
    if value not in values:
        stop(f"The environment variable {name} is {value!r}; it must be one of {', '.join(values)}.")
    return value


def is_production() -> bool:
    return flag("PRODUCTION", default=False)


def secret_key() -> str:
    """The key that signs sessions and derives the database passwords; production refuses to start without one."""
    if not is_production():
        return text("SECRET_KEY", DEVELOPMENT_KEY)
    key = text("SECRET_KEY")
    if len(key) < 50 or key == DEVELOPMENT_KEY:
        stop(
            "SECRET_KEY must have at least 50 characters: python -c 'import secrets; print(secrets.token_urlsafe(64))'."
        )
    return key


def allowed_hosts() -> list[str]:
    return words(
        "ALLOWED_HOSTS", None if is_production() else [*LOOPBACK[:1], "localhost", "[::1]", "testserver"]
    )


def is_demo() -> bool:
    """Whether one-click sign-in and the mailbox exist: never in production, never beyond this machine."""
    demo = flag("DEMO", default=not is_production())
    if not demo:
        return False
    if is_production():
        stop("DEMO=1 opens sign-ins without a password; it cannot be combined with PRODUCTION=1.")
    if bind() not in LOOPBACK:
        stop(
            "DEMO=1 opens sign-ins without a password, so BIND must be 127.0.0.1; set DEMO=0 to bind elsewhere."
        )
    return True


def run_folder() -> Path:
    """Where the sockets of the embedded servers are: ``var/run``, or a short folder where that path is too long."""
    here = ROOT / "var" / "run"
    if len(str(here / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return here
    short = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lastbuy-{os.geteuid()}-{short}"


def is_database_ours() -> bool:
    """Whether the embedded PostgreSQL is used."""
    return not os.environ.get("DATABASE_URL", "").strip()


def is_broker_ours() -> bool:
    """Whether the embedded Valkey is used."""
    return not os.environ.get("REDIS_URL", "").strip()


def role_password(role: str) -> str:
    """The password of a login that we make ourselves on a server of yours, derived from the secret key."""
    return hmac.new(secret_key().encode(), f"database login {role}".encode(), hashlib.sha256).hexdigest()


def database_parameters(role: str) -> dict[str, Any]:
    """Django's settings of a connection as the login ``lastbuy_<role>`` (owner, web, worker or backup).

    DATABASE_URL names the owner and the database; ``python -m config.services roles`` makes the other logins.
    """
    if is_database_ours():
        if is_production():
            text("DATABASE_URL")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "lastbuy",
            "USER": f"lastbuy_{role}",
            "HOST": str(run_folder()),
            "OPTIONS": {"connect_timeout": 5},
        }
    url = _server(
        "DATABASE_URL", ("postgres", "postgresql"), "postgresql://owner:password@host:5432/database"
    )
    if not url.path.strip("/"):
        stop("DATABASE_URL must look like postgresql://owner:password@host:5432/database.")
    is_owner = role == "owner"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or "lastbuy_owner") if is_owner else f"lastbuy_{role}",
        "PASSWORD": unquote(url.password or "") if is_owner else role_password(role),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "OPTIONS": {"connect_timeout": 5, **dict(parse_qsl(url.query))},
    }


def _server(name: str, schemes: Sequence[str], looks: str) -> SplitResult:
    """The address of a server, looked at before anything connects to it."""
    try:
        url = urlsplit(os.environ[name].strip())
        is_right = url.scheme in schemes and (url.port is None or url.port > 0)
    except ValueError:  # a port that is none, a bracket without its other half
        is_right = False
    if not is_right:
        stop(f"{name} must look like {looks}.")
    return url


def broker_name() -> str:
    """Where a broker of your own is, without its password."""
    url = _server("REDIS_URL", ("redis", "rediss"), "redis://:password@host:6379")
    return f"{url.hostname}:{url.port or 6379}"


def redis_url(database: int, *, broker: bool = False) -> str:
    """The address of the broker (0) or the cache (1), as Celery or redis-py spell it."""
    if not is_broker_ours():
        broker_name()
        given = os.environ["REDIS_URL"].strip().rstrip("/")
        return f"{given}/{database}" if not urlsplit(given).path.strip("/") else given
    if is_production():
        text("REDIS_URL")
    socket = run_folder() / "valkey.sock"
    return f"redis+socket://{socket}?virtual_host={database}" if broker else f"unix://{socket}?db={database}"
