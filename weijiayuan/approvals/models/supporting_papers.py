"""Papers that applicants hand in for an application, with the attempt that they belong to."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class SupportingPaper(Model):
    """One paper: its kind, its number and day, its picture where there is one.

    `attempt` is the submission that it was handed in for: what came while the application was
    given back belongs to the next one. Papers of former attempts stay.
    """

    __tablename__ = "approval_supporting_papers"
    __table_args__ = (UniqueConstraint("application_id", "file_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("approval_applications.id"), index=True)
    attempt: Mapped[int]
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(Encrypted, default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    file_id: Mapped[UUID | None] = mapped_column(default=None)
