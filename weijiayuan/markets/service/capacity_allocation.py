"""Withdrawing, the waiting list, walk-ins and places added: all under the window's lock.

A resident's own sign-up is in `sign_up`.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.kernel.clock import local_date, moment_in_words
from weijiayuan.kernel.ids import new_id, readable_code
from weijiayuan.lottery_draws import service as draws
from weijiayuan.lottery_draws.models import DrawEntry
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import MenuItem, Ticket, Window
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.service_slot_capacity import Places
from weijiayuan.markets.rules.stall_queue import first_turn
from weijiayuan.markets.rules.states import (
    LIVE,
    AgeGroup,
    MarketState,
    Pool,
    TicketState,
)
from weijiayuan.markets.service import notifications
from weijiayuan.markets.service.resident_sign_up import CODE_LENGTH, Person, check_ages


def enter_draw(item: MenuItem, *, by: Person, now: datetime) -> DrawEntry:
    """Enter the person in the item's draw.

    Raises `NotByDraw`, `MarketClosed`, `OutsideAges`, and what `draws.service.enter` raises.
    """
    if item.draw_id is None:
        raise errors.NotByDraw
    opens_at = item.market.sign_up_opens_at
    if opens_at is not None and now < opens_at:
        raise errors.SignUpNotOpen(opens_at=moment_in_words(opens_at))
    if item.market.state_at(now) is not MarketState.PUBLISHED:
        raise errors.MarketClosed(state=item.market.state_at(now))
    check_ages(item.min_age, item.max_age, by, on=local_date(item.starts_at))
    return draws.enter(item.draw_id, resident_id=by.resident_id, for_id=by.id, now=now)


def leave_draw(item: MenuItem, *, by: Person, now: datetime) -> None:
    """Take an entry back. Raises `NotByDraw` and what `draws.service.withdraw` raises."""
    if item.draw_id is None:
        raise errors.NotByDraw
    draws.withdraw(item.draw_id, for_id=by.id, now=now)


def withdraw(ticket_id: UUID, *, by: UUID, now: datetime) -> Ticket:
    """Take a sign-up back and give its place to whoever waits. Raises `NoSuchTicket`, `TicketOver`.

    Not once its time is over: who did not come by then is a no-show, `WithdrawTooLate`.
    Taking back what was taken back already changes nothing.
    """
    seen = queries.ticket(ticket_id)
    if seen.resident_id != by:
        raise errors.NoSuchTicket
    window = queries.window_to_change(seen.window_id)
    item = queries.item_to_change(seen.item_id)
    ticket = queries.ticket(ticket_id)
    if ticket.state is TicketState.WITHDRAWN:
        return ticket
    if ticket.state not in LIVE or ticket.state is TicketState.CALLED:
        raise errors.TicketOver(state=ticket.state)
    if now >= window.ends_at:
        raise errors.WithdrawTooLate
    if ticket.state is TicketState.ARRIVED:
        item.here -= 1
    item.version += 1
    end(ticket, window, TicketState.WITHDRAWN, now=now)
    promote(window, now=now)
    return ticket


def end(ticket: Ticket, window: Window, state: TicketState, *, now: datetime) -> None:
    """End a ticket and free what it held. The window's lock is held."""
    if ticket.state is TicketState.WAITING:
        window.change("waiting", -1)
    ticket.move_to(state)
    ticket.ended_at = now
    if ticket.pool is not None:
        window.change(f"taken_{ticket.pool}", -1)
        ticket.pool = None
    notifications.update_matter(ticket, now=now)


def promote(window: Window, *, now: datetime) -> list[Ticket]:
    """Give free places to those who waited longest, while there is time. The lock is held."""
    promoted: list[Ticket] = []
    while window.waiting and window.left(Pool.SIGN_UP) > 0 and now < window.ends_at:
        db.session.flush()
        ticket = queries.first_waiting(window.id)
        if ticket is None:
            break
        window.change("waiting", -1)
        ticket.move_to(TicketState.HELD)
        _give_number(ticket, window, Pool.SIGN_UP)
        notifications.update_matter(ticket, now=now)
        notifications.notify(ticket, "market_promoted", now=now)
        promoted.append(ticket)
    db.session.flush()
    return promoted


def add_places(window_id: UUID, added: dict[Pool, int], *, now: datetime) -> Window:
    """Add places by pool (or take unused ones away) and promote. Raises `PlacesTaken`."""
    window = queries.window_to_change(window_id)
    sums = (getattr(window, f"places_{pool}") + added.get(pool, 0) for pool in Pool)
    set_places(window, Places(*sums), now=now)
    return window


