"""A resident's sign-up: refused by one look if it can be, else claimed under the locks.

The order of locks is guest, window, then the ticket's own row.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from weijiayuan.accounts.models import FamilyMember
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date, moment_in_words
from weijiayuan.kernel.ids import new_id, readable_code
from weijiayuan.kernel.time_span import Span
from weijiayuan.markets import errors, sign_up_sql
from weijiayuan.markets.models import Ticket
from weijiayuan.markets.rules.age_limits import ages_in_words, are_for, years
from weijiayuan.markets.rules.overlap_hint import Plan, clashes
from weijiayuan.markets.rules.stall_queue import first_turn
from weijiayuan.markets.rules.states import (
    MarketState,
    Pool,
    TicketState,
    age_group,
    shown_state,
)
from weijiayuan.markets.service import notifications
from weijiayuan.markets.sign_up_sql import GuestStatus, HeldTicket, ItemStatus, NewTicket

logger = logging.getLogger(__name__)

CODE_LENGTH = 8
ATTEMPTS = 3
"""A place may come free between the claim that found none and the waiting list."""
TAKES_SIGN_UPS = {MarketState.PUBLISHED, MarketState.RUNNING}


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be served: the resident, or a family member of theirs."""

    resident_id: UUID
    member: FamilyMember | None = None

    @property
    def id(self) -> UUID:
        """The id by which somebody has one ticket for a service."""
        return self.member.id if self.member else self.resident_id

    def age(self, on: date) -> int | None:
        """Return the age in years, if we know a birthday."""
        born = self.member.birth_date if self.member else None
        return None if born is None else years(born, on=on)


@dataclass(frozen=True, slots=True)
class Place:
    """What a sign-up got: a number, or a place on the waiting list with so many before it."""

    number: int | None = None
    wait_number: int | None = None
    waits_behind: int = 0


def check_available(
    market_id: UUID,
    item_id: UUID,
    *,
    by: Person,
    window_id: UUID | None = None,
    waits: bool = False,
    now: datetime,
) -> Any:
    """Return the window a sign-up is for, or turn people away before they queue for a lock.

    Raises `NoSuchItem`, `ByDraw`, `MarketClosed`, `SignUpOver`, `OutsideAges`,
    `AlreadySignedUp`, `NoPlaceLeft`, `SignUpNotOpen`.
    """
    seen = sign_up_sql.look(market_id, item_id, for_id=by.id)
    window = _chosen(seen, window_id, now=now)
    _refuse_unlocked(seen, window, by, waits=waits, now=now)
    return window


def sign_up(window: Any, *, by: Person, waits: bool = False, now: datetime) -> NewTicket:
    """Give the person a number, or a place on the waiting list if they would rather wait.

    `window` is what `look_first` saw; what may have changed since is asked again under the locks.
    Raises `MarketClosed`, `AlreadySignedUp`, `TooManySignUps`, `NoPlaceLeft`.
    """
    sign_up_sql.hold_guest(window.m_id, by.resident_id)
    place = _claimed(window, waits=waits)
    standing = _standing(window, by)
    _check_standing(standing, window.i_id, now=now)
    ticket = _written(window, place, standing, by)
    notifications.update_matter(ticket, now=now)
    logger.info("market sign-up", extra={"ticket_id": ticket.id, "state": ticket.state.value})
    return ticket


def would_clash(market_id: UUID, item_id: UUID, window_id: UUID, *, by: Person) -> list[HeldTicket]:
    """Return the person's services that leave too little time for a window.

    Raises `NoSuchItem`.
    """
    window = sign_up_sql.look(market_id, item_id, for_id=by.id).window(window_id)
    return _clashing(window, _standing(window, by))


def clashing(ticket: Ticket) -> list[HeldTicket]:
    """Return the person's other tickets at this market that leave too little time."""
    standing = sign_up_sql.guest_status(
        ticket.market_id,
        resident_id=ticket.resident_id,
        for_id=ticket.for_id,
        item_id=ticket.item_id,
        position=ticket.window.position,
    )
    return _too_near(ticket.window.span, ticket.item_id, standing)


def _chosen(seen: ItemStatus, window_id: UUID | None, *, now: datetime) -> Any:
    """Return the window asked for, or the first that still has a place. Raises `NoSuchItem`."""
    if window_id is not None:
        return seen.window(window_id)
    ahead = [row for row in seen.rows if row.w_ends_at > now] or seen.rows[-1:]
    return next((row for row in ahead if _has_room(row)), ahead[0])


def _has_room(window: Any) -> bool:
    return window.w_taken_sign_up < window.w_places_sign_up and not window.w_waiting


