"""How long before a meeting its notice must be out, and how long what it decided hangs on the wall.

Days are calendar days of the district (民法典 201): the day of the notice does not count, the day
of the meeting does. Counted backwards nothing rolls over a holiday; a publication that would end on
a day off ends on the next working day (203), so it is never shorter than the law says.
"""

from datetime import date, datetime, timedelta

from weijiayuan.clocks.working_time import Limit, OfficeHours, TimeUnit, due
from weijiayuan.kernel import clock


def days_of_notice(noticed_at: datetime, starts_at: datetime) -> int:
    """Return the days between the notice and the meeting."""
    return (clock.local_date(starts_at) - clock.local_date(noticed_at)).days


def earliest_day(noticed_at: datetime, *, days: int) -> date:
    """Return the first day on which a meeting noticed now may be."""
    return clock.local_date(noticed_at) + timedelta(days=days)


def wall_until(published_at: datetime, *, days: int, office: OfficeHours) -> datetime:
    """Return until when something published now hangs."""
    return due(published_at, Limit(days, TimeUnit.CALENDAR_DAYS), office)
