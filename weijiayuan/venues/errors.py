"""The refusals of venues and activities."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class VenueNotFound(NotFound):
    """There is no such venue."""

    code = "venues.venue_not_found"


class CommunityNotFound(Malformed):
    """There is no such community, or it has ended."""

    code = "venues.community_not_found"


class SlotNotFound(NotFound):
    """The venue has no such slot: closed on that day, or cut otherwise."""

    code = "venues.slot_not_found"


class SlotOfAnotherVenue(Refused):
    """The slot named does not belong to the venue named."""

    code = "venues.slot_of_another_venue"


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
    """The person has another booking at that time: `title`, `starts_at`."""

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


class NotYourVenue(Forbidden):
    """The keeper's territory does not hold this venue or activity."""

    code = "venues.not_your_venue"


class HoursMalformed(Malformed):
    """The opening hours cannot be meant; `fields` says why."""

    code = "venues.hours_malformed"


class RulesMalformed(Malformed):
    """The booking rules cannot be meant; `fields` says why."""

    code = "venues.rules_malformed"


class CapacityTaken(Refused):
    """The capacity would fall under what is booked: `taken`."""

    code = "venues.capacity_taken"


class PeriodMalformed(Malformed):
    """The end does not lie after the start, or the stretch is too long."""

    code = "venues.period_malformed"


class KeptForActivity(Refused):
    """The venue is kept free then for a published activity: `title`."""

    code = "venues.kept_for_activity"


class VenueInUse(Refused):
    """Bookings stand in the way; `count` says how many."""

    code = "venues.venue_in_use"


class ContactMissing(Malformed):
    """A contact and a telephone number are needed here; `fields` names what is missing."""

    code = "venues.contact_missing"


class SeatNamesMalformed(Malformed):
    """As many names as there are places, or none."""

    code = "venues.seat_names_malformed"


class SecondPerson(Refused):
    """The second approval must be somebody else's."""

    code = "venues.second_person"


class SeatTaken(Refused):
    """That very place, such as court number 3, is taken or does not exist."""

    code = "venues.seat_taken"


class NotMovable(Refused):
    """The booking cannot be moved, or made smaller, as it stands."""

    code = "venues.not_movable"


class NotFewer(Malformed):
    """Fewer people than are booked must come, and at least one."""

    code = "venues.not_fewer"


class SeriesNotFound(NotFound):
    """There is no such standing booking."""

    code = "venues.series_not_found"


class SeriesMalformed(Malformed):
    """A standing booking must run over at most half a year and have a free date."""

    code = "venues.series_malformed"


class SeriesDecided(Refused):
    """The standing booking was decided on, or has ended."""

    code = "venues.series_decided"


class ByDraw(Refused):
    """Places are drawn: enter the draw until `closes_at`."""

    code = "activities.by_draw"


class NotByDraw(Refused):
    """Places are not drawn here: register."""

    code = "activities.not_by_draw"


class NotAffected(Refused):
    """The booking has its slot, or was decided on: there is nothing to decide."""

    code = "venues.not_affected"


class NoTelephone(Refused):
    """Who booked has left no telephone number."""

    code = "venues.no_telephone"


class SessionTaken(Refused):
    """Somebody registered for the session, or it has begun: it cannot go or change its time."""

    code = "activities.session_taken"


class ParticipantsTooMany(Refused):
    """More people are booked at one time than the room would hold."""

    code = "venues.people_booked"


class RoomKept(Refused):
    """The room is kept for something else then; `title` says for what."""

    code = "venues.room_kept"


class RoomClosed(Refused):
    """The room is closed then; `title` says why."""

    code = "venues.room_closed"


class OutsideHours(Refused):
    """The room is not open then; `hours` says when it is."""

    code = "venues.outside_hours"


class RoomTooSmall(Refused):
    """More places than the room holds people; `most` says how many it does."""

    code = "venues.room_too_small"


class NotRatable(Refused):
    """Only people who came can rate, and only for thirty days."""

    code = "venues.not_ratable"


class RatingSettled(Refused):
    """A rating can be changed for a week."""

    code = "venues.rating_settled"


class NoAppeal(Refused):
    """The no-show is contested already, or too old to be contested."""

    code = "venues.no_appeal"


class AppealDecided(Refused):
    code = "venues.appeal_decided"


class RegistrationClosed(Refused):
    """Registration ended at `closes_at`."""

    code = "activities.registration_closed"


class RegistrationNotOpen(Refused):
    """Registration opens at `opens_at`."""

    code = "activities.registration_not_open"


class ActivityOver(Refused):
    """The activity is cancelled or over."""

    code = "activities.activity_over"


class NotADraft(Refused):
    """Published or called off, an activity is not written anew: people rely on what it said."""

    code = "activities.not_a_draft"


class NotPublishable(Refused):
    """A session is missing, or has begun."""

    code = "activities.not_publishable"
