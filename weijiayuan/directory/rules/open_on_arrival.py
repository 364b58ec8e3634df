"""Whether a service is open when somebody arrives.

A service keeps the hours of its site, or hours of its own there. Whatever its hours, it is shut
while the site is: on a closed holiday, after the last day, during a closure. Without hours nobody
knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from weijiayuan.kernel.clock import CHINA, day_in_words, local_date
from weijiayuan.kernel.span import Span
from weijiayuan.places.timetable import MIDNIGHT, Calendar, Timetable, at_minute, joined

LOOKED_AHEAD = 14
"""Days in which the next opening is looked for."""


class Door(StrEnum):
    """What one finds."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody finds at a moment: `until` is closing time, `next` the next opening."""

    door: Door
    at: datetime
    until: datetime | None = None
    next: datetime | None = None


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
    spans: list[Span] = []
    for day in _days(first - timedelta(days=1), last):
        kind = calendar(day)
        if site is not None and site.weekday_kept(day, kind) is None:
            continue
        spans += [
            Span(at_minute(day, one.opens), at_minute(day, one.closes))
            for one in hours.openings_on(day, kind)
        ]
    return without(joined(spans), closures)


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


def found_at(spans: list[Span] | None, moment: datetime) -> Found:
    """Return what somebody finds at a moment; the minute of closing is closed."""
    if spans is None:
        return Found(Door.UNKNOWN, moment)
    for span in spans:
        if span.starts_at <= moment < span.ends_at:
            return Found(Door.OPEN, moment, until=span.ends_at)
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


def in_words(found: Found) -> str:
    """Say what somebody finds, as they would be told at home."""
    if found.door is Door.UNKNOWN:
        return "开放时间还不知道，去之前先打电话"
    if found.until is not None:
        return f"到的时候开着，{_clock(found.until, found.at)}关门"
    if found.next is None:
        return f"到的时候没开，{LOOKED_AHEAD}天内没有开放时间"
    return f"到的时候没开，{_clock(found.next, found.at)}开门"


def _clock(moment: datetime, seen_from: datetime) -> str:
    local, day = moment.astimezone(CHINA), local_date(moment)
    here = local_date(seen_from)
    named = {here: "", here + timedelta(days=1): "明天"}.get(day, day_in_words(day))
    return f"{named}{local:%H:%M}"
