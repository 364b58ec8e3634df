"""Licences and what becomes of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.approvals.rules.states import LICENCE_MOVES, LicenceState
from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move

CURRENT = text("is_current")
IN_BUSINESS = text("is_current AND live_key IS NOT NULL")


class Licence(Model):
    """One version of a licence. What is printed never changes; a change makes a new version.

    `code` opens the public page, `status_index` is its place in the status list. Until it is
    sealed (`sealed_at`) nobody is shown it. `live_key` is kind, person and standard place.
    """

    __tablename__ = "approval_licences"
    __table_args__ = (
        UniqueConstraint("uscc", "version"),
        Index(
            "uq_approval_licences_current",
            "uscc",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index(
            "uq_approval_licences_live_key",
            "live_key",
            unique=True,
            sqlite_where=IN_BUSINESS,
            postgresql_where=IN_BUSINESS,
        ),
        Index("ix_approval_licences_address_key_state", "address_key", "state"),
        Index("ix_approval_licences_resident_id", "resident_id"),
    )

    application_id: Mapped[UUID] = mapped_column(
        ForeignKey("approval_applications.id"), unique=True
    )
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    kind: Mapped[str]
    uscc: Mapped[str]
    version: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    status_index: Mapped[int] = mapped_column(unique=True)
    printed: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What stands on the paper: name, operator, form, scope, place, capital."""
    address_key: Mapped[str]
    issued_on: Mapped[date]
    is_sample: Mapped[bool]
    is_current: Mapped[bool] = mapped_column(default=True)
    live_key: Mapped[str | None] = mapped_column(default=None)
    state: Mapped[LicenceState] = mapped_column(default=LicenceState.ACTIVE)
    state_at: Mapped[datetime | None] = mapped_column(default=None)
    state_reason: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None] = mapped_column(default=None)
    """The last day of a pause, or of the time to object to a deregistration."""
    paused_days: Mapped[int] = mapped_column(default=0)
    sealed_at: Mapped[datetime | None] = mapped_column(default=None)
    pdf_sha256: Mapped[str] = mapped_column(default="")
    credential: Mapped[str] = mapped_column(Text, default="")
    operator_mark: Mapped[str | None] = mapped_column(default=None, index=True)
    """The blind index of name and number of who runs it: in whatever account they come."""
    key_version: Mapped[int] = mapped_column(default=0)
    """How `address_key` and `live_key` were made: an older way is made anew by the worker."""

    def move_to(self, state: LicenceState, *, at: datetime, reason: str = "") -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(LICENCE_MOVES, self.state, state)
        self.state, self.state_at, self.state_reason = state, at, reason


class LicencePaper(Model):
    """The sealed PDF of a licence, written in one transaction with the row that tells of it."""

    __tablename__ = "approval_papers"

    licence_id: Mapped[UUID] = mapped_column(ForeignKey("approval_licences.id"), unique=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class LicenceChange(Model):
    """Something that happened to a licence after it was issued."""

    __tablename__ = "approval_licence_changes"

    licence_id: Mapped[UUID] = mapped_column(ForeignKey("approval_licences.id"), index=True)
    what: Mapped[str]
    state: Mapped[LicenceState]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    """Of a revocation: one of `RevocationGround`."""
    culprit: Mapped[str] = mapped_column(default="")
    """Of a revocation: who did it, as named in the application; empty: who was to operate."""


class Objection(Model):
    """A department objects to a simple deregistration, which is shut until that is lifted."""

    __tablename__ = "approval_objections"

    licence_id: Mapped[UUID] = mapped_column(ForeignKey("approval_licences.id"), index=True)
    by: Mapped[str]
    reason: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    """For whom it was made: any officer of that department may lift it; unknown of old ones."""
    lifted_by: Mapped[str] = mapped_column(default="")
    lift_reason: Mapped[str] = mapped_column(default="")


class Counter(Model):
    """The last number given out of a row of numbers; locked until the transaction ends."""

    __tablename__ = "approval_counters"

    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[int] = mapped_column(default=0)
