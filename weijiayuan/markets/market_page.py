"""What residents see of a market: rows read in two questions at most, and made into plain data.

The first question reads everything that moves (counters, who is called) and gives the version;
the second reads the shelf, and only when no body of this version is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from weijiayuan.db import db, run
from weijiayuan.markets.errors import NoSuchItem, NoSuchMarket
from weijiayuan.markets.market_table_columns import ITEMS, MARKETS, SHELF, WINDOWS, columns
from weijiayuan.markets.rules.service_catalogue import name_of, services
from weijiayuan.markets.rules.states import MarketState, shown_state

MARKET = columns(
    "m",
    MARKETS,
    "id community_code title place_name starts_at ends_at organiser_name intro lng lat cover_id "
    "series_id sign_ups_each state published_at cancelled_reason is_sample version "
    "sign_up_opens_at",
)
ITEM = columns(
    "i",
    ITEMS,
    "id service provider starts_at ends_at minutes stations mode window_minutes people bring note "
    "min_age max_age draw_id draw_closes_at paused calling here pace_seconds version",
)
WINDOW = columns(
    "w",
    WINDOWS,
    "id position starts_at ends_at places_sign_up places_walk_in places_elder taken_sign_up "
    "taken_walk_in taken_elder waiting issued version",
)
WHOLE: Select[Any] = (
    select(*MARKET, *ITEM, *WINDOW)
    .select_from(MARKETS)
    .outerjoin(ITEMS, ITEMS.c.market_id == MARKETS.c.id)
    .outerjoin(WINDOWS, WINDOWS.c.item_id == ITEMS.c.id)
    .where(MARKETS.c.id == bindparam("market_id"))
    .order_by(ITEMS.c.position, WINDOWS.c.position)
)
GOODS = (
    SHELF.c.id,
    SHELF.c.name,
    SHELF.c.origin,
    SHELF.c.price.label("price_fen"),
    SHELF.c.unit,
    SHELF.c.how_to_buy,
    SHELF.c.picture_id.label("picture"),
    SHELF.c.interested,
)
VERSION: Select[Any] = (
    select(
        MARKETS.c.version,
        MARKETS.c.state,
        MARKETS.c.starts_at,
        MARKETS.c.ends_at,
        select(func.sum(ITEMS.c.version))
        .where(ITEMS.c.market_id == MARKETS.c.id)
        .scalar_subquery()
        .label("of_items"),
        select(func.sum(WINDOWS.c.version))
        .join(ITEMS, ITEMS.c.id == WINDOWS.c.item_id)
        .where(ITEMS.c.market_id == MARKETS.c.id)
        .scalar_subquery()
        .label("of_windows"),
        *GOODS,
    )
    .select_from(MARKETS)
    .outerjoin(SHELF, SHELF.c.market_id == MARKETS.c.id)
    .where(MARKETS.c.id == bindparam("market_id"))
    .order_by(SHELF.c.position)
)
"""One row for the version, or one for each thing on the shelf, which then need not be asked for."""
ONE_ITEM: Select[Any] = (
    select(*MARKET, *ITEM, *WINDOW)
    .select_from(MARKETS)
    .join(ITEMS, ITEMS.c.market_id == MARKETS.c.id)
    .join(WINDOWS, WINDOWS.c.item_id == ITEMS.c.id)
    .where(ITEMS.c.id == bindparam("item_id"))
    .order_by(WINDOWS.c.position)
)


@dataclass(frozen=True)
class MarketRows:
    """A market as read at one moment: a row for each window of each item."""

    rows: Sequence[Any]
    now: datetime

    @property
    def head(self) -> Any:
        """The row that has the market's own columns."""
        return self.rows[0]

    @property
    def state(self) -> MarketState:
        """The state the clock gives."""
        head = self.head
        return shown_state(head.m_state, head.m_starts_at, head.m_ends_at, now=self.now)

    @property
    def version(self) -> str:
        """Changes whenever anything shown changes: every version only grows."""
        items = {row.i_id: row.i_version for row in self.rows if row.i_id}
        windows = sum(row.w_version or 0 for row in self.rows)
        return f"{self.head.m_version}.{sum(items.values())}.{windows}.{self.state}"


@dataclass(frozen=True)
class Glance:
    """What tells whether a market's page has changed, and its shelf."""

    rows: Sequence[Any]
    now: datetime

    @property
    def state(self) -> MarketState:
        """The state the clock gives."""
        row = self.rows[0]
        return shown_state(row.state, row.starts_at, row.ends_at, now=self.now)

    @property
    def version(self) -> str:
        """Changes whenever anything shown changes: every version only grows."""
        row = self.rows[0]
        return f"{row.version}.{row.of_items}.{row.of_windows}.{self.state}"

    @property
    def goods(self) -> list[dict[str, Any]]:
        """The shelf."""
        return [_goods(row) for row in self.rows if row.id is not None]


