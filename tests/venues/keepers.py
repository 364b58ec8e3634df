"""What keepers do in many tests."""

from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.venues.models import Booking


def approve(keeper, booking_id, revision=None):
    """Approve a request as it was read, in its newest version if none is named."""
    if revision is None:
        revision = db.session.scalar(select(Booking.revision).filter_by(id=UUID(booking_id)))
    path = f"/api/v1/venues/bookings/{booking_id}/approve"
    return keeper.post(path, json={"revision": revision})
