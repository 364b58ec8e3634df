"""What the directory lists: organisations, sites, services, where they are held, and matters."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.directory.rules.vocabulary import (
    Assurer,
    Feature,
    How,
    OrganisationKind,
    SiteKind,
    Standing,
)

FEATURES = tuple(each.value for each in Feature)


class Organisation(Model):
    """Who serves; a member of an alliance if `alliance` names one."""

    __tablename__ = "directory_organisations"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OrganisationKind]
    description: Mapped[str] = mapped_column(Text, default="")
    uscc: Mapped[str | None] = mapped_column(unique=True, default=None)
    alliance: Mapped[str | None] = mapped_column(default=None, index=True)
    phone: Mapped[str] = mapped_column(default="")
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    assured_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class Hours(Model):
    """A timetable as data, kept once however many sites have it; a row never changes."""

    __tablename__ = "directory_hours"

    digest: Mapped[str] = mapped_column(unique=True)
    timetable: Mapped[dict[str, Any]] = mapped_column(JSON)


class Site(Model):
    """A place where people are served. Its point is GCJ-02 degrees; None while nobody knows it.

    Features are None until somebody looked. `hours_id` is None while the hours are not known.
    `venue_id` names the bookable venue that this place also is, in the service of venues. `strip`
    is the band of latitude it lies in (`rules.latitude_bands`), written by the
    database with the point.
    """

    __tablename__ = "directory_sites"
    __table_args__ = (
        Index(
            "ix_directory_sites_near",
            *("strip", "lng", "lat", "id", "hours_id", "standing", "assured_on", "doubted_at"),
            *("kind", "community_code", *FEATURES),
        ),
        Index("ix_directory_sites_community", "community_code", "id"),
        Index("ix_directory_sites_assured_on", "assured_on"),
        Index("ix_directory_sites_kind", "kind", "id"),
        Index("ix_directory_sites_name_id", "name", "id"),
        CheckConstraint("(lng IS NULL) = (lat IS NULL)", "point"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[SiteKind]
    assured_on: Mapped[date]
    assured_by: Mapped[Assurer]
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("directory_organisations.id"), default=None, index=True
    )
    parent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("directory_sites.id"), default=None, index=True
    )
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(default="")
    street_code: Mapped[str | None] = mapped_column(default=None)
    community_code: Mapped[str | None] = mapped_column(default=None)
    grid_code: Mapped[str | None] = mapped_column(default=None, index=True)
    hours_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_hours.id"), default=None)
    phone: Mapped[str] = mapped_column(default="")
    photo_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    ramp: Mapped[bool | None] = mapped_column(default=None)
    lift: Mapped[bool | None] = mapped_column(default=None)
    toilet: Mapped[bool | None] = mapped_column(default=None)
    hearing_loop: Mapped[bool | None] = mapped_column(default=None)
    nursing: Mapped[bool | None] = mapped_column(default=None)
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    doubted_at: Mapped[datetime | None] = mapped_column(default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)
    venue_id: Mapped[UUID | None] = mapped_column(default=None, unique=True)
    source: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    strip: Mapped[int | None] = mapped_column(init=False, default=None)
    hours: Mapped[Hours | None] = relationship(init=False)
    organisation: Mapped[Organisation | None] = relationship(init=False)
    closures: Mapped[list["Closure"]] = relationship(
        "weijiayuan.directory.models.entries.Closure", init=False, viewonly=True
    )


class Service(Model):
    """What is served: the standard that one item of the list promises.

    `list_no` is its number on the list of a hundred; `rule` names the policy of the rulebook that
    says for whom it is, None for everybody. `cost_fen` is 0 when it is free and None when unknown.
    """

    __tablename__ = "directory_services"
    __table_args__ = (
        Index("ix_directory_services_need", "need", "id"),
        Index("ix_directory_services_alliance", "alliance", "id"),
        CheckConstraint("list_no BETWEEN 1 AND 100", "list_no"),
        CheckConstraint("cost_fen >= 0", "cost"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    need: Mapped[str]
    alliance: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    how: Mapped[How]
    who: Mapped[str] = mapped_column(Text, default="")
    list_no: Mapped[int | None] = mapped_column(unique=True, default=None)
    rule: Mapped[str | None] = mapped_column(default=None)
    cost_fen: Mapped[int | None] = mapped_column(default=None)
    fees: Mapped[str] = mapped_column(default="")
    papers: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    minutes: Mapped[int | None] = mapped_column(default=None)
    how_often: Mapped[str] = mapped_column(default="")
    quality: Mapped[str] = mapped_column(Text, default="")
    complaints: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    phone: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("directory_organisations.id"), default=None, index=True
    )
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    source: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    organisation: Mapped[Organisation | None] = relationship(init=False)


class ServiceAt(Model):
    """A service held at a site, in the site's hours or its own there, from and until a day.

    `need`, `strip` and `lng` are copies of the service's and the site's, so that one index finds
    what serves a need near somebody; the database itself writes them with every change of either.
    """

    __tablename__ = "directory_service_at"
    __table_args__ = (
        UniqueConstraint("service_id", "site_id"),
        Index("ix_directory_service_at_site", "site_id", "service_id"),
        Index("ix_directory_service_at_need", "need", "strip", "lng"),
        CheckConstraint("until IS NULL OR since IS NULL OR until >= since", "span"),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("directory_services.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    assured_on: Mapped[date]
    hours_id: Mapped[UUID | None] = mapped_column(ForeignKey("directory_hours.id"), default=None)
    desk: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None] = mapped_column(default=None)
    since: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)
    need: Mapped[str | None] = mapped_column(init=False, default=None)
    strip: Mapped[int | None] = mapped_column(init=False, default=None)
    lng: Mapped[float | None] = mapped_column(init=False, default=None)
    service: Mapped[Service] = relationship(init=False)
    site: Mapped[Site] = relationship(init=False)
    hours: Mapped[Hours | None] = relationship(init=False)


class Closure(Model):
    """A stretch in which a site is shut, whatever its hours say.

    `venue_closure_id` names the closure of the bookable venue that it repeats, if any.
    """

    __tablename__ = "directory_closures"
    __table_args__ = (
        Index("ix_directory_closures_site", "site_id", "ends_at"),
        Index("ix_directory_closures_ends_at", "ends_at"),
        Index("uq_directory_closures_venue_closure_id", "venue_closure_id", unique=True),
        CheckConstraint("ends_at > starts_at", "span"),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    venue_closure_id: Mapped[UUID | None] = mapped_column(default=None)


class HallMatter(Model):
    """A matter (事项) that is handled at a hall or a park's hall, with its guide.

    `code` is the twelve-digit code of the standard list where it is known. `kind` names the
    approval that decides it at once, where there is one (秒批).
    """

    __tablename__ = "directory_matters"
    __table_args__ = (UniqueConstraint("name", "site_id"),)

    name: Mapped[str]
    authority: Mapped[str]
    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"), index=True)
    code: Mapped[str | None] = mapped_column(default=None, index=True)
    window: Mapped[str] = mapped_column(default="")
    guide: Mapped[str] = mapped_column(Text, default="")
    papers: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    instant: Mapped[bool] = mapped_column(default=False)
    approval: Mapped[str | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    site: Mapped[Site] = relationship(init=False)


class Wish(Model):
    """A need that somebody misses near home, once for each need and community."""

    __tablename__ = "directory_wishes"
    __table_args__ = (
        UniqueConstraint("resident_id", "community_code", "need"),
        Index("ix_directory_wishes_tally", "community_code", "need"),
    )

    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    community_code: Mapped[str]
    need: Mapped[str]


class SavedSite(Model):
    """A site that somebody keeps, to be told when its hours change."""

    __tablename__ = "directory_saved_sites"
    __table_args__ = (UniqueConstraint("resident_id", "site_id"),)

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"), index=True)
