"""Words that were public before the guard that is in force: read again, and held where need be."""

from datetime import datetime

from sqlalchemy import select

from weijiayuan.commons.models import Statement, Topic
from weijiayuan.commons.rules.states import TopicState
from weijiayuan.commons.rules.text_moderation import reason_to_hold
from weijiayuan.commons.service import agenda_lottery
from weijiayuan.db import db, transaction

PUBLIC = (TopicState.RAISED, TopicState.SUPPORTED)


def read_portion(*, now: datetime, most: int) -> int:
    """Read words that the guard in force has not seen; return how many there were.

    What a person has let through stays. A topic that is before a meeting is left to the meeting.
    """
    with transaction():
        topics = select(Topic).where(Topic.words_read.is_(False)).limit(most).with_for_update()
        found = db.session.scalars(topics).all()
        for topic in found:
            _read_topic(topic, now=now)
        said = select(Statement).where(Statement.words_read.is_(False)).limit(most)
        statements = db.session.scalars(said.with_for_update()).all()
        for statement in statements:
            statement.words_read = True
            statement.held_for = statement.held_for or reason_to_hold(statement.text)
    return len(found) + len(statements)


def _read_topic(topic: Topic, *, now: datetime) -> None:
    topic.words_read = True
    if topic.held_for or topic.state not in PUBLIC:
        return
    held = reason_to_hold(topic.title, topic.text, topic.wish, topic.affected, topic.must_come)
    if held:
        topic.held_for = held
        topic.move_to(TopicState.HELD)
        agenda_lottery.leave_waiting(topic, now=now)
