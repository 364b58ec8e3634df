"""The register of names, and the keys by which alike ones are found."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.approvals.rules.states import NameState
from weijiayuan.db import Model

STANDING = text("is_standing")


class RegisteredName(Model):
    """A name before one authority: the folded 字号 and the industry decide what is the same.

    `industry` is empty where the name says none; such a name is the same as any of its 字号.
    One standing row for each: the index says so whatever the code does.
    """

    __tablename__ = "approval_names"
    __table_args__ = (
        Index(
            "uq_approval_names_standing",
            "authority",
            "trade_name",
            "industry",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_approval_names_trade_name", "trade_name"),
    )

    authority: Mapped[str]
    trade_name: Mapped[str]
    industry: Mapped[str]
    name: Mapped[str]
    state: Mapped[NameState]
    is_standing: Mapped[bool] = mapped_column(default=True)
    """Registered, or reserved: nobody else may have it."""
    until: Mapped[date | None] = mapped_column(default=None)
    """The last day of a reservation, or of the year that bars a cancelled name."""
    application_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("approval_applications.id"), index=True, default=None
    )
    is_sample: Mapped[bool] = mapped_column(default=False)


class NameKey(Model):
    """One key of a 字号: itself, less a letter, or its letters in order. Alike ones share one."""

    __tablename__ = "approval_name_keys"
    __table_args__ = (Index("ix_approval_name_keys_key_name_id", "key", "name_id"),)

    name_id: Mapped[UUID] = mapped_column(ForeignKey("approval_names.id", ondelete="CASCADE"))
    key: Mapped[str]
