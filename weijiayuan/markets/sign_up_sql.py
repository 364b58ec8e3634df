"""What one sign-up asks of the database: a look, then one statement for each promise.

docs/markets.md has the table of these statements and why each is there. They are written once,
because building a statement costs more than running it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Executable,
    Table,
    and_,
    bindparam,
    exists,
    func,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db, run
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span
from weijiayuan.lottery_draws.models import Draw
from weijiayuan.markets.errors import NoSuchItem
from weijiayuan.markets.market_table_columns import ITEMS, MARKETS, TICKETS, WINDOWS, among, columns
from weijiayuan.markets.models import Guest
from weijiayuan.markets.rules.states import LIVE, TO_COME, MarketState, TicketState, shown_state

GUESTS, DRAWS = cast("Table", Guest.__table__), cast("Table", Draw.__table__)
HOLDS = among(TICKETS.c.state, LIVE | {TicketState.SERVED})
LOOK = (
    select(
        *columns("m", MARKETS, "id state title place_name starts_at ends_at sign_up_opens_at"),
        *columns(
            "i",
            ITEMS,
            "id service provider bring minutes stations paused pace_seconds min_age max_age "
            "draw_id",
        ),
        *columns(
            "w", WINDOWS, "id position starts_at ends_at places_sign_up taken_sign_up waiting"
        ),
        *columns("d", DRAWS, "closes_at drawn_at"),
        exists()
        .where(TICKETS.c.item_id == ITEMS.c.id, TICKETS.c.for_id == bindparam("for_id"), HOLDS)
        .label("mine"),
    )
    .select_from(ITEMS)
    .join(MARKETS, MARKETS.c.id == ITEMS.c.market_id)
    .join(WINDOWS, WINDOWS.c.item_id == ITEMS.c.id)
    .outerjoin(DRAWS, DRAWS.c.id == ITEMS.c.draw_id)
    .where(ITEMS.c.id == bindparam("item_id"), ITEMS.c.market_id == bindparam("market_id"))
    .order_by(WINDOWS.c.position)
)
ROOM = and_(WINDOWS.c.taken_sign_up < WINDOWS.c.places_sign_up, WINDOWS.c.waiting == 0)
CLAIM = (
    update(WINDOWS)
    .where(WINDOWS.c.id == bindparam("window_id"), ROOM)
    .values(
        taken_sign_up=WINDOWS.c.taken_sign_up + 1,
        issued=WINDOWS.c.issued + 1,
        version=WINDOWS.c.version + 1,
    )
    .returning(WINDOWS.c.issued)
)
JOIN_WAITING = (
    update(WINDOWS)
    .where(WINDOWS.c.id == bindparam("window_id"), not_(ROOM))
    .values(
        waiting=WINDOWS.c.waiting + 1,
        waited=WINDOWS.c.waited + 1,
        version=WINDOWS.c.version + 1,
    )
    .returning(WINDOWS.c.waited, WINDOWS.c.waiting)
)
BEFORE = (
    select(func.count())
    .select_from(TICKETS)
    .join(WINDOWS, WINDOWS.c.id == TICKETS.c.window_id)
    .where(
        TICKETS.c.item_id == bindparam("item_id"),
        among(TICKETS.c.state, TO_COME),
        WINDOWS.c.position <= bindparam("position"),
    )
)
STANDING = (
    select(
        *columns("m", MARKETS, "state starts_at ends_at sign_ups_each"),
        *columns("t", TICKETS, "id item_id"),
        *columns("w", WINDOWS, "starts_at ends_at"),
        ITEMS.c.service,
        BEFORE.scalar_subquery().label("before"),
    )
    .select_from(MARKETS)
    .outerjoin(
        TICKETS,
        and_(
            TICKETS.c.market_id == MARKETS.c.id,
            TICKETS.c.resident_id == bindparam("resident_id"),
            TICKETS.c.for_id == bindparam("for_id"),
            HOLDS,
        ),
    )
    .outerjoin(ITEMS, ITEMS.c.id == TICKETS.c.item_id)
    .outerjoin(WINDOWS, WINDOWS.c.id == TICKETS.c.window_id)
    .where(MARKETS.c.id == bindparam("market_id"))
    .order_by(TICKETS.c.id)
)
NEW_TICKET = insert(TICKETS)


class Part:
    """One table's columns of a row that joins several: `part.title` is the row's `m_title`."""

    __slots__ = ("_prefix", "_row")

    def __init__(self, row: Any, prefix: str) -> None:
        self._row, self._prefix = row, prefix

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, f"{self._prefix}_{name}")


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """An item with its market and windows, as somebody saw it before any lock."""

    rows: Sequence[Any]

    @property
    def head(self) -> Any:
        """The row that has the columns of market and item."""
        return self.rows[0]

    def window(self, window_id: UUID) -> Any:
        """Return the row of a window. Raises `NoSuchItem`."""
        named = next((row for row in self.rows if row.w_id == window_id), None)
        if named is None:
            raise NoSuchItem
        return named


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """A ticket somebody has already at the market, as far as a second one minds it."""

    ticket_id: UUID
    item_id: UUID
    service: str
    span: Span


@dataclass(frozen=True, slots=True)
class GuestStatus:
    """A market and a person at it, read under the locks: nobody changes either meanwhile."""

    rows: Sequence[Any]

    @property
    def sign_ups_each(self) -> int:
        """How many services one person may have."""
        most: int = self.rows[0].m_sign_ups_each
        return most

    @property
    def before(self) -> int:
        """How many are to be called at the stall before a number given now."""
        count: int = self.rows[0].before
        return count

    @property
    def held(self) -> list[HeldTicket]:
        """What the person has here."""
        return [
            HeldTicket(row.t_id, row.t_item_id, row.service, Span(row.w_starts_at, row.w_ends_at))
            for row in self.rows
            if row.t_id is not None
        ]

    def state(self, now: datetime) -> MarketState:
        """Return the market's state as the clock has it."""
        row = self.rows[0]
        return shown_state(row.m_state, row.m_starts_at, row.m_ends_at, now=now)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket as it was just written, with what its page shows of market, item and window."""

    row: dict[str, Any]
    seen: Any
    ahead: int
    clashes: list[HeldTicket]

    def __getattr__(self, name: str) -> Any:
        """Return a column of the ticket, as `models.Ticket` has it."""
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def market(self) -> Part:
        """The market's columns."""
        return Part(self.seen, "m")

    @property
    def item(self) -> Part:
        """The item's columns."""
        return Part(self.seen, "i")

    @property
    def window(self) -> Part:
        """The window's columns."""
        return Part(self.seen, "w")


