"""What organisers do before and after a market: write, publish, cancel, count."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import reading
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.markets import (
    errors,
    market_page,
    market_report,
    organiser_list_queries,
    queries,
)
from weijiayuan.markets.market_summary import market_in_list
from weijiayuan.markets.models import Market, Rating, VolunteerOffer
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.schemas.market_statistics import (
    FiguresOut,
    OfferOut,
    OffersOut,
    ToldOut,
    VolunteersOut,
    WordsPageOut,
)
from weijiayuan.markets.schemas.requests import (
    CancelIn,
    DeskIn,
    MarketIn,
    MarketMessageIn,
    MenuIn,
    MoveIn,
    OfferDecisionIn,
    PublishIn,
    ShelfIn,
    VolunteersIn,
)
from weijiayuan.markets.schemas.responses import (
    MarketOut,
    MarketsOut,
    PublishedOut,
    ShelfOut,
    WholeMarketOut,
)
from weijiayuan.markets.service import (
    market_planning,
    participant_messages,
    publishing,
    rescheduling,
    volunteers,
)
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.cpu_work_pool import apart
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.pagination import page_as_asked, page_by
from weijiayuan.web.schemas import PageIn

market_desk = Blueprint(
    "market-desk",
    __name__,
    guard=require_role(Role.ORGANISER),
    url_prefix="/api/v1/markets",
    description="集市组织：菜单、发布、统计",
)

OPEN_DRAFT = (errors.NoSuchMarket, errors.NotYourCommunity, errors.MarketClosed)


@market_desk.get("/desk")
@market_desk.arguments(DeskIn, location="query")
@market_desk.response(200, MarketsOut)
def my_markets(asked: dict[str, Any]) -> dict[str, Any]:
    """List the markets of my territory, drafts too, newest first."""
    now = clock.now()
    wanted = organiser_list_queries.markets(_codes(), state=asked.pop("state"), q=asked.pop("q"))
    found = page_as_asked(wanted, organiser_list_queries.ORDERS, Market.id, **asked)
    shown = [market_in_list(market, now=now) for market in found.items]
    return {"items": shown, "next_cursor": found.next_cursor}


@market_desk.post("")
@market_desk.arguments(MarketIn)
@market_desk.response(201, MarketOut)
@market_desk.refuses(errors.NotYourCommunity, errors.UnknownCommunity, FileUnusable)
def create_market(asked: dict[str, Any]) -> dict[str, Any]:
    """Begin a draft in a community of mine."""
    facts = _facts(asked)
    check_territory(facts["community_code"])
    return market_in_list(market_planning.create(facts, by=current_staff()), now=clock.now())


@market_desk.put("/<uuid:market_id>")
@market_desk.arguments(MarketIn)
@market_desk.response(200, MarketOut)
@market_desk.refuses(*OPEN_DRAFT, errors.UnknownCommunity, errors.MarketsOverlap, FileUnusable)
def change_market(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Replace the facts, the times only in a draft; who signed up is told of what matters."""
    mine(market_id)
    now = clock.now()
    facts = _facts(asked)
    check_territory(facts["community_code"])
    return market_in_list(
        market_planning.change(market_id, facts, by=current_staff(), now=now), now=now
    )


