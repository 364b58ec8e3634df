"""What residents do at a market."""

from typing import Any
from uuid import UUID

import segno
from flask import Response

from weijiayuan.accounts import queries as accounts
from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.errors import FamilyMemberNotFound
from weijiayuan.accounts.guards import require_resident
from weijiayuan.kernel import clock
from weijiayuan.lottery_draws import queries as draws
from weijiayuan.lottery_draws.errors import AlreadyEntered, DrawClosed, NotEntered
from weijiayuan.markets import (
    errors,
    market_page,
    market_search,
    queries,
    stall_queue_view,
    ticket_view,
)
from weijiayuan.markets.market_summary import market_in_list
from weijiayuan.markets.models import Market, Ticket
from weijiayuan.markets.rules.service_catalogue import find, name_of, services
from weijiayuan.markets.rules.states import MarketState
from weijiayuan.markets.schemas.market_statistics import OfferOut
from weijiayuan.markets.schemas.requests import (
    ClashesIn,
    EntryIn,
    MarketsIn,
    OfferIn,
    RatingIn,
    SignUpIn,
    TallyIn,
    WishIn,
)
from weijiayuan.markets.schemas.responses import (
    ClashesOut,
    DrawEntryOut,
    GoodsOut,
    MarketsOut,
    MyEntriesOut,
    QueueOut,
    RatingOut,
    ServicesOut,
    TallyOut,
    TicketOut,
    TicketsOut,
    WholeMarketOut,
    WishOut,
)
from weijiayuan.markets.service import (
    capacity_allocation,
    satisfaction_rating,
    ticket_icalendar,
    volunteers,
    wishes,
)
from weijiayuan.markets.service import resident_sign_up as signing_up
from weijiayuan.places import queries as places
from weijiayuan.web import json
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import PageIn

markets = Blueprint(
    "markets", __name__, guard=require_resident, description="便民服务大集市：菜单、报名、叫号"
)

CATALOGUE_AGE = 3600


@markets.get("", guard=open_to_all, alike=True)
@markets.arguments(MarketsIn, location="query")
@markets.response(200, MarketsOut)
def list_markets(asked: dict[str, Any]) -> Any:
    """List published markets in order of time, those ahead first; `past=true` for old ones."""
    now = clock.now()
    wanted = queries.public_markets(
        community=asked["community"], until_after=None if asked["past"] else now
    )
    found = page_by(
        wanted.where(market_search.speaks_of(asked["q"])) if asked["q"] else wanted,
        Market.starts_at,
        Market.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=asked["past"],
    )
    shown = [market_in_list(market, now=now) for market in found.items]
    if asked["q"]:
        serves = market_search.served((each["id"] for each in shown), asked["q"])
        shown = [each | {"serves": serves.get(each["id"], [])} for each in shown]
    return {"items": shown, "next_cursor": found.next_cursor}


@markets.get("/services", guard=open_to_all)
@markets.response(200, ServicesOut)
def list_services() -> Response:
    """Return the catalogue of services that a menu or a wish can name."""
    return conditional(
        f"{len(services())}",
        lambda: ServicesOut().dump({"items": list(services().values())}),
        max_age=CATALOGUE_AGE,
    )


@markets.get("/<uuid:market_id>", guard=open_to_all)
@markets.response(200, WholeMarketOut)
@markets.refuses(errors.NoSuchMarket)
def show_market(market_id: UUID) -> Response:
    """Return a market with its menu, live places and calls, and its shelf."""
    now = clock.now()
    seen = market_page.glance(market_id, now=now)
    if seen.state is MarketState.DRAFT:
        raise errors.NoSuchMarket
    return conditional(
        seen.version,
        lambda: market_page.whole_page(market_page.market_rows(market_id, now=now), seen.goods),
    )


@markets.get("/<uuid:market_id>/items/<uuid:item_id>/queue", guard=open_to_all)
@markets.response(200, QueueOut)
@markets.refuses(errors.NoSuchItem)
def show_queue(market_id: UUID, item_id: UUID) -> Response:
    """Return the queue at a stall: who is called, who comes next, and the real pace."""
    read = market_page.item_rows(item_id, now=clock.now())
    if read.head.m_id != market_id or read.state is MarketState.DRAFT:
        raise errors.NoSuchItem
    return conditional(read.version, lambda: stall_queue_view.queue_page(read))


@markets.get("/items/<uuid:item_id>/queue", guard=open_to_all)
@markets.response(200, QueueOut)
@markets.refuses(errors.NoSuchItem)
def show_stall(item_id: UUID) -> Response:
    """Return the same queue for a screen that knows the stall's id alone."""
    read = market_page.item_rows(item_id, now=clock.now())
    if read.state is MarketState.DRAFT:
        raise errors.NoSuchItem
    return conditional(read.version, lambda: stall_queue_view.queue_page(read))


