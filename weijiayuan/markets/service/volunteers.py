"""Volunteers who sign up themselves, and what the organiser answers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.clock import moment_in_words
from weijiayuan.kernel.ids import new_id
from weijiayuan.markets import errors, queries
from weijiayuan.markets.models import Market, VolunteerOffer
from weijiayuan.markets.rules.states import MarketState, OfferState
from weijiayuan.notices import service as notices

TAKES_OFFERS = {MarketState.PUBLISHED, MarketState.RUNNING}


def offer(
    market: Market, *, by: UUID, name: str, item_id: UUID | None, note: str, now: datetime
) -> VolunteerOffer:
    """Note that somebody wants to help. Raises `MarketClosed`, `NoSuchItem`, `AlreadyOffered`."""
    if market.state_at(now) not in TAKES_OFFERS:
        raise errors.MarketClosed(state=market.state_at(now))
    if item_id is not None:
        queries.item(market.id, item_id)
    row = {"id": new_id(), "market_id": market.id, "resident_id": by, "item_id": item_id}
    said = {"name": name, "note": note, "state": OfferState.OPEN}
    if insert_new(VolunteerOffer, [row | said]):
        return db.session.get_one(VolunteerOffer, row["id"])
    known = _mine(market.id, by)
    if known.state is not OfferState.WITHDRAWN:
        raise errors.AlreadyOffered
    known.state, known.name, known.note, known.item_id = OfferState.OPEN, name, note, item_id
    return known


def withdraw(market_id: UUID, *, by: UUID) -> VolunteerOffer:
    """Take an offer back. Who was accepted leaves the stall. Raises `NoSuchOffer`."""
    found = _mine(market_id, by)
    if found.state is OfferState.ACCEPTED:
        _leave_stall(found)
    found.state = OfferState.WITHDRAWN
    return found


def _mine(market_id: UUID, by: UUID) -> VolunteerOffer:
    wanted = select(VolunteerOffer).filter_by(market_id=market_id, resident_id=by)
    found = db.session.scalar(wanted.with_for_update())
    if found is None:
        raise errors.NoSuchOffer
    return found


def offers(market_id: UUID) -> Sequence[VolunteerOffer]:
    """Return who offered to help, in the order they did."""
    wanted = select(VolunteerOffer).filter_by(market_id=market_id).order_by(VolunteerOffer.id)
    return db.session.scalars(wanted).all()


def offer_to_change(market: Market, offer_id: UUID) -> VolunteerOffer:
    """Return an offer to this market, locked. Raises `NoSuchOffer`."""
    found = db.session.get(VolunteerOffer, offer_id, with_for_update=True)
    if found is None or found.market_id != market.id or found.state is OfferState.WITHDRAWN:
        raise errors.NoSuchOffer
    return found


def decide(
    market: Market, offer_id: UUID, *, accept: bool, item_id: UUID | None, now: datetime
) -> VolunteerOffer:
    """Accept an offer, at a stall if one is named, or decline it; the person is told.

    Raises `NoSuchOffer`, `NoSuchItem`.
    """
    found = offer_to_change(market, offer_id)
    if found.state is not OfferState.OPEN:
        return found
    found.state = OfferState.ACCEPTED if accept else OfferState.DECLINED
    found.item_id = item_id or found.item_id
    if accept and found.item_id is not None:
        _join_stall(market, found)
    _tell(market, found, now=now)
    audit.record("market offer decided", subject_kind="market", subject_id=market.id)
    return found


def _join_stall(market: Market, offer: VolunteerOffer) -> None:
    item = queries.item(market.id, offer.item_id) if offer.item_id else None
    if item is not None:
        held = queries.item_to_change(item.id)
        held.people = [*held.people, {"name": offer.name, "minutes": None}]
        held.version += 1


def _leave_stall(offer: VolunteerOffer) -> None:
    if offer.item_id is None:
        return
    held = queries.item_to_change(offer.item_id)
    names = [person["name"] for person in held.people]
    if offer.name in names:
        position = names.index(offer.name)
        held.people = [*held.people[:position], *held.people[position + 1 :]]
        held.version += 1


def _tell(market: Market, offer: VolunteerOffer, *, now: datetime) -> None:
    said = "accepted" if offer.state is OfferState.ACCEPTED else "declined"
    notices.tell(
        offer.resident_id,
        cause=f"market_offer:{offer.id}:{said}",
        template=f"market_offer_{said}",
        facts={
            "market": market.title,
            "time": moment_in_words(market.starts_at),
            "place": market.place_name,
        },
        now=now,
        link=f"/pages/markets/market/market?id={market.id}",
    )
