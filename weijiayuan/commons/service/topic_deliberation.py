"""Raising topics, supporting them, saying things about them, and taking stances."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.commons.errors import AlreadySupported, TooManyStatements
from weijiayuan.commons.models import Space, StanceTaken, Statement, Support, Topic
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import topic_deliberation as topic_queries
from weijiayuan.commons.rules.states import Stance, TopicKind, TopicState
from weijiayuan.commons.rules.text_moderation import reason_to_hold
from weijiayuan.commons.service import agenda_lottery
from weijiayuan.commons.service.public_text_check import require_no_numbers
from weijiayuan.db import blind_index, db, insert_new

ENOUGH_SUPPORTS = 5
MOST_STATEMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What is raised, and the three questions of the 民情诊所: what, whom, what is wished."""

    kind: TopicKind
    title: str
    text: str
    wish: str = ""
    affected: str = ""
    must_come: str = ""


def raise_topic(space: Space, raised: Raised, *, by: UUID, now: datetime) -> Topic:
    """Raise a topic as somebody on a roll of the space. Raises `NotMember`."""
    deliberation_spaces.require_belongs(space.id, by)
    return _enter(space, raised, by=by, now=now)


def raise_on_behalf(
    space: Space, raised: Raised, *, name: str, helper: UUID, now: datetime
) -> Topic:
    """Enter at the desk what somebody without a telephone said; both names are kept."""
    return _enter(space, raised, by=None, name=name, helper=helper, now=now)


def _enter(
    space: Space,
    raised: Raised,
    *,
    by: UUID | None,
    now: datetime,
    name: str | None = None,
    helper: UUID | None = None,
) -> Topic:
    held = reason_to_hold(raised.title, raised.text, raised.wish, raised.affected, raised.must_come)
    topic = Topic(
        space_id=space.id,
        kind=raised.kind,
        title=raised.title,
        text=raised.text,
        wish=raised.wish,
        affected=raised.affected,
        must_come=raised.must_come,
        raised_by=by,
        on_behalf_of=name,
        helper_id=helper,
        state=TopicState.HELD if held else TopicState.RAISED,
        held_for=held,
    )
    db.session.add(topic)
    db.session.flush()
    if not held:
        agenda_lottery.enter_waiting(topic, now=now)
    return topic


def release(topic_id: UUID, *, now: datetime) -> Topic:
    """Let others read what a person has read. Raises `IllegalMove`, `NamesSomebody`."""
    topic = topic_queries.topic_to_change(topic_id)
    require_no_numbers(topic.title, topic.text, topic.wish, topic.affected, topic.must_come)
    topic.move_to(TopicState.RAISED)
    agenda_lottery.enter_waiting(topic, now=now)
    return topic


def withdraw(topic_id: UUID, *, now: datetime) -> Topic:
    """Take a topic back, or away. Raises `IllegalMove`."""
    topic = topic_queries.topic_to_change(topic_id)
    topic.move_to(TopicState.WITHDRAWN)
    agenda_lottery.leave_waiting(topic, now=now)
    return topic


def settle_by_talk(topic_id: UUID, *, now: datetime) -> Topic:
    """Note that talking was enough. Raises `IllegalMove`."""
    topic = topic_queries.topic_to_change(topic_id)
    topic.move_to(TopicState.SETTLED)
    agenda_lottery.leave_waiting(topic, now=now)
    return topic


def support(topic_id: UUID, *, by: UUID, now: datetime) -> Topic:
    """Want a topic talked about too; enough of it gives it more tickets in the draws.

    Raises `NotMember`, `AlreadySupported`.
    """
    topic = topic_queries.topic_to_change(topic_id)
    topic_queries.shown_topic(topic_id)
    deliberation_spaces.require_belongs(topic.space_id, by)
    if insert_new(Support, [{"topic_id": topic.id, "resident_id": by}]) == 0:
        raise AlreadySupported
    topic.supports += 1
    if topic.state is TopicState.RAISED and topic.supports >= ENOUGH_SUPPORTS:
        topic.move_to(TopicState.SUPPORTED)
        agenda_lottery.leave_waiting(topic, now=now)
        agenda_lottery.enter_waiting(topic, now=now)
    return topic


def state(topic_id: UUID, text: str, *, by: UUID) -> Statement:
    """Say one sentence about a topic. Raises `NotMember`, `TooManyStatements`."""
    topic = topic_queries.topic_to_change(topic_id)
    topic_queries.shown_topic(topic_id)
    deliberation_spaces.require_belongs(topic.space_id, by)
    last = db.session.scalar(
        select(func.coalesce(func.max(Statement.number), 0)).filter_by(topic_id=topic.id)
    )
    number = int(last or 0) + 1
    if number > MOST_STATEMENTS:
        raise TooManyStatements(most=MOST_STATEMENTS)
    found = Statement(
        topic_id=topic.id,
        number=number,
        text=text,
        written_by=by,
        held_for=reason_to_hold(text),
    )
    db.session.add(found)
    db.session.flush()
    return found


def release_statement(statement_id: UUID) -> Statement:
    """Let others read what a person has read. Raises `NamesSomebody`."""
    found = topic_queries.statement_to_change(statement_id)
    require_no_numbers(found.text)
    found.held_for = ""
    return found


def take_stance(statement_id: UUID, stance: Stance, *, by: UUID) -> None:
    """Agree, disagree or pass; the newest stance of a person counts. Raises `NotMember`."""
    found = topic_queries.statement(statement_id)
    topic = topic_queries.topic(found.topic_id)
    deliberation_spaces.require_belongs(topic.space_id, by)
    mark = mark_of(topic.id, by)
    row = {
        "topic_id": topic.id,
        "statement_id": found.id,
        "person_mark": mark,
        "stance": stance,
    }
    if insert_new(StanceTaken, [row]) == 0:
        before = db.session.scalars(
            select(StanceTaken).filter_by(statement_id=found.id, person_mark=mark)
        ).one()
        before.stance = stance


def mark_of(topic_id: UUID, resident_id: UUID) -> str:
    """Return the mark of a person in one topic: another one in every topic."""
    return blind_index(f"commons.stance:{topic_id}:{resident_id}")
