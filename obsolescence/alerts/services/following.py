"""From a fact about a part to the people it concerns: Fact → Alert (one per organisation) → AlertLine → Message."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from obsolescence.alerts.models import Alert, Fact
from obsolescence.alerts.rules import letters
from obsolescence.messaging import services as messaging
from obsolescence.parts.models import Notice, NoticePart
from obsolescence.parts.rules import notices as rules

Concerned = Sequence[tuple[int, int]]  # (fact, revision): what is told, and about the lines of which revision

FRESH_DAYS = 30  # a new BOM hears of notices without a last order date for this long after they were recorded


@dataclass(frozen=True, slots=True)
class Followed:
    """What telling a notice led to."""

    alerts: int = 0
    corrections: int = 0
    messages: int = 0


def follow_notice(*, notice_id: int, today: date, at: datetime) -> Followed:
    """Bring facts, alerts and messages in line with what a notice says now (jobs), over all customers at once.

    Doing it twice adds nothing. A part that the notice no longer names, or a notice that was withdrawn, becomes a
    correction to exactly those who got the alert; other dates become a correction with the new ones.
    """
    notice = Notice.objects.select_for_update().select_related("manufacturer").get(pk=notice_id)
    live = {fact.part_id: fact for fact in _live_facts(notice_id)}
    fresh = []
    for part_id, fact in _facts_of(notice, today).items():
        old = live.pop(part_id, None)
        if old is None or not _says_the_same(old, fact):
            fact.corrects = old
            fresh.append(fact)
    _store(fresh, at)
    facts = [fact.pk for fact in fresh]
    done = Followed(
        alerts=_raise(facts, at),
        messages=_tell(facts, at),
        corrections=_take_back(notice, list(live.values()), at),
    )
    Notice.objects.filter(pk=notice_id).update(told_version=notice.version)
    return done


def raise_for_revision(*, revision_id: int, at: datetime) -> int:
    """Alert an organisation about the parts of a revision that was just matched (jobs); return how many alerts are new.

    Only what can still be acted on, or was announced just now: a part that ended long ago stands on the BOM, red, and
    needs no message.
    """
    facts = _rows(_FACTS_FOR_REVISION, {"revision": revision_id} | _when(at))
    concerned = [(fact["id"], revision_id) for fact in facts]
    raised = _raise(_facts_in(concerned), at, concerned)
    _tell(_facts_in(concerned), at, concerned)
    return raised


def raise_missed(*, at: datetime) -> int:
    """Alert everybody about facts that came while a BOM or project rested and that they were not told (jobs).

    Whatever is built again is compared with every fact that stands, over all customers at once; by the same rule as for a
    new BOM. Doing it twice adds nothing. Returns how many alerts and messages are new.
    """
    concerned = [(row["fact"], row["revision"]) for row in _rows(_MISSED, _when(at))]
    raised = _raise(_facts_in(concerned), at, concerned)
    return raised + _tell(_facts_in(concerned), at, concerned)


def _when(at: datetime) -> dict[str, Any]:
    return {"today": at.date(), "fresh": FRESH_DAYS, "at": at}


def _facts_in(concerned: Concerned) -> list[int]:
    return sorted({fact for fact, _ in concerned})


def _pairs(concerned: Concerned | None) -> dict[str, Any]:
    """Facts and revisions side by side, as the queries take them; None: wherever the facts' parts are built."""
    return {
        "everywhere": concerned is None,
        "pair_facts": [fact for fact, _ in concerned or ()],
        "pair_revisions": [revision for _, revision in concerned or ()],
    }


def _rows(query: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def acknowledge(*, organisation_id: int, alert_id: int, user_id: int, note: str, at: datetime) -> None:
    """A person has taken notice, for the organisation; the note says what was decided."""
    alert = Alert.objects.select_for_update().get(organisation_id=organisation_id, pk=alert_id)
    alert.acknowledged_at, alert.acknowledged_by_id, alert.note = at, user_id, note.strip()
    alert.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])


def reopen(*, organisation_id: int, alert_id: int) -> None:
    """Undo an acknowledgement; its note stays."""
    Alert.objects.filter(organisation_id=organisation_id, pk=alert_id).update(
        acknowledged_at=None, acknowledged_by=None
    )


