"""The day itself: who is here, who is called, who missed it. All under the item's lock."""

import logging
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Market, MenuItem, Ticket
from weijiayuan.markets.rules.check_in_merging import ScanOutcome, credible, outcome
from weijiayuan.markets.rules.stall_queue import (
    PACE_OF_LAST,
    TELL_AT,
    InLine,
    ahead_of,
    next_up,
    pace,
    turn_after_missing,
)
from weijiayuan.markets.rules.states import MarketState, TicketState
from weijiayuan.markets.service import capacity_allocation, notifications

logger = logging.getLogger(__name__)

OPENS_BEFORE = timedelta(hours=1)
SHORTEST_SERVICE = timedelta(seconds=15)  # a second press of the button comes sooner


class Sight(Enum):
    """What a caller sees at a station, when they do not say."""

    UNTOLD = "untold"


def normal_code(text: str) -> str:
    """Return the code in what was scanned or typed.

    >>> normal_code("wjy:m:k7qa2m9x"), normal_code("K7QA-2M9X ")
    ('K7QA2M9X', 'K7QA2M9X')
    """
    return text.strip().upper().removeprefix("WJY:M:").replace("-", "").replace(" ", "")


def check_day(market: Market, *, now: datetime) -> None:
    """Refuse the work of the day on another day. Raises `MarketClosed`, `NotOnTheDay`."""
    if market.state in {MarketState.DRAFT, MarketState.CANCELLED}:
        raise errors.MarketClosed(state=market.state)
    if now < market.starts_at - OPENS_BEFORE:
        raise errors.NotOnTheDay


def check_in(ticket_id: UUID, *, at: datetime, now: datetime) -> tuple[Ticket, ScanOutcome]:
    """Note that somebody is here, once however often they are scanned.

    `at` is when they were scanned; the earliest counts. Returns what the scan did.
    """
    item = queries.item_to_change(queries.ticket(ticket_id).item_id)
    ticket = queries.ticket(ticket_id)
    result = outcome(ticket.state, holds_place=ticket.pool is not None)
    if result is ScanOutcome.NOT_HELD:
        return ticket, result
    doors_open = ticket.market.starts_at - OPENS_BEFORE
    moment = credible(at, doors_open=doors_open, received_at=now)
    ticket.arrived_at = min(ticket.arrived_at or moment, moment)
    if result is ScanOutcome.WELCOME:
        _let_in(ticket, item, now=now)
    return ticket, result


def call_next(
    item_id: UUID, *, station: int, after: UUID | Sight | None = Sight.UNTOLD, now: datetime
) -> tuple[Ticket | None, Ticket | None]:
    """Finish whom the station has and call the next who is here; return (finished, called).

    `after` is the ticket the caller sees at the station, None when they see nobody. Who says so
    has a second press of the button refused, `AlreadyCalled`, whether the station was empty or
    not; who does not say so has it refused while nobody can have been served. Raises
    `NoSuchStation`, `StationPaused`, `NobodyToCall`.
    """
    item = queries.item_to_change(item_id)
    _check_station(item, station)
    at_desk = queries.at_station(item_id, station)
    if is_second_press(at_desk, after, now=now):
        raise errors.AlreadyCalled(label=notifications.label_of(at_desk) if at_desk else "")
    line = list(queries.line(item_id))
    called = next_up([(in_line(ticket), ticket) for ticket in line])
    if called is None and at_desk is None:
        raise errors.NobodyToCall
    if at_desk is not None:
        _finish(at_desk, item, now=now)
    if called is not None:
        _call(called, item, station, now=now)
    _tell_who_is_near(item, [ticket for ticket in line if ticket is not called], now=now)
    return at_desk, called


def is_second_press(at_desk: Ticket | None, after: UUID | Sight | None, *, now: datetime) -> bool:
    """Say whether somebody is at the station whom the caller does not know of."""
    if after is not Sight.UNTOLD:
        return after != (at_desk.id if at_desk is not None else None)
    called_at = at_desk.called_at if at_desk is not None else None
    return called_at is not None and now - called_at < SHORTEST_SERVICE


def finish(ticket_id: UUID, *, now: datetime) -> Ticket:
    """Note that somebody called was served. Raises `IllegalMove`."""
    item, ticket = _held(ticket_id)
    if ticket.state is not TicketState.SERVED:
        _finish(ticket, item, now=now)
    return ticket


def skip(ticket_id: UUID, *, now: datetime) -> Ticket:
    """Pass over somebody called who is not there; they may come back. Raises `IllegalMove`."""
    item, ticket = _held(ticket_id)
    if ticket.state is TicketState.SKIPPED:
        return ticket
    ticket.move_to(TicketState.SKIPPED)
    _leave_station(ticket, item)
    notifications.update_matter(ticket, now=now)
    notifications.notify(ticket, "market_skipped", now=now)
    return ticket


