"""What organisers do on the day, at the stall, with a telephone in one hand."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.markets import errors, market_page, queries, stall_queue_view, ticket_view
from weijiayuan.markets.api.organisers import check_territory, mine
from weijiayuan.markets.models import Market, MenuItem, Ticket
from weijiayuan.markets.rules.check_in_merging import ScanOutcome, shift_of
from weijiayuan.markets.rules.states import Pool
from weijiayuan.markets.schemas.requests import (
    AddPlacesIn,
    CallIn,
    CheckInIn,
    PauseIn,
    SyncIn,
    WalkInIn,
)
from weijiayuan.markets.schemas.responses import (
    AtStationsOut,
    CalledOut,
    CheckedInOut,
    QueueOut,
    StallListOut,
    StallTicketOut,
    SyncedOut,
)
from weijiayuan.markets.service import capacity_allocation, offline_check_in, queue_calling
from weijiayuan.web.blueprint import Blueprint

market_stall = Blueprint(
    "market-stall",
    __name__,
    guard=require_role(Role.ORGANISER),
    url_prefix="/api/v1/markets",
    description="集市现场：签到、叫号、过号、现场取号",
)

OF_THE_DAY = (errors.NotYourCommunity, errors.MarketClosed, errors.NotOnTheDay)


@market_stall.post("/check-ins")
@market_stall.arguments(CheckInIn)
@market_stall.response(200, CheckedInOut)
@market_stall.refuses(errors.NoSuchTicket, errors.TicketOver, *OF_THE_DAY)
def check_in(asked: dict[str, Any]) -> dict[str, Any]:
    """Check somebody in by QR or code; doing it again does no harm."""
    now = clock.now()
    ticket = queries.ticket_by_code(queue_calling.normal_code(asked["ticket"]))
    check_territory(ticket.market.community_code)
    queue_calling.check_day(ticket.market, now=now)
    ticket, outcome = queue_calling.check_in(ticket.id, at=now, now=now)
    if outcome is ScanOutcome.NOT_HELD:
        raise errors.TicketOver(state=ticket.state)
    return {"outcome": outcome, "ticket": ticket_view.for_stall(ticket)}


@market_stall.get("/<uuid:market_id>/check-in-list", records=True)
@market_stall.response(200, StallListOut)
@market_stall.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def take_list(market_id: UUID) -> dict[str, Any]:
    """Return everybody expected, to check in without a network; taking it is recorded."""
    mine(market_id)
    found = [
        ticket_view.for_stall(ticket) for ticket in offline_check_in.tickets_to_take(market_id)
    ]
    return {"market": market_id, "taken_at": clock.now(), "items": found}


@market_stall.post("/<uuid:market_id>/check-ins/sync")
@market_stall.arguments(SyncIn)
@market_stall.response(200, SyncedOut)
@market_stall.refuses(errors.NoSuchMarket, *OF_THE_DAY)
def sync(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Tell what was scanned offline; telling it twice, or after another telephone, is harmless."""
    now = clock.now()
    queue_calling.check_day(mine(market_id), now=now)
    behind = shift_of(asked["told_at"], received_at=now)
    scans = [
        offline_check_in.ScanAsked(scan["scan_id"], scan["ticket"], scan["scanned_at"] + behind)
        for scan in asked["scans"]
    ]
    results = offline_check_in.sync(market_id, device=asked["device"], scans=scans, now=now)
    return {
        "items": [
            {
                "scan_id": result.scan_id,
                "outcome": result.outcome,
                "ticket": ticket_view.for_stall(result.ticket) if result.ticket else None,
            }
            for result in results
        ]
    }


