"""The tables of the district, its grids and its calendar."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.places.working_calendar import DayKind


class Topic(StrEnum):
    """What a process keeps in memory and must read again after a change."""

    TERRITORY = "territory"
    GRIDS = "grids"
    CALENDAR = "calendar"
    SITES = "sites"


class Revision(Model):
    """A token per topic, replaced with every change, so that a kept copy knows it is old."""

    __tablename__ = "place_revisions"

    topic: Mapped[Topic] = mapped_column(unique=True)
    token: Mapped[UUID]


class Street(Model):
    """A street (街道), by its nine-digit code."""

    __tablename__ = "streets"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    area_km2: Mapped[float | None] = mapped_column(default=None)
    population: Mapped[int | None] = mapped_column(default=None)
    source: Mapped[str | None] = mapped_column(default=None)
    as_of: Mapped[date | None] = mapped_column(default=None)


class Community(Model):
    """A community (社区), valid from `valid_from` until the day before `valid_to`.

    The code is missing while the statistics office has not published one; `valid_from` is empty
    for those that were there when the district was founded.
    """

    __tablename__ = "communities"
    __table_args__ = (
        Index(
            "uq_communities_living",
            "street_id",
            "name",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to > valid_from", "span"),
    )

    street_id: Mapped[UUID] = mapped_column(ForeignKey("streets.id"), index=True)
    name: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True, default=None)
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    split_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("communities.id"), default=None)
    centre_lng: Mapped[float | None] = mapped_column(default=None)
    centre_lat: Mapped[float | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")
    grade: Mapped[str] = mapped_column(default="A")
    street: Mapped[Street] = relationship(init=False, lazy="joined", innerjoin=True)

    @property
    def territory(self) -> str:
        """The code that duties name this community by: its own, or its id while it has none."""
        return self.code or str(self.id)


class GridVersion(Model):
    """One published set of grids. An event keeps its grid row, and with it the version."""

    __tablename__ = "grid_versions"

    number: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str]
    as_of: Mapped[date]
    grade: Mapped[str]
    licence: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class Grid(Model):
    """A grid (网格) of one version; its outline is GeoJSON in GCJ-02 degrees."""

    __tablename__ = "grids"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("grid_versions.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    code: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    area_km2: Mapped[float]
    centre_lng: Mapped[float]
    centre_lat: Mapped[float]
    outline: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[str | None] = mapped_column(default=None)
    version: Mapped[GridVersion] = relationship(init=False)
    community: Mapped[Community] = relationship(init=False)


class ServicePoint(Model):
    """A real service point or venue by name: libraries, halls, parks."""

    __tablename__ = "service_points"

    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True, default=None)
    street_id: Mapped[UUID | None] = mapped_column(ForeignKey("streets.id"), default=None)
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("communities.id"), default=None)
    source: Mapped[str] = mapped_column(default="")


class CalendarYear(Model):
    """A year whose holidays have been announced, and by which notice."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str]


class CalendarDay(Model):
    """A day that was announced as off or as worked."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[DayKind]
    name: Mapped[str]
    source: Mapped[str]
