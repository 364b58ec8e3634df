"""What time does to a market: it starts, it ends, draws fall due, wishes are granted.

Each of these asks the clock what is due, so a worker that slept does it once when it wakes.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.lottery_draws import service as draws
from weijiayuan.markets import queries
from weijiayuan.markets.models import Market, Ticket, Window
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.states import MarketState, TicketState
from weijiayuan.markets.service import capacity_allocation, notifications
from weijiayuan.notices import service as notices

logger = logging.getLogger(__name__)

TOLD_AT_ONCE = 200
STEP = 200
SOON, DAY_BEFORE = timedelta(hours=2), timedelta(hours=24)


def start_due(now: datetime) -> int:
    """Note that markets have begun and return how many."""
    due = queries.to_start(now)
    for market_id in due:
        market = queries.market_to_change(market_id)
        if market.state is MarketState.PUBLISHED:
            market.move_to(MarketState.RUNNING)
    return len(due)


def close_due(now: datetime) -> int:
    """Close markets that are over, and return how many.

    Whoever never came is a no-show who keeps the place (an offline list may still tell that they
    came); whoever waited in vain is told; whoever was called and not ticked off was served. Who
    came and was never called stays so: that is what happened.
    """
    due = queries.to_close(now)
    for market_id in due:
        close_market(market_id, now=now)
    return len(due)


def draw_due(now: datetime) -> int:
    """Run the draws whose date has come, give out the tickets, and return how many draws."""
    due = queries.draws_due(now)
    for market_id, item_id in due:
        _draw(market_id, item_id, now=now)
    return len(due)


def grant_wishes(now: datetime) -> int:
    """Tell those who wished for a service that a market will serve it; return how many wishes."""
    return sum(_grant(market_id, now=now) for market_id in queries.markets_with_open_wishes(now))


def remind_due(now: datetime) -> int:
    """Remind people the day before, once for each time their ticket has; return how many."""
    told = 0
    while due := queries.to_remind(now + SOON, now + DAY_BEFORE, most=STEP):
        for ticket in due:
            ticket.reminded_for = ticket.window.starts_at
            if ticket.created_at <= ticket.window.starts_at - DAY_BEFORE:
                bring = f"来前准备：{ticket.item.bring}" if ticket.item.bring else ""
                again = f":{ticket.window.starts_at.isoformat()}"
                notifications.notify(ticket, "market_tomorrow", now=now, again=again, bring=bring)
        db.session.flush()
        told += len(due)
    return told


def close_market(market_id: UUID, *, now: datetime) -> None:
    """Close one market, once."""
    windows = {window.id: window for window in queries.market_windows_to_change(market_id)}
    market = queries.market_to_change(market_id)
    if market.closed_at is not None:
        return
    for ticket in queries.live_tickets(market_id):
        _end_with_market(ticket, windows[ticket.window_id], now=now)
    market.move_to(MarketState.OVER)
    market.closed_at = now
    logger.info("market closed", extra={"market_id": market_id})


def _end_with_market(ticket: Ticket, window: Window, *, now: datetime) -> None:
    if ticket.state is TicketState.WAITING:
        capacity_allocation.end(ticket, window, TicketState.EXPIRED, now=now)
        notifications.notify(ticket, "market_wait_expired", now=now)
        return
    if ticket.state is TicketState.CALLED:
        ticket.move_to(TicketState.SERVED)
        ticket.served_at = now
    if ticket.state is TicketState.HELD:
        ticket.move_to(TicketState.NO_SHOW)
        ticket.ended_at = now
    item = queries.item_to_change(ticket.item_id)
    item.here, item.calling = 0, {}
    item.version += 1
    notifications.update_matter(ticket, now=now)


def _draw(market_id: UUID, item_id: UUID, *, now: datetime) -> None:
    item = queries.item(market_id, item_id)
    assert item.draw_id is not None
    for entry in draws.run(item.draw_id, now=now):
        if entry.resident_id is not None:
            capacity_allocation.place_winner(
                item,
                resident_id=entry.resident_id,
                for_id=entry.for_id,
                won=bool(entry.won),
                now=now,
            )


def _grant(market_id: UUID, *, now: datetime) -> int:
    market = queries.market(market_id)
    services = {item.service for item in market.items}
    wishes = queries.open_wishes(market.community_code, services, most=TOLD_AT_ONCE)
    for wish in wishes:
        wish.granted_market_id = market.id
        if wish.resident_id is not None:
            _tell_wisher(market, wish.resident_id, wish.service, wish.id, now=now)
    return len(wishes)


def _tell_wisher(
    market: Market, resident_id: UUID, service: str, wish_id: UUID, *, now: datetime
) -> None:
    notices.tell(
        resident_id,
        cause=f"market_wish:{wish_id}",
        template="market_wish_granted",
        facts={
            "service": name_of(service),
            "market": market.title,
            "time": moment_in_words(market.starts_at),
        },
        now=now,
        link=f"/pages/markets/market/market?id={market.id}",
    )