def _live_facts(notice_id: int) -> list[Fact]:
    """Facts of a notice that no later fact corrects."""
    return list(
        Fact.objects.filter(notice_id=notice_id, corrections=None).exclude(kind="withdrawn").order_by("pk")
    )


def _facts_of(notice: Notice, today: date) -> dict[int, Fact]:
    """What the notice says now, one fact a part; nothing where it is withdrawn or only a report."""
    if notice.withdrawn_at is not None or not notice.counts:
        return {}
    rows = NoticePart.objects.filter(notice=notice, part__isnull=False).select_related("part")
    return {row.part_id: _fact(notice, row, row.part_id, today) for row in rows if row.part_id is not None}


def follow_parts(*, pairs: Sequence[tuple[int, int]]) -> None:
    """Facts about parts that turned out to be another's second row are facts about that one (jobs): nobody is told again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update alerts_fact f set part_id = t.kept from unnest(%s::bigint[], %s::bigint[]) as t(old, kept)"
            " where f.part_id = t.old",
            [[old for old, _ in pairs], [kept for _, kept in pairs]],
        )


def _fact(notice: Notice, row: NoticePart, part_id: int, today: date) -> Fact:
    ends = rules.ends_a_part(notice.kind, notice.word, has_last_order=row.last_order_date is not None)
    last_order = rules.written(row.last_order_date, row.last_order_precision)
    return Fact(
        kind="pdn" if ends else "pcn",
        part_id=part_id,
        notice=notice,
        sentence=rules.sentence(
            notice.kind,
            ends=ends,
            maker=notice.manufacturer.name,
            mpn=row.part.mpn if row.part else row.raw_part,
            last_order=last_order,
            is_past=row.last_order_date is not None and row.last_order_date < today,
        ),
        happened_on=notice.issue_date,
        act_by=rules.first_day(row.last_order_date, row.last_order_precision) if ends else None,
    )


def _says_the_same(old: Fact, new: Fact) -> bool:
    """Dates decide, not words: a last order date that has passed meanwhile is no news."""
    return (old.kind, old.act_by) == (new.kind, new.act_by)


def _store(facts: Sequence[Fact], at: datetime) -> None:
    for fact in facts:
        fact.recorded_at = at
        fact.identity = _identity(fact)
    Fact.objects.bulk_create(facts)


def _identity(fact: Fact) -> str:
    """One fact per notice, part, kind, date and what it follows."""
    told = f"{fact.notice_id}|{fact.part_id}|{fact.kind}|{fact.act_by}|{fact.corrects_id}|{fact.recorded_at.isoformat()}"
    return f"notice-{fact.notice_id}-{hashlib.sha256(told.encode()).hexdigest()[:40]}"


def _raise(fact_ids: Sequence[int], at: datetime, concerned: Concerned | None = None) -> int:
    """Alerts and their lines for every organisation that builds the parts; events for those who follow projects."""
    if not fact_ids:
        return 0
    values: dict[str, Any] = {"facts": list(fact_ids), "at": at} | _pairs(concerned)
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, values)
        raised = cursor.rowcount
        cursor.execute(_LINES, values)
        cursor.execute(_SUPERSEDE, values)
        if raised:
            cursor.execute(_EVENTS, values)
    return int(raised)


def _tell(fact_ids: Sequence[int], at: datetime, concerned: Concerned | None = None) -> int:
    """One message per notice to each person who follows a project concerned and has not been told."""
    if not fact_ids:
        return 0
    grouped: dict[tuple[int, int, int, bool], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(_PEOPLE, {"facts": list(fact_ids)} | _pairs(concerned)):
        key = (row["organisation_id"], row["user_id"], row["notice_id"], row["was_told"])
        grouped[key].append(row)
    drafts = [
        messaging.Draft(
            organisation_id=organisation_id, user_id=user_id, **letters.alert(told, is_correction=was_told)
        )
        for (organisation_id, user_id, _, was_told), told in grouped.items()
    ]
    return messaging.write(drafts, at=at)


def _take_back(notice: Notice, facts: Sequence[Fact], at: datetime) -> int:
    """Withdraw alerts, drop messages that have not left, and correct those that have; return how many corrections."""
    if not facts:
        return 0
    withdrawals = [
        Fact(
            kind="withdrawn",
            part_id=fact.part_id,
            notice=notice,
            corrects=fact,
            sentence=f"Taken back: {fact.sentence}",
            happened_on=at.date(),
        )
        for fact in facts
    ]
    _store(withdrawals, at)
    old = [fact.pk for fact in facts]
    alerts = list(Alert.objects.filter(fact_id__in=old).values_list("pk", flat=True))
    messaging.cancel(alert_ids=alerts, reason="withdrawn before it was sent")
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, {"facts": old, "at": at})
    told = _rows(_TOLD, {"alerts": alerts})
    reason = notice.withdrawal_reason or ""
    drafts = [
        messaging.Draft(
            organisation_id=row["organisation_id"],
            user_id=row["user_id"],
            channels=row["channels"],
            **letters.withdrawal(row, reason=reason, number=notice.number, maker=notice.manufacturer.name),
        )
        for row in told
    ]
    return messaging.write(drafts, at=at)


# Lines that are built: of a released or still built revision, of a project that runs. A line that is not placed is
# not bought.
_BUILT = """
    boms_line l
    join boms_revision r on r.id = l.revision_id and (r.is_released or r.still_built_share > 0)
    join boms_bom b on b.id = r.bom_id and b.archived_at is null
    join projects_project p on p.id = b.project_id and p.archived_at is null and p.stage not in ('ended', 'cancelled')
