"""Why a keeper cannot change a venue so."""

from weijiayuan.kernel.errors import Forbidden, Malformed, Refused


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
