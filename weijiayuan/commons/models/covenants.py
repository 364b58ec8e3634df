"""Covenants: versions, what the check found, signatures."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move


class CovenantKind(StrEnum):
    """Owners' rules bind owners; residents' rules are filed; a promise has moral force only."""

    OWNERS = "owners"
    RESIDENTS = "residents"
    PROMISE = "promise"


class CovenantState(StrEnum):
    """A version is signed once it has no blocking finding; the street files or returns it."""

    DRAFT = "draft"
    SIGNING = "signing"
    FILED = "filed"
    RETURNED = "returned"
    REPLACED = "replaced"


COVENANT_MOVES = {
    CovenantState.DRAFT: frozenset({CovenantState.SIGNING, CovenantState.REPLACED}),
    CovenantState.SIGNING: frozenset(
        {CovenantState.FILED, CovenantState.RETURNED, CovenantState.REPLACED}
    ),
    CovenantState.RETURNED: frozenset({CovenantState.REPLACED}),
    CovenantState.FILED: frozenset({CovenantState.REPLACED}),
    CovenantState.REPLACED: frozenset(),
}


class Covenant(Model):
    """One version of a covenant with what the check said of its clauses.

    `decided_by` is the residents' meeting, or the result of the owners' vote, that made it.
    """

    __tablename__ = "commons_covenants"
    __table_args__ = (UniqueConstraint("space_id", "kind", "version"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    kind: Mapped[CovenantKind]
    version: Mapped[int]
    title: Mapped[str]
    clauses: Mapped[list[str]] = mapped_column(JSON)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[UUID]
    state: Mapped[CovenantState] = mapped_column(default=CovenantState.DRAFT)
    reviewed_by: Mapped[UUID | None] = mapped_column(default=None)
    review: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[UUID | None] = mapped_column(default=None)
    filed_at: Mapped[datetime | None] = mapped_column(default=None)
    filed_by: Mapped[UUID | None] = mapped_column(default=None)
    filing_no: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(Text, default="")

    def move_to(self, state: CovenantState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(COVENANT_MOVES, self.state, state)
        self.state = state


class CovenantSignature(Model):
    """A resident signed a version; it is free, and nothing hangs on it."""

    __tablename__ = "commons_covenant_signatures"
    __table_args__ = (UniqueConstraint("covenant_id", "resident_id"),)

    covenant_id: Mapped[UUID] = mapped_column(ForeignKey("commons_covenants.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
