"""Meetings: agenda, who was there, minutes and their confirmation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.states import (
    MEETING_MOVES,
    Attended,
    MeetingKind,
    MeetingState,
)
from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move


class CommonsMeeting(Model):
    """A meeting with its lawful notice. `room_id` is a bookable whose whole is claimed for it."""

    __tablename__ = "commons_meetings"
    __table_args__ = (Index("ix_commons_meetings_space_id_starts_at", "space_id", "starts_at"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    kind: Mapped[MeetingKind]
    title: Mapped[str]
    called_by: Mapped[list[str]] = mapped_column(JSON)
    noticed_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    room_id: Mapped[UUID | None]
    draw_id: Mapped[UUID]
    made_by: Mapped[UUID]
    urgent_reason: Mapped[str] = mapped_column(default="")
    childcare: Mapped[str] = mapped_column(default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.NOTICED)
    minutes: Mapped[str] = mapped_column(Text, default="")
    minuted_by: Mapped[UUID | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_until: Mapped[datetime | None] = mapped_column(default=None)

    def move_to(self, state: MeetingState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(MEETING_MOVES, self.state, state)
        self.state = state


class AgendaItem(Model):
    """A topic, or an outcome that is not finished, with its minutes on the clock."""

    __tablename__ = "commons_agenda_items"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"))
    position: Mapped[int]
    minutes: Mapped[int]
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("commons_topics.id"), default=None)
    outcome_id: Mapped[UUID | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    said: Mapped[str] = mapped_column(Text, default="")


class Attendance(Model):
    """Somebody was there: a resident with an account, or a member of a roll noted at the desk."""

    __tablename__ = "commons_attendances"
    __table_args__ = (
        UniqueConstraint("meeting_id", "resident_id"),
        UniqueConstraint("meeting_id", "member_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"))
    how: Mapped[Attended]
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("commons_members.id"), default=None)


class MinutesConfirmation(Model):
    """Somebody who was there says that the minutes are right."""

    __tablename__ = "commons_confirmations"
    __table_args__ = (UniqueConstraint("meeting_id", "resident_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)


class MinutesObjection(Model):
    """Somebody who was there says what is wrong with the minutes, until they are written anew."""

    __tablename__ = "commons_objections"
    __table_args__ = (UniqueConstraint("meeting_id", "resident_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
