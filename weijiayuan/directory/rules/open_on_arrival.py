"""Whether a service is open when somebody arrives.

A service keeps the hours of its site, or hours of its own within them: whatever it says, it is shut
while the site is. Without hours nobody knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import product

from weijiayuan.kernel.clock import CHINA, day_in_words, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.opening_hours import (
    ALL_YEAR,
    MIDNIGHT,
    Calendar,
    OnHolidays,
    Opening,
    Timetable,
    at_minute,
    joined,
)

LOOKED_AHEAD = 14
"""Days in which the next opening is looked for."""
FAR_AHEAD = 180
"""Days in which it is looked for where the fortnight has none."""


RECKONED = "（那一年的放假安排还没公布，按推算）"
ALWAYS = "到的时候开着，这两周不关门"


class Door(StrEnum):
    """What one finds."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody finds at a moment: `until` is closing time, `next` the next opening.

    `is_reckoned` says that it lies in a year whose holidays nobody has announced yet (推算).
    """

    door: Door
    at: datetime
    until: datetime | None = None
    next: datetime | None = None
    is_reckoned: bool = False


def open_spans(
    own: Timetable | None,
    site: Timetable | None,
    *,
    first: date,
    last: date,
    calendar: Calendar,
    closures: Iterable[Span] = (),
) -> list[Span] | None:
    """Return when a service is open from the first to the last day, or None when nobody knows.

    An evening that runs past midnight belongs to the day on which it begins.
    """
    hours = own or site
    if hours is None:
        return None
    days = list(_days(first - timedelta(days=1), last))
    spans = _spans(hours, days, calendar)
    if own is not None and site is not None:
        spans = within(spans, _spans(site, days, calendar))
    return without(spans, closures)


def _spans(hours: Timetable, days: Iterable[date], calendar: Calendar) -> list[Span]:
    """Return the stretches of these days, those that meet as one."""
    return joined(
        Span(at_minute(day, one.opens), at_minute(day, one.closes))
        for day in days
        for one in hours.openings_on(day, calendar(day))
    )


def within(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return what the spans share with the others, both in order."""
    around = list(others)
    shared = (
        (max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at))
        for one in spans
        for other in around
        if one.overlaps(other)
    )
    return [Span(begin, end) for begin, end in shared]


def within_the_house(own: Timetable | None, house: Timetable | None) -> Timetable | None:
    """Return the weekly hours of a service there: its own within those of the house."""
    if own is None or house is None:
        return own or house
    shut = house.on_holidays is OnHolidays.CLOSED
    last_days = [each for each in (own.last_day, house.last_day) if each is not None]
    return replace(
        own,
        openings=tuple(part for one in own.openings for part in _shared(one, house.openings)),
        on_holidays=OnHolidays.CLOSED if shut else own.on_holidays,
        last_day=min(last_days, default=None),
    )


def _shared(own: Opening, house: Iterable[Opening]) -> Iterator[Opening]:
    """Yield the parts of an opening in which the house is open, also since the evening before."""
    for other, later in product(house, (-1, 0, 1)):
        days = own.weekdays & {(day + later - 1) % 7 + 1 for day in other.weekdays}
        opens = max(own.opens, other.opens + later * MIDNIGHT)
        closes = min(own.closes, other.closes + later * MIDNIGHT)
        if days and opens < closes:
            season = other.season if own.season == ALL_YEAR else own.season
            yield Opening(frozenset(days), opens, closes, season)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def without(spans: Iterable[Span], closures: Iterable[Span]) -> list[Span]:
    """Return what is left of the spans outside the closures, in order."""
    left = list(spans)
    for shut in closures:
        left = [part for span in left for part in _cut(span, shut)]
    return left


def _cut(span: Span, shut: Span) -> list[Span]:
    if not span.overlaps(shut):
        return [span]
    before = Span(span.starts_at, shut.starts_at)
    after = Span(shut.ends_at, span.ends_at)
    return [part for part in (before, after) if part.starts_at < part.ends_at]


def found_at(
    spans: list[Span] | None, moment: datetime, *, seen_until: datetime | None = None
) -> Found:
    """Return what somebody finds at a moment; the minute of closing is closed.

    What is open until `seen_until`, the end of what was looked at, closes at no time that is known.
    """
    if spans is None:
        return Found(Door.UNKNOWN, moment)
    for span in spans:
        if span.starts_at <= moment < span.ends_at:
            ends = seen_until is None or span.ends_at < seen_until
            return Found(Door.OPEN, moment, until=span.ends_at if ends else None)
        if span.starts_at > moment:
            return Found(Door.CLOSED, moment, next=span.starts_at)
    return Found(Door.CLOSED, moment)


def on_day(spans: Iterable[Span], day: date) -> list[str]:
    """Write the open hours of one day, cut at midnight: open all night is 00:00至24:00 twice.

    What began the evening before stands on the day after from 00:00 on.
    """
    begin, end = at_minute(day, 0), at_minute(day, MIDNIGHT)
    cut = [
        (max(span.starts_at, begin), min(span.ends_at, end))
        for span in spans
        if span.starts_at < end and span.ends_at > begin
    ]
    return [f"{_wall(first)}至{'24:00' if last == end else _wall(last)}" for first, last in cut]


def _wall(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%H:%M}"


def in_words(found: Found, *, is_doubted: bool = False) -> str:
    """Say what somebody finds, as they would be told at home.

    Nobody promises an open door that residents found otherwise.
    """
    if found.door is Door.UNKNOWN:
        return "开放时间还不知道，去之前先打电话"
    said = f"{_said(found)}{RECKONED if found.is_reckoned else ''}"
    if is_doubted and found.door is Door.OPEN:
        return f"登记写的是{said}；有居民说不一样，去之前先打电话"
    return said


def _said(found: Found) -> str:
    if found.door is Door.OPEN:
        return f"到的时候开着，{_clock(found.until, found.at)}关门" if found.until else ALWAYS
    if found.next is None:
        return "到的时候没开，近期都不开"
    return f"到的时候没开，{_clock(found.next, found.at)}开门"


def _clock(moment: datetime, seen_from: datetime) -> str:
    local, day = moment.astimezone(CHINA), local_date(moment)
    here = local_date(seen_from)
    named = {here: "", here + timedelta(days=1): "明天"}.get(day, day_in_words(day))
    return f"{named}{local:%H:%M}"
