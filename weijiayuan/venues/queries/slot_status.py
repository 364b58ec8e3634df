"""Questions about a slot and those who want it: what is taken, who keeps places, who waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select

from weijiayuan.capacity_claims import occupancy_queries as occupancy
from weijiayuan.capacity_claims.occupancy_queries import (
    BOOKABLES,
    OCCUPANCY,
    Occupancy,
    seats_in,
    span_facts,
)
from weijiayuan.capacity_claims.reconciler_registry import Waiting
from weijiayuan.db import db, run
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.opening_hours import LONGEST_SLOT
from weijiayuan.venues.models import Booking
from weijiayuan.venues.rules.states import EXPIRING, OCCUPYING, BookingState
from weijiayuan.venues.rules.waiting_list import Waiter

BOOKINGS = cast("Table", Booking.__table__)
LONGEST = timedelta(minutes=LONGEST_SLOT)
# By overlap: who booked or waits under hours that cut the day otherwise counts as well.
AT_SLOT = (
    BOOKINGS.c.bookable_id == bindparam("bookable"),
    BOOKINGS.c.starts_at > bindparam("earliest"),
    BOOKINGS.c.starts_at < bindparam("last"),
    BOOKINGS.c.ends_at > bindparam("first"),
)
STANDING = (
    *OCCUPANCY,
    select(func.count())
    .select_from(BOOKINGS)
    .where(*AT_SLOT, BOOKINGS.c.state.in_(sorted({BookingState.WAITING, *EXPIRING})))
    .scalar_subquery(),
    select(func.min(BOOKINGS.c.until))
    .where(*AT_SLOT, BOOKINGS.c.state.in_(sorted(EXPIRING)))
    .scalar_subquery(),
)
LOOK = select(*STANDING).where(BOOKABLES.c.id == bindparam("bookable"))


@dataclass(frozen=True, slots=True)
class SlotStatus(Occupancy):
    """What stands on one slot or session, and how much of it may change by itself.

    `unsettled` counts who waits or keeps places only for a while; `lapses_at` is when the first
    of them ends by itself.
    """

    unsettled: int
    lapses_at: datetime | None

    def has_lapsed(self, now: datetime) -> bool:
        """Say whether places may become free because somebody did not confirm in time."""
        return self.lapses_at is not None and self.lapses_at <= now


def standing_in(row: Sequence[Any]) -> SlotStatus:
    """Return what the columns `STANDING` say."""
    version, capacity, seats, closed, unsettled, lapses_at = row
    return SlotStatus(version, capacity, seats_in(seats, closed), unsettled, lapses_at)


def slot_facts(bookable_id: UUID, span: Span) -> dict[str, Any]:
    """Return what the statements about one slot ask for."""
    return span_facts(bookable_id, span, longest=LONGEST)


def look(bookable_id: UUID, span: Span) -> SlotStatus:
    """Return what stands on a slot or session now."""
    return standing_in(run(LOOK, slot_facts(bookable_id, span)).one())


def taken_seats(bookable_id: UUID, span: Span) -> set[int]:
    """Return the seats of a slot or session with a claim; 0 among them means closed."""
    return occupancy.taken_seats(bookable_id, span, longest=LONGEST)


def first_in_line(now: datetime) -> list[Waiting]:
    """Return the first of every line for a slot or session that has not begun."""
    numbered = (
        select(
            Booking.bookable_id,
            Booking.starts_at,
            Booking.ends_at,
            Booking.places,
            func.row_number()
            .over(
                partition_by=[Booking.bookable_id, Booking.starts_at, Booking.ends_at],
                order_by=Booking.line_number,
            )
            .label("position"),
        )
        .where(Booking.state == BookingState.WAITING, Booking.starts_at > now)
        .subquery()
    )
    rows = db.session.execute(select(numbered).where(numbered.c.position == 1))
    return [Waiting(row.bookable_id, Span(row.starts_at, row.ends_at), row.places) for row in rows]


def still_occupying(booking_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the bookings that occupy places."""
    wanted = select(Booking.id).where(Booking.id.in_(booking_ids), Booking.state.in_(OCCUPYING))
    return set(db.session.scalars(wanted))


def unsettled(bookable_id: UUID, span: Span) -> Sequence[Booking]:
    """Return the bookings over a span that wait, or keep places only for a while, in order."""
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.bookable_id == bookable_id,
            Booking.starts_at > span.starts_at - LONGEST,
            Booking.starts_at < span.ends_at,
            Booking.ends_at > span.starts_at,
            Booking.state.in_([BookingState.WAITING, *EXPIRING]),
        )
        .order_by(Booking.starts_at, Booking.line_number, Booking.id)
    ).all()


def last_line_number(bookable_id: UUID, starts_at: datetime) -> int:
    """Return the highest number ever given in the line of a slot."""
    highest = select(func.max(Booking.line_number)).where(
        Booking.bookable_id == bookable_id, Booking.starts_at == starts_at
    )
    return db.session.scalar(highest) or 0


def waiters(bookings: Collection[Booking]) -> list[Waiter]:
    """Return those of the bookings that stand in the line, as the rules know them."""
    return [
        Waiter(one.id, one.line_number or 0, one.places)
        for one in bookings
        if one.state is BookingState.WAITING
    ]
