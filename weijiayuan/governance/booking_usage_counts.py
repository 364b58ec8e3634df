"""Visits to bookable venues count as deliveries of what the place serves, in the directory's list.

A booking whose people signed in is a deed; nobody types a total. Each run counts the days anew that
can still change and writes what they come to, so that running twice, or late, counts nothing twice.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from weijiayuan.db import db
from weijiayuan.directory.models import Delivery, DeliverySource, Service, ServiceAt, Site
from weijiayuan.governance.venue_directory_sync import NEEDS
from weijiayuan.kernel.clock import local_date
from weijiayuan.venues.models import Booking, Venue
from weijiayuan.venues.rules.states import BookingState

STILL_CHANGING = timedelta(days=7)
"""How long after its day a visit may still be signed in or taken back."""

Counts = Mapping[tuple[UUID, date], int]


def count(*, now: datetime) -> int:
    """Write how many visits each service of a venue had on the last days; return the cells."""
    since = local_date(now) - STILL_CHANGING
    visits = _visits(since)
    old = Delivery.source == DeliverySource.BOOKING, Delivery.day >= since
    known = db.session.scalars(select(Delivery).where(*old))
    stored = {(each.service_at_id, each.day): each for each in known}
    changed = 0
    for (held, day), number in visits.items():
        row = stored.pop((held, day), None)
        if row is None:
            made = Delivery(
                service_at_id=held, day=day, source=DeliverySource.BOOKING, count=number
            )
            db.session.add(made)
        elif row.count == number:
            continue
        else:
            row.count = number
        changed += 1
    gone = [each.id for each in stored.values()]
    if gone:
        db.session.execute(delete(Delivery).where(Delivery.id.in_(gone)))
    return changed + len(gone)


def _visits(since: date) -> Counts:
    """Return the bookings that were signed in, by the service that stands for their venue."""
    wanted = (
        select(Venue.venue_kind, Venue.id, Booking.day, func.count())
        .join(Venue, Venue.id == Booking.bookable_id)
        .where(Booking.day >= since, Booking.state == BookingState.CHECKED_IN)
        .group_by(Venue.venue_kind, Venue.id, Booking.day)
    )
    held = _held()
    found: dict[tuple[UUID, date], int] = {}
    for kind, venue_id, day, number in db.session.execute(wanted):
        one = held.get((venue_id, NEEDS[kind]))
        if one is not None:
            found[one, day] = found.get((one, day), 0) + number
    return found


def _held() -> dict[tuple[UUID, str], UUID]:
    """Return what is held at the sites of venues, by venue and need; the first of each need."""
    wanted = (
        select(Site.venue_id, Service.need, ServiceAt.id)
        .join(Site, Site.id == ServiceAt.site_id)
        .join(Service, Service.id == ServiceAt.service_id)
        .where(Site.venue_id.is_not(None))
        .order_by(Service.code.desc())
    )
    return {(venue, need): one for venue, need, one in db.session.execute(wanted) if venue}
