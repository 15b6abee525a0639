"""How commands end when something is missing or not allowed: with a sentence and status 2."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import ProgrammingError

from config import commands
from obsolescence.accounts.models import User
from tests.config.test_env import manage
from tests.people import make_user

AWAY = {"DATABASE_URL": "postgresql://owner:x@127.0.0.1:9/lastbuy", "REDIS_URL": "redis://127.0.0.1:9"}


@pytest.mark.parametrize(
    "words",
    [("dumpdata", "accounts"), ("migrate",), ("flush", "--no-input"), ("staff", "a@example.com", "sales")],
)
def test_a_database_that_is_away(words: tuple[str, ...]) -> None:
    done = manage(*words, **AWAY)
    assert done.returncode == 2
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_login_may_not_do(committed, capsys: pytest.CaptureFixture) -> None:
    assert commands.run(["manage.py", "dumpdata", "accounts"]) == 2
    assert "its login sees no customer's rows" in capsys.readouterr().err


def test_a_mail_server_that_is_away(committed, capsys: pytest.CaptureFixture, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    assert commands.run(["manage.py", "sendtestemail", "a@example.com"]) == 2
    assert "see EMAIL_HOST and EMAIL_PORT" in capsys.readouterr().err


def test_an_error_of_ours_is_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(argv: list[str]) -> None:
        raise ProgrammingError("syntax error")

    monkeypatch.setattr(commands, "execute_from_command_line", broken)
    with pytest.raises(ProgrammingError):
        commands.run(["manage.py"])


def test_tables_are_changed_and_emptied_as_the_owner(committed) -> None:
    make_user("alice@acme.example.com", "Alice Example")
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    assert not User.objects.exists()
