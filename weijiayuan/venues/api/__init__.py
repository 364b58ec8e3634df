"""The endpoints for residents."""

from weijiayuan.venues.api import bookings, public
from weijiayuan.venues.api.activities import activities
from weijiayuan.venues.api.blueprint import venues

__all__ = ["activities", "bookings", "public", "venues"]
