"""What residents say without taking a place: wishes, and interest in goods."""

from uuid import UUID

from weijiayuan.db import insert_new
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Goods, GoodsInterest, Wish
from weijiayuan.markets.rules.service_catalogue import find


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
