"""A matter turns out to be more urgent than it was: its clocks follow, from when they began."""

from datetime import datetime

from weijiayuan.deadline_clocks.working_time import Limit, due
from weijiayuan.events.models import Event
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Level
from weijiayuan.events.service import matter_clocks

UNKNOWN_LIMIT = Limit.parse("3d")  # of a matter that nobody has classified


def raise_to(event: Event, level: int, *, now: datetime) -> bool:
    """Let a matter be at least as urgent as this; tell whether it was less so.

    Levels Ⅰ and Ⅱ count round the clock, so what runs is due earlier, and what was promised is
    never later than what such a matter would be promised now; a clock that stands still goes on
    as it is.
    """
    if level >= event.level:
        return False
    event.level = level
    hurry(event, now=now)
    return True


def hurry(event: Event, *, now: datetime) -> None:
    """Let what runs be due as such a matter is, from when it began, and its promise with it."""
    for kind in (ClockKind.ACCEPT, ClockKind.SIGN):
        matter_clocks.shorten(event, kind, matter_clocks.limit_of(kind, event), now=now)
    limit = resolution_limit(event)
    matter_clocks.shorten(event, ClockKind.RESOLVE, limit, now=now)
    if event.promised_at is not None and Level(event.level).is_pressing:
        event.promised_at = min(event.promised_at, due(now, limit, matter_clocks.office()))


def resolution_limit(event: Event) -> Limit:
    """Return how long a matter may take: in danger an hour, raised to Ⅰ or Ⅱ round the clock.

    What a device measures that is grave threatens whoever passes: its hours are its own.
    """
    if event.danger is not None:
        return reference_data.limits().danger
    category = reference_data.categories().get(event.category_code or "")
    limit = category.limit if category else UNKNOWN_LIMIT
    usual = category.level if category else Level.ORDINARY
    is_raised = event.level < usual and Level(event.level).is_pressing
    limit = limit.pressing if is_raised else limit
    if not event.is_measured:
        return limit
    measured = reference_data.limits().sensed[event.level]
    return limit if limit.unit is measured.unit and limit.amount < measured.amount else measured
