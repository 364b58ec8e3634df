"""Devices, what they measured, and the alarms that came of it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from weijiayuan.db import Model
from weijiayuan.db.column_types import UtcDateTime
from weijiayuan.kernel import clock


class StreamState(Model):
    """What the lines know of one datastream, by level; locked while readings are taken in.

    `owed_since`: from when on readings are stored that could not be judged when they came.
    `heard_at`: when its device last sent something; `skew_seconds`: how late its clock speaks,
    the median of `delays`, those of its last messages. `insists_since`: when a device last said
    too much, too fast to be counted, or too late to be sure; if nothing follows, that stands.
    `clock_offset`: by how many seconds its readings are put right, once its clock was found to be
    wrong by the same again and again; `clock`: what that is judged by.
    They stand here, not with the device, because they change with every message.
    """

    __tablename__ = "sensing_stream_states"
    __table_args__ = (
        Index("ix_sensing_stream_states_owed_since", "owed_since"),
        Index("ix_sensing_stream_states_insists_since", "insists_since"),
    )

    datastream_id: Mapped[UUID] = mapped_column(unique=True)
    lines: Mapped[dict[str, Any]] = mapped_column(JSON)
    owed_since: Mapped[datetime | None] = mapped_column(default=None)
    heard_at: Mapped[datetime | None] = mapped_column(default=None)
    skew_seconds: Mapped[float] = mapped_column(default=0.0)
    delays: Mapped[list[float] | None] = mapped_column(JSON, default=None)
    clock: Mapped[list[Any] | None] = mapped_column(JSON, default=None)
    clock_offset: Mapped[float] = mapped_column(default=0.0, server_default="0")
    insists_since: Mapped[datetime | None] = mapped_column(default=None)
    out_of_range_since: Mapped[datetime | None] = mapped_column(default=None)
    """Since when all that its device says lies beyond its range."""


class Device(Model):
    """A device in public space: what it measures, who answers for it, on what basis.

    Places are GCJ-02 degrees. Of its key only the hash is kept. A gateway speaks for others.
    """

    __tablename__ = "sensing_devices"
    __table_args__ = (
        Index("ix_sensing_devices_kind_id", "kind", "id"),
        Index("ix_sensing_devices_name_id", "name", "id"),
        Index("ix_sensing_devices_owner_id", "owner", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    place_kind: Mapped[str]
    address: Mapped[str]
    lng: Mapped[float]
    lat: Mapped[float]
    grid_code: Mapped[str | None]
    owner: Mapped[str]
    owner_phone: Mapped[str]
    basis: Mapped[str] = mapped_column(Text)
    interval_seconds: Mapped[int]
    installed_on: Mapped[date]
    key_hash: Mapped[str] = mapped_column(unique=True)
    datastream_id: Mapped[UUID] = mapped_column(unique=True)
    gateway_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("sensing_devices.id"), default=None, index=True
    )
    filed_no: Mapped[str] = mapped_column(default="")
    sign_photo: Mapped[UUID | None] = mapped_column(default=None)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    zero: Mapped[float] = mapped_column(default=0.0, server_default="0")
    zero_at: Mapped[datetime | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    last_seen_at: Mapped[datetime | None] = column_property(
        select(StreamState.heard_at)
        .where(StreamState.datastream_id == datastream_id)
        .correlate_except(StreamState)
        .scalar_subquery()
    )
    skew_seconds: Mapped[float | None] = column_property(
        select(StreamState.skew_seconds)
        .where(StreamState.datastream_id == datastream_id)
        .correlate_except(StreamState)
        .scalar_subquery()
    )

    clock_offset: Mapped[float | None] = column_property(
        select(StreamState.clock_offset)
        .where(StreamState.datastream_id == datastream_id)
        .correlate_except(StreamState)
        .scalar_subquery()
    )

    out_of_range_since: Mapped[datetime | None] = column_property(
        select(StreamState.out_of_range_since)
        .where(StreamState.datastream_id == datastream_id)
        .correlate_except(StreamState)
        .scalar_subquery()
    )

    @property
    def interval(self) -> timedelta:
        """Return how far apart its readings are meant to come."""
        return timedelta(seconds=self.interval_seconds)

    @property
    def in_use_since(self) -> date:
        """Return from which day the time to file it counts: a day to come is none."""
        return min(self.installed_on, clock.local_date(self.created_at))

    def is_voiced_by(self, device_id: UUID) -> bool:
        """Tell whether a device speaks for this one: itself, or its gateway."""
        return device_id in {self.id, self.gateway_id}

    def since_zero(self, at: datetime, value: float) -> float:
        """Return what was measured as it is held against lines: from the zero of that moment on.

        What never goes back, such as a slope that slid, gets a new zero from an engineer.
        """
        return value if self.zero_at is None or at < self.zero_at else value - self.zero


observations = Table(
    "sensing_observations",
    Model.metadata,
    Column("datastream_id", Uuid, nullable=False, primary_key=True),
    Column("at", UtcDateTime, nullable=False, primary_key=True),
    Column("value", Float, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("in_range", Integer, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=True),
    Index("ix_sensing_observations_at", "at"),
    Index(
        "ix_sensing_observations_claimed",
        "datastream_id",
        "claimed_at",
        sqlite_where=text("claimed_at IS NOT NULL"),
        postgresql_where=text("claimed_at IS NOT NULL"),
    ),
)
"""One reading of one moment counts once: that is the primary key. `claimed_at`: what its
device said of the time, where its clock is wrong or it said two values of one moment.
`in_range`: it is held against lines; beyond the end to which these point it is, too."""


class RollUp(Model):
    """Five minutes of a datastream after its readings are thirty days old."""

    __tablename__ = "sensing_roll_ups"
    __table_args__ = (UniqueConstraint("datastream_id", "at"),)

    datastream_id: Mapped[UUID]
    at: Mapped[datetime]
    least: Mapped[float]
    mean: Mapped[float]
    most: Mapped[float]
    count: Mapped[int]


GRAVE = 2


class AlarmState(StrEnum):
    """An alarm is looked at first, or is a matter at once; it ends when it is judged."""

    ASKED = "asked"
    MATTER = "matter"
    CONFIRMED = "confirmed"
    FALSE = "false"


class Alarm(Model):
    """A line that was reached: one open at a time for each line of a datastream."""

    __tablename__ = "sensing_alarms"
    __table_args__ = (
        Index(
            "uq_sensing_alarms_open",
            "datastream_id",
            "level",
            unique=True,
            sqlite_where=text("cleared_at IS NULL"),
            postgresql_where=text("cleared_at IS NULL"),
        ),
        Index("ix_sensing_alarms_raised_at_id", "raised_at", "id"),
        Index("ix_sensing_alarms_state_confirm_due_at", "state", "confirm_due_at"),
        Index("ix_sensing_alarms_found_at", "found_at"),
        Index("ix_sensing_alarms_kind_level_state", "kind", "level", "state"),
        Index("ix_sensing_alarms_kind_lat", "kind", "lat"),
        Index("ix_sensing_alarms_datastream_id_level", "datastream_id", "level"),
        Index("ix_sensing_alarms_level_id", "level", "id"),
        Index("ix_sensing_alarms_kind_id", "kind", "id"),
        Index("ix_sensing_alarms_state_id", "state", "id"),
        Index(
            "ix_sensing_alarms_untold",
            "event_id",
            sqlite_where=text("NOT told_over"),
            postgresql_where=text("NOT told_over"),
        ),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("sensing_devices.id"), index=True)
    datastream_id: Mapped[UUID]
    kind: Mapped[str]
    level: Mapped[int]
    raised_at: Mapped[datetime]
    found_at: Mapped[datetime]
    value: Mapped[float]
    peak: Mapped[float]
    rules_version: Mapped[str]
    state: Mapped[AlarmState]
    lng: Mapped[float]
    lat: Mapped[float]
    grid_code: Mapped[str | None]
    confirm_due_at: Mapped[datetime | None] = mapped_column(default=None)
    cleared_at: Mapped[datetime | None] = mapped_column(default=None)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), default=None, index=True)
    joined: Mapped[bool] = mapped_column(default=False)
    judged_by: Mapped[UUID | None] = mapped_column(default=None)
    judged_at: Mapped[datetime | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(Text, default="")
    denied_by: Mapped[UUID | None] = mapped_column(default=None)
    """Who called a grave alarm false first; that counts once another person says so too."""
    denied_at: Mapped[datetime | None] = mapped_column(default=None)
    denied_by_verifier: Mapped[bool] = mapped_column(default=False)
    told_over: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Whoever was told of it was told that it is over, too."""

    @property
    def is_grave(self) -> bool:
        """Tell whether it is of level Ⅰ or Ⅱ, which nobody stands down alone."""
        return self.level <= GRAVE


class OutageCause(StrEnum):
    """Why a device has to be seen to."""

    SILENT = "silent"
    CLOCK = "clock"
    RANGE = "range"


class Outage(Model):
    """A stretch in which a device was silent or out of range (grey), or its clock wrong.

    Tickets are made of them: one a cause, gateway or street, and owner.
    """

    __tablename__ = "sensing_outages"
    __table_args__ = (
        Index(
            "uq_sensing_outages_open",
            "device_id",
            "cause",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("sensing_devices.id"))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    cause: Mapped[OutageCause] = mapped_column(
        default=OutageCause.SILENT, server_default=OutageCause.SILENT
    )
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    cut: Mapped[str | None] = mapped_column(default=None)
    """The power or gateway cut that it is part of: several of one place, silent together."""
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    """When whoever runs the devices was told of it, beside others of its ticket."""


class RulesVersion(Model):
    """A version of classes and lines: proposed by one, approved by another."""

    __tablename__ = "sensing_rules_versions"

    version: Mapped[str] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    is_approved: Mapped[bool | None] = mapped_column(default=None)
