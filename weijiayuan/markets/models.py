"""The tables of a market.

People compete for a window's places: whoever changes its counters holds its row. Whoever moves a
queue holds the item's row. Locks are taken in the order guest, window, item, ticket.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.money import Money
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets.rules.check_in_merging import ScanOutcome
from weijiayuan.markets.rules.menu_capacity import MenuLine, Places
from weijiayuan.markets.rules.states import (
    MARKET_MOVES,
    TICKET_MOVES,
    AgeGroup,
    ItemMode,
    MarketState,
    OfferState,
    Pool,
    TicketState,
    shown_state,
)

ONE_TICKET_EACH = text("state NOT IN ('withdrawn', 'expired', 'no_show')")
AT_A_STATION = text("state = 'called'")
NOT_GRANTED = text("granted_market_id IS NULL")


class Market(Model):
    """A service market (便民服务大集市) of a community; the point is in GCJ-02 degrees.

    `version` grows with every change of the market, its menu or its shelf.
    """

    __tablename__ = "markets"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "span"),
        Index("ix_markets_community_starts", "community_code", "starts_at"),
    )

    community_code: Mapped[str]
    title: Mapped[str]
    place_name: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    organiser_name: Mapped[str]
    created_by: Mapped[UUID]
    intro: Mapped[str] = mapped_column(default="")
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    cover_id: Mapped[UUID | None] = mapped_column(default=None)
    series_id: Mapped[UUID] = mapped_column(default_factory=new_id, index=True)
    sign_ups_each: Mapped[int] = mapped_column(default=5)
    state: Mapped[MarketState] = mapped_column(default=MarketState.DRAFT, index=True)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_reason: Mapped[str | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    sign_up_opens_at: Mapped[datetime | None] = mapped_column(default=None)
    items: Mapped[list["MenuItem"]] = relationship(
        back_populates="market", order_by="MenuItem.position", init=False
    )

    @property
    def span(self) -> Span:
        """When it is open."""
        return Span(self.starts_at, self.ends_at)

    def state_at(self, now: datetime) -> MarketState:
        """Return the state as the clock has it."""
        return shown_state(self.state, self.starts_at, self.ends_at, now=now)

    def move_to(self, state: MarketState) -> None:
        """Change the state as the table of moves allows."""
        check_move(MARKET_MOVES, self.state, state)
        self.state = state
        self.version += 1


class MenuItem(Model):
    """A service on the menu, with its stall.

    `calling` holds what the screen shows (station to label), `here` how many have arrived and
    wait, `pace_seconds` the time one person really takes; `version` grows whenever one changes.
    """

    __tablename__ = "market_items"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "span"),
        CheckConstraint("minutes > 0 AND stations > 0", "work"),
        CheckConstraint("here >= 0", "here"),
    )

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"), index=True)
    position: Mapped[int]
    service: Mapped[str] = mapped_column(index=True)
    provider: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    stations: Mapped[int]
    mode: Mapped[ItemMode] = mapped_column(default=ItemMode.QUEUE)
    window_minutes: Mapped[int | None] = mapped_column(default=None)
    people: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    bring: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    min_age: Mapped[int | None] = mapped_column(default=None)
    max_age: Mapped[int | None] = mapped_column(default=None)
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("draws.id"), default=None)
    draw_closes_at: Mapped[datetime | None] = mapped_column(default=None)
    paused: Mapped[list[int]] = mapped_column(JSON, default_factory=list)
    calling: Mapped[dict[str, str]] = mapped_column(JSON, default_factory=dict)
    here: Mapped[int] = mapped_column(default=0)
    pace_seconds: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    market: Mapped[Market] = relationship(back_populates="items", init=False)
    windows: Mapped[list["Window"]] = relationship(
        back_populates="item",
        order_by="Window.position",
        cascade="all, delete-orphan",
        init=False,
    )

    @property
    def span(self) -> Span:
        """When it is served."""
        return Span(self.starts_at, self.ends_at)

    @property
    def places(self) -> Places:
        """The places of all its windows."""
        return Places(
            sum(window.places_sign_up for window in self.windows),
            sum(window.places_walk_in for window in self.windows),
            sum(window.places_elder for window in self.windows),
        )

    @property
    def line(self) -> MenuLine:
        """The item as rules look at it."""
        return MenuLine(
            self.service,
            self.provider,
            self.span,
            self.minutes,
            self.stations,
            self.places,
            self.mode,
            self.window_minutes,
        )

    @property
    def working(self) -> int:
        """How many stations are not paused."""
        return self.stations - len(self.paused)


def _never_oversold(pool: str) -> CheckConstraint:
    return CheckConstraint(f"taken_{pool} >= 0 AND taken_{pool} <= places_{pool}", f"taken_{pool}")


class Window(Model):
    """A stretch of time of an item, with its places by pool and what was taken of each.

    `issued` is the last queue number given out, `waited` the last place on the waiting list.
    """

    __tablename__ = "market_windows"
    __table_args__ = (
        UniqueConstraint("item_id", "position"),
        CheckConstraint("ends_at > starts_at", "span"),
        CheckConstraint("waiting >= 0", "waiting"),
        _never_oversold("sign_up"),
        _never_oversold("walk_in"),
        _never_oversold("elder"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("market_items.id"), init=False)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places_sign_up: Mapped[int]
    places_walk_in: Mapped[int]
    places_elder: Mapped[int]
    taken_sign_up: Mapped[int] = mapped_column(default=0)
    taken_walk_in: Mapped[int] = mapped_column(default=0)
    taken_elder: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    waited: Mapped[int] = mapped_column(default=0)
    issued: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    item: Mapped[MenuItem] = relationship(back_populates="windows", init=False)

    @property
    def span(self) -> Span:
        """From when to when."""
        return Span(self.starts_at, self.ends_at)

    def left(self, pool: Pool) -> int:
        """Return how many places of the pool are free."""
        free: int = getattr(self, f"places_{pool}") - getattr(self, f"taken_{pool}")
        return free

    def change(self, counter: str, by: int) -> None:
        """Change one counter of a window whose row is held."""
        setattr(self, counter, getattr(self, counter) + by)
        self.version += 1


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


class VolunteerOffer(Model):
    """Somebody who offers to help at a market, until the organiser says yes or no."""

    __tablename__ = "market_volunteer_offers"
    __table_args__ = (UniqueConstraint("market_id", "resident_id"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str] = mapped_column(Encrypted)
    item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("market_items.id", ondelete="SET NULL"), default=None
    )
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)


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


class Wish(Model):
    """A service somebody would like to see in a community, until a market there serves it."""

    __tablename__ = "market_wishes"
    __table_args__ = (
        Index(
            "uq_market_wishes_open",
            "resident_id",
            "community_code",
            "service",
            unique=True,
            sqlite_where=NOT_GRANTED,
            postgresql_where=NOT_GRANTED,
        ),
        Index("ix_market_wishes_tally", "community_code", "service"),
    )

    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    community_code: Mapped[str]
    service: Mapped[str]
    granted_market_id: Mapped[UUID | None] = mapped_column(ForeignKey("markets.id"), default=None)


class Goods(Model):
    """Something on the shelf from a partner region; sold elsewhere, shown here."""

    __tablename__ = "market_goods"
    __table_args__ = (CheckConstraint("interested >= 0", "interested"),)

    market_id: Mapped[UUID] = mapped_column(ForeignKey("markets.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    origin: Mapped[str]
    price: Mapped[Money]
    unit: Mapped[str]
    how_to_buy: Mapped[str]
    picture_id: Mapped[UUID | None] = mapped_column(default=None)
    interested: Mapped[int] = mapped_column(default=0)


class GoodsInterest(Model):
    """Somebody who said they would buy it."""

    __tablename__ = "market_goods_interests"
    __table_args__ = (UniqueConstraint("goods_id", "resident_id"),)

    goods_id: Mapped[UUID] = mapped_column(ForeignKey("market_goods.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class Rating(Model):
    """What somebody thought of a service they had; words are shown once they were checked."""

    __tablename__ = "market_ratings"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", "stars"),)

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("market_tickets.id"), unique=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=False)
