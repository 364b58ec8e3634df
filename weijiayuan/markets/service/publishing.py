"""Publishing and cancelling."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.lottery_draws import service as draws
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Market, MenuItem
from weijiayuan.markets.rules.publishing_requirements import objections
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.states import ItemMode, MarketState, TicketState
from weijiayuan.markets.service import capacity_allocation, change_notices, notifications

logger = logging.getLogger(__name__)

DRAW_CLOSES_BEFORE = timedelta(days=1)


def publish(market_id: UUID, *, although_overlapping: bool = False, now: datetime) -> Market:
    """Let residents see the market and sign up.

    Another market of the community at the same time is refused, `MarketsOverlap`, unless the
    organiser says that they mean it.

    Raises the gravest objection of `rules.publishing.objections`, `DrawClosesTooLate`, or
    `IllegalMove`. Publishing what is published changes nothing.
    """
    market = queries.market_to_change(market_id)
    if market.state is MarketState.PUBLISHED:
        return market
    against = objections(market.span, [item.line for item in market.items], now=now)
    if against and market.state is MarketState.DRAFT:
        raise against[0]
    if market.state is MarketState.DRAFT and not although_overlapping:
        check_overlap(market)
    market.move_to(MarketState.PUBLISHED)
    market.published_at = now
    for item in market.items:
        if item.mode is ItemMode.DRAW:
            _open_draw(market, item, now=now)
    audit.record("market published", subject_kind="market", subject_id=market.id)
    logger.info("market published", extra={"market_id": market.id})
    return market


def check_overlap(market: Market) -> None:
    """Raise `MarketsOverlap` when another market of the community is at the same time."""
    for other in queries.at_the_same_time(market):
        raise errors.MarketsOverlap(title=other.title, time=moment_in_words(other.starts_at))


def cancel(market_id: UUID, *, reason: str, now: datetime) -> Market:
    """Call the market off, end every ticket and tell everybody. Raises `IllegalMove`."""
    windows = {window.id: window for window in queries.market_windows_to_change(market_id)}
    market = queries.market_to_change(market_id)
    if market.state is MarketState.CANCELLED:
        return market
    market.move_to(MarketState.CANCELLED)
    market.cancelled_reason = reason
    for ticket in queries.live_tickets(market_id):
        capacity_allocation.end(ticket, windows[ticket.window_id], TicketState.WITHDRAWN, now=now)
        notifications.notify(ticket, "market_cancelled", now=now, reason=reason)
    for item in market.items:
        change_notices.tell_entrants(item, "market_cancelled", now=now, reason=reason)
    audit.record("market cancelled", subject_kind="market", subject_id=market.id, reason=reason)
    db.session.flush()
    return market


def _open_draw(market: Market, item: MenuItem, *, now: datetime) -> None:
    closes_at = item.draw_closes_at or market.starts_at - DRAW_CLOSES_BEFORE
    if not now < closes_at <= item.starts_at:
        raise errors.DrawClosesTooLate(service=name_of(item.service))
    opened = draws.open_draw(
        f"{market.title}·{name_of(item.service)}",
        family=f"markets:{market.community_code}:{item.service}",
        places=item.places.sign_up,
        closes_at=closes_at,
    )
    db.session.flush()
    item.draw_id, item.draw_closes_at = opened.id, closes_at
