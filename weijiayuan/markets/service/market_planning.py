"""Writing a market: its facts, its menu, its shelf, and a copy of last week's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from weijiayuan import audit
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.db import db
from weijiayuan.files import service as files
from weijiayuan.files.rules import EVERYONE
from weijiayuan.kernel.money import Money
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Goods, GoodsInterest, Market, MenuItem, Window
from weijiayuan.markets.rules.default_market_titles import without_day
from weijiayuan.markets.rules.service_catalogue import Service, find, name_of
from weijiayuan.markets.rules.service_slot_capacity import (
    Places,
    capacity,
    spread,
    stations_needed,
    usual_places,
    windows,
)
from weijiayuan.markets.rules.states import ItemMode, MarketState
from weijiayuan.markets.service import capacity_allocation, change_notices
from weijiayuan.markets.service.publishing import check_overlap

WEEK = timedelta(weeks=1)
OPEN = {MarketState.DRAFT, MarketState.PUBLISHED, MarketState.RUNNING}
COPIED = (
    "service",
    "provider",
    "minutes",
    "stations",
    "mode",
    "window_minutes",
    "bring",
    "note",
    "min_age",
    "max_age",
)
COPIED_FACTS = (
    "community_code",
    "title",
    "place_name",
    "intro",
    "lng",
    "lat",
    "cover_id",
    "series_id",
    "sign_ups_each",
)


@dataclass(frozen=True)
class LineAsked:
    """A menu line as an organiser writes it; what is None follows from the catalogue.

    `places` are for sign-up; without it the stations' capacity is split in the usual way.
    """

    service: str
    provider: str
    id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int | None = None
    stations: int | None = None
    places: int | None = None
    places_walk_in: int | None = None
    places_elder: int | None = None
    mode: ItemMode = ItemMode.QUEUE
    window_minutes: int | None = None
    people: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    bring: str | None = None
    note: str = ""
    min_age: int | None = None
    max_age: int | None = None
    draw_closes_at: datetime | None = None


def create(facts: Mapping[str, Any], *, by: StaffAccount) -> Market:
    """Begin a draft. Raises `FileUnusable` for a cover that is not the organiser's."""
    market = Market(**facts, organiser_name=by.display_name, created_by=by.id)
    db.session.add(market)
    _show_picture(market, market.cover_id, kind="market_cover", by=by)
    audit.record("market drafted", subject_kind="market", subject_id=market.id)
    return market


def change(market_id: UUID, facts: Mapping[str, Any], *, by: StaffAccount, now: datetime) -> Market:
    """Change the facts of a market that is not over. Times are fixed once it is published.

    A draft's menu moves with its times. Whoever signed up is told of what matters to them.

    Raises `MarketClosed`, `FileUnusable`, `MarketsOverlap` in another community.
    """
    market = queries.market_to_change(market_id)
    if facts["cover_id"] != market.cover_id:
        _show_picture(market, facts["cover_id"], kind="market_cover", by=by)
    moves = (facts["starts_at"], facts["ends_at"]) != (market.starts_at, market.ends_at)
    if market.state not in OPEN or (moves and market.state is not MarketState.DRAFT):
        raise errors.MarketClosed(state=market.state)
    before, span = change_notices.of_market(market), market.span
    community = market.community_code
    for name, value in facts.items():
        setattr(market, name, value)
    market.version += 1
    if moves:
        _move_items(market, span)
    if market.state is MarketState.PUBLISHED and community != market.community_code:
        check_overlap(market)
    change_notices.tell_all(market, before, now=now)
    return market


def _move_items(market: Market, before: Span) -> None:
    """Let the menu of a draft follow its market: what filled the whole time still does."""
    shift = market.starts_at - before.starts_at
    for item in queries.market(market.id).items:
        span = Span(item.starts_at + shift, item.ends_at + shift)
        span = market.span if item.span == before else span
        closes_at = item.draw_closes_at and item.draw_closes_at + shift
        facts = {"starts_at": span.starts_at, "ends_at": span.ends_at, "draw_closes_at": closes_at}
        _rewrite(item, facts, item.places)


