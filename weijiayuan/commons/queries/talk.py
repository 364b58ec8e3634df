"""Questions about topics, meetings and what came of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import (
    ItemNotFound,
    MeetingNotFound,
    OutcomeNotFound,
    StatementNotFound,
    TopicNotFound,
)
from weijiayuan.commons.models.spaces import Member
from weijiayuan.commons.models.talk import (
    AgendaItem,
    Attendance,
    CommonsMeeting,
    MinutesConfirmation,
    Outcome,
    StanceTaken,
    Statement,
    Support,
    Topic,
)
from weijiayuan.commons.rules.counting import Weight
from weijiayuan.commons.rules.states import MeetingState, OutcomeKind, OutcomeState, TopicState
from weijiayuan.db import db

SHOWN = (TopicState.RAISED, TopicState.SUPPORTED, TopicState.TO_MEETING, TopicState.SETTLED)


def topic(topic_id: UUID) -> Topic:
    """Return a topic. Raises `TopicNotFound`."""
    found = db.session.get(Topic, topic_id)
    if found is None:
        raise TopicNotFound
    return found


def shown_topic(topic_id: UUID) -> Topic:
    """Return a topic that everybody may read. Raises `TopicNotFound`."""
    found = topic(topic_id)
    if found.state not in SHOWN:
        raise TopicNotFound
    return found


def topic_to_change(topic_id: UUID) -> Topic:
    """Return a topic, locked until the transaction ends. Raises `TopicNotFound`."""
    found = db.session.scalars(select(Topic).filter_by(id=topic_id).with_for_update()).one_or_none()
    if found is None:
        raise TopicNotFound
    return found


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
    found = db.session.scalars(
        select(Statement).filter_by(id=statement_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise StatementNotFound
    return found


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


def meeting(meeting_id: UUID) -> CommonsMeeting:
    """Return a meeting. Raises `MeetingNotFound`."""
    found = db.session.get(CommonsMeeting, meeting_id)
    if found is None:
        raise MeetingNotFound
    return found


def meeting_to_change(meeting_id: UUID) -> CommonsMeeting:
    """Return a meeting, locked until the transaction ends. Raises `MeetingNotFound`."""
    found = db.session.scalars(
        select(CommonsMeeting).filter_by(id=meeting_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise MeetingNotFound
    return found


def meetings(space_id: UUID) -> Select[Any]:
    """Select the meetings of a space."""
    return select(CommonsMeeting).filter_by(space_id=space_id)


def wall(space_id: UUID) -> Select[Any]:
    """Select what was published of a space."""
    return meetings(space_id).where(CommonsMeeting.state == MeetingState.PUBLISHED)


def open_meetings(space_id: UUID) -> Sequence[CommonsMeeting]:
    """Return the meetings of a space that are called and not minuted, the earliest first."""
    wanted = meetings(space_id).where(CommonsMeeting.state == MeetingState.NOTICED)
    return db.session.scalars(wanted.order_by(CommonsMeeting.starts_at)).all()


def meetings_to_draw(draw_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return the meetings whose agenda is drawn from one of these."""
    wanted = select(CommonsMeeting.id).where(
        CommonsMeeting.draw_id.in_(draw_ids), CommonsMeeting.state == MeetingState.NOTICED
    )
    return db.session.scalars(wanted.order_by(CommonsMeeting.id)).all()


def agenda(meeting_id: UUID) -> Sequence[AgendaItem]:
    """Return the agenda of a meeting in its order."""
    return db.session.scalars(
        select(AgendaItem).filter_by(meeting_id=meeting_id).order_by(AgendaItem.position)
    ).all()


def agenda_item(meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """Return an item of a meeting's agenda. Raises `ItemNotFound`."""
    found = db.session.get(AgendaItem, item_id)
    if found is None or found.meeting_id != meeting_id:
        raise ItemNotFound
    return found


def attended(meeting_id: UUID, resident_id: UUID) -> bool:
    """Tell whether a resident was there."""
    wanted = select(Attendance.id).filter_by(meeting_id=meeting_id, resident_id=resident_id)
    return db.session.scalar(wanted) is not None


def attendances(meeting_id: UUID) -> Sequence[Attendance]:
    """Return who was there."""
    return db.session.scalars(
        select(Attendance).filter_by(meeting_id=meeting_id).order_by(Attendance.id)
    ).all()


def present(meeting_id: UUID, roll_id: UUID) -> Weight:
    """Return how many members of a roll were there."""
    heads, area = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Member.area), 0))
        .select_from(Attendance)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.meeting_id == meeting_id, Member.roll_id == roll_id)
    ).one()
    return Weight(heads, int(area))


def confirmations(meeting_id: UUID) -> int:
    """Return how many confirmed the minutes."""
    wanted = select(func.count()).select_from(MinutesConfirmation).filter_by(meeting_id=meeting_id)
    return db.session.scalar(wanted) or 0


def outcome(outcome_id: UUID) -> Outcome:
    """Return an outcome. Raises `OutcomeNotFound`."""
    found = db.session.get(Outcome, outcome_id)
    if found is None:
        raise OutcomeNotFound
    return found


def outcome_to_change(outcome_id: UUID) -> Outcome:
    """Return an outcome, locked until the transaction ends. Raises `OutcomeNotFound`."""
    found = db.session.scalars(
        select(Outcome).filter_by(id=outcome_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise OutcomeNotFound
    return found


def outcomes(space_id: UUID) -> Select[Any]:
    """Select the outcomes of a space whose minutes were confirmed."""
    return (
        select(Outcome)
        .join(CommonsMeeting, CommonsMeeting.id == Outcome.meeting_id)
        .where(Outcome.space_id == space_id, CommonsMeeting.state.in_(STANDING))
    )


STANDING = (MeetingState.CONFIRMED, MeetingState.PUBLISHED)


def unfinished(space_id: UUID) -> Sequence[Outcome]:
    """Return what is not checked yet, the longest due first: the next meeting begins with it."""
    wanted = outcomes(space_id).where(Outcome.state != OutcomeState.CHECKED)
    return db.session.scalars(wanted.order_by(Outcome.due_on, Outcome.id)).all()


def outcomes_of(meeting_id: UUID) -> Sequence[Outcome]:
    """Return the outcomes of one meeting."""
    return db.session.scalars(
        select(Outcome).filter_by(meeting_id=meeting_id).order_by(Outcome.id)
    ).all()


def called_departments(*, limit: int) -> Sequence[Outcome]:
    """Return outcomes that wait for their matter in the ledger."""
    wanted = select(Outcome).where(
        Outcome.kind == OutcomeKind.DEPARTMENT,
        Outcome.event_id.is_not(None),
        Outcome.state.in_([OutcomeState.AGREED, OutcomeState.DOING]),
    )
    return db.session.scalars(wanted.order_by(Outcome.id).limit(limit)).all()
