"""Job fairs: employers and posts that meet people on one day, at a market or alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.jobs.models.employers import Employer
from weijiayuan.jobs.models.posts import Job


class FairState(StrEnum):
    """Whether people can see a fair."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Fair(Model):
    """A job fair. `market_id` names the market it is part of, if any."""

    __tablename__ = "job_fairs"
    __table_args__ = (CheckConstraint("ends_at > starts_at", "span"),)

    name: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str]
    community_code: Mapped[str | None] = mapped_column(default=None)
    market_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    state: Mapped[FairState] = mapped_column(default=FairState.DRAFT)
    stands: Mapped[list["FairStand"]] = relationship(
        init=False, cascade="all, delete-orphan", order_by="FairStand.label"
    )
    posts: Mapped[list["FairPost"]] = relationship(init=False, cascade="all, delete-orphan")


class FairStand(Model):
    """An employer's place at a fair."""

    __tablename__ = "job_fair_stands"
    __table_args__ = (UniqueConstraint("fair_id", "employer_id"),)

    fair_id: Mapped[UUID] = mapped_column(ForeignKey("job_fairs.id"))
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employers.id"), index=True)
    label: Mapped[str] = mapped_column(default="")
    employer: Mapped[Employer] = relationship(init=False)


class FairPost(Model):
    """A post that is shown at a fair."""

    __tablename__ = "job_fair_posts"
    __table_args__ = (UniqueConstraint("fair_id", "job_id"),)

    fair_id: Mapped[UUID] = mapped_column(ForeignKey("job_fairs.id"))
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"), index=True)
    job: Mapped[Job] = relationship(init=False)
