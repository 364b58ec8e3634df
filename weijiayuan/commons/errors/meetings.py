"""The refusals of meetings."""

from weijiayuan.kernel.errors import Forbidden, Malformed, NotFound, Refused


class MeetingNotFound(NotFound):
    code = "commons.meeting_not_found"


class ItemNotFound(NotFound):
    code = "commons.item_not_found"


class NoticeTooShort(Refused):
    """The law wants `days` of notice (`article`); the first day is `earliest`."""

    code = "commons.notice_too_short"


class RoomTaken(Refused):
    """The room is closed or kept for something else then: `title`."""

    code = "commons.room_taken"


class RoomShut(Refused):
    """The room is not open then; `hours` says when it is."""

    code = "commons.room_shut"


class RoomNotFound(NotFound):
    code = "commons.room_not_found"


class TooEarly(Refused):
    """The meeting has not begun."""

    code = "commons.too_early"


class AgendaIncomplete(Malformed):
    """Every item ends once; an outcome has words, an owner and a day."""

    code = "commons.agenda_incomplete"


class PlaceNeeded(Malformed):
    """A department needs to know where; the space has no place of its own."""

    code = "commons.place_needed"


class NotAttended(Forbidden):
    """Only who was there confirms the minutes."""

    code = "commons.not_attended"


class MinutesChanged(Refused):
    """The minutes were written anew since they were read."""

    code = "commons.minutes_changed"


class AlreadyConfirmed(Refused):
    """The resident confirmed these minutes already."""

    code = "commons.already_confirmed"


class DemandNotFound(NotFound):
    code = "commons.demand_not_found"


class NotByDemand(Refused):
    """The law names no share that can demand such a meeting, or there is no roll of those."""

    code = "commons.not_by_demand"


class DemandOpen(Refused):
    """The resident demands such a meeting already."""

    code = "commons.demand_open"


class DemandOver(Refused):
    """The demand was answered or taken back, or is not read yet."""

    code = "commons.demand_over"


class DemandAnother(Refused):
    """The demand is for another space or another kind of meeting."""

    code = "commons.demand_another"


class DueUnfit(Malformed):
    """The day lies before the minutes are written, or more than two years ahead."""

    code = "commons.due_unfit"


class CallersNeeded(Malformed):
    """An owners' meeting names who calls it: the committee, the preparing group or the street."""

    code = "commons.callers_needed"
