"""Why a rating or an appeal is not taken, or nobody can be called."""

from weijiayuan.kernel.errors import Refused


class NoTelephone(Refused):
    """Who booked has left no telephone number."""

    code = "venues.no_telephone"


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
