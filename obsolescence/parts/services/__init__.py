"""Writes to the shared catalogue."""

from obsolescence.parts.services.catalogue import Imported, import_parts
from obsolescence.parts.services.lifecycle import derive_lifecycle, let_time_pass
from obsolescence.parts.services.makers import Taken, import_manufacturers, import_rates
from obsolescence.parts.services.merging import (
    absorb,
    bury,
    confirm_maker,
    move_what_is_alone,
    settle,
    wish_merge,
)
from obsolescence.parts.services.notice_feed import ImportedNotices, import_notices
from obsolescence.parts.services.notices import (
    NewNotice,
    NoticeRow,
    choose_part,
    record_notice,
    reinstate_notice,
    withdraw_notice,
)
from obsolescence.parts.services.waiting import resolve_waiting

__all__ = [
    "Imported",
    "ImportedNotices",
    "NewNotice",
    "NoticeRow",
    "Taken",
    "absorb",
    "bury",
    "choose_part",
    "confirm_maker",
    "derive_lifecycle",
    "import_manufacturers",
    "import_notices",
    "import_parts",
    "import_rates",
    "let_time_pass",
    "move_what_is_alone",
    "record_notice",
    "reinstate_notice",
    "resolve_waiting",
    "settle",
    "wish_merge",
    "withdraw_notice",
]
