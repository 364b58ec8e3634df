"""The tables of venues, activities, and who booked what.

Venues, cut into slots, and sessions of activities are bookables (`capacity_claims.models`): the
places that a booking, a hold, an offer to somebody waiting, a walk-in or a closed day stands on
are claims.
"""

from weijiayuan.venues.models.activities import Activity, ActivityMessage, Meeting, Session
from weijiayuan.venues.models.bookings import LIVING, Booking, DrawRequest, Feed, Series
from weijiayuan.venues.models.venues import Closure, Rated, Venue, rules_in, stored, timetable_in
from weijiayuan.venues.models.visits import Appeal, Rating, Visit, WalkIn

__all__ = [
    "LIVING",
    "Activity",
    "ActivityMessage",
    "Appeal",
    "Booking",
    "Closure",
    "DrawRequest",
    "Feed",
    "Meeting",
    "Rated",
    "Rating",
    "Series",
    "Session",
    "Venue",
    "Visit",
    "WalkIn",
    "rules_in",
    "stored",
    "timetable_in",
]
