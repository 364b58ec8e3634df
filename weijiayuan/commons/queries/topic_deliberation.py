"""Questions about topics, statements and stances."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.errors import StatementNotFound, TopicNotFound
from weijiayuan.commons.models import StanceTaken, Statement, Support, Topic
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import TopicState
from weijiayuan.db import db

SHOWN = (TopicState.RAISED, TopicState.SUPPORTED, TopicState.TO_MEETING, TopicState.SETTLED)


def topic(topic_id: UUID) -> Topic:
    """Return a topic. Raises `TopicNotFound`."""
    return row_of(Topic, topic_id, TopicNotFound)


def shown_topic(topic_id: UUID) -> Topic:
    """Return a topic that everybody may read. Raises `TopicNotFound`."""
    found = topic(topic_id)
    if found.state not in SHOWN:
        raise TopicNotFound
    return found


def topic_to_change(topic_id: UUID) -> Topic:
    """Return a topic, locked until the transaction ends. Raises `TopicNotFound`."""
    return row_to_change(Topic, topic_id, TopicNotFound)


def topics(space_id: UUID, *, states: Sequence[TopicState]) -> Select[Any]:
    """Select the topics of a space in these states."""
    return select(Topic).where(Topic.space_id == space_id, Topic.state.in_(states))


def supporters(topic_id: UUID) -> Sequence[UUID]:
    """Return who supports a topic."""
    return db.session.scalars(select(Support.resident_id).filter_by(topic_id=topic_id)).all()


def statement(statement_id: UUID) -> Statement:
    """Return a statement that everybody may read. Raises `StatementNotFound`."""
    found = db.session.get(Statement, statement_id)
    if found is None or found.held_for:
        raise StatementNotFound
    return found


def statement_to_change(statement_id: UUID) -> Statement:
    """Return a statement, held or not, locked. Raises `StatementNotFound`."""
    return row_to_change(Statement, statement_id, StatementNotFound)


def statements(topic_id: UUID, *, held: bool = False) -> Sequence[Statement]:
    """Return the statements of a topic by number; with `held` those that wait for a person too."""
    wanted = select(Statement).filter_by(topic_id=topic_id).order_by(Statement.number)
    if not held:
        wanted = wanted.where(Statement.held_for == "")
    return db.session.scalars(wanted).all()


def stances(topic_id: UUID) -> Sequence[Any]:
    """Return (person_mark, statement_id, stance) of a topic, by mark."""
    return db.session.execute(
        select(StanceTaken.person_mark, StanceTaken.statement_id, StanceTaken.stance)
        .where(StanceTaken.topic_id == topic_id)
        .order_by(StanceTaken.person_mark, StanceTaken.statement_id)
    ).all()
