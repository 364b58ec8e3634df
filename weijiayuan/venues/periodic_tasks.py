"""What the worker does for venues and activities. Late or twice, the outcome is the same."""

from datetime import datetime

from weijiayuan.background import every, every_in_steps
from weijiayuan.venues.service import (
    attendance,
    calendar_changes,
    registration_draws,
    time_driven_changes,
)


@every(minutes=1)
def settle_lapsed(now: datetime) -> str:
    """Clear lapsed holds, requests and offers; the next in line gets the place."""
    return _said("slots settled", time_driven_changes.settle_lapsed(now=now))


@every(minutes=1)
def mark_missing(now: datetime) -> str:
    """Count those who did not come."""
    return _said("no-shows", attendance.mark_missing(now=now))


@every(minutes=5)
def close_lines(now: datetime) -> str:
    """End waiting lists that nothing more can come of."""
    return _said("lines closed", time_driven_changes.close_lines(now=now))


@every(minutes=5)
def remind(now: datetime) -> str:
    """Remind people of what they booked."""
    return _said("reminders", time_driven_changes.remind(now=now))


@every_in_steps(minutes=1)
def look_through_calendar(now: datetime) -> str:
    """Tell those whose slot a change of the calendar has taken away."""
    return _said("bookings lost their slot", calendar_changes.look_through(now=now))


@every_in_steps(minutes=1)
def draw_places(now: datetime) -> str:
    """Draw the places of classes whose registration has closed."""
    return _said("draws", registration_draws.draw_due(now=now))


def _said(what: str, count: int) -> str:
    return f"{count} {what}" if count else ""
