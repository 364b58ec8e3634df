"""When a device is silent, how sure a rule is, and when many alarms are a storm."""

from datetime import datetime, timedelta
from math import sqrt

LEAST_INTERVAL = timedelta(seconds=10)
"""No device is registered to speak more often."""
INTERVALS_OF_SILENCE = 3
GRACE = timedelta(minutes=1)
REPAIRED_WITHIN = timedelta(hours=24)
REPAIRED_WITHIN_FOR_LIFE = timedelta(hours=2)
TOLD_EVERY = timedelta(hours=1)
TOLD_EVERY_FOR_LIFE = timedelta(minutes=10)
"""A ticket is told of at most so often: what fell out of order meanwhile, together."""
"""By when a silent device or a wrong clock is seen to; the second of what calls 119."""
CONFIRM_WITHIN = timedelta(minutes=30)
FUTURE_ALLOWED = timedelta(minutes=2)
LATE_ALLOWED = timedelta(hours=24)
REORDERED_WITHIN = timedelta(minutes=10)
"""A reading that late may still raise or complete an alarm; an older one only corrects history."""
MUTED_FOR = timedelta(hours=1)
"""So long two people who found nothing are believed while what calls for help is measured on."""
PARTED_WITHIN = timedelta(hours=1)
"""What was taken for one alarm, raised in time, is parted by what comes so late."""
AGREE_WITHIN = timedelta(minutes=10)
NEAR_METRES = 200.0
REPORTS_WITHIN = timedelta(days=14)
"""What people and devices tell of one place within so long may be one thing."""
RAW_KEPT = timedelta(days=180)
ROLLED_UP_AFTER = timedelta(days=30)
ROLL_UP = timedelta(minutes=5)
FILED_WITHIN = timedelta(days=30)
STUCK_AFTER = timedelta(hours=6)
STORM_WINDOW = timedelta(minutes=10)
STORM_TIMES = 10
LEAST_STORM = 10
ONE_CAUSE_FROM = 3
"""So many devices of a kind in one street within ten minutes tell of one cause, such as a rain."""
CUT_WITHIN = timedelta(minutes=10)
"""Devices of one place that fell silent within so long lost power or their gateway."""
STREET_DIGITS = 9
LEAST_JUDGED = 20
DOUBTED_BELOW = 0.3
Z95 = 1.959964


def silent_after(interval: timedelta) -> timedelta:
    """Return how long a device of this interval may say nothing: three readings and a minute."""
    return INTERVALS_OF_SILENCE * interval + GRACE


def is_silent(last_seen: datetime | None, *, interval: timedelta, now: datetime) -> bool:
    """Tell whether a device has been silent for too long. One never heard is silent."""
    return last_seen is None or now - last_seen > silent_after(interval)


def is_doubted(*, confirmed: int, false: int) -> bool:
    """Tell whether a rule is so often wrong that a person looks first: Wilson's upper bound < 0.3.

    >>> is_doubted(confirmed=1, false=19), is_doubted(confirmed=1, false=5)
    (True, False)
    """
    judged = confirmed + false
    return judged >= LEAST_JUDGED and wilson(confirmed, judged)[1] < DOUBTED_BELOW


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    >>> [round(bound, 3) for bound in wilson(1, 20)]
    [0.009, 0.236]
    """
    if not count:
        return 0.0, 1.0
    share, z2 = hits / count, Z95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z95 * sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def is_storm(lately: int, *, usual: float) -> bool:
    """Tell whether the last ten minutes had more than ten times the usual number of alarms."""
    return lately >= LEAST_STORM and lately > STORM_TIMES * usual