def put_back(ticket_id: UUID, *, now: datetime) -> Ticket:
    """Take back a mistaken call: the same turn again, and a word to them. Raises `IllegalMove`."""
    item, ticket = _held(ticket_id)
    if ticket.state is TicketState.ARRIVED:
        return ticket
    ticket.move_to(TicketState.ARRIVED)
    _leave_station(ticket, item)
    ticket.station = ticket.called_at = None
    item.here += 1
    notifications.update_matter(ticket, now=now)
    notifications.notify(ticket, "market_put_back", now=now, again=f":{ticket.calls}")
    return ticket


def no_show(ticket_id: UUID, *, now: datetime) -> Ticket:
    """Give up on somebody; the place goes to whoever waits. Raises `IllegalMove`."""
    window = queries.window_to_change(queries.ticket(ticket_id).window_id)
    item, ticket = _held(ticket_id)
    if ticket.state is TicketState.NO_SHOW:
        return ticket
    if ticket.state is TicketState.ARRIVED:
        item.here -= 1
    if ticket.state is TicketState.CALLED:
        _leave_station(ticket, item)
    item.version += 1
    capacity_allocation.end(ticket, window, TicketState.NO_SHOW, now=now)
    capacity_allocation.promote(window, now=now)
    return ticket


def pause(item_id: UUID, *, station: int, paused: bool) -> MenuItem:
    """Stop or resume calling at a station. Raises `NoSuchStation`."""
    item = queries.item_to_change(item_id)
    if not 1 <= station <= item.stations:
        raise errors.NoSuchStation
    others = [each for each in item.paused if each != station]
    item.paused = sorted([*others, station]) if paused else others
    item.version += 1
    return item


def in_line(ticket: Ticket) -> InLine:
    """Return a ticket as the rules of the queue look at it."""
    return InLine(ticket.window.position, ticket.turn or 0, ticket.state is TicketState.ARRIVED)


def _held(ticket_id: UUID) -> tuple[MenuItem, Ticket]:
    item = queries.item_to_change(queries.ticket(ticket_id).item_id)
    return item, queries.ticket(ticket_id)


def _let_in(ticket: Ticket, item: MenuItem, *, now: datetime) -> None:
    if ticket.state is TicketState.SKIPPED:
        arrived = [
            other.turn or 0
            for other in queries.line(item.id)
            if other.window_id == ticket.window_id and other.state is TicketState.ARRIVED
        ]
        ticket.turn = turn_after_missing(ticket.turn or 0, arrived)
    ticket.move_to(TicketState.ARRIVED)
    ticket.ended_at = None
    item.here += 1
    item.version += 1
    notifications.update_matter(ticket, now=now)


def _check_station(item: MenuItem, station: int) -> None:
    if not 1 <= station <= item.stations:
        raise errors.NoSuchStation
    if station in item.paused:
        raise errors.StationPaused


def _call(ticket: Ticket, item: MenuItem, station: int, *, now: datetime) -> None:
    ticket.move_to(TicketState.CALLED)
    ticket.station, ticket.called_at = station, now
    ticket.calls += 1
    item.here -= 1
    item.calling = item.calling | {str(station): notifications.label_of(ticket)}
    item.version += 1
    notifications.update_matter(ticket, now=now)
    again = f":{ticket.calls}" if ticket.calls > 1 else ""
    notifications.notify(ticket, "market_called", now=now, again=again, station=station)
    logger.info("market call", extra={"ticket_id": ticket.id, "station": station})


def _finish(ticket: Ticket, item: MenuItem, *, now: datetime) -> None:
    ticket.move_to(TicketState.SERVED)
    ticket.served_at = now
    _leave_station(ticket, item)
    db.session.flush()
    lately = queries.lately_served(item.id, most=PACE_OF_LAST)
    took = [served - called for called, served in reversed(lately)]
    going = pace(item.minutes, took, stations=item.working)
    item.pace_seconds = int(going.per_person.total_seconds())
    notifications.update_matter(ticket, now=now)


def _leave_station(ticket: Ticket, item: MenuItem) -> None:
    item.calling = {at: label for at, label in item.calling.items() if at != str(ticket.station)}
    item.version += 1


def _tell_who_is_near(item: MenuItem, line: list[Ticket], *, now: datetime) -> None:
    """Tell everybody with three or fewer before them, once each."""
    places = [in_line(ticket) for ticket in line]
    for ticket, place in zip(line, places, strict=True):
        ahead = ahead_of(place, places)
        if ahead <= TELL_AT and not ticket.told_near:
            ticket.told_near = True
            before = f"前面还有{ahead}人" if ahead else "下一位就是您"
            notifications.notify(ticket, "market_near", now=now, before=before)
    item.version += 1
