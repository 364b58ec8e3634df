"""Venues, when they are closed, and what stars they have."""

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import Model
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Timetable
from weijiayuan.venues.rules import booking_rules, satisfaction_rating
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.vocabulary import (
    BookableKind,
    Use,
    VenueKind,
)


class Rated:
    """What stars were given to: their sum and number, kept beside the ratings."""

    stars_total: Mapped[int]
    stars_count: Mapped[int]

    @property
    def stars(self) -> float | None:
        return satisfaction_rating.average(self.stars_total, self.stars_count)


class Venue(Bookable, Rated, kw_only=True):
    """A room, court or reading room that residents book.

    `timetable_data` and `rules_data` hold JSON as text, so that equal text means equal slots.
    Coordinates are GCJ-02. `people_most` is how many people the room holds. `place_revision` counts
    how often its name or place changed; after `last_day`, which the timetable knows too, it is
    retired. `calendar_token` dates the calendar that its bookings were last looked through with.
    """

    __tablename__ = "venues"
    __mapper_args__ = {"polymorphic_identity": BookableKind.VENUE.value}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    venue_kind: Mapped[VenueKind]
    use: Mapped[Use]
    people_most: Mapped[int]
    timetable_data: Mapped[str] = mapped_column(Text)
    rules_data: Mapped[str] = mapped_column(Text)
    street_code: Mapped[str | None] = mapped_column(String(9), default=None)
    community_code: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    address: Mapped[str] = mapped_column(String(120), default="")
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    equipment: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    notes: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    photo_id: Mapped[UUID | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    stars_total: Mapped[int] = mapped_column(default=0)
    stars_count: Mapped[int] = mapped_column(default=0)
    place_revision: Mapped[int] = mapped_column(default=0)
    last_day: Mapped[date | None] = mapped_column(default=None)
    calendar_token: Mapped[UUID | None] = mapped_column(default=None)
    seat_names: Mapped[list[str]] = mapped_column(JSON, default_factory=list)

    @property
    def timetable(self) -> Timetable:
        return timetable_in(self.timetable_data)

    @property
    def rules(self) -> BookingRules:
        return rules_in(self.rules_data)


@lru_cache(maxsize=2048)
def timetable_in(data: str) -> Timetable:
    return hours.from_data(json.loads(data))


@lru_cache(maxsize=2048)
def rules_in(data: str) -> BookingRules:
    return booking_rules.from_data(json.loads(data))


def stored(data: dict[str, Any]) -> str:
    """Return rules or a timetable as the text they are stored as."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Closure(Model):
    """A stretch of time in which the venue is closed or kept for something else."""

    __tablename__ = "venue_closures"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    meeting_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("activity_meetings.id"), index=True, default=None
    )
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)
