"""Who is on duty when and where, and the calls that reach them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class DutyShift(Model):
    """Who is on duty for an area, from when to when; the first in order is called first."""

    __tablename__ = "appeal_duty_shifts"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    territory_code: Mapped[str] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[int] = mapped_column(default=0)


class DutyPage(Model):
    """A call to the duty worker about somebody in danger. One row a step: it fires once."""

    __tablename__ = "appeal_duty_pages"
    __table_args__ = (UniqueConstraint("appeal_id", "step"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"))
    step: Mapped[int]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    acked_at: Mapped[datetime | None] = mapped_column(default=None)
    acked_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)
