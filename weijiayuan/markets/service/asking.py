"""What residents say without taking a place: wishes, interest in goods, ratings."""

from uuid import UUID

from weijiayuan.db import db, insert_new
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Goods, GoodsInterest, Rating, Wish
from weijiayuan.markets.rules.catalogue import find
from weijiayuan.markets.rules.states import TicketState


def wish(service: str, *, community: str, by: UUID) -> str:
    """Note a wish, once for each service and community; return the service's id.

    Raises `UnknownService`.
    """
    known = find(service)
    if known is None:
        raise errors.UnknownService(service=service)
    row = {"resident_id": by, "community_code": community, "service": known.id}
    insert_new(Wish, [row | {"granted_market_id": None}])
    return known.id


def show_interest(market_id: UUID, goods_id: UUID, *, by: UUID) -> Goods:
    """Count somebody among those who would buy, once. Raises `NoSuchGoods`."""
    goods = queries.goods_to_change(market_id, goods_id)
    if insert_new(GoodsInterest, [{"goods_id": goods_id, "resident_id": by}]):
        goods.interested += 1
        queries.market_to_change(market_id).version += 1
    return goods


def rate(ticket_id: UUID, *, by: UUID, stars: int, words: str) -> Rating:
    """Say how the service was, once, after it.

    Raises `NoSuchTicket`, `NotServed`, `AlreadyRated`.
    """
    ticket = queries.ticket(ticket_id)
    if ticket.resident_id != by:
        raise errors.NoSuchTicket
    if ticket.state is not TicketState.SERVED:
        raise errors.NotServed
    row = {"ticket_id": ticket_id, "stars": stars, "text": words}
    if not insert_new(Rating, [row]):
        raise errors.AlreadyRated
    rating = queries.rating_of(ticket_id)
    assert rating is not None
    db.session.refresh(rating)
    return rating
