"""How long before a meeting its notice must be out, and how long what it decided hangs on the wall.

Days are full days from the notice on (民法典 201: its own day does not count). Counted backwards
nothing rolls over a holiday; a publication that would end on a day off ends on the next working day
(203), so it is never shorter than the law says.
"""

from datetime import datetime, timedelta

from weijiayuan.deadline_clocks.working_time import Limit, OfficeHours, TimeUnit, due


def earliest(noticed_at: datetime, *, days: int) -> datetime:
    """Return the first moment at which a meeting noticed now may begin."""
    return noticed_at + timedelta(days=days)


def wall_until(published_at: datetime, *, days: int, office: OfficeHours) -> datetime:
    """Return until when something published now hangs."""
    return due(published_at, Limit(days, TimeUnit.CALENDAR_DAYS), office)
