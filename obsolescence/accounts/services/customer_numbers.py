"""Customer numbers of the distributor's ERP: taken from a file, confirmed by staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from django.db import connection

from obsolescence.accounts.models import ErpAccount, Organisation
from obsolescence.base import given
from obsolescence.base.feeds import BadRow, Feed, Rejected, Row
from obsolescence.base.refusals import Refused


def confirm_account(
    *, number: str, organisation_id: int | None, confirmed_by: int, now: datetime
) -> int | None:
    """Staff confirms (or takes back, with None) that an ERP account belongs to an organisation.

    Returns the organisation that it belonged to before.
    """
    if organisation_id is not None and not Organisation.objects.filter(pk=organisation_id).exists():
        raise Refused("There is no such organisation.")
    account = ErpAccount.objects.select_for_update().get(number=number)
    before = account.organisation_id
    account.organisation_id = organisation_id
    account.confirmed_by_id, account.confirmed_at = confirmed_by, now
    account.save(update_fields=["organisation", "confirmed_by", "confirmed_at"])
    return before


@dataclass(frozen=True, slots=True)
class ImportedAccounts:
    """What a file of customer numbers did: rows read, numbers new or changed, rows not taken with reasons."""

    read: int
    changed: int
    header: list[str]
    rejected: list[Rejected]


def import_accounts(*, lines: TextIO) -> ImportedAccounts:
    """Take customer numbers (columns number, name, and mail_domain, country where present), as jobs.

    Whose a number is stays as it was confirmed. Of two rows with one number the last one counts.
    """
    feed = Feed(lines, "list of customer numbers", ["number", "name"])
    rows: dict[str, tuple[str, str, str, str]] = {}
    for row in feed:
        try:
            one = _account(row)
        except Refused as bad:
            feed.reject(row, bad.sentence)
        else:
            rows[one[0]] = one
    with connection.cursor() as cursor:
        columns = list(zip(*rows.values(), strict=True)) or [()] * 4
        cursor.execute(_ACCOUNTS, [list(column) for column in columns])
        return ImportedAccounts(feed.read, cursor.rowcount, feed.header, feed.rejected)


def _account(row: Row) -> tuple[str, str, str, str]:
    number, name = row.text("number", 40), row.text("name", 160)
    if not number or not name:
        raise BadRow("A customer number needs its number and a name.")
    domain = row.text("mail_domain", 160).lower().removeprefix("@")
    return number, name, domain, given.country(row.text("country"))


_ACCOUNTS = """
insert into accounts_erpaccount (number, name, mail_domain, country)
select * from unnest(%s::text[], %s::text[], %s::text[], %s::text[])
on conflict (number) do update set name = excluded.name, mail_domain = excluded.mail_domain, country = excluded.country
where (accounts_erpaccount.name, accounts_erpaccount.mail_domain, accounts_erpaccount.country)
    is distinct from (excluded.name, excluded.mail_domain, excluded.country)
"""
