"""Questions about markets, for those who change them and for their organisers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from weijiayuan.db import db
from weijiayuan.lottery_draws.models import Draw, DrawEntry
from weijiayuan.markets.errors import NoSuchGoods, NoSuchItem, NoSuchMarket, NoSuchTicket
from weijiayuan.markets.models import (
    Goods,
    GoodsInterest,
    Market,
    MenuItem,
    Rating,
    Ticket,
    Window,
    Wish,
)
from weijiayuan.markets.rules.states import LIVE, TO_COME, MarketState, TicketState

FRESH = {"populate_existing": True}


def market(market_id: UUID) -> Market:
    """Return a market with its menu. Raises `NoSuchMarket`."""
    options = [selectinload(Market.items).selectinload(MenuItem.windows)]
    found = db.session.get(Market, market_id, options=options)
    if found is None:
        raise NoSuchMarket
    return found


def market_to_change(market_id: UUID) -> Market:
    """Return a market, locked until the transaction ends. Raises `NoSuchMarket`."""
    wanted = select(Market).filter_by(id=market_id).with_for_update(key_share=True)
    found = db.session.scalars(wanted, execution_options=FRESH).one_or_none()
    if found is None:
        raise NoSuchMarket
    return found


def item(market_id: UUID, item_id: UUID) -> MenuItem:
    """Return an item with its market and windows. Raises `NoSuchItem`."""
    wanted = (
        select(MenuItem)
        .filter_by(id=item_id, market_id=market_id)
        .options(joinedload(MenuItem.market), selectinload(MenuItem.windows))
    )
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NoSuchItem
    return found


def item_to_change(item_id: UUID) -> MenuItem:
    """Return an item whose queue nobody else moves until the transaction ends."""
    wanted = select(MenuItem).filter_by(id=item_id).with_for_update(key_share=True)
    return db.session.scalars(wanted, execution_options=FRESH).one()


def window_to_change(window_id: UUID) -> Window:
    """Return a window whose places nobody else changes until the transaction ends."""
    wanted = select(Window).filter_by(id=window_id).with_for_update(key_share=True)
    return db.session.scalars(wanted, execution_options=FRESH).one()


def windows_to_change(item_id: UUID) -> Sequence[Window]:
    """Return all windows of an item in order, locked until the transaction ends.

    They are locked in the order of ids, as everywhere, so that nobody locks anybody out.
    """
    wanted = (
        select(Window)
        .filter_by(item_id=item_id)
        .order_by(Window.id)
        .with_for_update(key_share=True)
    )
    found = db.session.scalars(wanted, execution_options=FRESH).all()
    return sorted(found, key=lambda window: window.position)


def market_windows_to_change(market_id: UUID) -> Sequence[Window]:
    """Return every window of a market by id, locked until the transaction ends."""
    wanted = (
        select(Window)
        .join(MenuItem, MenuItem.id == Window.item_id)
        .where(MenuItem.market_id == market_id)
        .order_by(Window.id)
        .with_for_update(key_share=True, of=Window)
    )
    return db.session.scalars(wanted, execution_options=FRESH).all()


def ticket(ticket_id: UUID) -> Ticket:
    """Return a ticket with its item, window and market. Raises `NoSuchTicket`."""
    return _one_ticket(Ticket.id == ticket_id)


def ticket_by_code(code: str) -> Ticket:
    """Return the ticket with this code. Raises `NoSuchTicket`."""
    return _one_ticket(Ticket.code == code)


def _one_ticket(condition: ColumnElement[bool]) -> Ticket:
    wanted = select(Ticket).where(condition).options(*_whole_ticket())
    found = db.session.scalars(wanted, execution_options=FRESH).one_or_none()
    if found is None:
        raise NoSuchTicket
    return found


def _whole_ticket() -> tuple[Any, ...]:
    return joinedload(Ticket.item), joinedload(Ticket.window), joinedload(Ticket.market)


def my_tickets(resident_id: UUID) -> Any:
    """Return the question for a resident's tickets, to be paged newest first."""
    return select(Ticket).filter_by(resident_id=resident_id).options(*_whole_ticket())


def first_waiting(window_id: UUID) -> Ticket | None:
    """Return who has waited longest for a place in the window."""
    return db.session.scalars(
        select(Ticket)
        .filter_by(window_id=window_id, state=TicketState.WAITING)
        .order_by(Ticket.wait_number)
        .limit(1)
    ).first()


def line(item_id: UUID) -> Sequence[Ticket]:
    """Return everybody still to be called at an item, in the order of their turns."""
    return db.session.scalars(
        select(Ticket)
        .join(Window, Window.id == Ticket.window_id)
        .where(Ticket.item_id == item_id, Ticket.state.in_(TO_COME))
        .options(joinedload(Ticket.window))
        .order_by(Window.position, Ticket.turn, Ticket.number),
        execution_options=FRESH,
    ).all()