def _refuse_unlocked(
    seen: ItemStatus, window: Any, by: Person, *, waits: bool, now: datetime
) -> None:
    """Answer what no lock can change for the better: a crowd then costs one question each."""
    if window.i_draw_id is not None and window.d_drawn_at is None:
        raise errors.ByDraw(closes_at=moment_in_words(window.d_closes_at))
    opens_at = window.m_sign_up_opens_at
    if opens_at is not None and now < opens_at:
        raise errors.SignUpNotOpen(opens_at=moment_in_words(opens_at))
    _check_open(shown_state(window.m_state, window.m_starts_at, window.m_ends_at, now=now))
    if now >= window.w_ends_at:
        raise errors.SignUpOver
    check_ages(window.i_min_age, window.i_max_age, by, on=local_date(window.w_starts_at))
    if window.mine:
        raise errors.AlreadySignedUp
    if not waits and not _has_room(window):
        raise errors.NoPlaceLeft(waiting=sum(row.w_waiting for row in seen.rows))


def _check_open(state: MarketState) -> None:
    if state not in TAKES_SIGN_UPS:
        raise errors.MarketClosed(state=state)


def check_ages(low: int | None, high: int | None, by: Person, *, on: date) -> None:
    """Refuse who is known to be outside the ages; whose age we do not know is asked there."""
    age = by.age(on)
    if age is not None and not are_for(age, low, high):
        raise errors.OutsideAges(ages=ages_in_words(low, high))


def _claimed(window: Any, *, waits: bool) -> Place:
    """Take a place and a number, or one on the waiting list. Raises `NoPlaceLeft`."""
    for _ in range(ATTEMPTS):
        number = sign_up_sql.claim(window.w_id)
        if number is not None:
            return Place(number=number)
        joined = sign_up_sql.join_waiting(window.w_id) if waits else None
        if joined is not None:
            return Place(wait_number=joined[0], waits_behind=joined[1] - 1)
    raise errors.NoPlaceLeft(waiting=window.w_waiting)


def _standing(window: Any, by: Person) -> GuestStatus:
    return sign_up_sql.guest_status(
        window.m_id,
        resident_id=by.resident_id,
        for_id=by.id,
        item_id=window.i_id,
        position=window.w_position,
    )


def _check_standing(standing: GuestStatus, item_id: UUID, *, now: datetime) -> None:
    """Refuse by what may have changed before the locks were held."""
    _check_open(standing.state(now))
    held = standing.held
    if any(each.item_id == item_id for each in held):
        raise errors.AlreadySignedUp
    if len(held) >= standing.sign_ups_each:
        raise errors.TooManySignUps(limit=standing.sign_ups_each)


def _written(window: Any, place: Place, standing: GuestStatus, by: Person) -> NewTicket:
    row = ticket_row(
        market_id=window.m_id,
        item_id=window.i_id,
        window_id=window.w_id,
        resident_id=by.resident_id,
        member_id=by.member.id if by.member else None,
        for_id=by.id,
        age_group=age_group(by.age(local_date(window.w_starts_at))),
    ) | place_columns(place)
    sign_up_sql.write_ticket(row)
    ahead = standing.before if place.number is not None else place.waits_behind
    return NewTicket(row, window, ahead, _clashing(window, standing))


def ticket_row(**given: Any) -> dict[str, Any]:
    """Return the columns of a ticket that nobody has called yet."""
    return {
        "id": new_id(),
        "created_at": clock.now(),
        "code": readable_code(CODE_LENGTH),
        "station": None,
        "calls": 0,
        "told_near": False,
        "reminded_for": None,
    } | given


def place_columns(place: Place) -> dict[str, Any]:
    """Return the columns in which a ticket with a number differs from one that waits."""
    number = place.number
    if number is None:
        waiting = {"state": TicketState.WAITING, "pool": None, "turn": None}
        return waiting | {"number": None, "previous": None, "wait_number": place.wait_number}
    held = {"state": TicketState.HELD, "pool": Pool.SIGN_UP, "turn": first_turn(number)}
    return held | {"number": number, "previous": number - 1 or None, "wait_number": None}


def _clashing(window: Any, standing: GuestStatus) -> list[HeldTicket]:
    return _too_near(Span(window.w_starts_at, window.w_ends_at), window.i_id, standing)


def _too_near(span: Span, item_id: UUID, standing: GuestStatus) -> list[HeldTicket]:
    others = [Plan(held, held.span) for held in standing.held if held.item_id != item_id]
    return clashes(span, others)
