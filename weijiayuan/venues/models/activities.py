"""Activities, their sessions and meetings, and what organisers write to who comes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import Model
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models.venues import Rated, rules_in
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.vocabulary import (
    ActivityKind,
    ActivityState,
    BookableKind,
)


class Activity(Model, Rated):
    """Something people register for: a course, a talk, a match. It has one or more sessions."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_listed", "state", "starts_at", "id"),
        CheckConstraint("closes_at > opens_at", name="registration"),
    )

    title: Mapped[str] = mapped_column(String(60))
    activity_kind: Mapped[ActivityKind]
    summary: Mapped[str] = mapped_column(Text)
    organiser: Mapped[str] = mapped_column(String(60))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    rules_data: Mapped[str] = mapped_column(Text)
    state: Mapped[ActivityState] = mapped_column(default=ActivityState.DRAFT)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venues.id"), default=None)
    place_name: Mapped[str] = mapped_column(String(80), default="")
    street_code: Mapped[str | None] = mapped_column(String(9), default=None)
    community_code: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    contact: Mapped[str] = mapped_column(String(60), default="")
    photo_id: Mapped[UUID | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    stars_total: Mapped[int] = mapped_column(default=0)
    stars_count: Mapped[int] = mapped_column(default=0)
    place_revision: Mapped[int] = mapped_column(default=0)
    by_draw: Mapped[bool] = mapped_column(default=False)
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="activity", init=False, order_by="Session.starts_at"
    )

    @property
    def rules(self) -> BookingRules:
        return rules_in(self.rules_data)


class Session(Bookable, kw_only=True):
    """What is registered for: one date, or a series of them attended together."""

    __tablename__ = "activity_sessions"
    __mapper_args__ = {"polymorphic_identity": BookableKind.SESSION.value}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    title: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("draws.id"), default=None)
    activity: Mapped[Activity] = relationship(back_populates="sessions", init=False)
    meetings: Mapped[list["Meeting"]] = relationship(
        init=False, order_by="Meeting.starts_at", cascade="all, delete-orphan"
    )

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Meeting(Model):
    """One date of a session."""

    __tablename__ = "activity_meetings"
    __table_args__ = (
        UniqueConstraint("session_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_sessions.id"), init=False)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class ActivityMessage(Model):
    """What an organiser wrote to those who come."""

    __tablename__ = "activity_messages"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    session_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[UUID]
    told: Mapped[int] = mapped_column(default=0)
