"""A published market that moves, for rain: its menu, windows and tickets move with it.

Everybody who has a number or waits is told once, however many services they chose.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Market, MenuItem, Window
from weijiayuan.markets.rules.states import MarketState
from weijiayuan.markets.service import change_notices, notifications
from weijiayuan.markets.service.publishing import check_overlap

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Move:
    """Where a market goes, and why. None leaves the place as it is."""

    starts_at: datetime
    reason: str
    place_name: str | None = None
    point: tuple[float | None, float | None] | None = None
    although_overlapping: bool = False


def move(market_id: UUID, given: Move, *, now: datetime) -> Market:
    """Put a published market at another time or place; it stays as long as it was.

    Raises `MarketClosed` once it has begun, `MarketInThePast`, `MarketsOverlap`,
    `DrawClosesTooLate` for a draw that would close after its service begins.
    """
    windows = queries.market_windows_to_change(market_id)
    market = queries.market_to_change(market_id)
    if market.state_at(now) is not MarketState.PUBLISHED:
        raise errors.MarketClosed(state=market.state_at(now))
    if given.starts_at <= now:
        raise errors.MarketInThePast
    shift = given.starts_at - market.starts_at
    all_that_moves: list[Market | MenuItem | Window] = [market, *market.items, *windows]
    for moved in all_that_moves:
        moved.starts_at += shift
        moved.ends_at += shift
        moved.version += 1
    _check_draws(market)
    if given.place_name:
        market.place_name = given.place_name
    if given.point is not None:
        market.lng, market.lat = given.point
    db.session.flush()
    if not given.although_overlapping:
        check_overlap(market)
    _tell(market, given.reason, now=now)
    audit.record("market moved", subject_kind="market", subject_id=market.id, reason=given.reason)
    logger.info("market moved", extra={"market_id": market.id})
    return market


def _check_draws(market: Market) -> None:
    for item in market.items:
        closes_at = item.draw_closes_at
        if item.draw_id is not None and closes_at is not None and closes_at > item.starts_at:
            raise errors.DrawClosesTooLate(service=item.service)


def _tell(market: Market, reason: str, *, now: datetime) -> None:
    for ticket in queries.live_tickets(market.id):
        notifications.notify(
            ticket, "market_moved", now=now, again=f":{market.version}", reason=reason
        )
        notifications.update_matter(ticket, now=now)
    for item in market.items:
        change_notices.tell_entrants(
            item, "market_moved", now=now, again=f":{market.version}", reason=reason
        )
