"""Which column of a table plays which role."""

from obsolescence.boms.rules.columns.guess import guess_at, guess_mapping, guess_tables
from obsolescence.boms.rules.columns.mapping import SURE, ColumnMapping, header_fingerprint
from obsolescence.boms.rules.header_words import ROLES

__all__ = [
    "ROLES",
    "SURE",
    "ColumnMapping",
    "guess_at",
    "guess_mapping",
    "guess_tables",
    "header_fingerprint",
]