"""

_CONCERNED = "select * from unnest(%(pair_facts)s::bigint[], %(pair_revisions)s::bigint[])"

_RAISE = f"""
insert into alerts_alert (organisation_id, fact_id, raised_at, note)
select distinct l.organisation_id, f.id, %(at)s::timestamptz, ''
from alerts_fact f join {_BUILT} on l.part_id = f.part_id and not l.dnp
where f.id = any(%(facts)s) and (%(everywhere)s or (f.id, r.id) in ({_CONCERNED}))
on conflict (organisation_id, fact_id) do nothing
"""

_LINES = f"""
with current as (
    select a.organisation_id, a.id as alert_id, l.id as line_id, p.id as project_id
    from alerts_alert a join alerts_fact f on f.id = a.fact_id
    join {_BUILT} on l.part_id = f.part_id and l.organisation_id = a.organisation_id and not l.dnp
    where a.fact_id = any(%(facts)s)
), gone as (
    delete from alerts_alertline x using alerts_alert a
    where a.id = x.alert_id and a.fact_id = any(%(facts)s)
      and not exists (select 1 from current c where c.alert_id = x.alert_id and c.line_id = x.line_id)
)
insert into alerts_alertline (organisation_id, alert_id, line_id, project_id)
select organisation_id, alert_id, line_id, project_id from current
on conflict (alert_id, line_id) do update set project_id = excluded.project_id
    where alerts_alertline.project_id <> excluded.project_id
"""

# A corrected fact replaces the alert of the fact that it corrects.
_SUPERSEDE = """
update alerts_alert old set withdrawn_at = %(at)s
from alerts_fact f
where f.id = any(%(facts)s) and old.fact_id = f.corrects_id and old.withdrawn_at is null
"""

_EVENTS = """
insert into events_event (organisation_id, project_id, kind, happened_at, recorded_at, ids, text)
select distinct a.organisation_id, x.project_id, 'notice', %(at)s::timestamptz, %(at)s::timestamptz,
    jsonb_build_object('part', f.part_id, 'fact', f.id, 'alert', a.id), f.sentence
from alerts_alert a join alerts_fact f on f.id = a.fact_id join alerts_alertline x on x.alert_id = a.id
where a.fact_id = any(%(facts)s) and a.raised_at = %(at)s
"""

_WITHDRAW = """
with taken as (
    update alerts_alert set withdrawn_at = %(at)s where fact_id = any(%(facts)s) and withdrawn_at is null
    returning id, organisation_id, fact_id
)
insert into events_event (organisation_id, project_id, kind, happened_at, recorded_at, ids, text)
select distinct t.organisation_id, x.project_id, 'notice_withdrawn', %(at)s::timestamptz, %(at)s::timestamptz,
    jsonb_build_object('part', f.part_id, 'fact', f.id, 'alert', t.id), 'Taken back: ' || f.sentence
