"""Bugs that were met or feared, each behind a switch. A race must notice every one of them.

A switch is thrown in the racing process. It takes a guard away exactly as a careless change
would, and nothing else; the unique constraints it would still run into are dropped with it.
"""

import time

from sqlalchemy import select, text

from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db
from weijiayuan.venues.models import Booking
from weijiayuan.venues.queries import booking_limit_checks, slot_status
from weijiayuan.venues.service import attendance, booking, capacity_allocation, notifications

PAUSE = 0.004  # between looking and acting, so that others come between


def no_lock():
    """Look and decide without queueing for the bookable."""

    def look(bookable_id, *, seen=None):
        time.sleep(PAUSE)
        return True

    claims.lock = look


def check_then_insert(seat_of=lambda seat: seat):
    """Trust what was read: no lock, and nothing unique behind it."""
    no_lock()

    def take(
        bookable_id, span, *, capacity, places, holder_id, holder="booking", taken=None, seat=None
    ):
        taken = slot_status.taken_seats(bookable_id, span)
        time.sleep(PAUSE)
        seats = [n for n in range(1, capacity + 1) if n not in taken][:places]
        if len(seats) < places:
            raise capacity_allocation.SlotFull
        for one in seats:
            facts = {"bookable_id": bookable_id, "starts_at": span.starts_at}
            facts |= {"ends_at": span.ends_at, "holder": "booking", "holder_id": holder_id}
            db.session.add(Claim(seat=seat_of(one), **facts))

    capacity_allocation.take = take


def count_then_insert():
    """Count the claims and add another, on whichever seat: more people than places."""
    check_then_insert(seat_of=lambda _seat: time.time_ns() % 100_000 + 1)


def forget_to_release():
    """Cancel without giving the places back."""
    claims.release = lambda holder_ids: None


def release_without_asking():
    """Give places back that somebody still has."""
    settle = capacity_allocation.settle

    def eager(target, *, now):
        waiting = settle(target, now=now)
        held = db.session.scalars(
            select(Booking.id).where(
                Booking.bookable_id == target.bookable_id, Booking.state == "confirmed"
            )
        ).first()
        if held is not None:
            claims.release([held])
        return waiting

    capacity_allocation.settle = eager


def no_person_lock():
    """Count a person's bookings while another request of theirs is being answered."""

    def look(resident_id):
        time.sleep(PAUSE)

    booking_limit_checks.lock_person = look
    record = booking_limit_checks.record

    def slow(*args, **more):
        found = record(*args, **more)
        time.sleep(PAUSE * 3)
        return found

    booking_limit_checks.record = slow


def forget_the_line():
    """Cancel without looking who waits, and never look again."""
    capacity_allocation.promote = lambda waiting, target, *, now: None


def offer_to_the_last():
    """Serve the line from its end."""
    promote = capacity_allocation.promote

    def backwards(waiting, target, *, now):
        free = target.capacity - len(slot_status.taken_seats(target.bookable_id, target.span))
        if free > 0 and len(waiting) > 1:
            promote([waiting[-1]], target, now=now)
        else:
            promote(waiting, target, now=now)

    capacity_allocation.promote = backwards


def number_by_counting():
    """Number the line from what is seen, without the lock and without a constraint."""
    no_lock()
    last = slot_status.last_line_number

    def slow(*args):
        number = last(*args)
        time.sleep(PAUSE)
        return number

    slot_status.last_line_number = slow


def codes_of_one_digit():
    """Take the first code that comes, unique or not."""
    booking.digits = lambda count: "000042"


def check_in_without_looking():
    """Count a visit whatever the state, and as often as it is scanned."""

    def careless(model, rows):
        row = rows[0]
        db.session.add(model(**row))
        db.session.flush()
        return 1

    attendance.insert_new = careless


def tell_again():
    """Tell of every change under a cause of its own."""
    tell, numbers = notifications.tell, iter(range(10**9))

    def loud(resident_id, *, cause, **more):
        tell(resident_id, cause=cause, **more)
        if next(numbers) % 3 == 0:
            row = "DELETE FROM notices WHERE cause = :cause AND resident_id = :who"
            who = resident_id if db.engine.dialect.name == "postgresql" else resident_id.hex
            db.session.execute(text(row), {"cause": cause, "who": who})

    notifications.tell = loud


SWITCHES = {
    "no seat is held twice at one time": check_then_insert,
    "every occupying booking has a claim for each of its places": release_without_asking,
    "no claim stands without somebody who occupies": forget_to_release,
    "no slot or session holds more than its capacity": count_then_insert,
    "nobody has booked past a limit of the day": no_person_lock,
    "nobody is in two places at one time": no_person_lock,
    "nobody waits while a place is free": forget_the_line,
    "offers are made in the order of the line": offer_to_the_last,
    "numbers in a line are given once": number_by_counting,
    "a code opens one door a day": codes_of_one_digit,
    "a visit is counted once, and only of somebody let in": check_in_without_looking,
    "each change of state was told once": tell_again,
}

UNGUARDED = (
    ("claims", "ex_claims_seat"),
    ("claims", "uq_claims_bookable_id_starts_at_seat"),
    ("venue_bookings", "uq_venue_bookings_bookable_id_starts_at_line_number"),
    ("venue_bookings", "uq_venue_bookings_day_code"),
    ("venue_visits", "uq_venue_visits_booking_id_starts_at"),
)
