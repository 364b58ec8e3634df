"""The states of a market and of a ticket, and the moves between them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum


class MarketState(StrEnum):
    """A market as residents see it; running and over follow from the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class TicketState(StrEnum):
    """Where a person stands with one service."""

    WAITING = "waiting"
    HELD = "held"
    ARRIVED = "arrived"
    CALLED = "called"
    SKIPPED = "skipped"
    SERVED = "served"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class OfferState(StrEnum):
    """What became of somebody's offer to help."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ItemMode(StrEnum):
    """How the places of a menu item are given out."""

    QUEUE = "queue"
    WINDOWS = "windows"
    DRAW = "draw"


class Pool(StrEnum):
    """Which places a ticket takes from."""

    SIGN_UP = "sign_up"
    WALK_IN = "walk_in"
    ELDER = "elder"


class AgeGroup(StrEnum):
    """The only thing about a person's age that figures keep."""

    CHILD = "0-17"
    ADULT = "18-59"
    ELDER = "60-79"
    OLD = "80+"
    UNKNOWN = "unknown"


MARKET_MOVES: Mapping[MarketState, frozenset[MarketState]] = {
    MarketState.DRAFT: frozenset({MarketState.PUBLISHED, MarketState.CANCELLED}),
    MarketState.PUBLISHED: frozenset(
        {MarketState.RUNNING, MarketState.OVER, MarketState.CANCELLED}
    ),
    MarketState.RUNNING: frozenset({MarketState.OVER, MarketState.CANCELLED}),
    MarketState.OVER: frozenset(),
    MarketState.CANCELLED: frozenset(),
}

TICKET_MOVES: Mapping[TicketState, frozenset[TicketState]] = {
    TicketState.WAITING: frozenset({TicketState.HELD, TicketState.WITHDRAWN, TicketState.EXPIRED}),
    TicketState.HELD: frozenset({TicketState.ARRIVED, TicketState.WITHDRAWN, TicketState.NO_SHOW}),
    TicketState.ARRIVED: frozenset(
        {TicketState.CALLED, TicketState.WITHDRAWN, TicketState.NO_SHOW}
    ),
    TicketState.CALLED: frozenset(
        {
            TicketState.SERVED,
            TicketState.SKIPPED,
            TicketState.NO_SHOW,
            TicketState.WITHDRAWN,
            TicketState.ARRIVED,  # the call was a mistake
        }
    ),
    TicketState.SKIPPED: frozenset(
        {TicketState.ARRIVED, TicketState.WITHDRAWN, TicketState.NO_SHOW}
    ),
    TicketState.NO_SHOW: frozenset({TicketState.ARRIVED}),
    TicketState.SERVED: frozenset(),
    TicketState.WITHDRAWN: frozenset(),
    TicketState.EXPIRED: frozenset(),
}

TO_COME = frozenset({TicketState.HELD, TicketState.ARRIVED})
LIVE = TO_COME | {TicketState.WAITING, TicketState.CALLED, TicketState.SKIPPED}
CAME = frozenset({TicketState.ARRIVED, TicketState.CALLED, TicketState.SKIPPED, TicketState.SERVED})


def shown_state(
    stored: MarketState, starts_at: datetime, ends_at: datetime, *, now: datetime
) -> MarketState:
    """Return the state the clock gives, whether or not the worker has noted it yet."""
    if stored in {MarketState.DRAFT, MarketState.CANCELLED, MarketState.OVER}:
        return stored
    if now >= ends_at:
        return MarketState.OVER
    return MarketState.RUNNING if now >= starts_at else MarketState.PUBLISHED


def age_group(age: int | None) -> AgeGroup:
    """Return the group of an age in years.

    >>> age_group(59), age_group(60), age_group(None)
    (<AgeGroup.ADULT: '18-59'>, <AgeGroup.ELDER: '60-79'>, <AgeGroup.UNKNOWN: 'unknown'>)
    """
    if age is None:
        return AgeGroup.UNKNOWN
    bounds = ((18, AgeGroup.CHILD), (60, AgeGroup.ADULT), (80, AgeGroup.ELDER))
    return next((group for bound, group in bounds if age < bound), AgeGroup.OLD)