def at_station(item_id: UUID, station: int) -> Ticket | None:
    """Return who was called to a station and is there."""
    return db.session.scalars(
        select(Ticket).filter_by(item_id=item_id, station=station, state=TicketState.CALLED),
        execution_options=FRESH,
    ).one_or_none()


def called(item_id: UUID) -> Sequence[Ticket]:
    """Return who is at the stations of an item, by station."""
    return db.session.scalars(
        select(Ticket)
        .filter_by(item_id=item_id, state=TicketState.CALLED)
        .options(*_whole_ticket())
        .order_by(Ticket.station)
    ).all()


def lately_served(item_id: UUID, *, most: int) -> Sequence[tuple[datetime, datetime]]:
    """Return when the last people were called and done, the latest first."""
    rows = db.session.execute(
        select(Ticket.called_at, Ticket.served_at)
        .filter_by(item_id=item_id, state=TicketState.SERVED)
        .order_by(Ticket.served_at.desc())
        .limit(most)
    )
    return [(called, served) for called, served in rows if called and served]


def has_tickets(item_id: UUID) -> bool:
    """Tell whether anybody ever signed up for the item."""
    return db.session.scalar(select(Ticket.id).filter_by(item_id=item_id).limit(1)) is not None


def is_signed_up_for(item: MenuItem) -> bool:
    """Tell whether anybody ever took a number for the item, or has entered its draw."""
    if has_tickets(item.id):
        return True
    entered = select(DrawEntry.id).filter_by(draw_id=item.draw_id, withdrawn_at=None).limit(1)
    return item.draw_id is not None and db.session.scalar(entered) is not None


def live_tickets(market_id: UUID, item_id: UUID | None = None) -> Sequence[Ticket]:
    """Return every ticket of a market, or of one service, that is not through, with its window."""
    of_what = {"market_id": market_id} | ({"item_id": item_id} if item_id else {})
    return db.session.scalars(
        select(Ticket)
        .filter_by(**of_what)
        .where(Ticket.state.in_(LIVE))
        .options(joinedload(Ticket.item), joinedload(Ticket.window))
        .order_by(Ticket.id),
        execution_options=FRESH,
    ).all()


def market_tickets(market_id: UUID) -> Sequence[Ticket]:
    """Return every ticket of a market, for its organiser, in the order of stalls and numbers."""
    return db.session.scalars(
        select(Ticket)
        .join(MenuItem, MenuItem.id == Ticket.item_id)
        .join(Window, Window.id == Ticket.window_id)
        .where(Ticket.market_id == market_id)
        .options(joinedload(Ticket.item), joinedload(Ticket.window))
        .order_by(MenuItem.position, Window.position, Ticket.number, Ticket.wait_number)
    ).all()


def stars_of(market_id: UUID) -> dict[UUID, int]:
    """Return the stars given at a market by ticket."""
    rows = db.session.execute(
        select(Rating.ticket_id, Rating.stars)
        .join(Ticket, Ticket.id == Rating.ticket_id)
        .where(Ticket.market_id == market_id)
    )
    return {row.ticket_id: row.stars for row in rows}


def goods_of(market_id: UUID) -> Sequence[Goods]:
    """Return the shelf of a market."""
    return db.session.scalars(
        select(Goods).filter_by(market_id=market_id).order_by(Goods.position)
    ).all()


def goods_to_change(market_id: UUID, goods_id: UUID) -> Goods:
    """Return something on the shelf, locked. Raises `NoSuchGoods`."""
    wanted = select(Goods).filter_by(id=goods_id, market_id=market_id).with_for_update()
    found = db.session.scalars(wanted, execution_options=FRESH).one_or_none()
    if found is None:
        raise NoSuchGoods
    return found


def public_markets(*, community: str | None, until_after: datetime | None) -> Any:
    """Return the question for markets that residents may see, as columns."""
    shown = Market.state != MarketState.DRAFT
    conditions = [shown]
    if community is not None:
        conditions.append(Market.community_code == community)
    if until_after is not None:
        conditions.append(Market.ends_at > until_after)
    return select(Market).where(and_(*conditions))


def wish_tally(*, community: str | None, service: str | None) -> Sequence[Any]:
    """Return rows community, service, wishes: most wished first, open ones only."""
    wishes = func.count(Wish.id).label("wishes")
    wanted = select(Wish.community_code, Wish.service, wishes).where(
        Wish.granted_market_id.is_(None)
    )
    if community is not None:
        wanted = wanted.where(Wish.community_code == community)
    if service is not None:
        wanted = wanted.where(Wish.service == service)
    grouped = wanted.group_by(Wish.community_code, Wish.service)
    order = (wishes.desc(), Wish.community_code, Wish.service)
    return db.session.execute(grouped.order_by(*order).limit(500)).all()


