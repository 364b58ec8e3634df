"""The endpoints for keepers of venues and organisers of activities."""

from weijiayuan.venues.staff_api import (
    activity_participants,
    pending_decisions,
    usage_statistics,
    venue_management,
)
from weijiayuan.venues.staff_api.activities import activity_keeping
from weijiayuan.venues.staff_api.blueprint import venue_keeping

__all__ = [
    "activity_keeping",
    "activity_participants",
    "pending_decisions",
    "usage_statistics",
    "venue_keeping",
    "venue_management",
]
