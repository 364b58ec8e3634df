"""No-shows and what follows from them: three within ninety days suspend for thirty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NO_SHOWS_ALLOWED = 2
COUNTED_WITHIN = timedelta(days=90)
SUSPENDED_FOR = timedelta(days=30)
APPEAL_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Suspension:
    since: datetime
    until: datetime


def suspension(no_shows: Iterable[datetime], *, now: datetime) -> Suspension | None:
    """Return the suspension in force at `now`, derived from the moments of counted no-shows.

    No-shows that led to a suspension are used up by it, and those during one start a new count.
    """
    counted: list[datetime] = []
    for moment in sorted(no_shows):
        counted = [one for one in counted if moment - one < COUNTED_WITHIN] + [moment]
        if len(counted) <= NO_SHOWS_ALLOWED:
            continue
        if moment <= now < moment + SUSPENDED_FOR:
            return Suspension(moment, moment + SUSPENDED_FOR)
        counted = []
    return None


def left_before_suspension(no_shows: Iterable[datetime], *, now: datetime) -> int:
    """Return how many more no-shows a person may have before being suspended."""
    counted: list[datetime] = []
    for moment in sorted(no_shows):
        counted = [one for one in counted if moment - one < COUNTED_WITHIN] + [moment]
        if len(counted) > NO_SHOWS_ALLOWED:
            counted = []
    recent = [one for one in counted if now - one < COUNTED_WITHIN]
    return NO_SHOWS_ALLOWED + 1 - len(recent)


def may_appeal(no_show_at: datetime, *, now: datetime) -> bool:
    return now <= no_show_at + APPEAL_WITHIN
