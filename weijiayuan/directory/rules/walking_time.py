"""How long one walks, estimated: the straight line times a detour, at a pace.

An estimate, told as one (估算): no road file ships. 75 m a minute is the pace behind the circle of
a quarter of an hour in TD/T 1062-2021 (800 to 1,000 m, grade C); 60 m for the elderly and children.
"""

from datetime import datetime, timedelta
from math import ceil

from weijiayuan.directory.rules.vocabulary import Pace

METRES_A_MINUTE = {Pace.USUAL: 75.0, Pace.SLOW: 60.0}
DETOUR = 1.3
LONGEST_WALK = 60
"""Minutes: what is farther is not near, and no list answers it."""


def whole_minutes(straight_metres: float, pace: Pace) -> int:
    """Return the minutes on foot, rounded up as one plans them."""
    return ceil(minutes_for(straight_metres, pace))


def minutes_for(straight_metres: float, pace: Pace) -> float:
    """Return the minutes on foot for a straight distance in metres.

    >>> round(minutes_for(865, Pace.USUAL), 1)
    15.0
    """
    return straight_metres * DETOUR / METRES_A_MINUTE[pace]


def reach(minutes: float, pace: Pace) -> float:
    """Return how far, in metres as the crow flies, one gets in so many minutes.

    >>> round(reach(15, Pace.USUAL)), round(reach(15, Pace.SLOW))
    (865, 692)
    """
    return minutes * METRES_A_MINUTE[pace] / DETOUR


def arrival(leaves_at: datetime, straight_metres: float, pace: Pace) -> datetime:
    """Return when somebody is there who sets out at a moment: after the minutes that are shown."""
    return leaves_at + timedelta(minutes=whole_minutes(straight_metres, pace))