@markets.post("/<uuid:market_id>/items/<uuid:item_id>/sign-ups", looks_first=True)
@markets.arguments(SignUpIn)
@markets.response(201, TicketOut)
@markets.refuses(
    errors.NoSuchItem,
    errors.ByDraw,
    errors.MarketClosed,
    errors.SignUpOver,
    errors.OutsideAges,
    errors.AlreadySignedUp,
    errors.TooManySignUps,
    errors.NoPlaceLeft,
    FamilyMemberNotFound,
)
def sign_up(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> Response:
    """Take a number for a service, for me or a family member; `wait` joins the waiting list."""
    now = clock.now()
    waits = asked["wait"]

    def look() -> tuple[signing_up.Person, Any]:
        person = _person(asked["member_id"])
        return person, signing_up.check_available(
            market_id, item_id, by=person, window_id=asked["window_id"], waits=waits, now=now
        )

    def act(seen: tuple[signing_up.Person, Any]) -> Response:
        person, window = seen
        ticket = signing_up.sign_up(window, by=person, waits=waits, now=now)
        return _created(ticket_view.just_signed_up(ticket, now=now))

    return once_seen(look, act)


@markets.get("/<uuid:market_id>/items/<uuid:item_id>/clashes")
@markets.arguments(ClashesIn, location="query")
@markets.response(200, ClashesOut)
@markets.refuses(errors.NoSuchItem, FamilyMemberNotFound)
def show_clashes(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Return which of my services would leave too little time for this window."""
    person = _person(asked["member_id"])
    found = signing_up.would_clash(market_id, item_id, asked["window_id"], by=person)
    return {"items": [ticket_view.clash_view(held) for held in found]}


@markets.post("/<uuid:market_id>/items/<uuid:item_id>/draw-entries")
@markets.arguments(EntryIn)
@markets.response(201, DrawEntryOut)
@markets.refuses(
    errors.NoSuchItem,
    errors.NotByDraw,
    errors.MarketClosed,
    errors.OutsideAges,
    AlreadyEntered,
    DrawClosed,
    FamilyMemberNotFound,
)
def enter_draw(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Enter the draw for a service whose places go by lot."""
    item = queries.item(market_id, item_id)
    entry = capacity_allocation.enter_draw(item, by=_person(asked["member_id"]), now=clock.now())
    return {"draw": entry.draw_id, "number": entry.number, "closes_at": item.draw_closes_at}


@markets.get("/<uuid:market_id>/items/<uuid:item_id>/draw-entries")
@markets.response(200, MyEntriesOut)
@markets.refuses(errors.NoSuchItem, errors.NotByDraw)
def my_entries(market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """List my entries in the draw for a service, with what became of them."""
    item = queries.item(market_id, item_id)
    if item.draw_id is None:
        raise errors.NotByDraw
    mine = current_resident_id()
    found = draws.entries_of(item.draw_id, resident_id=mine)
    return {"items": [ticket_view.entry_view(entry, of=mine) for entry in found]}


@markets.post("/<uuid:market_id>/items/<uuid:item_id>/draw-entries/withdraw")
@markets.arguments(EntryIn)
@markets.response(204)
@markets.refuses(errors.NoSuchItem, errors.NotByDraw, DrawClosed, NotEntered, FamilyMemberNotFound)
def leave_draw(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> None:
    """Take my entry back while the draw is open."""
    item = queries.item(market_id, item_id)
    capacity_allocation.leave_draw(item, by=_person(asked["member_id"]), now=clock.now())


@markets.get("/tickets")
@markets.arguments(PageIn, location="query")
@markets.response(200, TicketsOut)
def my_tickets(asked: dict[str, Any]) -> dict[str, Any]:
    """List my tickets, newest first."""
    wanted = queries.my_tickets(current_resident_id())
    found = page_by(wanted, Ticket.id, **asked, newest_first=True)
    shown = [ticket_view.in_list(ticket) for ticket in found.items]
    return {"items": shown, "next_cursor": found.next_cursor}


@markets.get("/tickets/<uuid:ticket_id>")
@markets.response(200, TicketOut)
@markets.refuses(errors.NoSuchTicket)
def show_ticket(ticket_id: UUID) -> dict[str, Any]:
    """Return my ticket with how many are before me and when to expect the call."""
    ticket = _my_ticket(ticket_id)
    return ticket_view.for_holder(ticket, now=clock.now(), clashes=signing_up.clashing(ticket))


@markets.get("/tickets/<uuid:ticket_id>/qr.svg")
@markets.response(200, content_type="image/svg+xml")
@markets.refuses(errors.NoSuchTicket)
def show_qr(ticket_id: UUID) -> Response:
    """Return my ticket's QR code as a picture."""
    code = segno.make(ticket_view.QR_PREFIX + _my_ticket(ticket_id).code, error="m")
    picture = code.svg_inline(scale=8, border=2, light="white")
    return Response(picture, mimetype="image/svg+xml")


@markets.get("/tickets/<uuid:ticket_id>.ics")
@markets.response(200, content_type="text/calendar")
@markets.refuses(errors.NoSuchTicket)
def ticket_calendar(ticket_id: UUID) -> Response:
    """Return my ticket as a calendar file."""
    body = ticket_icalendar.of_ticket(_my_ticket(ticket_id), now=clock.now())
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ticket_id}.ics"'
    return answer


@markets.post("/<uuid:market_id>/offers")
@markets.arguments(OfferIn)
@markets.response(201, OfferOut)
@markets.refuses(errors.NoSuchMarket, errors.NoSuchItem, errors.MarketClosed, errors.AlreadyOffered)
def offer_help(asked: dict[str, Any], market_id: UUID) -> Any:
    """Offer to help as a volunteer; the organiser says yes or no."""
    market = queries.market(market_id)
    return volunteers.offer(market, by=current_resident_id(), **asked, now=clock.now())


@markets.post("/<uuid:market_id>/offers/withdraw")
@markets.response(200, OfferOut)
@markets.refuses(errors.NoSuchOffer)
def withdraw_offer(market_id: UUID) -> Any:
    """Take my offer back."""
    return volunteers.withdraw(market_id, by=current_resident_id())


@markets.post("/tickets/<uuid:ticket_id>/cancel")
@markets.response(200, TicketOut)
@markets.refuses(errors.NoSuchTicket, errors.TicketOver, errors.WithdrawTooLate)
def cancel_ticket(ticket_id: UUID) -> dict[str, Any]:
    """Take my sign-up back; whoever waits gets the place at once."""
    return _cancelled(ticket_id)


@markets.post("/<uuid:market_id>/items/<uuid:item_id>/sign-ups/<uuid:ticket_id>/cancel")
@markets.response(200, TicketOut)
@markets.refuses(errors.NoSuchTicket, errors.TicketOver, errors.WithdrawTooLate)
def cancel_sign_up(market_id: UUID, item_id: UUID, ticket_id: UUID) -> dict[str, Any]:
    """Do the same under the address where the sign-up was made."""
    ticket = _my_ticket(ticket_id)
    if (ticket.market_id, ticket.item_id) != (market_id, item_id):
        raise errors.NoSuchTicket
    return _cancelled(ticket_id)


@markets.post("/tickets/<uuid:ticket_id>/rating")
@markets.arguments(RatingIn)
@markets.response(201, RatingOut)
@markets.refuses(errors.NoSuchTicket, errors.NotServed, errors.AlreadyRated)
def rate(asked: dict[str, Any], ticket_id: UUID) -> Any:
    """Say how a service was, once, after I had it."""
    return satisfaction_rating.rate(
        ticket_id, by=current_resident_id(), stars=asked["stars"], words=asked["text"]
    )


@markets.post("/wishes")
@markets.arguments(WishIn)
@markets.response(201, WishOut)
@markets.refuses(errors.UnknownService, errors.UnknownCommunity)
def wish(asked: dict[str, Any]) -> dict[str, Any]:
    """Wish for a service in a community; I am told when a market there serves it."""
    if places.community(asked["community"]) is None:
        raise errors.UnknownCommunity
    service = wishes.wish(asked["service"], community=asked["community"], by=current_resident_id())
    return {
        "service": service,
        "service_name": name_of(service),
        "community": asked["community"],
    }


@markets.get("/wishes", guard=open_to_all, alike=True)
@markets.arguments(TallyIn, location="query")
@markets.response(200, TallyOut)
def tally(asked: dict[str, Any]) -> dict[str, Any]:
    """Count the open wishes by community and service, most wished first."""
    known = find(asked["service"]) if asked["service"] else None
    if asked["service"] and known is None:
        return {"items": []}
    rows = queries.wish_tally(community=asked["community"], service=known.id if known else None)
    return {
        "items": [
            {
                "community": row.community_code,
                "service": row.service,
                "service_name": name_of(row.service),
                "wishes": row.wishes,
            }
            for row in rows
        ]
    }


@markets.post("/<uuid:market_id>/goods/<uuid:goods_id>/interest")
@markets.response(200, GoodsOut)
@markets.refuses(errors.NoSuchGoods)
def show_interest(market_id: UUID, goods_id: UUID) -> dict[str, Any]:
    """Say that I would buy this; counted once."""
    goods = wishes.show_interest(market_id, goods_id, by=current_resident_id())
    rows = market_page.goods_view(market_id)
    return next(row for row in rows if row["id"] == goods.id)


def _person(member_id: UUID | None) -> signing_up.Person:
    mine = current_resident_id()
    if member_id is None:
        return signing_up.Person(mine)
    return signing_up.Person(mine, accounts.family_member(member_id, of=mine))


def _created(shown: dict[str, Any]) -> Response:
    """Answer with what was made, whose view has the shape already."""
    return Response(json.dump_bytes(shown), 201, mimetype="application/json")


def _cancelled(ticket_id: UUID) -> dict[str, Any]:
    now = clock.now()
    ticket = capacity_allocation.withdraw(ticket_id, by=current_resident_id(), now=now)
    return ticket_view.for_holder(ticket, now=now)


def _my_ticket(ticket_id: UUID) -> Ticket:
    ticket = queries.ticket(ticket_id)
    if ticket.resident_id != current_resident_id():
        raise errors.NoSuchTicket
    return ticket
