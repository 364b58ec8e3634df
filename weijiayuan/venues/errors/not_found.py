"""What is not there: venues, slots, bookings, activities and what belongs to them."""

from weijiayuan.kernel.errors import Malformed, NotFound


class VenueNotFound(NotFound):
    """There is no such venue."""

    code = "venues.venue_not_found"


class CommunityNotFound(Malformed):
    """There is no such community, or it has ended."""

    code = "venues.community_not_found"


class SlotNotFound(NotFound):
    """The venue has no such slot: closed on that day, or cut otherwise."""

    code = "venues.slot_not_found"


class BookingNotFound(NotFound):
    """There is no such booking, or it is somebody else's."""

    code = "venues.booking_not_found"


class CodeNotFound(NotFound):
    """No booking has this code today in a venue the keeper looks after."""

    code = "venues.code_not_found"


class ActivityNotFound(NotFound):
    """There is no such activity, or it is not published."""

    code = "activities.activity_not_found"


class SessionNotFound(NotFound):
    """The activity has no such session; `session_id` must be named when it has several."""

    code = "activities.session_not_found"


class ClosureNotFound(NotFound):
    """There is no such closure."""

    code = "venues.closure_not_found"


class RatingNotFound(NotFound):
    """There is no such rating."""

    code = "venues.rating_not_found"


class FeedNotFound(NotFound):
    """The calendar address is not known, or was replaced."""

    code = "venues.feed_not_found"


class NoShowNotFound(NotFound):
    """There is no such no-show."""

    code = "venues.no_show_not_found"


class SeriesNotFound(NotFound):
    """There is no such standing booking."""

    code = "venues.series_not_found"
