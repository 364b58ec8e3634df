"""Who posts jobs, and which residents act for them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.accounts.models import Resident
from weijiayuan.db import Encrypted, Model
from weijiayuan.jobs.rules import unified_social_credit_code
from weijiayuan.jobs.rules.states import EMPLOYER_MOVES, EmployerState, MemberRole
from weijiayuan.kernel.state_machine import check_move


class Employer(Model):
    """An organisation by its unified social credit code.

    `contact_phone` is the number that WeChat verified for whoever registered, sealed; it is shown
    to applicants after they apply. An agency (人力资源服务机构) has a licence number besides. What
    a verified employer says otherwise of what was proven by paper is `proposed`, and public only
    when staff have verified it; `version` is that of what they read.
    """

    __tablename__ = "employers"

    name: Mapped[str]
    uscc: Mapped[str] = mapped_column(unique=True)
    licence_file_id: Mapped[UUID]
    is_agency: Mapped[bool] = mapped_column(default=False)
    agency_licence: Mapped[str | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(Encrypted, default="")
    contact_phone: Mapped[str | None] = mapped_column(Encrypted, default=None)
    community_code: Mapped[str | None] = mapped_column(default=None)
    address: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EmployerState] = mapped_column(default=EmployerState.PENDING, index=True)
    state_reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    def stated(self, name: str) -> Any:
        """Return what the employer says of itself, verified or not."""
        return (self.proposed or {}).get(name, getattr(self, name))

    @property
    def kind(self) -> str:
        """Say what the organisation is, read from its code."""
        return unified_social_credit_code.CreditCode(self.uscc).kind

    def move_to(self, state: EmployerState, *, reason: str = "") -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(EMPLOYER_MOVES, self.state, state)
        self.state, self.state_reason = state, reason


class EmployerMember(Model):
    """A resident who acts for an employer."""

    __tablename__ = "employer_members"
    __table_args__ = (UniqueConstraint("employer_id", "resident_id"),)

    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employers.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    role: Mapped[MemberRole]
    employer: Mapped[Employer] = relationship(init=False)
    resident: Mapped[Resident] = relationship(init=False)


class EmployerInvitation(Model):
    """A code by which one more person joins an employer, once, until it runs out."""

    __tablename__ = "employer_invitations"

    employer_id: Mapped[UUID] = mapped_column(ForeignKey("employers.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    role: Mapped[MemberRole]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
