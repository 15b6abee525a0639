"""A maker turns out to be another's name → their parts come together → lines, facts and alerts follow, once."""

from __future__ import annotations

from django.utils import timezone

from obsolescence.accounts import queries as accounts
from obsolescence.alerts import services as alerts
from obsolescence.base.tenancy import as_jobs, as_organisation
from obsolescence.boms import services as boms
from obsolescence.flow import notices
from obsolescence.flow.step import after_commit, step
from obsolescence.parts import queries
from obsolescence.parts import services as parts


def wish_merge(*, maker_id: int, into: str) -> None:
    """Staff says that a maker is another one's name; the worker brings them together."""
    parts.wish_merge(maker_id=maker_id, into=into)
    after_commit(merge_makers)


@step
def merge_makers() -> None:
    """Every merge that is wished for, each in a transaction of its own; a second time finds nothing to do."""
    with as_jobs():
        wished = queries.wished_merges()
    for maker_id, into_id in wished:
        _merge(maker_id, into_id)


def _merge(maker_id: int, into_id: int) -> None:
    with as_jobs():
        if (maker_id, into_id) not in queries.wished_merges():
            return  # another hand was faster
        if not parts.move_what_is_alone(maker_id=maker_id, into_id=into_id):
            return
        pairs = parts.absorb(maker_id=maker_id, into_id=into_id)
        alerts.follow_parts(pairs=pairs)
        for organisation_id in accounts.organisation_ids_for_jobs():
            with as_organisation(organisation_id):
                boms.follow_parts(pairs=pairs)
        for notice_id in parts.settle(pairs=pairs, at=timezone.now()):
            after_commit(notices.tell_of_notice, notice_id=notice_id)


def follow_merged_parts() -> None:
    """For the sweep: lines that were matched to a part just before it went follow too; who is free of references goes."""
    with as_jobs():
        pairs = queries.merged_parts()
        if not pairs:
            return
        for organisation_id in accounts.organisation_ids_for_jobs():
            with as_organisation(organisation_id):
                boms.follow_parts(pairs=pairs)
        parts.bury(part_ids=[old for old, _ in pairs])
