"""The database's roles: logins that own nothing and inherit nothing, and the roles that they may become."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config import env

LOGINS = {
    "lastbuy_web": ("lastbuy_app", "lastbuy_staff"),
    "lastbuy_worker": ("lastbuy_app", "lastbuy_staff", "lastbuy_jobs"),
}
SEATS = ("lastbuy_app", "lastbuy_staff", "lastbuy_jobs")


def make() -> None:
    """Make what is missing, on the embedded server as its superuser, else as the owner that DATABASE_URL names."""
    if env.is_database_ours():
        with psycopg.connect(
            host=str(env.run_folder()), user="postgres", dbname="postgres", autocommit=True
        ) as line:
            _make_roles(line, with_passwords=False)
            _role(line, "lastbuy_owner", "login createdb")
            line.execute(
                "grant pg_signal_backend to lastbuy_owner"
            )  # dropping a test's database ends its sessions
            _role(line, "lastbuy_backup", "login bypassrls in role pg_read_all_data")
            if not line.execute("select 1 from pg_database where datname = 'lastbuy'").fetchone():
                line.execute("create database lastbuy owner lastbuy_owner")
            line.execute("revoke all on database lastbuy from public")
            line.execute("grant connect on database lastbuy to lastbuy_web, lastbuy_worker, lastbuy_backup")
        return
    owner = env.database_parameters("owner")
    try:
        with psycopg.connect(env.text("DATABASE_URL"), autocommit=True) as line:
            _make_roles(line, with_passwords=True)
            name = sql.Identifier(owner["NAME"])
            line.execute(sql.SQL("grant connect on database {} to lastbuy_web, lastbuy_worker").format(name))
            _make_backup(line, name)
    except psycopg.errors.InsufficientPrivilege:
        who = owner["USER"]
        env.stop(f"The login {who} of DATABASE_URL may not make roles: alter role {who} createrole.")
    except psycopg.OperationalError as error:
        host = urlsplit(env.text("DATABASE_URL")).hostname
        env.stop(f"The database at {host} does not answer: {str(error).strip().splitlines()[0]}")


def _make_backup(line: psycopg.Connection, database: sql.Identifier) -> None:
    """The login that reads past the walls. Only a superuser may make it: else say how, and go on without."""
    password = env.role_password("backup")
    try:
        _role(line, "lastbuy_backup", "login bypassrls in role pg_read_all_data")
        line.execute(sql.SQL("alter role lastbuy_backup password {}").format(sql.Literal(password)))
        line.execute(sql.SQL("grant connect on database {} to lastbuy_backup").format(database))
    except psycopg.errors.InsufficientPrivilege:
        print(
            "The login lastbuy_backup, which backups need, was not made: only a superuser may let it pass the walls."
            " As one: create role lastbuy_backup login bypassrls in role pg_read_all_data; then choose its password.",
            file=sys.stderr,
        )


def _make_roles(line: psycopg.Connection, *, with_passwords: bool) -> None:
    for seat in SEATS:
        _role(line, seat, "nologin")
    for login, seats in LOGINS.items():
        _role(line, login, "login noinherit")
        if with_passwords:
            password = sql.Literal(env.role_password(login.removeprefix("lastbuy_")))
            line.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(login), password))
        for seat in seats:
            line.execute(
                sql.SQL("grant {} to {} with inherit false, set true").format(
                    sql.Identifier(seat), sql.Identifier(login)
                )
            )


def _role(line: psycopg.Connection, name: str, how: str) -> None:
    if not line.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
        line.execute(sql.SQL("create role {} " + how).format(sql.Identifier(name)))
