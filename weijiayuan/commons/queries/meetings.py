"""Questions about meetings, their agendas and who was there."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from weijiayuan.capacity_claims import room_occupancy
from weijiayuan.commons.errors import ItemNotFound, MeetingNotFound
from weijiayuan.commons.models import (
    AgendaItem,
    Attendance,
    CommonsMeeting,
    Member,
    MinutesConfirmation,
    MinutesObjection,
    Outcome,
)
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.commons.rules.vote_counting import Weight
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span


def meeting(meeting_id: UUID) -> CommonsMeeting:
    """Return a meeting. Raises `MeetingNotFound`."""
    return row_of(CommonsMeeting, meeting_id, MeetingNotFound)


def meeting_to_change(meeting_id: UUID) -> CommonsMeeting:
    """Return a meeting, locked until the transaction ends. Raises `MeetingNotFound`."""
    return row_to_change(CommonsMeeting, meeting_id, MeetingNotFound)


def titles(meeting_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what meetings are called."""
    wanted = select(CommonsMeeting.id, CommonsMeeting.title)
    rows = db.session.execute(wanted.where(CommonsMeeting.id.in_(meeting_ids)))
    return {row.id: row.title for row in rows}


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


def forget_minutes(meeting_id: UUID) -> None:
    """Delete what hangs on minutes that are written anew: outcomes, confirmations, objections."""
    for gone in (Outcome, MinutesConfirmation, MinutesObjection):
        db.session.execute(delete(gone).filter_by(meeting_id=meeting_id))


def objection(meeting_id: UUID, resident_id: UUID) -> MinutesObjection:
    """Return what somebody found wrong with the minutes."""
    wanted = select(MinutesObjection).filter_by(meeting_id=meeting_id, resident_id=resident_id)
    return db.session.scalars(wanted).one()


def objections(meeting_id: UUID) -> Sequence[str]:
    """Return what is said to be wrong with the minutes, and by nobody's name."""
    wanted = select(MinutesObjection.words).filter_by(meeting_id=meeting_id)
    return db.session.scalars(wanted.order_by(MinutesObjection.id)).all()


def confirmations(meeting_id: UUID) -> int:
    """Return how many confirmed the minutes."""
    wanted = select(func.count()).select_from(MinutesConfirmation).filter_by(meeting_id=meeting_id)
    return db.session.scalar(wanted) or 0


def room_shut(meeting: CommonsMeeting) -> str:
    """Return the room's hours in words where they leave the meeting out by now, else nothing."""
    if meeting.room_id is None or meeting.state is not MeetingState.NOTICED:
        return ""
    span = Span(meeting.starts_at, meeting.ends_at)
    return room_occupancy.hours_broken(meeting.room_id, span)