def look(market_id: UUID, item_id: UUID, *, for_id: UUID) -> ItemStatus:
    """Return what a sign-up can be refused by without a lock. Raises `NoSuchItem`."""
    names = {"market_id": market_id, "item_id": item_id, "for_id": for_id}
    rows = run(LOOK, names).all()
    if not rows:
        raise NoSuchItem
    return ItemStatus(rows)


def hold_guest(market_id: UUID, resident_id: UUID) -> None:
    """Make the resident's sign-ups at this market wait for each other."""
    row = {"market_id": market_id, "resident_id": resident_id}
    born = {"id": new_id(), "created_at": clock.now()}
    run(_hold_guest(db.session.get_bind().dialect.name), row | born)


def claim(window_id: UUID) -> int | None:
    """Take a place and the next number, unless none is free or somebody waits for one."""
    number: int | None = run(CLAIM, {"window_id": window_id}).scalar()
    return number


def join_waiting(window_id: UUID) -> tuple[int, int] | None:
    """Take the last place on the waiting list, unless there is room again.

    Returns its number, and how many wait now.
    """
    row = run(JOIN_WAITING, {"window_id": window_id}).one_or_none()
    return None if row is None else (row.waited, row.waiting)


def guest_status(
    market_id: UUID, *, resident_id: UUID | None, for_id: UUID, item_id: UUID, position: int
) -> GuestStatus:
    """Return the market's state, what the person has there, and how long the queue is."""
    names = {
        "market_id": market_id,
        "resident_id": resident_id,
        "for_id": for_id,
        "item_id": item_id,
        "position": position,
    }
    return GuestStatus(run(STANDING, names).all())


def write_ticket(row: Mapping[str, Any]) -> None:
    """Write a ticket, every column of it."""
    run(NEW_TICKET, dict(row))


@cache
def _hold_guest(dialect: str) -> Executable:
    """Write the row or lock the one that is there, whichever it is, in one statement."""
    engine = postgresql if dialect == "postgresql" else sqlite
    statement = engine.insert(GUESTS)
    same = {"resident_id": statement.excluded.resident_id}
    held = statement.on_conflict_do_update(index_elements=["market_id", "resident_id"], set_=same)
    return cast("Executable", held)