def glance(market_id: UUID, *, now: datetime) -> Glance:
    """Read what a page's version is made of, in one question. Raises `NoSuchMarket`."""
    rows = run(VERSION, {"market_id": market_id}).all()
    if not rows:
        raise NoSuchMarket
    return Glance(rows, now)


def market_rows(market_id: UUID, *, now: datetime) -> MarketRows:
    """Read a market and all that moves in it, in one question. Raises `NoSuchMarket`."""
    rows = run(WHOLE, {"market_id": market_id}).all()
    if not rows:
        raise NoSuchMarket
    return MarketRows(rows, now)


def item_rows(item_id: UUID, *, now: datetime) -> MarketRows:
    """Read one item with its windows and market, in one question. Raises `NoSuchItem`."""
    rows = run(ONE_ITEM, {"item_id": item_id}).all()
    if not rows:
        raise NoSuchItem
    return MarketRows(rows, now)


def whole_page(read: MarketRows, goods: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return a market with its menu, live counters and shelf, which is read unless given."""
    groups = groupby((row for row in read.rows if row.i_id), key=lambda row: row.i_id)
    return market_view(read) | {
        "items": [item_view(list(group)) for _, group in groups],
        "goods": goods_view(read.head.m_id) if goods is None else goods,
    }


def market_view(read: MarketRows) -> dict[str, Any]:
    """Return the market's own facts."""
    row = read.head
    return {
        "id": row.m_id,
        "community": row.m_community_code,
        "title": row.m_title,
        "place": row.m_place_name,
        "position": None
        if row.m_lng is None
        else {"lng": row.m_lng, "lat": row.m_lat, "datum": "gcj02"},
        "starts_at": row.m_starts_at,
        "ends_at": row.m_ends_at,
        "organiser": row.m_organiser_name,
        "intro": row.m_intro,
        "cover": row.m_cover_id,
        "series": row.m_series_id,
        "sign_ups_each": row.m_sign_ups_each,
        "sign_up_opens_at": row.m_sign_up_opens_at,
        "state": read.state,
        "published_at": row.m_published_at,
        "cancelled_reason": row.m_cancelled_reason,
        "is_sample": row.m_is_sample,
    }


def item_view(rows: Sequence[Any]) -> dict[str, Any]:
    """Return a menu item from the rows of its windows."""
    row = rows[0]
    windows = [window_view(each) for each in rows if each.w_id]
    return {
        "id": row.i_id,
        "service": row.i_service,
        "service_name": name_of(row.i_service),
        "group": _group_of(row.i_service),
        "provider": row.i_provider,
        "people": [person["name"] for person in row.i_people],
        "starts_at": row.i_starts_at,
        "ends_at": row.i_ends_at,
        "minutes": row.i_minutes,
        "stations": row.i_stations,
        "paused": row.i_paused,
        "mode": row.i_mode,
        "window_minutes": row.i_window_minutes,
        "bring": row.i_bring,
        "note": row.i_note,
        "min_age": row.i_min_age,
        "max_age": row.i_max_age,
        "places": sum(window["places"] for window in windows),
        "left": sum(window["left"] for window in windows),
        "waiting": sum(window["waiting"] for window in windows),
        "places_walk_in": sum(each.w_places_walk_in or 0 for each in rows),
        "places_elder": sum(each.w_places_elder or 0 for each in rows),
        "draw": row.i_draw_id,
        "draw_closes_at": row.i_draw_closes_at,
        "calling": calling_view(row.i_calling),
        "here": row.i_here,
        "windows": windows,
    }


def window_view(row: Any) -> dict[str, Any]:
    """Return one window."""
    return {
        "id": row.w_id,
        "starts_at": row.w_starts_at,
        "ends_at": row.w_ends_at,
        "places": row.w_places_sign_up,
        "left": row.w_places_sign_up - row.w_taken_sign_up,
        "waiting": row.w_waiting,
    }


def calling_view(calling: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return who is at which station, by station."""
    pairs = sorted((int(station), number) for station, number in calling.items())
    return [{"station": station, "label": number} for station, number in pairs]


def goods_view(market_id: UUID) -> list[dict[str, Any]]:
    """Return the shelf."""
    wanted = select(*GOODS).where(SHELF.c.market_id == market_id).order_by(SHELF.c.position)
    return [_goods(row) for row in db.session.execute(wanted)]


def _goods(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "origin": row.origin,
        "price_fen": row.price_fen.fen,
        "unit": row.unit,
        "how_to_buy": row.how_to_buy,
        "picture": row.picture,
        "interested": row.interested,
    }


def _group_of(service: str) -> str | None:
    known = services().get(service)
    return known.group if known else None
