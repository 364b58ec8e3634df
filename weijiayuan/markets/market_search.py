"""Markets by words: what they are called, where they are, and what is served there."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from weijiayuan.db import db
from weijiayuan.markets.models import Market, MenuItem
from weijiayuan.markets.rules.service_catalogue import meant_by, name_of


def speaks_of(words: str) -> ColumnElement[bool]:
    """Return the condition for markets that say the words, or that serve what they mean."""
    told = (Market.title, Market.place_name, Market.intro)
    said = [column.contains(words, autoescape=True) for column in told]
    serving = select(MenuItem.market_id).where(MenuItem.service.in_(meant_by(words)))
    return or_(*said, Market.id.in_(serving))


def served(market_ids: Iterable[UUID], words: str) -> Mapping[UUID, list[str]]:
    """Return for each market the names of the services there that the words mean."""
    wanted = (
        select(MenuItem.market_id, MenuItem.service)
        .where(MenuItem.market_id.in_(list(market_ids)), MenuItem.service.in_(meant_by(words)))
        .distinct()
    )
    found: dict[UUID, list[str]] = {}
    for market_id, service in db.session.execute(wanted):
        found.setdefault(market_id, []).append(name_of(service))
    return found
