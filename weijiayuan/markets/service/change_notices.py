"""What of a public market matters to those who signed up, and telling them when it changes.

One list for a market and one for a service on its menu. Whoever has a number, waits, or entered a
draw is told; a new time or place has a door of its own (`rescheduling.py`) that gives the reason.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from weijiayuan.kernel.change_sentences import POINT, change_sentences
from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.lottery_draws import queries as draws
from weijiayuan.markets import queries
from weijiayuan.markets.models import Goods, Market, MenuItem
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.states import MarketState
from weijiayuan.markets.service import notifications
from weijiayuan.notices import service as notices
from weijiayuan.places import queries as places

PUBLIC = {MarketState.PUBLISHED, MarketState.RUNNING}
MARKET_PAGE = "/pages/markets/market/market?id={id}"


def of_market(market: Market) -> dict[str, str]:
    """Return what matters of a market, by its name."""
    community = places.community(market.community_code)
    return {
        "名称": market.title,
        "社区": community.name if community else market.community_code,
        "地点": market.place_name,
        POINT: "" if market.lng is None else f"{market.lng:.5f}，{market.lat:.5f}",
        "说明": market.intro,
    }


def of_item(item: MenuItem) -> dict[str, str]:
    """Return what matters of a service, by its name."""
    return {
        "提供单位": item.provider,
        "来前准备": item.bring,
        "说明": item.note,
        "年龄": "" if item.min_age is None else f"{item.min_age}岁以上",
        "年龄上限": "" if item.max_age is None else f"{item.max_age}岁",
    }


def of_goods(goods: Goods) -> dict[str, str]:
    """Return what matters of something on the shelf, by its name."""
    return {
        "名称": goods.name,
        "产地": goods.origin,
        "价格": f"{goods.price}元/{goods.unit}",
        "购买方式": goods.how_to_buy,
    }


def tell_interested(
    market: Market, goods: Goods, before: Mapping[str, str], *, now: datetime
) -> None:
    """Tell everybody who said they would buy something what changed of it."""
    changes = change_sentences(before, of_goods(goods))
    if not changes or market.state not in PUBLIC:
        return
    for resident_id in queries.interested_in(goods.id):
        notices.tell(
            resident_id,
            cause=f"market_goods_changed:{goods.id}:{market.version}",
            template="market_goods_changed",
            facts={"goods": before["名称"], "changes": "，".join(changes)},
            now=now,
            link=MARKET_PAGE.format(id=market.id),
        )


def tell_all(market: Market, before: Mapping[str, str], *, now: datetime) -> None:
    """Tell everybody who signed up what changed of a market, once a service."""
    changes = change_sentences(before, of_market(market))
    if changes and market.state in PUBLIC:
        for item in market.items:
            _tell(item, changes, now=now)


def tell_of_item(item: MenuItem, before: Mapping[str, str], *, now: datetime) -> None:
    """Tell everybody who signed up for a service what changed of it."""
    changes = change_sentences(before, of_item(item))
    if changes and item.market.state in PUBLIC:
        _tell(item, changes, now=now)


def _tell(item: MenuItem, changes: Sequence[str], *, now: datetime) -> None:
    again = f":{item.market.version}.{item.version}"
    for ticket in queries.live_tickets(item.market_id, item.id):
        notifications.notify(
            ticket, "market_changed", now=now, again=again, changes="，".join(changes)
        )
        notifications.update_matter(ticket, now=now)
    tell_entrants(item, "market_changed", now=now, again=again, changes="，".join(changes))


def tell_entrants(
    item: MenuItem, template: str, *, now: datetime, again: str = "", **facts: object
) -> None:
    """Tell those who entered a draw that was not drawn yet: they have no number."""
    if item.draw_id is None or draws.draw(item.draw_id).drawn_at is not None:
        return
    usual = {
        "service": name_of(item.service),
        "number": "",
        "place": item.market.place_name,
        "time": moment_in_words(item.starts_at),
    }
    for entry in draws.live_entries(item.draw_id):
        if entry.resident_id is not None:
            notices.tell(
                entry.resident_id,
                cause=f"{template}:{entry.id}{again}",
                template=template,
                facts=usual | facts,
                now=now,
                link=MARKET_PAGE.format(id=item.market_id),
                urgent=template in notifications.AT_ONCE,
            )