from taken t join alerts_fact f on f.id = t.fact_id join alerts_alertline x on x.alert_id = t.id
"""

# Who follows a project concerned, and whether they were told what a fact corrects.
_PEOPLE = f"""
select a.organisation_id, w.user_id, f.notice_id, a.id as alert_id, f.id as fact_id, f.kind, f.sentence, f.act_by,
    pt.mpn, m.name as maker, n.title, n.number, n.word,
    min(np.last_order_date) as last_order, coalesce(min(np.last_order_precision), 'day') as precision,
    array_agg(distinct p.name order by p.name) as projects, count(distinct x.line_id) as lines,
    exists (select 1 from messaging_message e join alerts_alert o on o.fact_id = f.corrects_id
        and o.organisation_id = a.organisation_id
        where e.organisation_id = a.organisation_id and e.recipient_id = w.user_id and e.state in ('due', 'sent')
          and (e.body -> 'alerts') @> to_jsonb(o.id)) as was_told
from alerts_alert a
join alerts_fact f on f.id = a.fact_id
join parts_part pt on pt.id = f.part_id
join parts_manufacturer m on m.id = pt.manufacturer_id
join parts_notice n on n.id = f.notice_id
join parts_noticepart np on np.notice_id = n.id and np.part_id = pt.id
join alerts_alertline x on x.alert_id = a.id
join projects_project p on p.id = x.project_id
join projects_watcher w on w.project_id = x.project_id and w.watches
where a.fact_id = any(%(facts)s) and a.withdrawn_at is null
  and (%(everywhere)s or (f.id, (select revision_id from boms_line l where l.id = x.line_id)) in ({_CONCERNED}))
  and not exists (select 1 from messaging_message e where e.organisation_id = a.organisation_id
      and e.recipient_id = w.user_id and (e.body -> 'alerts') @> to_jsonb(a.id))
group by a.organisation_id, w.user_id, f.notice_id, a.id, f.id, f.kind, f.sentence, f.act_by, pt.mpn, m.name, n.title,
    n.number, n.word
order by a.organisation_id, w.user_id, f.act_by nulls last, pt.mpn
"""

# Whoever got a message about some alerts, on which channels; in flight counts as got.
_TOLD = """
select organisation_id, recipient_id as user_id, array_agg(distinct channel) as channels,
    array_agg(distinct a.alert) as alerts, min(subject) as subject, min(coalesce(sent_at, created_at)) as told_at
from messaging_message m
cross join lateral (
    select t::bigint as alert from jsonb_array_elements_text(m.body -> 'alerts') t
    where t::bigint = any(%(alerts)s)
) a
where m.topic in ('alert', 'correction') and (m.state = 'sent' or (m.state = 'due' and m.attempts > 0))
group by organisation_id, recipient_id
"""

# What can still be acted on, or was announced just now.
_STANDS = "f.kind <> 'withdrawn' and not exists (select 1 from alerts_fact c where c.corrects_id = f.id)"

_FACTS_FOR_REVISION = f"""
select distinct f.id from alerts_fact f
join parts_noticepart np on np.notice_id = f.notice_id and np.part_id = f.part_id
where {_STANDS} and f.part_id in (select part_id from boms_line where revision_id = %(revision)s)
  and (np.last_order_date >= %(today)s
       or f.recorded_at >= (select created_at from boms_revision where id = %(revision)s)
       or (np.last_order_date is null and f.recorded_at >= %(at)s - make_interval(days => %(fresh)s)))
"""

# A line that is built and stands in no alert of a fact about its part. What came while it rested and can no longer be
# acted on stands on the BOM, red.
_MISSED = f"""
select distinct f.id as fact, r.id as revision
from alerts_fact f
join parts_noticepart np on np.notice_id = f.notice_id and np.part_id = f.part_id
join {_BUILT} on l.part_id = f.part_id and not l.dnp
where {_STANDS}
  and (np.last_order_date >= %(today)s or (f.recorded_at >= %(at)s - make_interval(days => %(fresh)s)
       and (np.last_order_date is null or f.recorded_at >= r.created_at)))
  and not exists (select 1 from alerts_alertline x join alerts_alert a on a.id = x.alert_id
      where x.line_id = l.id and a.fact_id = f.id)
"""
