"""What meetings end in: who does what by when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.states import (
    OUTCOME_MOVES,
    OutcomeKind,
    OutcomeState,
)
from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move

UNCHECKED = text("state <> 'checked'")


class Outcome(Model):
    """What a meeting ends in: who does what by when. `owner` is a name that everybody reads.

    A department's outcome has its matter in the ledger from the moment two people confirmed the
    minutes.
    """

    __tablename__ = "commons_outcomes"
    __table_args__ = (
        Index("ix_commons_outcomes_space_id_due_on", "space_id", "due_on"),
        Index(
            "ix_commons_outcomes_unchecked",
            "space_id",
            "id",
            sqlite_where=UNCHECKED,
            postgresql_where=UNCHECKED,
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("commons_meetings.id"), index=True)
    topic_id: Mapped[UUID | None] = mapped_column(ForeignKey("commons_topics.id"), index=True)
    kind: Mapped[OutcomeKind]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str]
    due_on: Mapped[date]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    state: Mapped[OutcomeState] = mapped_column(default=OutcomeState.AGREED)
    event_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_words: Mapped[str] = mapped_column(Text, default="")
    done_by: Mapped[UUID | None] = mapped_column(default=None)
    photos: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_words: Mapped[str] = mapped_column(Text, default="")
    returns: Mapped[int] = mapped_column(default=0)
    overdue_reason: Mapped[str] = mapped_column(Text, default="")

    def move_to(self, state: OutcomeState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(OUTCOME_MOVES, self.state, state)
        self.state = state
