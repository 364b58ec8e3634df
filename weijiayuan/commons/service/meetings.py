"""Calling a meeting with its lawful notice, holding it, and putting what it decided on the wall."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.commons.errors import (
    AgendaIncomplete,
    AlreadyConfirmed,
    CallersNeeded,
    DueUnfit,
    NotAttended,
    NoticeTooShort,
    PlaceNeeded,
    TimesUnfit,
    TooEarly,
)
from weijiayuan.commons.models import (
    AgendaItem,
    Attendance,
    CommonsMeeting,
    Member,
    MinutesConfirmation,
    MinutesObjection,
    Outcome,
    Space,
)
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.queries.minutes_version import require_read
from weijiayuan.commons.rules import decision_rules, notice_periods
from weijiayuan.commons.rules.states import (
    MEETING_MOVES,
    RULE_OF_MEETING,
    Attended,
    MeetingKind,
    MeetingState,
    OutcomeKind,
    TopicState,
)
from weijiayuan.commons.rules.text_moderation import is_election
from weijiayuan.commons.service import (
    agenda_lottery,
    ballot_cancellation,
    department_referrals,
    meeting_demands,
    meeting_invitations,
    meeting_rooms,
)
from weijiayuan.commons.service.ballots import LONGEST_AHEAD
from weijiayuan.commons.service.lawfulness_review import require_lawful
from weijiayuan.commons.service.public_text_check import require_nobody_named
from weijiayuan.db import db, insert_new
from weijiayuan.events.service import matter_clocks
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import check_move

CALLS_OWNERS = re.compile("业主委员会|业委会|筹备组|换届小组|物业管理委员会|物管会|街道")
"""Who calls an owners' meeting (物业管理条例 10, 15)."""
ELECTION = "election_by_residents"
EIGHT = time(20)
"""When the parlour (八点钟会客厅) opens."""
AGENDA_CLOSES_BEFORE = timedelta(hours=1)
DOORS_OPEN_BEFORE = timedelta(minutes=30)
CONFIRMATIONS = 2
LONGEST_TASK = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who calls what kind of meeting, where and when."""

    kind: MeetingKind
    title: str
    called_by: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    place: str
    room_id: UUID | None = None
    urgent_reason: str = ""
    childcare: str = ""
    demand_id: UUID | None = None


def call(space: Space, called: Called, *, by: UUID, now: datetime) -> CommonsMeeting:
    """Call a meeting: the notice goes out now.

    Raises `NoticeTooShort` with the article, `TimesUnfit`, `RoomNotFound`, `RoomShut`,
    `RoomTaken`, `DemandAnother`, `Unlawful`, `DoubtfulText`.
    """
    require_nobody_named(called.title, called.urgent_reason, called.childcare)
    require_lawful(space.id, decided=[called.title], told=[called.urgent_reason])
    _check_notice(called, now=now)
    closes = max(called.starts_at - AGENDA_CLOSES_BEFORE, now + (called.starts_at - now) / 2)
    plan = agenda_lottery.planned(space, called.ends_at - called.starts_at)
    draw = agenda_lottery.open_draw(space, called.title, plan, closes_at=closes, now=now)
    meeting = CommonsMeeting(
        space_id=space.id,
        kind=called.kind,
        title=called.title,
        called_by=list(called.called_by),
        noticed_at=now,
        starts_at=called.starts_at,
        ends_at=called.ends_at,
        place=called.place,
        room_id=called.room_id,
        draw_id=draw.id,
        made_by=by,
        urgent_reason=called.urgent_reason,
        childcare=called.childcare,
    )
    db.session.add(meeting)
    db.session.flush()
    if called.demand_id is not None:
        meeting_demands.answer(
            called.demand_id, space_id=space.id, kind=called.kind, meeting_id=meeting.id
        )
    meeting_rooms.claim(meeting, now=now)
    agenda_lottery.open_with_unfinished(meeting, plan)
    meeting_invitations.tell_everybody.later(str(meeting.id))
    audit.record("meeting called", subject_kind="meeting", subject_id=meeting.id)
    return meeting


def _check_notice(called: Called, *, now: datetime) -> None:
    if not now < called.starts_at < called.ends_at <= now + LONGEST_AHEAD:
        raise TimesUnfit
    if called.kind is MeetingKind.OWNERS and not any(map(CALLS_OWNERS.search, called.called_by)):
        raise CallersNeeded
    rule = decision_rules.shipped()[_rule_of(called)]
    if rule.urgent_may_be_short and called.urgent_reason:
        return
    earliest = notice_periods.earliest(now, days=rule.notice_days)
    if called.starts_at < earliest:
        raise NoticeTooShort(days=rule.notice_days, article=rule.notice_article, earliest=earliest)


def _rule_of(called: Called) -> str:
    """Return by which rule notice is given: what elects in all but name is noticed as that."""
    return ELECTION if is_election(called.title) else RULE_OF_MEETING[called.kind]


def cancel(meeting_id: UUID, *, reason: str, now: datetime) -> CommonsMeeting:
    """Call a meeting off with what was to be voted on there; give the room back.

    Raises `IllegalMove`, and `BallotAtMeeting` if votes are being cast.
    """
    meeting = meeting_queries.meeting_to_change(meeting_id)
    meeting.move_to(MeetingState.CANCELLED)
    ballot_cancellation.cancel_with_meeting(meeting.id, reason=reason, now=now)
    claims.release([meeting.id])
    meeting_demands.is_owed_again(meeting.id, now=now)
    for item in meeting_queries.agenda(meeting.id):
        if item.topic_id is not None:
            topic_queries.topic_to_change(item.topic_id).move_to(TopicState.SUPPORTED)
    meeting_invitations.tell_called_off.later(str(meeting.id), reason)
    audit.record("meeting cancelled", subject_kind="meeting", subject_id=meeting.id, reason=reason)
    return meeting


def attend(
    meeting: CommonsMeeting,
    how: Attended,
    *,
    resident_id: UUID | None = None,
    member: Member | None = None,
    now: datetime,
) -> None:
    """Note that somebody is there, once: by their account, or at the desk by their number.

    From half an hour before the beginning until the minutes are written. Raises `TooEarly`,
    `IllegalMove`.
    """
    if now < meeting.starts_at - DOORS_OPEN_BEFORE:
        raise TooEarly
    check_move(MEETING_MOVES, meeting.state, MeetingState.CANCELLED)  # open as long as that
    row: dict[str, Any] = {
        "meeting_id": meeting.id,
        "how": how,
        "resident_id": resident_id,
        "member_id": member.id if member else None,
    }
    insert_new(Attendance, [row])


def member_here(space_id: UUID, resident_id: UUID) -> Member | None:
    """Return whom a resident speaks for in a space, if anybody."""
    for member, roll in deliberation_spaces.memberships(resident_id):
        if roll.space_id == space_id:
            found: Member = member
            return found
    return None


def run_clock(item: AgendaItem, *, start: bool, now: datetime) -> AgendaItem:
    """Start or stop the clock of an item; what was started stays started.

    One clock runs at a time: starting one ends the other.
    """
    if start:
        for other in meeting_queries.agenda(item.meeting_id):
            if other.started_at is not None and other.id != item.id:
                other.ended_at = other.ended_at or now
        item.started_at = item.started_at or now
    elif item.started_at is not None:
        item.ended_at = item.ended_at or now
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How an item ended: settled by talk, or one of the four outcomes with an owner and a day."""

    item_id: UUID
    said: str
    kind: OutcomeKind | None = None
    text: str = ""
    owner: str = ""
    owner_number: int | None = None
    due_on: date | None = None
    place: Mapping[str, Any] | None = None


