"""The logins on a server of one's own."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from config.services import roles


class Line:
    """A connection that keeps what it is asked, and refuses what the owner may not do."""

    def __init__(self, *, is_superuser: bool) -> None:
        self.is_superuser, self.asked = is_superuser, []

    def execute(self, query, values=()):
        text = query.as_string(None) if isinstance(query, sql.Composable) else query
        if "bypassrls" in text and not self.is_superuser:
            raise psycopg.errors.InsufficientPrivilege
        self.asked.append(text)
        return self

    def fetchone(self) -> None:
        return None


def test_a_superuser_makes_the_login_of_backups() -> None:
    line = Line(is_superuser=True)
    roles._make_backup(line, sql.Identifier("parts"))
    assert any("bypassrls in role pg_read_all_data" in text for text in line.asked)
    assert 'grant connect on database "parts" to lastbuy_backup' in line.asked


def test_an_owner_who_may_not_is_told_how(capsys: pytest.CaptureFixture) -> None:
    roles._make_backup(Line(is_superuser=False), sql.Identifier("parts"))
    assert "create role lastbuy_backup login bypassrls" in capsys.readouterr().err
