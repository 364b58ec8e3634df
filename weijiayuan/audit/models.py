"""The trail and its end."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.audit.hash_chain import GENESIS, Entry
from weijiayuan.db import Model


class AuditEntry(Model):
    """One sealed entry. Triggers (migration 0002) refuse to change or delete it."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    facts: Mapped[str]
    previous: Mapped[str]
    seal: Mapped[str]

    def as_sealed(self) -> Entry:
        """Return what the seal covers."""
        return Entry(
            number=self.number,
            at=self.at,
            actor=self.actor,
            action=self.action,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            reason=self.reason,
            facts=self.facts,
        )


class AuditHead(Model):
    """The end of the trail: one row, locked by whoever appends."""

    __tablename__ = "audit_head"

    name: Mapped[str] = mapped_column(unique=True, default="trail")
    number: Mapped[int] = mapped_column(BigInteger, default=0)
    seal: Mapped[str] = mapped_column(default=GENESIS)
