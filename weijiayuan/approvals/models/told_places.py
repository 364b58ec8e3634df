"""What was told of a place: that it is a dwelling, or somebody's own home."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class ToldPlace(Model):
    """One house of which something was told, found by its blind index.

    `inside` says what was meant in the house (`rules/premises.py`): a flat lies in what is told of
    the whole of it. `conditions` are what a person had to look at; none for a home, whose mark
    holds the number of who lives there, so that nobody else is found by it.
    """

    __tablename__ = "approval_told_places"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("approval_applications.id"), index=True)
    attempt: Mapped[int]
    mark: Mapped[str] = mapped_column(index=True)
    inside: Mapped[str] = mapped_column(Encrypted)
    conditions: Mapped[list[str]] = mapped_column(JSON)
    told_at: Mapped[datetime]