def set_places(window: Window, places: Places, *, now: datetime) -> None:
    """Set the places of a window whose lock is held, and promote. Raises `PlacesTaken`."""
    wanted = {
        Pool.SIGN_UP: places.sign_up,
        Pool.WALK_IN: places.walk_in,
        Pool.ELDER: places.elder,
    }
    for pool, count in wanted.items():
        taken = getattr(window, f"taken_{pool}")
        if count < taken:
            raise errors.PlacesTaken(service=name_of(window.item.service), taken=taken)
        window.change(f"places_{pool}", count - getattr(window, f"places_{pool}"))
    promote(window, now=now)


def walk_in(item: MenuItem, *, elder: bool, ages: AgeGroup | None, now: datetime) -> Ticket:
    """Give somebody at the stall the next number. Raises `MarketClosed`, `NoPlaceLeft`.

    An elder takes a place kept for elders first, then one kept for walk-ins; anybody takes a
    sign-up place that nobody wants.
    """
    pools = [Pool.ELDER] * elder + [Pool.WALK_IN, Pool.SIGN_UP]
    windows = queries.windows_to_change(item.id)
    locked = queries.item_to_change(item.id)
    found = _free_place(windows, pools, now=now)
    if found is None:
        raise errors.NoPlaceLeft(waiting=sum(window.waiting for window in windows))
    window, pool = found
    born = new_id()
    group = ages or (AgeGroup.ELDER if elder else AgeGroup.UNKNOWN)
    ticket = _ticket_row(item, window, for_id=born, age_group=group, id=born)
    _give_number(ticket, window, pool)
    ticket.move_to(TicketState.ARRIVED)
    ticket.arrived_at = now
    locked.here += 1
    locked.version += 1
    db.session.add(ticket)
    db.session.flush()
    return ticket


def _free_place(
    windows: Sequence[Window], pools: list[Pool], *, now: datetime
) -> tuple[Window, Pool] | None:
    open_ones = [window for window in windows if window.ends_at > now]
    return next(
        (
            (window, pool)
            for window in open_ones
            for pool in pools
            if window.left(pool) > 0 and not (pool is Pool.SIGN_UP and window.waiting)
        ),
        None,
    )


def _ticket_row(
    item: MenuItem,
    window: Window,
    *,
    for_id: UUID,
    age_group: AgeGroup,
    id: UUID,  # noqa: A002  # the column's name
) -> Ticket:
    ticket = Ticket(
        id=id,
        market_id=item.market_id,
        item_id=item.id,
        window_id=window.id,
        resident_id=None,
        member_id=None,
        for_id=for_id,
        code=readable_code(CODE_LENGTH),
        state=TicketState.HELD,
        age_group=age_group,
    )
    ticket.item, ticket.window, ticket.market = item, window, item.market
    return ticket


def _give_number(ticket: Ticket, window: Window, pool: Pool) -> None:
    """Give the next number of the window and a place of the pool. The lock is held."""
    window.change(f"taken_{pool}", 1)
    window.change("issued", 1)
    ticket.pool = pool
    ticket.number = window.issued
    ticket.previous = window.issued - 1 or None
    ticket.turn = first_turn(window.issued)
    db.session.flush()


def _put_on_waiting_list(ticket: Ticket, window: Window) -> None:
    window.change("waiting", 1)
    window.change("waited", 1)
    ticket.state = TicketState.WAITING
    ticket.wait_number = window.waited


def place_winner(
    item: MenuItem, *, resident_id: UUID, for_id: UUID, won: bool, now: datetime
) -> None:
    """Give a ticket to somebody drawn: a number to a winner, a place in the line to a loser."""
    window = queries.window_to_change(item.windows[0].id)
    ticket = _ticket_row(item, window, for_id=for_id, age_group=AgeGroup.UNKNOWN, id=new_id())
    ticket.resident_id = resident_id
    if for_id != resident_id:
        ticket.member_id = for_id
    if won and window.left(Pool.SIGN_UP) > 0:
        _give_number(ticket, window, Pool.SIGN_UP)
    else:
        _put_on_waiting_list(ticket, window)
    db.session.add(ticket)
    db.session.flush()
    notifications.update_matter(ticket, now=now)
    notifications.notify(ticket, "market_draw_won" if won else "market_draw_lost", now=now)
