"""Why an activity cannot be planned, changed or registered for so."""

from weijiayuan.kernel.errors import Refused


class ByDraw(Refused):
    """Places are drawn: enter the draw until `closes_at`."""

    code = "activities.by_draw"


class NotByDraw(Refused):
    """Places are not drawn here: register."""

    code = "activities.not_by_draw"


class NotAffected(Refused):
    """The booking has its slot, or was decided on: there is nothing to decide."""

    code = "venues.not_affected"


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
