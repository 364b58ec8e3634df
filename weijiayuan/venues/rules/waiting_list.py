"""The waiting list: who is next, and how long a freed place is kept for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

LAST_OFFER_BEFORE = timedelta(minutes=10)
LONGEST_LINE = 50


@dataclass(frozen=True, slots=True)
class Waiter:
    booking_id: UUID
    number: int
    people: int


def offers(line: Iterable[Waiter], free: int) -> list[Waiter]:
    """Return those to whom `free` places are offered now: strictly in order.

    A group for which too few places are free waits at the head of the line, and so does
    everyone behind it: places gather until it fits, and small parties do not overtake it.
    """
    served: list[Waiter] = []
    for waiter in sorted(line, key=lambda one: one.number):
        if waiter.people > free:
            break
        served.append(waiter)
        free -= waiter.people
    return served


def offer_until(*, now: datetime, accept_minutes: int, closes_at: datetime) -> datetime | None:
    """Return until when an offer made now stands, or None when it is too late to make one.

    Offers end when booking closes, and then nobody is kept waiting any more.
    """
    if now > closes_at - LAST_OFFER_BEFORE:
        return None
    return min(now + timedelta(minutes=accept_minutes), closes_at)


def position(line: Sequence[Waiter], booking_id: UUID) -> int | None:
    """Return the place in the line, the first being 1, or None for someone not in it."""
    order = [one.booking_id for one in sorted(line, key=lambda one: one.number)]
    return order.index(booking_id) + 1 if booking_id in order else None
