"""Why a place cannot be had."""

from weijiayuan.kernel.errors import Refused


class NoPlaceLeft(Refused):
    """Fewer places are free than were asked for. The fact `bookable_id` says of what."""

    code = "claims.no_place_left"


class Closed(Refused):
    """The whole is closed, or kept for something, at that time. `bookable_id` says what."""

    code = "claims.closed"


class HoldOver(Refused):
    """What was held for somebody is not any more: its time is over."""

    code = "claims.hold_over"
