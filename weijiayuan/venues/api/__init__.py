"""The endpoints for residents."""

from weijiayuan.venues.api import bookings, looking
from weijiayuan.venues.api.activities import activities
from weijiayuan.venues.api.blueprint import venues

__all__ = ["activities", "bookings", "looking", "venues"]
