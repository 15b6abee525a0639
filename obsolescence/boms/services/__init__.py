"""Writes to BOMs: intake of files, matching, and what people decide."""

from obsolescence.boms.services.again import match_again, organisations_behind
from obsolescence.boms.services.approving import approve_alternate, withdraw_approval
from obsolescence.boms.services.asking import answer, ask, withdraw
from obsolescence.boms.services.deciding import (
    accept_proposals,
    choose_part,
    forget_choice,
    undo_decisions,
)
from obsolescence.boms.services.editing import (
    archive,
    carry_over,
    delete,
    delete_project,
    move,
    release,
    release_first,
    rename,
    set_still_built,
    undo_upload,
    write_note,
)
from obsolescence.boms.services.intake import (
    Received,
    advance,
    begin,
    confirm_mapping,
    guess_again,
    keep_rows,
    lock,
    mapping_of,
    receive,
    refuse,
    remembered_mapping,
    store,
    take_up,
)
from obsolescence.boms.services.lines import Decided, edit_lines, undo_edits
from obsolescence.boms.services.matching import Number, match_lines, match_numbers, match_revision, propose
from obsolescence.boms.services.merging import follow_parts

__all__ = [
    "Decided",
    "Number",
    "Received",
    "accept_proposals",
    "advance",
    "answer",
    "approve_alternate",
    "archive",
    "ask",
    "begin",
    "carry_over",
    "choose_part",
    "confirm_mapping",
    "delete",
    "delete_project",
    "edit_lines",
    "follow_parts",
    "forget_choice",
    "guess_again",
    "keep_rows",
    "lock",
    "mapping_of",
    "match_again",
    "match_lines",
    "match_numbers",
    "match_revision",
    "move",
    "organisations_behind",
    "propose",
    "receive",
    "refuse",
    "release",
    "release_first",
    "remembered_mapping",
    "rename",
    "set_still_built",
    "store",
    "take_up",
    "undo_decisions",
    "undo_edits",
    "undo_upload",
    "withdraw",
    "withdraw_approval",
    "write_note",
]
