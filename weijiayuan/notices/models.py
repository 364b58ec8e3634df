"""Messages owed to people, what they let us send, and their matters at a glance."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.notices.rules import Delivery, Kind


class Notice(Model):
    """One message for one cause. It stands in the inbox from `due_at` on.

    `try_at` is when WeChat is asked next, or, while `SENDING`, when it was asked. A `traceless` one
    speaks of somebody who stays unknown: neither its row nor a log tells when it went out.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("resident_id", "cause"),
        Index("ix_notices_inbox", "resident_id", "due_at", "id"),
        Index(
            "ix_notices_pressing",
            "resident_id",
            "due_at",
            "id",
            sqlite_where=text("urgent IS 1 AND read_at IS NULL"),
            postgresql_where=text("urgent IS true AND read_at IS NULL"),
        ),
        Index("ix_notices_queue", "delivery", "urgent", "try_at", "id"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    cause: Mapped[str]
    template: Mapped[str]
    kind: Mapped[Kind]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    moment: Mapped[datetime]
    link: Mapped[str | None]
    due_at: Mapped[datetime]
    urgent: Mapped[bool]
    delivery: Mapped[Delivery]
    try_at: Mapped[datetime]
    attempts: Mapped[int]
    read_at: Mapped[datetime | None]
    traceless: Mapped[bool] = mapped_column(default=False)


class SubscribeCredit(Model):
    """How many messages of a kind a resident lets WeChat take from us."""

    __tablename__ = "notice_credits"
    __table_args__ = (
        UniqueConstraint("resident_id", "kind"),
        CheckConstraint("credits >= 0", name="not_negative"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    kind: Mapped[Kind]
    credits: Mapped[int]


class Matter(Model):
    """A thing of a resident's with its state (我的事项), kept up to date by its domain.

    `at` is when it changed last, `takes_place_at` when the resident has to be somewhere, or, where
    that lasts for days, from when to when (`takes_place_until`) they may come.
    """

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("resident_id", "kind", "ref"),
        Index("ix_matters_newest", "resident_id", "at", "id"),
        Index("ix_matters_ref", "kind", "ref"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    kind: Mapped[str]
    ref: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    state_text: Mapped[str]
    link: Mapped[str]
    at: Mapped[datetime]
    takes_place_at: Mapped[datetime | None] = mapped_column(default=None)
    takes_place_until: Mapped[datetime | None] = mapped_column(default=None)
