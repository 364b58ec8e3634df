"""The endpoints for residents."""

from weijiayuan.venues.api import bookings, moves, public, series
from weijiayuan.venues.api.activities import activities
from weijiayuan.venues.api.blueprint import venues

__all__ = ["activities", "bookings", "moves", "public", "series", "venues"]
