"""Writes to the shared catalogue."""

from obsolescence.parts.services.catalogue import Imported, import_parts
from obsolescence.parts.services.lifecycle import derive_lifecycle, let_time_pass
from obsolescence.parts.services.makers import import_manufacturers, import_rates
from obsolescence.parts.services.notice_feed import ImportedNotices, import_notices
from obsolescence.parts.services.notices import (
    NewNotice,
    NoticeRow,
    choose_part,
    record_notice,
    withdraw_notice,
)

__all__ = [
    "Imported",
    "ImportedNotices",
    "NewNotice",
    "NoticeRow",
    "choose_part",
    "derive_lifecycle",
    "import_manufacturers",
    "import_notices",
    "import_parts",
    "import_rates",
    "let_time_pass",
    "record_notice",
    "withdraw_notice",
]
