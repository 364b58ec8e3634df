"""The endpoints for residents."""

from weijiayuan.venues.api import booking_changes, bookings, public, standing_bookings
from weijiayuan.venues.api.activities import activities
from weijiayuan.venues.api.blueprint import venues

__all__ = ["activities", "booking_changes", "bookings", "public", "standing_bookings", "venues"]