@market_stall.post("/<uuid:market_id>/items/<uuid:item_id>/call-next")
@market_stall.arguments(CallIn)
@market_stall.response(200, CalledOut)
@market_stall.refuses(
    errors.NoSuchItem,
    errors.NobodyToCall,
    errors.StationPaused,
    errors.NoSuchStation,
    errors.AlreadyCalled,
    *OF_THE_DAY,
)
def call_next(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Finish whom the station has and call the next who is here."""
    item = _item_today(market_id, item_id)
    finished, called = queue_calling.call_next(item_id, **asked, now=clock.now())
    return {
        "called": called and ticket_view.for_stall(called),
        "finished": finished and ticket_view.for_stall(finished),
        "here": item.here,
    }


@market_stall.get("/<uuid:market_id>/items/<uuid:item_id>/called")
@market_stall.response(200, AtStationsOut)
@market_stall.refuses(errors.NoSuchItem, errors.NotYourCommunity)
def at_stations(market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Return who is at the stations now, for a telephone that did not call them itself."""
    _my_item(market_id, item_id)
    return {"items": [ticket_view.for_stall(ticket) for ticket in queries.called(item_id)]}


@market_stall.post("/<uuid:market_id>/items/<uuid:item_id>/walk-ins")
@market_stall.arguments(WalkInIn)
@market_stall.response(201, StallTicketOut)
@market_stall.refuses(errors.NoSuchItem, errors.NoPlaceLeft, *OF_THE_DAY)
def walk_in(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Give somebody at the stall the next number of the same queue."""
    item = _item_today(market_id, item_id)
    ticket = capacity_allocation.walk_in(
        item, elder=asked["elder"], ages=asked["age_group"], now=clock.now()
    )
    return ticket_view.for_stall(ticket)


@market_stall.post("/<uuid:market_id>/items/<uuid:item_id>/pause")
@market_stall.arguments(PauseIn)
@market_stall.response(200, QueueOut)
@market_stall.refuses(errors.NoSuchItem, errors.NoSuchStation, errors.NotYourCommunity)
def pause(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Stop or resume a station; the screen and the estimates follow."""
    _my_item(market_id, item_id)
    queue_calling.pause(item_id, **asked)
    return _queue(item_id)


@market_stall.post("/<uuid:market_id>/items/<uuid:item_id>/places")
@market_stall.arguments(AddPlacesIn)
@market_stall.response(200, QueueOut)
@market_stall.refuses(
    errors.NoSuchItem, errors.PlacesTaken, errors.NotYourCommunity, errors.MarketClosed
)
def add_places(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Add places to a window (the last one if none is named); whoever waits moves up at once."""
    item = _my_item(market_id, item_id)
    now = clock.now()
    if item.market.state_at(now) in {"over", "cancelled"}:
        raise errors.MarketClosed(state=item.market.state_at(now))
    window_id = asked["window_id"] or item.windows[-1].id
    if window_id not in {window.id for window in item.windows}:
        raise errors.NoSuchItem
    capacity_allocation.add_places(window_id, {pool: asked[pool.value] for pool in Pool}, now=now)
    return _queue(item_id)


@market_stall.post("/tickets/<uuid:ticket_id>/served")
@market_stall.response(200, StallTicketOut)
@market_stall.refuses(errors.NoSuchTicket, IllegalMove, *OF_THE_DAY)
def served(ticket_id: UUID) -> dict[str, Any]:
    """Tick off somebody who was called."""
    _ticket_today(ticket_id)
    return ticket_view.for_stall(queue_calling.finish(ticket_id, now=clock.now()))


@market_stall.post("/tickets/<uuid:ticket_id>/skip")
@market_stall.response(200, StallTicketOut)
@market_stall.refuses(errors.NoSuchTicket, IllegalMove, *OF_THE_DAY)
def skip(ticket_id: UUID) -> dict[str, Any]:
    """Pass over somebody who was called and is not there; checking in again brings them back."""
    _ticket_today(ticket_id)
    return ticket_view.for_stall(queue_calling.skip(ticket_id, now=clock.now()))


@market_stall.post("/tickets/<uuid:ticket_id>/put-back")
@market_stall.response(200, StallTicketOut)
@market_stall.refuses(errors.NoSuchTicket, IllegalMove, *OF_THE_DAY)
def put_back(ticket_id: UUID) -> dict[str, Any]:
    """Take back a call that was a mistake: they keep their turn."""
    _ticket_today(ticket_id)
    return ticket_view.for_stall(queue_calling.put_back(ticket_id, now=clock.now()))


@market_stall.post("/tickets/<uuid:ticket_id>/no-show")
@market_stall.response(200, StallTicketOut)
@market_stall.refuses(errors.NoSuchTicket, IllegalMove, *OF_THE_DAY)
def no_show(ticket_id: UUID) -> dict[str, Any]:
    """Give up on somebody; the place goes to whoever waits."""
    _ticket_today(ticket_id)
    return ticket_view.for_stall(queue_calling.no_show(ticket_id, now=clock.now()))


def _my_item(market_id: UUID, item_id: UUID) -> MenuItem:
    item = queries.item(market_id, item_id)
    check_territory(item.market.community_code)
    return item


def _item_today(market_id: UUID, item_id: UUID) -> MenuItem:
    item = _my_item(market_id, item_id)
    queue_calling.check_day(item.market, now=clock.now())
    return item


def _ticket_today(ticket_id: UUID) -> Ticket:
    ticket = queries.ticket(ticket_id)
    market: Market = ticket.market
    check_territory(market.community_code)
    queue_calling.check_day(market, now=clock.now())
    return ticket


def _queue(item_id: UUID) -> dict[str, Any]:
    return stall_queue_view.queue_page(market_page.item_rows(item_id, now=clock.now()))
