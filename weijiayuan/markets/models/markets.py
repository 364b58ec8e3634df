"""A market, its menu, and the windows of time whose places people compete for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets.rules.service_slot_capacity import MenuLine, Places
from weijiayuan.markets.rules.states import (
    MARKET_MOVES,
    ItemMode,
    MarketState,
    Pool,
    shown_state,
)


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
