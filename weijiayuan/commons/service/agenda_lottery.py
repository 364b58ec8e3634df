"""Agendas by lot: who was not drawn has one ticket more next time, who is supported two."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.commons.models import AgendaItem, CommonsMeeting, Outcome, Space, Topic
from weijiayuan.commons.queries import meeting_outcomes as outcome_queries
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules.states import TopicState
from weijiayuan.db import db
from weijiayuan.lottery_draws import queries as draw_queries
from weijiayuan.lottery_draws import service as draws
from weijiayuan.lottery_draws.models import Draw

TOPICS_DRAWN = 6
MINUTES_EACH = 8
SUPPORTED_MORE = 2
"""Tickets that enough supports give a topic besides those for waiting."""
MINUTES_CARRIED = 3
"""For what an earlier meeting agreed: how far it is, and what is missing."""
WAITING = (TopicState.RAISED, TopicState.SUPPORTED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What fits into a meeting: unfinished outcomes first, then so many topics by lot."""

    carried: tuple[Outcome, ...]
    topics: int


def planned(space: Space, length: timedelta) -> Plan:
    """Plan a meeting of a length: what is carried over takes half of it at most."""
    minutes = int(length.total_seconds() // 60)
    most = minutes // 2 // MINUTES_CARRIED
    carried = tuple(outcome_queries.unfinished(space.id)[:most])
    left = minutes - len(carried) * MINUTES_CARRIED
    return Plan(carried, max(1, min(TOPICS_DRAWN, left // MINUTES_EACH)))


def open_draw(space: Space, title: str, plan: Plan, *, closes_at: datetime, now: datetime) -> Draw:
    """Open the draw of a meeting's agenda, with every topic of the space that waits."""
    draw = draws.open_draw(
        title, family=f"commons:{space.id}", places=plan.topics, closes_at=closes_at
    )
    db.session.flush()
    for topic in db.session.scalars(
        topic_queries.topics(space.id, states=WAITING).order_by(Topic.id)
    ):
        _enter(draw.id, topic, now=now)
    return draw


def enter_waiting(topic: Topic, *, now: datetime) -> None:
    """Enter a topic into every draw of its space that is still open."""
    for meeting in meeting_queries.open_meetings(topic.space_id):
        if now < draw_queries.draw(meeting.draw_id).closes_at:
            _enter(meeting.draw_id, topic, now=now)


def _enter(draw_id: UUID, topic: Topic, *, now: datetime) -> None:
    more = SUPPORTED_MORE if topic.state is TopicState.SUPPORTED else 0
    draws.enter(draw_id, resident_id=topic.raised_by, for_id=topic.id, now=now, more=more)


def leave_waiting(topic: Topic, *, now: datetime) -> None:
    """Take a topic out of every draw that is still open."""
    for meeting in meeting_queries.open_meetings(topic.space_id):
        is_open = now < draw_queries.draw(meeting.draw_id).closes_at
        if is_open and draw_queries.live_entry(meeting.draw_id, for_id=topic.id) is not None:
            draws.withdraw(meeting.draw_id, for_id=topic.id, now=now)


def draw_agenda(meeting: CommonsMeeting, *, now: datetime) -> list[AgendaItem]:
    """Draw, once: unfinished outcomes first, then the topics in the order drawn.

    Raises `StillOpen` before the time that was published.
    """
    entries = draws.run(meeting.draw_id, now=now)
    before = list(meeting_queries.agenda(meeting.id))
    if any(each.topic_id for each in before) or not entries:
        return before
    position = len(before)
    for entry in entries:
        topic = topic_queries.topic_to_change(entry.for_id)
        if entry.won and topic.state in WAITING:
            position += 1
            topic.move_to(TopicState.TO_MEETING)
            before.append(_item(meeting.id, position, topic_id=topic.id))
    return before


def open_with_unfinished(meeting: CommonsMeeting, plan: Plan) -> None:
    """Begin the agenda with what earlier meetings agreed and nobody has checked yet."""
    for position, outcome in enumerate(plan.carried, start=1):
        _item(meeting.id, position, outcome_id=outcome.id)


def _item(
    meeting_id: UUID,
    position: int,
    *,
    topic_id: UUID | None = None,
    outcome_id: UUID | None = None,
) -> AgendaItem:
    item = AgendaItem(
        meeting_id=meeting_id,
        position=position,
        minutes=MINUTES_CARRIED if outcome_id else MINUTES_EACH,
        topic_id=topic_id,
        outcome_id=outcome_id,
    )
    db.session.add(item)
    return item
