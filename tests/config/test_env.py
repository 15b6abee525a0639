"""What the environment may say, and what is said where it is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "".join(chr(ord("A") + number % 50) for number in range(60))
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "parts.example.com",
    "DATABASE_URL": "postgresql://owner:secret@db.example.com:5432/lastbuy",
    "REDIS_URL": "redis://:secret@broker.example.com:6379",
}


def manage(*words: str, **values: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *words, **values)


def run(*words: str, **values: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "VIRTUAL_ENV")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=known | values,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'; it must be 1 or 0"),
        ({"EMAIL_PORT": "mail"}, "EMAIL_PORT is 'mail'; it must be a whole number"),
        ({"LASTBUY_LOGIN": "root"}, "LASTBUY_LOGIN is 'root'; it must be one of web, worker"),
        ({"PRODUCTION": "1"}, "SECRET_KEY is missing"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY must have at least 50 characters"),
        (PRODUCTION | {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        (PRODUCTION | {"DATABASE_URL": "db.example.com"}, "DATABASE_URL must look like"),
        (PRODUCTION | {"REDIS_URL": "broker"}, "REDIS_URL must look like"),
        (PRODUCTION | {"DEMO": "1"}, "cannot be combined with PRODUCTION=1"),
        ({"DEMO": "1", "BIND": "0.0.0.0"}, "BIND must be 127.0.0.1"),
        *(
            ({"DATABASE_URL": f"postgresql://owner:x@{place}/lastbuy"}, "DATABASE_URL must look like")
            for place in ("db:99999", "db:abc", "[bad", "db:-1")
        ),
        ({"REDIS_URL": "redis://broker:99999"}, "REDIS_URL must look like"),
        ({"TIME_ZONE": "Mars/X"}, "TIME_ZONE is 'Mars/X'; it must be a time zone"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'; it must be one of DEBUG"),
        ({"EMAIL_PORT": "-5"}, "EMAIL_PORT is '-5'; it must be a number from 1 to 65535"),
        ({"REPORTING_CURRENCY": "euro"}, "REPORTING_CURRENCY is 'euro'; it must be a currency"),
        ({"PUBLIC_URL": "nonsense"}, "PUBLIC_URL is 'nonsense'; it must look like https://"),
        ({"DISTRIBUTOR_LOGO_URL": "logo; x"}, "DISTRIBUTOR_LOGO_URL is 'logo; x'; it must look like"),
    ],
)
def test_a_wrong_variable_is_named_and_stops(values: dict[str, str], says: str) -> None:
    done = manage("check", **values)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"PORT": "99999"}, "PORT is '99999'; it must be a number from 1 to 65535"),
        ({"PORT": "-1"}, "PORT is '-1'"),
        ({"WORKERS": "0"}, "WORKERS is '0'; it must be a number from 1"),
        ({"BIND": "999.1.1.1"}, "BIND is '999.1.1.1'; it must be an IP address"),
    ],
)
def test_a_start_with_a_wrong_variable_stops_before_anything_runs(values: dict[str, str], says: str) -> None:
    done = run("-m", "config.services", "up", **values)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broker_that_is_away_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    from config.services import valkey

    monkeypatch.setenv("REDIS_URL", "redis://:secret@127.0.0.1:9")
    with pytest.raises(SystemExit) as ended:
        valkey.ask()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "127.0.0.1:9 (REDIS_URL) does not answer" in said
    assert "secret" not in said


def test_an_address_that_this_machine_does_not_have(capsys: pytest.CaptureFixture) -> None:
    from config.services import supervisor

    with pytest.raises(SystemExit):
        supervisor._free_port("192.0.2.1", 8000, "web")
    assert "this machine has no such address" in capsys.readouterr().err


def test_a_logo_from_elsewhere_may_be_shown() -> None:
    code = (
        "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    )
    done = manage("shell", "--no-imports", "-c", code, DISTRIBUTOR_LOGO_URL="https://cdn.example.com/a/l.svg")
    assert "https://cdn.example.com'" in done.stdout, done.stderr


def test_production_is_ready_to_deploy() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() in ("", "System check identified no issues (0 silenced).")


def test_services_that_are_away_are_said_in_a_sentence() -> None:
    away = {"DATABASE_URL": "postgresql://owner:x@127.0.0.1:9/lastbuy", "REDIS_URL": "redis://127.0.0.1:9"}
    done = manage("import_rates", "manage.py", **away)
    assert done.returncode == 2
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_long_folder_gets_a_short_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "ROOT", Path("/" + "deep/" * 30))
    assert len(str(env.run_folder() / ".s.PGSQL.5432")) < env.LONGEST_SOCKET


def test_a_database_of_your_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:p%40ss@db.example.com:6432/parts?sslmode=require")
    owner, web = env.database_parameters("owner"), env.database_parameters("web")
    assert (owner["USER"], owner["PASSWORD"], owner["PORT"], owner["NAME"]) == (
        "boss",
        "p@ss",
        "6432",
        "parts",
    )
    assert web["USER"] == "lastbuy_web"
    assert web["PASSWORD"] == env.role_password("web") != env.role_password("worker")
    assert web["OPTIONS"]["sslmode"] == "require"
