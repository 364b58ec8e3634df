"""Systems that may write through Open311, and what they wrote. Nothing of their reporters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class Open311Key(Model):
    """A system's permission to write. Of the key itself only the hash is kept."""

    __tablename__ = "open311_keys"

    name: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Open311Report(Model):
    """Which system a matter came from: it alone may add updates."""

    __tablename__ = "open311_reports"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), unique=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("open311_keys.id"), index=True)


class Open311Update(Model):
    """An update that a system sent, so that the same one sent again has no second effect."""

    __tablename__ = "open311_updates"
    __table_args__ = (UniqueConstraint("key_id", "update_id"),)

    key_id: Mapped[UUID] = mapped_column(ForeignKey("open311_keys.id"))
    update_id: Mapped[str]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), index=True)
    message_id: Mapped[UUID]