@market_desk.post("/<uuid:market_id>/copy")
@market_desk.response(201, WholeMarketOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def copy_market(market_id: UUID) -> dict[str, Any]:
    """Copy a market with menu and shelf to the same weekday of the next week still ahead."""
    mine(market_id)
    now = clock.now()
    copied = market_planning.copy(market_id, by=current_staff(), now=now)
    return market_page.whole_page(market_page.market_rows(copied.id, now=now))


@market_desk.get("/<uuid:market_id>/draft")
@market_desk.response(200, WholeMarketOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def show_draft(market_id: UUID) -> dict[str, Any]:
    """Return a market of mine with its menu, whatever its state."""
    version = mine(market_id).version
    shown = market_page.whole_page(market_page.market_rows(market_id, now=clock.now()))
    return shown | {"version": version}


@market_desk.put("/<uuid:market_id>/menu")
@market_desk.arguments(MenuIn)
@market_desk.response(200, WholeMarketOut)
@market_desk.refuses(
    *OPEN_DRAFT,
    errors.UnknownService,
    errors.TimesReversed,
    errors.ItemTaken,
    errors.PlacesTaken,
)
def put_menu(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Replace the menu. What is left out of a line follows from the catalogue and the market."""
    mine(market_id)
    now = clock.now()
    lines = [market_planning.LineAsked(**line) for line in asked["items"]]
    market_planning.put_menu(market_id, lines, now=now)
    return market_page.whole_page(market_page.market_rows(market_id, now=now))


@market_desk.put("/<uuid:market_id>/goods")
@market_desk.arguments(ShelfIn)
@market_desk.response(200, ShelfOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity, FileUnusable)
def put_goods(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Replace the shelf of goods from partner regions."""
    mine(market_id)
    market_planning.put_goods(market_id, asked["items"], by=current_staff(), now=clock.now())
    return {"items": market_page.goods_view(market_id)}


@market_desk.post("/<uuid:market_id>/publish")
@market_desk.arguments(PublishIn)
@market_desk.response(200, PublishedOut)
@market_desk.refuses(
    errors.NoSuchMarket,
    errors.NotYourCommunity,
    errors.MenuTooShort,
    errors.ServicesOverlap,
    errors.ServiceEmpty,
    errors.ServiceOutsideMarket,
    errors.TooManyPlaces,
    errors.MarketInThePast,
    errors.DrawClosesTooLate,
    errors.MarketsOverlap,
    IllegalMove,
)
def publish(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Let residents see it: at least five services, none empty, none twice, in the future."""
    mine(market_id)
    now = clock.now()
    published = publishing.publish(market_id, **asked, now=now)
    return with_overlaps(published, now=now)


@market_desk.post("/<uuid:market_id>/move")
@market_desk.arguments(MoveIn)
@market_desk.response(200, PublishedOut)
@market_desk.refuses(
    *OPEN_DRAFT, errors.MarketInThePast, errors.MarketsOverlap, errors.DrawClosesTooLate
)
def move_market(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Put a published market at another time or place; everybody signed up is told why."""
    mine(market_id)
    now, position = clock.now(), _position(asked["position"])
    given = rescheduling.Move(
        starts_at=asked["starts_at"],
        reason=asked["reason"],
        place_name=asked["place"] or None,
        point=(position["lng"], position["lat"]) if asked["position"] else None,
        although_overlapping=asked["although_overlapping"],
    )
    return with_overlaps(rescheduling.move(market_id, given, now=now), now=now)


def with_overlaps(market: Market, *, now: datetime) -> dict[str, Any]:
    """Write a market, naming the others of its community at the same time."""
    others = queries.at_the_same_time(market)
    named = [{"id": one.id, "title": one.title, "starts_at": one.starts_at} for one in others]
    return market_in_list(market, now=now) | {"overlaps": named}


@market_desk.post("/<uuid:market_id>/messages")
@market_desk.arguments(MarketMessageIn)
@market_desk.response(201, ToldOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NoSuchItem, errors.NotYourCommunity)
def message_all(asked: dict[str, Any], market_id: UUID) -> dict[str, int]:
    """Write to everybody who has a number or waits, or to those of one service."""
    market = mine(market_id)
    told = participant_messages.send(
        market, asked["text"], item_id=asked["item_id"], now=clock.now()
    )
    return {"told": told}


def _offer_now(market_id: UUID, offer_id: UUID) -> str:
    return _offer_version(volunteers.offer_to_change(mine(market_id), offer_id))


def _offer_version(offer: VolunteerOffer) -> str:
    return version_of(offer.state, offer.item_id, offer.note, offer.name)


@market_desk.get("/<uuid:market_id>/offers", records=True)
@market_desk.response(200, OffersOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def list_offers(market_id: UUID) -> dict[str, Any]:
    """List who offers to help, by name; the look is recorded."""
    mine(market_id)
    audit.record("market volunteers read", subject_kind="market", subject_id=market_id)
    names = ("id", "name", "note", "item_id", "state")
    shown = [
        {name: getattr(each, name) for name in names} | {"version": _offer_version(each)}
        for each in volunteers.offers(market_id)
    ]
    return {"items": shown}


@market_desk.post("/<uuid:market_id>/offers/<uuid:offer_id>/decision")
@market_desk.arguments(OfferDecisionIn)
@market_desk.response(200, OfferOut)
@market_desk.refuses(
    errors.NoSuchMarket, errors.NoSuchItem, errors.NoSuchOffer, errors.NotYourCommunity
)
@decided_as_read(_offer_now)
def decide_offer(asked: dict[str, Any], market_id: UUID, offer_id: UUID) -> Any:
    """Accept somebody's help, at a stall if one is named, or decline it."""
    return volunteers.decide(mine(market_id), offer_id, **asked, now=clock.now())


def _version_now(market_id: UUID) -> int:
    mine(market_id)
    queries.market_windows_to_change(market_id)
    return queries.market_to_change(market_id).version


@market_desk.post("/<uuid:market_id>/cancel")
@market_desk.arguments(CancelIn)
@market_desk.response(200, MarketOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity, IllegalMove)
@decided_as_read(_version_now)
def cancel(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """Call it off; everybody signed up is told why."""
    mine(market_id)
    now = clock.now()
    market = publishing.cancel(market_id, reason=asked["reason"], now=now)
    return market_in_list(market, now=now)


@market_desk.get("/<uuid:market_id>/figures")
@market_desk.response(200, FiguresOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def show_figures(market_id: UUID) -> dict[str, Any]:
    """Count who signed up, came, was served, waited, stayed away; by service and age group."""
    return market_report.figures(mine(market_id))


@market_desk.get("/<uuid:market_id>/figures.csv")
@market_desk.response(200, content_type="text/csv")
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def download_figures(market_id: UUID) -> Response:
    """Return the figures as a sheet that Excel opens with its Chinese intact."""
    body = market_report.as_csv(mine(market_id))
    return _download(body.encode("utf-8-sig"), "text/csv", f"market-{market_id}.csv")


@market_desk.get("/<uuid:market_id>/report.pdf", asks_outside=True)
@market_desk.response(200, content_type="application/pdf")
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def download_report(market_id: UUID) -> Response:
    """Return the report of one page."""
    with reading():
        page = market_report.page_of(mine(market_id), now=clock.now())
    return _download(apart(page), "application/pdf", f"market-{market_id}.pdf")


@market_desk.get("/<uuid:market_id>/words")
@market_desk.arguments(PageIn, location="query")
@market_desk.response(200, WordsPageOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def show_words(asked: dict[str, Any], market_id: UUID) -> dict[str, Any]:
    """List what people said about the services, newest first: checked words, and no names."""
    mine(market_id)
    found = page_by(
        queries.words_about(market_id), Rating.id, **asked, newest_first=True, scalars=False
    )
    shown = [row._asdict() | {"service_name": name_of(row.service)} for row in found.items]
    return {"items": shown, "next_cursor": found.next_cursor}


@market_desk.get("/<uuid:market_id>/volunteers", records=True)
@market_desk.response(200, VolunteersOut)
@market_desk.refuses(errors.NoSuchMarket, errors.NotYourCommunity)
def show_volunteers(market_id: UUID) -> dict[str, Any]:
    """Return who served and for how long, by name, to certify volunteer hours."""
    market = mine(market_id)
    audit.record("market volunteers read", subject_kind="market", subject_id=market_id)
    return market_report.volunteers(market)


@market_desk.put("/<uuid:market_id>/items/<uuid:item_id>/volunteers")
@market_desk.arguments(VolunteersIn)
@market_desk.response(200, VolunteersOut)
@market_desk.refuses(errors.NoSuchItem, errors.NotYourCommunity)
def put_volunteers(asked: dict[str, Any], market_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Correct who served at a stall and for how many minutes."""
    market = mine(market_id)
    market_planning.put_volunteers(queries.item(market_id, item_id), asked["people"])
    return market_report.volunteers(market)


def mine(market_id: UUID) -> Market:
    """Return a market of a community the caller organises for.

    Raises `NoSuchMarket`, `NotYourCommunity`.
    """
    market = queries.market(market_id)
    check_territory(market.community_code)
    return market


def check_territory(code: str) -> None:
    """Raise `NotYourCommunity` unless the caller organises for this community."""
    if not current().may(Role.ORGANISER, within=Territory(TerritoryKind.COMMUNITY, code)):
        raise errors.NotYourCommunity


def _codes() -> list[str] | None:
    """Return the area codes the caller organises for; None means the whole district."""
    duties = current().duties(Role.ORGANISER)
    if any(each.kind is TerritoryKind.DISTRICT for each in duties):
        return None
    return [each.code for each in duties]


def _facts(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the market's columns. Raises `UnknownCommunity`."""
    community = places.community(asked["community"])
    if community is None:
        raise errors.UnknownCommunity
    names = ["title", "starts_at", "ends_at", "intro", "sign_ups_each", "sign_up_opens_at"]
    facts = {name: asked[name] for name in names if name in asked}
    facts |= {"community_code": asked["community"], "cover_id": asked["cover"]}
    facts["place_name"] = asked["place"] or f"{community.name}党群服务中心"
    return facts | _position(asked["position"])


def _position(given: dict[str, Any] | None) -> dict[str, float | None]:
    if given is None:
        return {"lng": None, "lat": None}
    point = Point(given["lng"], given["lat"], Datum(given["datum"])).to(Datum.GCJ02)
    return {"lng": point.lng, "lat": point.lat}


def _download(body: bytes, mimetype: str, name: str) -> Response:
    answer = Response(body, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
