"""A ticket as its holder sees it, and as the stall does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.lottery_draws.models import DrawEntry
from weijiayuan.markets import queries, queue_wait_estimates
from weijiayuan.markets.models import Ticket
from weijiayuan.markets.rules.service_catalogue import name_of
from weijiayuan.markets.rules.stall_queue import expected_call
from weijiayuan.markets.rules.states import TO_COME, TicketState
from weijiayuan.markets.service.notifications import STATE_WORDS, label_of
from weijiayuan.markets.sign_up_sql import HeldTicket, NewTicket

QR_PREFIX = "WJY:M:"
"""Upper case and digits only, so that the QR code stays in its dense alphanumeric mode."""


def for_holder(
    ticket: Ticket, *, now: datetime, clashes: Sequence[HeldTicket] = ()
) -> dict[str, Any]:
    """Return a ticket with what is before it and when its call is expected."""
    rating = queries.rating_of(ticket.id) if ticket.state is TicketState.SERVED else None
    return _facts(ticket) | {
        **_outlook(ticket, now=now),
        "stars": rating.stars if rating else None,
        "clashes": [clash_view(other) for other in clashes],
    }


def just_signed_up(ticket: NewTicket, *, now: datetime) -> dict[str, Any]:
    """Return a ticket that was just written, as `for_holder` would, asking nothing."""
    going = queue_wait_estimates.pace_of(ticket.seen)
    waits = ticket.state is TicketState.WAITING
    opens_at = ticket.window.starts_at
    return _facts(ticket) | {
        "ahead": ticket.ahead,
        "expected_at": None
        if waits
        else expected_call(ticket.ahead, going, opens_at=opens_at, now=now),
        "stars": None,
        "clashes": [clash_view(other) for other in ticket.clashes],
    }


def in_list(ticket: Ticket) -> dict[str, Any]:
    """Return a ticket for a list, without looking at its queue."""
    empty: dict[str, Any] = {"ahead": None, "expected_at": None, "stars": None, "clashes": []}
    return _facts(ticket) | empty


def for_stall(ticket: Ticket) -> dict[str, Any]:
    """Return a ticket for the organiser: no name, a number and an age group."""
    return {
        "id": ticket.id,
        "code": ticket.code,
        "label": label_of(ticket),
        "item": ticket.item_id,
        "service_name": name_of(ticket.item.service),
        "state": ticket.state,
        "state_text": STATE_WORDS[ticket.state],
        "walk_in": ticket.walk_in,
        "age_group": ticket.age_group,
        "station": ticket.station,
        "arrived_at": ticket.arrived_at,
        "starts_at": ticket.window.starts_at,
    }


def clash_view(held: HeldTicket) -> dict[str, Any]:
    """Return a hint about another service at nearly the same time."""
    service = name_of(held.service)
    return {
        "id": held.ticket_id,
        "service": held.service,
        "service_name": service,
        "starts_at": held.span.starts_at,
        "ends_at": held.span.ends_at,
        "text": f"与您已报的“{service}”时间相近，请留意叫号，来不及可以改时段",
    }


def entry_view(entry: DrawEntry, *, of: UUID) -> dict[str, Any]:
    """Return an entry in a draw as who made it sees it; rank and won are None before the draw."""
    return {
        "number": entry.number,
        "tickets": entry.tickets,
        "member": None if entry.for_id == of else entry.for_id,
        "rank": entry.rank,
        "won": entry.won,
    }


def _facts(ticket: Ticket | NewTicket) -> dict[str, Any]:
    window = ticket.window
    return {
        "id": ticket.id,
        "market": ticket.market_id,
        "market_title": ticket.market.title,
        "place": ticket.market.place_name,
        "item": ticket.item_id,
        "service": ticket.item.service,
        "service_name": name_of(ticket.item.service),
        "provider": ticket.item.provider,
        "bring": ticket.item.bring,
        "member": ticket.member_id,
        "state": ticket.state,
        "state_text": STATE_WORDS[ticket.state],
        "number": ticket.number,
        "label": label_of(ticket),
        "wait_number": ticket.wait_number,
        "ticket": QR_PREFIX + ticket.code,
        "code": ticket.code,
        "window": {"id": window.id, "starts_at": window.starts_at, "ends_at": window.ends_at},
        "station": ticket.station,
    }


def _outlook(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    if ticket.state is TicketState.WAITING:
        return {"ahead": queue_wait_estimates.waiting_before(ticket), "expected_at": None}
    if ticket.state not in TO_COME:
        return {"ahead": None, "expected_at": None}
    ahead = queue_wait_estimates.ahead_of_ticket(ticket)
    return {
        "ahead": ahead,
        "expected_at": queue_wait_estimates.expected_at(ticket, ahead, now=now),
    }
