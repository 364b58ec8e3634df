"""Participatory budgeting: rounds of spending a space's money."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class SpendingRound(Model):
    """Money of a space (民生微实事) and what it may be spent on; decided once, by equal shares."""

    __tablename__ = "commons_spending_rounds"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    title: Mapped[str]
    budget: Mapped[int] = mapped_column(BigInteger)
    closes_at: Mapped[datetime]
    projects: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[UUID]


class SpendingVote(Model):
    """Which projects somebody is for, under a mark; the newest counts until the round closes."""

    __tablename__ = "commons_spending_votes"
    __table_args__ = (UniqueConstraint("round_id", "person_mark"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spending_rounds.id"))
    person_mark: Mapped[str] = mapped_column(index=True)
    projects: Mapped[list[str]] = mapped_column(JSON)
