"""A resident's rows at markets: a copy to take along, and what is left when they leave."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.db import db
from weijiayuan.markets import queries
from weijiayuan.markets.models import (
    Goods,
    GoodsInterest,
    Guest,
    Rating,
    Ticket,
    VolunteerOffer,
    Wish,
)
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.states import TicketState
from weijiayuan.markets.service import capacity_allocation

TO_GIVE_BACK = (TicketState.WAITING, TicketState.HELD, TicketState.ARRIVED, TicketState.SKIPPED)


def export(resident_id: UUID) -> dict[str, Any]:
    """Return tickets, ratings, wishes and interests."""
    return {
        "tickets": [_ticket(ticket) for ticket in _tickets(resident_id)],
        "wishes": [
            {"community": wish.community_code, "service": name_of(wish.service)}
            for wish in db.session.scalars(select(Wish).filter_by(resident_id=resident_id))
        ],
        "offers": [
            {"market_id": one.market_id, "name": one.name, "note": one.note, "state": one.state}
            for one in db.session.scalars(select(VolunteerOffer).filter_by(resident_id=resident_id))
        ],
        "interests": list(
            db.session.scalars(
                select(Goods.name)
                .join(GoodsInterest, GoodsInterest.goods_id == Goods.id)
                .where(GoodsInterest.resident_id == resident_id)
            )
        ),
    }


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Give places back; keep numbers and counts, without the person and their words."""
    for ticket in _tickets(resident_id):
        if ticket.state in TO_GIVE_BACK and now < ticket.window.ends_at:
            capacity_allocation.withdraw(ticket.id, by=resident_id, now=now)
    mine = select(Ticket.id).filter_by(resident_id=resident_id)
    db.session.execute(update(Rating).where(Rating.ticket_id.in_(mine)).values(text=""))
    gone: dict[str, Any] = {"resident_id": None, "member_id": None}
    db.session.execute(update(Ticket).where(Ticket.resident_id == resident_id).values(**gone))
    db.session.execute(update(Wish).where(Wish.resident_id == resident_id).values(resident_id=None))
    for model in (GoodsInterest, Guest, VolunteerOffer):
        db.session.execute(delete(model).where(model.resident_id == resident_id))


def _tickets(resident_id: UUID) -> list[Ticket]:
    return list(db.session.scalars(queries.my_tickets(resident_id).order_by(Ticket.id)))


def _ticket(ticket: Ticket) -> dict[str, Any]:
    rating = queries.rating_of(ticket.id)
    return {
        "market": ticket.market.title,
        "service": name_of(ticket.item.service),
        "starts_at": ticket.window.starts_at,
        "number": ticket.number,
        "state": ticket.state,
        "code": ticket.code,
        "stars": rating.stars if rating else None,
        "text": rating.text if rating else None,
    }
