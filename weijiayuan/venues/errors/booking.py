"""Why somebody cannot book, keep, move or use a place."""

from weijiayuan.kernel.errors import Malformed, Refused


class SlotOfAnotherVenue(Refused):
    """The slot named does not belong to the venue named."""

    code = "venues.slot_of_another_venue"


class SlotFull(Refused):
    """Every place is taken, or people are waiting. The waiting list is open."""

    code = "venues.slot_full"


class SlotFree(Refused):
    """Places are free: there is nothing to wait for."""

    code = "venues.slot_free"


class SlotClosed(Refused):
    """The keeper has closed the venue at that time."""

    code = "venues.slot_closed"


class SlotPast(Refused):
    """The slot has begun or passed."""

    code = "venues.slot_past"


class BookingClosed(Refused):
    """It is too late to book; `closes_at` was the last moment."""

    code = "venues.booking_closed"


class NotReleased(Refused):
    """The slot opens for booking at `opens_at`."""

    code = "venues.not_released"


class TooManyPeople(Refused):
    """More people than a booking may have; `most` says how many."""

    code = "venues.too_many_people"


class DayLimit(Refused):
    code = "venues.day_limit"


class WeekLimit(Refused):
    code = "venues.week_limit"


class KindLimit(Refused):
    code = "venues.kind_limit"


class OverlapsOwn(Refused):
    """The person has another booking at that time: `who`, `starts_at`."""

    code = "venues.overlaps_own"


class AlreadyBooked(Refused):
    """The person has booked, registered or waits already."""

    code = "venues.already_booked"


class Suspended(Refused):
    """Too many no-shows; `until` says how long, and the sentence how to appeal."""

    code = "venues.suspended"


class AgeNotAllowed(Refused):
    code = "venues.age_not_allowed"


class AgeUnknown(Refused):
    """The age matters and no birth date is known; `born` must be sent or kept for the member."""

    code = "venues.age_unknown"


class NotFromHere(Refused):
    """The venue is for residents of its communities."""

    code = "venues.not_from_here"


class FamilyNotAllowed(Refused):
    code = "venues.family_not_allowed"


class GroupNotAllowed(Refused):
    code = "venues.group_not_allowed"


class GuardianNeeded(Refused):
    """A child under fourteen is registered by the guardian."""

    code = "activities.guardian_needed"


class AnswerMissing(Malformed):
    """A question that must be answered was not."""

    code = "activities.answer_missing"


class LineTooLong(Refused):
    code = "venues.line_too_long"


class TooLateToCancel(Refused):
    """The last moment to cancel, `cancel_until`, has passed."""

    code = "venues.too_late_to_cancel"


class OfferOver(Refused):
    """The offer was accepted, declined or has lapsed."""

    code = "venues.offer_over"


class NotHeld(Refused):
    """The booking does not wait for the person's confirmation any more."""

    code = "venues.not_held"


class RequestChanged(Refused):
    """The request was changed after the keeper read it."""

    code = "venues.request_changed"


class NotPending(Refused):
    """The booking does not wait for approval any more."""

    code = "venues.not_pending"


class TooEarly(Refused):
    """Check-in opens at `opens_at`."""

    code = "venues.too_early"


class VisitOver(Refused):
    """The time is over; `ended_at` says since when."""

    code = "venues.visit_over"


class NotConfirmed(Refused):
    """The booking is cancelled, waiting or not yet approved."""

    code = "venues.not_confirmed"


class SeatTaken(Refused):
    """That very place, such as court number 3, is taken or does not exist."""

    code = "venues.seat_taken"


class NotMovable(Refused):
    """The booking cannot be moved, or made smaller, as it stands."""

    code = "venues.not_movable"


class NotFewer(Malformed):
    """Fewer people than are booked must come, and at least one."""

    code = "venues.not_fewer"


class SeriesMalformed(Malformed):
    """A standing booking must run over at most half a year and have a free date."""

    code = "venues.series_malformed"


class SeriesDecided(Refused):
    """The standing booking was decided on, or has ended."""

    code = "venues.series_decided"