def copy(market_id: UUID, *, by: StaffAccount, now: datetime) -> Market:
    """Copy a market, menu and shelf with it, to the next free week as a draft.

    Who served is not copied: their hours are certified for the day on which they came.
    """
    old = queries.market(market_id)
    weeks = max(1, -(-(now - old.starts_at) // WEEK))
    shift = WEEK * weeks
    facts = {name: getattr(old, name) for name in COPIED_FACTS}
    facts["title"] = without_day(old.title)
    moved = {"starts_at": old.starts_at + shift, "ends_at": old.ends_at + shift}
    cover = facts.pop("cover_id")
    new = create(facts | moved, by=by)
    new.cover_id = cover
    for item in old.items:
        _copy_item(item, new, shift)
    for goods in queries.goods_of(old.id):
        _copy_goods(goods, new)
    db.session.flush()
    return new


def put_menu(market_id: UUID, asked: Sequence[LineAsked], *, now: datetime) -> Market:
    """Replace the menu. What people signed up for stays, and keeps its time and kind.

    Raises `MarketClosed`, `UnknownService`, `TimesReversed`, `ItemTaken`, `PlacesTaken`.
    """
    queries.market_windows_to_change(market_id)
    queries.market_to_change(market_id)
    market = queries.market(market_id)
    if market.state_at(now) not in OPEN:
        raise errors.MarketClosed(state=market.state_at(now))
    known = {item.id: item for item in market.items}
    kept = {line.id for line in asked if line.id is not None}
    for item in [item for item in market.items if item.id not in kept]:
        _strike(item)
    for position, line in enumerate(asked):
        write_line(market, known.get(line.id or market.id), line, position=position, now=now)
    market.version += 1
    db.session.flush()
    db.session.expire(market, ["items"])
    return queries.market(market_id)


def put_goods(
    market_id: UUID, asked: Sequence[Mapping[str, Any]], *, by: StaffAccount, now: datetime
) -> Sequence[Goods]:
    """Replace the shelf; goods named by id keep their interest. Raises `FileUnusable`.

    Whoever said they would buy something is told what changes of it.
    """
    market = queries.market_to_change(market_id)
    known = {goods.id: goods for goods in queries.goods_of(market_id)}
    kept = {row["id"] for row in asked if row.get("id") in known}
    shown = {goods.picture_id for goods in known.values()}
    for picture in {row["picture_id"] for row in asked} - shown:
        _show_picture(market, picture, kind="market_goods", by=by)
    for goods_id in known.keys() - kept:
        db.session.execute(delete(GoodsInterest).filter_by(goods_id=goods_id))
        db.session.delete(known[goods_id])
    for position, row in enumerate(asked):
        _write_goods(market, known.get(row.get("id") or market.id), row, position, now=now)
    market.version += 1
    db.session.flush()
    return queries.goods_of(market_id)


def put_volunteers(item: MenuItem, people: Sequence[Mapping[str, Any]]) -> MenuItem:
    """Say who served and for how many minutes; None is the whole time of the item."""
    held = queries.item_to_change(item.id)
    held.people = [dict(person) for person in people]
    queries.market_to_change(item.market_id).version += 1
    return held


def _show_picture(market: Market, file_id: UUID | None, *, kind: str, by: StaffAccount) -> None:
    """Let everybody see a picture the organiser sent; markets of one series share theirs."""
    if file_id is not None:
        owner = by.resident_id if by.resident_id is not None else by.id
        files.attach(
            [file_id], owner=owner, kind=kind, subject=market.series_id, readers=[EVERYONE]
        )


def _strike(item: MenuItem) -> None:
    if queries.is_signed_up_for(item):
        raise errors.ItemTaken(service=name_of(item.service))
    db.session.delete(item)
    db.session.flush()


def write_line(
    market: Market, item: MenuItem | None, line: LineAsked, *, position: int, now: datetime
) -> None:
    """Write one line of the menu, on the item it names or a new one.

    Raises `UnknownService`, `TimesReversed`, `ItemTaken`, `PlacesTaken`.
    """
    service = find(line.service)
    if service is None:
        raise errors.UnknownService(service=line.service)
    facts = _item_facts(line, service, market) | {"position": position}
    places = _places(line, facts)
    facts["stations"] = line.stations or stations_needed(
        Span(facts["starts_at"], facts["ends_at"]), minutes=facts["minutes"], places=places.total
    )
    if item is not None and queries.is_signed_up_for(item):
        _change_taken(item, facts, places, now=now)
    elif item is not None:
        _rewrite(item, facts, places)
    else:
        item = MenuItem(market_id=market.id, **facts)
        db.session.add(item)
        _rewrite(item, {}, places)


def _item_facts(line: LineAsked, service: Service, market: Market) -> dict[str, Any]:
    starts_at, ends_at = line.starts_at or market.starts_at, line.ends_at or market.ends_at
    if ends_at <= starts_at:
        raise errors.TimesReversed
    return {
        "service": service.id,
        "provider": line.provider,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "minutes": line.minutes or service.minutes,
        "mode": line.mode,
        "window_minutes": line.window_minutes if line.mode is ItemMode.WINDOWS else None,
        "people": [dict(person) for person in line.people],
        "bring": service.bring if line.bring is None else line.bring,
        "note": line.note,
        "min_age": line.min_age,
        "max_age": line.max_age,
        "draw_closes_at": line.draw_closes_at if line.mode is ItemMode.DRAW else None,
    }


def _places(line: LineAsked, facts: Mapping[str, Any]) -> Places:
    if line.places is not None:
        return Places(line.places, line.places_walk_in or 0, line.places_elder or 0)
    span = Span(facts["starts_at"], facts["ends_at"])
    most = capacity(span, minutes=facts["minutes"], stations=line.stations or 1)
    usual = usual_places(most)
    walk_in = usual.walk_in if line.places_walk_in is None else line.places_walk_in
    elder = usual.elder if line.places_elder is None else line.places_elder
    return Places(max(most - walk_in - elder, 0), walk_in, elder)


def _rewrite(item: MenuItem, facts: Mapping[str, Any], places: Places) -> None:
    """Write an item nobody signed up for, with its windows cut anew."""
    for name, value in facts.items():
        setattr(item, name, value)
    item.windows.clear()
    db.session.flush()
    spans = windows(item.line)
    for position, (span, share) in enumerate(zip(spans, spread(places, spans), strict=True)):
        item.windows.append(
            Window(
                position=position,
                starts_at=span.starts_at,
                ends_at=span.ends_at,
                places_sign_up=share.sign_up,
                places_walk_in=share.walk_in,
                places_elder=share.elder,
            )
        )
    db.session.flush()


def _change_taken(
    item: MenuItem, facts: Mapping[str, Any], places: Places, *, now: datetime
) -> None:
    """Change what may be of an item somebody signed up for: words and places, not time or kind."""
    fixed = ("service", "starts_at", "ends_at", "mode", "window_minutes")
    if any(getattr(item, name) != facts[name] for name in fixed):
        raise errors.ItemTaken(service=name_of(item.service))
    before = change_notices.of_item(item)
    for name in facts.keys() - fixed - {"draw_closes_at"}:
        setattr(item, name, facts[name])
    item.version += 1
    change_notices.tell_of_item(item, before, now=now)
    spans = [window.span for window in item.windows]
    for window, share in zip(item.windows, spread(places, spans), strict=True):
        capacity_allocation.set_places(window, share, now=now)


def _copy_item(old: MenuItem, market: Market, shift: timedelta) -> None:
    facts = {name: getattr(old, name) for name in COPIED}
    new = MenuItem(
        market_id=market.id,
        position=old.position,
        starts_at=old.starts_at + shift,
        ends_at=old.ends_at + shift,
        draw_closes_at=old.draw_closes_at and old.draw_closes_at + shift,
        **facts,
    )
    db.session.add(new)
    _rewrite(new, {}, old.places)


def _copy_goods(old: Goods, market: Market) -> None:
    names = ["position", "name", "origin", "price", "unit", "how_to_buy", "picture_id"]
    db.session.add(Goods(market_id=market.id, **{name: getattr(old, name) for name in names}))


def _write_goods(
    market: Market, goods: Goods | None, row: Mapping[str, Any], position: int, *, now: datetime
) -> None:
    facts = {name: row[name] for name in ("name", "origin", "unit", "how_to_buy", "picture_id")}
    facts |= {"price": Money(row["price_fen"]), "position": position}
    if goods is None:
        db.session.add(Goods(market_id=market.id, **facts))
        return
    before = change_notices.of_goods(goods)
    for name, value in facts.items():
        setattr(goods, name, value)
    change_notices.tell_interested(market, goods, before, now=now)
