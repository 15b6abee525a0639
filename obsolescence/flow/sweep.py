"""What stands still is taken up again: every 30 s, by the same steps that would have done it."""

from __future__ import annotations

from django.utils import timezone

from obsolescence.base.tenancy import as_jobs
from obsolescence.boms import queries as bom_queries
from obsolescence.boms import services as boms
from obsolescence.flow import intake, makers, nightly, notices
from obsolescence.flow.changes import raise_missed_alerts
from obsolescence.flow.step import step
from obsolescence.parts import services as parts
from obsolescence.risk import services as risk


@step
def sweep() -> None:
    """Revisions whose intake stopped, notices nobody was told of, lines judged from older facts or missed by alerts."""
    now = timezone.now()
    with as_jobs():
        standing = boms.take_up(now=now)
        without_proposals = bom_queries.without_proposals()
    for organisation_id, revision_id, state in standing:
        intake.STEP_OF[state].delay(organisation_id=organisation_id, revision_id=revision_id)
    for organisation_id, revision_id in without_proposals:
        intake.propose_parts.delay(organisation_id=organisation_id, revision_id=revision_id)
    makers.merge_makers()
    makers.follow_merged_parts()
    nightly.catch_up_with_catalogue()
    notices.tell_what_stands_still()
    with as_jobs():
        parts.let_time_pass()
        risk.assess_stale(today=timezone.localdate(), at=now)
    raise_missed_alerts()