def minute(
    meeting_id: UUID, words: str, endings: Sequence[Ending], *, by: UUID, now: datetime
) -> CommonsMeeting:
    """Write the minutes: every item of the agenda ends, every outcome has an owner and a day.

    Until two have confirmed them they can be written anew: what was confirmed or objected to is
    then open again. Raises `TooEarly`, `AgendaIncomplete`, `DueUnfit`, `PlaceNeeded`,
    `NamesSomebody`, `Unlawful`, `DoubtfulText`, `IllegalMove`.
    """
    require_nobody_named(words, *(text for each in endings for text in (each.said, each.text)))
    meeting = meeting_queries.meeting_to_change(meeting_id)
    require_lawful(
        meeting.space_id,
        decided=[each.text for each in endings],
        told=[words, *(each.said for each in endings)],
    )
    if now < meeting.starts_at:
        raise TooEarly
    items = {each.id: each for each in meeting_queries.agenda(meeting.id)}
    if {each.item_id for each in endings} != set(items) or len(endings) != len(items):
        raise AgendaIncomplete
    meeting.move_to(MeetingState.MINUTED)
    meeting_queries.forget_minutes(meeting.id)
    meeting.minutes, meeting.minuted_by = words, by
    for ending in endings:
        _check_day(ending.due_on, now=now)
        item = items[ending.item_id]
        item.said = ending.said
        item.ended_at = item.ended_at or now
        if ending.kind is not None:
            db.session.add(_outcome(meeting, item, ending))
    db.session.flush()
    return meeting