def open_wishes(community: str, services: Iterable[str], *, most: int) -> Sequence[Wish]:
    """Return wishes for these services in the community that no market has granted yet."""
    return db.session.scalars(
        select(Wish)
        .where(
            Wish.community_code == community,
            Wish.service.in_(list(services)),
            Wish.granted_market_id.is_(None),
        )
        .order_by(Wish.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def markets_with_open_wishes(now: datetime) -> Sequence[UUID]:
    """Return published markets ahead that serve something somebody there still wishes for."""
    return db.session.scalars(
        select(Market.id)
        .join(MenuItem, MenuItem.market_id == Market.id)
        .join(
            Wish,
            and_(
                Wish.community_code == Market.community_code,
                Wish.service == MenuItem.service,
                Wish.granted_market_id.is_(None),
            ),
        )
        .where(Market.state == MarketState.PUBLISHED, Market.ends_at > now)
        .distinct()
    ).all()


def at_the_same_time(market: Market) -> Sequence[Market]:
    """Return the other public markets of the community at the same time, in order."""
    return db.session.scalars(
        select(Market)
        .where(
            Market.community_code == market.community_code,
            Market.id != market.id,
            Market.state.in_([MarketState.PUBLISHED, MarketState.RUNNING]),
            Market.starts_at < market.ends_at,
            Market.ends_at > market.starts_at,
        )
        .order_by(Market.starts_at)
        .limit(20)
    ).all()


def to_remind(after: datetime, until: datetime, *, most: int) -> Sequence[Ticket]:
    """Return tickets with a number for a time between, whose holders were not reminded of it."""
    return db.session.scalars(
        select(Ticket)
        .join(Window, Window.id == Ticket.window_id)
        .where(
            Ticket.state == TicketState.HELD,
            Ticket.resident_id.is_not(None),
            Window.starts_at > after,
            Window.starts_at <= until,
            or_(Ticket.reminded_for.is_(None), Ticket.reminded_for != Window.starts_at),
        )
        .order_by(Ticket.id)
        .limit(most)
        .with_for_update(of=Ticket)
    ).all()


def to_start(now: datetime) -> Sequence[UUID]:
    """Return published markets whose time has come."""
    return db.session.scalars(
        select(Market.id).where(Market.state == MarketState.PUBLISHED, Market.starts_at <= now)
    ).all()


def to_close(now: datetime) -> Sequence[UUID]:
    """Return markets whose time is over and that were not closed."""
    return db.session.scalars(
        select(Market.id).where(
            Market.state.in_([MarketState.PUBLISHED, MarketState.RUNNING]), Market.ends_at <= now
        )
    ).all()


def draws_due(now: datetime) -> Sequence[tuple[UUID, UUID]]:
    """Return (market, item) whose draw has closed and whose winners have no ticket yet."""
    rows = db.session.execute(
        select(MenuItem.market_id, MenuItem.id)
        .join(Market, Market.id == MenuItem.market_id)
        .join(Draw, Draw.id == MenuItem.draw_id)
        .where(
            Draw.closes_at <= now,
            Draw.drawn_at.is_(None),
            Market.state.in_([MarketState.PUBLISHED, MarketState.RUNNING]),
        )
        .order_by(MenuItem.id)
    )
    return [(market_id, item_id) for market_id, item_id in rows]


def rating_of(ticket_id: UUID) -> Rating | None:
    """Return what was said of a ticket's service."""
    return db.session.scalars(select(Rating).filter_by(ticket_id=ticket_id)).one_or_none()


def rating_to_change(ticket_id: UUID) -> Rating:
    """Return the rating of a ticket, locked until the transaction ends."""
    wanted = select(Rating).filter_by(ticket_id=ticket_id).with_for_update()
    return db.session.scalars(wanted, execution_options=FRESH).one()


def words_about(market_id: UUID) -> Any:
    """Return the question for the words said about a market that may be shown, with their item."""
    return (
        select(Rating.id, Rating.stars, Rating.text, Rating.created_at, MenuItem.service)
        .join(Ticket, Ticket.id == Rating.ticket_id)
        .join(MenuItem, MenuItem.id == Ticket.item_id)
        .where(Ticket.market_id == market_id, Rating.is_shown, Rating.text != "")
    )


def interested_in(goods_id: UUID) -> Sequence[UUID]:
    """Return who said they would buy something."""
    wanted = select(GoodsInterest.resident_id).filter_by(goods_id=goods_id)
    return db.session.scalars(wanted.order_by(GoodsInterest.id)).all()
