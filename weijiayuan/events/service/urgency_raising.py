"""A matter turns out to be more urgent than it was: its clocks follow, from when they began."""

from datetime import datetime

from weijiayuan.deadline_clocks.working_time import Limit
from weijiayuan.events.models import Event
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.reference_data import Category
from weijiayuan.events.rules.vocabulary import Level
from weijiayuan.events.service import deadlines


def raise_to(event: Event, level: int, *, now: datetime) -> bool:
    """Let a matter be at least as urgent as this; tell whether it was less so.

    Levels Ⅰ and Ⅱ count round the clock, so what runs is due earlier; a clock that stands still
    goes on as it is.
    """
    if level >= event.level:
        return False
    event.level = level
    for kind in (ClockKind.ACCEPT, ClockKind.SIGN):
        deadlines.shorten(event, kind, deadlines.limit_for(kind, level), now=now)
    category = reference_data.categories().get(event.category_code or "")
    if category is not None:
        limit = resolution_limit(category, level)
        deadlines.shorten(event, ClockKind.RESOLVE, limit, now=now)
    return True


def resolution_limit(category: Category, level: int) -> Limit:
    """Return how long a matter of a category may take; raised to Ⅰ or Ⅱ, round the clock."""
    raised = level < category.level and Level(level).is_pressing
    return category.limit.pressing if raised else category.limit
