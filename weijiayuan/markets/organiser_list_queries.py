"""The markets of an organiser's areas, drafts too, in the order that is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, String, false, or_, select, type_coerce

from weijiayuan.markets.models import Market
from weijiayuan.markets.rules.states import MarketState

ORDERS: Mapping[str, ColumnElement[Any]] = {
    "starts": Market.starts_at.expression,
    "title": Market.title.expression,
    "state": type_coerce(Market.state.expression, String),
}


def markets(codes: Iterable[str] | None, *, state: str | None, q: str | None) -> Select[Market]:
    """Return the question for markets under these area codes; None means the whole district."""
    wanted = select(Market)
    if codes is not None:
        under = (Market.community_code.startswith(code) for code in codes)
        wanted = wanted.where(or_(false(), *under))
    if state is not None:
        wanted = wanted.where(Market.state == MarketState(state))
    if q is not None:
        named = (Market.title, Market.place_name)
        wanted = wanted.where(or_(*(column.contains(q, autoescape=True) for column in named)))
    return wanted