def _check_day(due_on: date | None, *, now: datetime) -> None:
    """Raise `DueUnfit` for a day that is over, or too far to be meant."""
    today = clock.local_date(now)
    if due_on is not None and not today <= due_on <= today + LONGEST_TASK:
        raise DueUnfit


def _outcome(meeting: CommonsMeeting, item: AgendaItem, ending: Ending) -> Outcome:
    space = deliberation_spaces.space(meeting.space_id)
    if ending.kind is None or not ending.owner or not ending.text or ending.due_on is None:
        raise AgendaIncomplete
    if ending.kind is OutcomeKind.DEPARTMENT and ending.place is None and space.lng is None:
        raise PlaceNeeded
    return Outcome(
        space_id=meeting.space_id,
        meeting_id=meeting.id,
        topic_id=item.topic_id or _topic_of(item),
        kind=ending.kind,
        text=ending.text,
        owner=ending.owner,
        due_on=ending.due_on,
        owner_id=_owner(space.id, ending.owner_number),
        place=dict(ending.place) if ending.place else None,
    )


def _topic_of(item: AgendaItem) -> UUID | None:
    return outcome_queries.outcome(item.outcome_id).topic_id if item.outcome_id else None


def _owner(space_id: UUID, number: int | None) -> UUID | None:
    """Return the account of the member who takes it on, by their number on a roll in force."""
    if number is None:
        return None
    for roll in deliberation_spaces.rolls_of(space_id):
        if roll.state == "in_force":
            return deliberation_spaces.member_numbered(roll.id, number).resident_id
    return None


def confirm(meeting_id: UUID, version: str, *, by: UUID, now: datetime) -> CommonsMeeting:
    """Confirm the minutes as somebody who was there; the second one lets them stand.

    Then topics are settled, and departments are called. Raises `NotAttended`, `MinutesChanged`,
    `AlreadyConfirmed`.
    """
    meeting = meeting_queries.meeting_to_change(meeting_id)
    if meeting.state is not MeetingState.MINUTED:
        meeting.move_to(MeetingState.CONFIRMED)  # says which moves there are
    if not meeting_queries.attended(meeting.id, by):
        raise NotAttended
    require_read(meeting, version)
    if insert_new(MinutesConfirmation, [{"meeting_id": meeting.id, "resident_id": by}]) == 0:
        raise AlreadyConfirmed
    if meeting_queries.confirmations(meeting.id) >= CONFIRMATIONS:
        _stand(meeting, now=now)
    return meeting


def object_to(meeting_id: UUID, words: str, *, by: UUID) -> CommonsMeeting:
    """Say as somebody who was there what is wrong with the minutes; the newest words count.

    Whoever wrote them reads it and can write them anew. Raises `NotAttended`, `IllegalMove`.
    """
    meeting = meeting_queries.meeting_to_change(meeting_id)
    check_move(MEETING_MOVES, meeting.state, MeetingState.CONFIRMED)
    if not meeting_queries.attended(meeting.id, by):
        raise NotAttended
    row = {"meeting_id": meeting.id, "resident_id": by, "words": words}
    if insert_new(MinutesObjection, [row]) == 0:
        before = meeting_queries.objection(meeting.id, by)
        before.words = words
    return meeting


def _stand(meeting: CommonsMeeting, *, now: datetime) -> None:
    meeting.move_to(MeetingState.CONFIRMED)
    for item in meeting_queries.agenda(meeting.id):
        if item.topic_id is not None:
            topic_queries.topic_to_change(item.topic_id).move_to(TopicState.SETTLED)
    for outcome in outcome_queries.outcomes_of(meeting.id):
        if outcome.kind is OutcomeKind.DEPARTMENT:
            department_referrals.register(outcome, by=meeting.minuted_by, now=now)
    audit.record("minutes confirmed", subject_kind="meeting", subject_id=meeting.id)


def publish(meeting_id: UUID, *, now: datetime) -> CommonsMeeting:
    """Put the minutes on the wall for as long as the law says. Raises `IllegalMove`."""
    meeting = meeting_queries.meeting_to_change(meeting_id)
    meeting.move_to(MeetingState.PUBLISHED)
    days = max(decision_rules.shipped()[RULE_OF_MEETING[meeting.kind]].published_days, WALL_DAYS)
    meeting.published_at = now
    office = matter_clocks.office()
    meeting.published_until = notice_periods.wall_until(now, days=days, office=office)
    return meeting


WALL_DAYS = 15
