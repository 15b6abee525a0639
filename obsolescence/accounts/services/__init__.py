"""Writes about people and tenants."""

from obsolescence.accounts.services.addresses import mail_address
from obsolescence.accounts.services.customer_numbers import ImportedAccounts, confirm_account, import_accounts
from obsolescence.accounts.services.directory import save_contact, save_site
from obsolescence.accounts.services.hashes import hash_of
from obsolescence.accounts.services.membership import (
    accept_invitation,
    ask_to_join,
    change_role,
    decide_join,
    found_organisation,
    invite,
    leave,
    next_organisation_id,
)
from obsolescence.accounts.services.staff import appoint, dismiss
from obsolescence.accounts.services.tokens import (
    LONGEST_TOKEN_DAYS,
    Earlier,
    begin_answer,
    keep_answer,
    make_token,
    revoke_token,
)

__all__ = [
    "LONGEST_TOKEN_DAYS",
    "Earlier",
    "ImportedAccounts",
    "accept_invitation",
    "appoint",
    "ask_to_join",
    "begin_answer",
    "change_role",
    "confirm_account",
    "decide_join",
    "dismiss",
    "found_organisation",
    "hash_of",
    "import_accounts",
    "invite",
    "keep_answer",
    "leave",
    "mail_address",
    "make_token",
    "next_organisation_id",
    "revoke_token",
    "save_contact",
    "save_site",
]
