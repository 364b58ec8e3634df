"""What people raise and say to each other's statements, where they meet, what comes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.states import (
    MEETING_MOVES,
    OUTCOME_MOVES,
    TOPIC_MOVES,
    Attended,
    MeetingKind,
    MeetingState,
    OutcomeKind,
    OutcomeState,
    Stance,
    TopicKind,
    TopicState,
)
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.states import check_move

UNCHECKED = text("state <> 'checked'")


class Topic(Model):
    """Something somebody wants talked about. A helper may have entered it on somebody's behalf."""

    __tablename__ = "commons_topics"
    __table_args__ = (Index("ix_commons_topics_space_id_state", "space_id", "state", "id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    kind: Mapped[TopicKind]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text)
    affected: Mapped[str] = mapped_column(Text)
    must_come: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    on_behalf_of: Mapped[str | None] = mapped_column(Encrypted, default=None)
    helper_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[TopicState] = mapped_column(default=TopicState.RAISED)
    held_for: Mapped[str] = mapped_column(default="")
    supports: Mapped[int] = mapped_column(default=0)

    def move_to(self, state: TopicState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(TOPIC_MOVES, self.state, state)
        self.state = state


class Support(Model):
    """A resident wants a topic talked about too."""

    __tablename__ = "commons_supports"
    __table_args__ = (UniqueConstraint("topic_id", "resident_id"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class Statement(Model):
    """One sentence about a topic to which people take a stance."""

    __tablename__ = "commons_statements"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    held_for: Mapped[str] = mapped_column(default="")


class StanceTaken(Model):
    """A stance under a mark that only this installation can make from the person's id."""

    __tablename__ = "commons_stances"
    __table_args__ = (UniqueConstraint("statement_id", "person_mark"),)

    topic_id: Mapped[UUID] = mapped_column(ForeignKey("commons_topics.id"), index=True)
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("commons_statements.id"))
    person_mark: Mapped[str] = mapped_column(index=True)
    stance: Mapped[Stance]


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


class Outcome(Model):
    """What a meeting ends in: who does what by when. `owner` is a name that everybody reads.

    A department's outcome has its matter in the ledger from the moment two people confirmed the
    minutes.
    """

    __tablename__ = "commons_outcomes"
    __table_args__ = (
        Index("ix_commons_outcomes_space_id_due_on", "space_id", "due_on"),
        Index(
            "ix_commons_outcomes_unchecked",
            "space_id",
            "id",
            sqlite_where=UNCHECKED,
            postgresql_where=UNCHECKED,
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"), index=True)
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("commons_topics.id"), index=True)
    kind: Mapped[OutcomeKind]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str]
    due_on: Mapped[date]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[OutcomeState] = mapped_column(default=OutcomeState.AGREED)
    event_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_words: Mapped[str] = mapped_column(Text, default="")
    done_by: Mapped[UUID | None] = mapped_column(default=None)
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_words: Mapped[str] = mapped_column(Text, default="")
    returns: Mapped[int] = mapped_column(default=0)
    overdue_reason: Mapped[str] = mapped_column(Text, default="")

    def move_to(self, state: OutcomeState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(OUTCOME_MOVES, self.state, state)
        self.state = state
