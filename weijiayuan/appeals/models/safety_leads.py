"""Leads about safety (平安线索) that die after thirty days."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class Lead(Model):
    """平安员 quick lead: it dies after thirty days and makes no file on anybody."""

    __tablename__ = "appeal_leads"

    kind: Mapped[str]
    place: Mapped[str] = mapped_column(Encrypted)
    community_code: Mapped[str] = mapped_column(index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Encrypted, default="")
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), default=None)
    visited_at: Mapped[datetime | None] = mapped_column(default=None)
