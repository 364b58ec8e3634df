"""Tickets, who holds them, and the scans that telephones tell of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.markets.models.markets import Market, MenuItem, Window
from weijiayuan.markets.rules.check_in_merging import ScanOutcome
from weijiayuan.markets.rules.states import (
    TICKET_MOVES,
    AgeGroup,
    Pool,
    TicketState,
)

ONE_TICKET_EACH = text("state NOT IN ('withdrawn', 'expired', 'no_show')")

AT_A_STATION = text("state = 'called'")


class Ticket(Model):
    """One person's claim on one service: waiting, holding a number, or through.

    A number holds a chain to the one before it (`previous` is a foreign key to a number of the
    same window), so numbers are dense by constraint. `pool` names the place the ticket takes and
    is empty when it takes none. A walk-in has no resident. `for_id` is the person served: a
    family member, the resident, or for a walk-in the ticket itself.
    """

    __tablename__ = "market_tickets"
    __table_args__ = (
        UniqueConstraint("window_id", "number"),
        UniqueConstraint("window_id", "previous", name="uq_market_tickets_previous"),
        ForeignKeyConstraint(
            ["window_id", "previous"],
            ["market_tickets.window_id", "market_tickets.number"],
            name="fk_market_tickets_chain",
        ),
        CheckConstraint(
            "number IS NULL OR (number = 1 AND previous IS NULL) OR (previous = number - 1)",
            "chain",
        ),
        CheckConstraint(
            "(state IN ('waiting', 'expired')) = (number IS NULL) OR state = 'withdrawn'",
            "numbered",
        ),
        CheckConstraint(
            "state NOT IN ('held', 'arrived', 'called', 'skipped', 'served') OR pool IS NOT NULL",
            "placed",
        ),
        Index(
            "uq_market_tickets_each",
            "item_id",
            "for_id",
            unique=True,
            sqlite_where=ONE_TICKET_EACH,
            postgresql_where=ONE_TICKET_EACH,
        ),
        Index(
            "uq_market_tickets_station",
            "item_id",
            "station",
            unique=True,
            sqlite_where=AT_A_STATION,
            postgresql_where=AT_A_STATION,
        ),
        Index("ix_market_tickets_line", "item_id", "state"),
        Index("ix_market_tickets_waiting", "window_id", "state", "wait_number"),
    )

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("market_items.id"))
    window_id: Mapped[UUID] = mapped_column(ForeignKey("market_windows.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    member_id: Mapped[UUID | None]
    for_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[TicketState]
    age_group: Mapped[AgeGroup] = mapped_column(default=AgeGroup.UNKNOWN)
    number: Mapped[int | None] = mapped_column(default=None)
    previous: Mapped[int | None] = mapped_column(default=None)
    wait_number: Mapped[int | None] = mapped_column(default=None)
    turn: Mapped[int | None] = mapped_column(BigInteger, default=None)
    pool: Mapped[Pool | None] = mapped_column(default=None)
    station: Mapped[int | None] = mapped_column(default=None)
    calls: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    served_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    told_near: Mapped[bool] = mapped_column(default=False)
    reminded_for: Mapped[datetime | None] = mapped_column(default=None)
    market: Mapped[Market] = relationship(init=False)
    item: Mapped[MenuItem] = relationship(init=False)
    window: Mapped[Window] = relationship(init=False)

    @property
    def walk_in(self) -> bool:
        """Whether it was given out at the stall to somebody without the program."""
        return self.for_id == self.id

    def move_to(self, state: TicketState) -> None:
        """Change the state as the table of moves allows."""
        check_move(TICKET_MOVES, self.state, state)
        self.state = state


class Guest(Model):
    """A resident at a market: the row that makes their sign-ups come one after the other."""

    __tablename__ = "market_guests"
    __table_args__ = (UniqueConstraint("market_id", "resident_id"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class ScanTold(Model):
    """One scan as a telephone told it, once however often it tells it."""

    __tablename__ = "market_scans"
    __table_args__ = (UniqueConstraint("device", "scan_id"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"), index=True)
    device: Mapped[str]
    scan_id: Mapped[str]
    code: Mapped[str]
    scanned_at: Mapped[datetime]
    outcome: Mapped[ScanOutcome]


class Rating(Model):
    """What somebody thought of a service they had; words are shown once they were checked."""

    __tablename__ = "market_ratings"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", "stars"),)

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("market_tickets.id"), unique=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=False)
