"""Demands for a meeting: as many as the law names, and it must be called."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.commons.rules.states import DEMAND_MOVES, DemandState, MeetingKind
from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move

OPEN = text("state IN ('held', 'gathering', 'reached')")


class Demand(Model):
    """Members of a roll want a meeting.

    Of one person one for a kind of meeting is open in a space.
    """

    __tablename__ = "commons_demands"
    __table_args__ = (
        Index(
            "uq_commons_demands_open",
            "space_id",
            "kind",
            "started_by",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"))
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"))
    kind: Mapped[MeetingKind]
    reason: Mapped[str] = mapped_column(Text)
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    state: Mapped[DemandState] = mapped_column(default=DemandState.GATHERING)
    held_for: Mapped[str] = mapped_column(default="")
    reached_at: Mapped[datetime | None] = mapped_column(default=None)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("commons_meetings.id"), default=None)

    def move_to(self, state: DemandState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(DEMAND_MOVES, self.state, state)
        self.state = state


class DemandSignature(Model):
    """A member of the roll asks too, once.

    What was signed on paper counts once two people entered it: `typed_by` is the first of them
    while the second is awaited.
    """

    __tablename__ = "commons_demand_signatures"
    __table_args__ = (UniqueConstraint("demand_id", "member_id"),)

    demand_id: Mapped[UUID] = mapped_column(ForeignKey("commons_demands.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("commons_members.id"), index=True)
    typed_by: Mapped[UUID | None] = mapped_column(default=None)
