"""Working time: how much of it lies between two moments, and when a stretch of it ends.

Three units come from GB/T 30428 practice: 工作时, hours inside the office windows of working days;
紧急工作时, hours round the clock; 工作日, the closing time of the n-th working day after the
start day. The fourth is the day of the statutes (自然日, 民法典 art 201 to 203): the start day
does not count, and a last day that is not worked gives way to the next that is. All moments are
aware; the arithmetic is done on the district's wall clock, which has no summer time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from weijiayuan.kernel.clock import CHINA, at_local

LONGEST_SEARCH_DAYS = 3660
NOTHING = timedelta(0)

Window = tuple[time, time]
Span = tuple[datetime, datetime]


class Calendar(Protocol):
    """Knows which dates are worked, 调休 included, for every year there is."""

    def is_working_day(self, day: date, /) -> bool: ...


class TimeUnit(StrEnum):
    WORKING_HOURS = "h"
    URGENT_HOURS = "eh"
    URGENT_MINUTES = "em"
    WORKING_DAYS = "d"
    CALENDAR_DAYS = "cd"

    @property
    def is_days(self) -> bool:
        """Tell whether the calendar decides how much time a limit in this unit is."""
        return self in (TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take.

    >>> Limit.parse("2eh")
    Limit(amount=2, unit=<TimeUnit.URGENT_HOURS: 'eh'>)
    """

    amount: int
    unit: TimeUnit

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read "4h", "2eh", "15em", "3d" or "30cd"."""
        amount = text.rstrip("cehdm")
        return cls(int(amount), TimeUnit(text[len(amount) :]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def pressing(self) -> "Limit":
        """Return the same number of hours counted round the clock; days stay days."""
        if self.unit is TimeUnit.WORKING_HOURS:
            return Limit(self.amount, TimeUnit.URGENT_HOURS)
        return self

    def in_words(self) -> str:
        """Write the limit as residents read it.

        >>> [Limit.parse(text).in_words() for text in ("4h", "2eh", "15em", "3d", "30cd")]
        ['4个工作小时', '2小时', '15分钟', '3个工作日', '30天']
        """
        names = {"h": "个工作小时", "eh": "小时", "em": "分钟", "d": "个工作日", "cd": "天"}
        return f"{self.amount}{names[self.unit]}"


class Timekeeper(Protocol):
    """Measures one kind of time."""

    def between(self, start: datetime, end: datetime) -> timedelta: ...
    def after(self, start: datetime, span: timedelta) -> datetime: ...
    def ends(self, moment: datetime) -> datetime: ...


class RoundTheClock:
    """紧急工作时: every hour counts."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time from `start` to `end`, never negative."""
        return max(end - start, NOTHING)

    def after(self, start: datetime, span: timedelta) -> datetime:
        """Return the moment at which `span` has passed since `start`."""
        return start + span

    def ends(self, moment: datetime) -> datetime:
        """Return when a time that is used up at this moment is over: then."""
        return moment


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """工作时: only the windows of working days count. Windows are ordered and do not overlap."""

    calendar: Calendar
    windows: tuple[Window, ...] = (
        (time(9), time(12)),
        (time(14), time(18)),
    )
    _days: dict[date, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the office time from `start` to `end`, never negative."""
        first, last = _wall(start), _wall(end)
        days = (last.date() - first.date()).days + 1
        return sum(
            (
                max(min(last, closes) - max(first, opens), NOTHING)
                for opens, closes in self._windows_from(first.date(), days)
            ),
            NOTHING,
        )

    def after(self, start: datetime, span: timedelta) -> datetime:
        """Return the first moment at which `span` of office time has passed since `start`."""
        if span <= NOTHING:
            return start
        begin = _wall(start)
        left = span
        for opens, closes in self._windows_from(begin.date(), LONGEST_SEARCH_DAYS):
            usable = closes - max(opens, begin)
            if usable >= left:
                return _moment(max(opens, begin) + left)
            left -= max(usable, NOTHING)
        raise OverflowError("the calendar has no working days within ten years")

    def ends(self, moment: datetime) -> datetime:
        """Return when a time that is used up at this moment is over: then."""
        return moment

    def closing_of_working_day(self, start: datetime, count: int) -> datetime:
        """Return closing time of the `count`-th working day after the day of `start`."""
        day = _wall(start).date()
        for _ in range(LONGEST_SEARCH_DAYS):
            day += timedelta(days=1)
            count -= self.calendar.is_working_day(day)
            if count == 0:
                return at_local(day, self.windows[-1][1])
        raise OverflowError("the calendar has no working days within ten years")

    def closing_from(self, day: date) -> datetime:
        """Return closing time of this day, or of the next working day if it is not worked."""
        for offset in range(LONGEST_SEARCH_DAYS):
            if self.calendar.is_working_day(day + timedelta(days=offset)):
                return at_local(day + timedelta(days=offset), self.windows[-1][1])
        raise OverflowError("the calendar has no working days within ten years")

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the office is open at this moment."""
        wall = _wall(moment)
        windows = self._windows_from(wall.date(), 1)
        return any(opens <= wall < closes for opens, closes in windows)

    def _windows_from(self, day: date, count: int) -> Iterator[Span]:
        for offset in range(count):
            yield from self._windows_of(day + timedelta(days=offset))

    def _windows_of(self, day: date) -> tuple[Span, ...]:
        """Return the windows of a day on the wall clock; worked out once for each day."""
        known = self._days.get(day)
        if known is None:
            works = self.calendar.is_working_day(day)
            known = self._days[day] = tuple(
                (datetime.combine(day, opens), datetime.combine(day, closes))
                for opens, closes in (self.windows if works else ())
            )
        return known


@dataclass(frozen=True, slots=True)
class CalendarDays(RoundTheClock):
    """自然日: every day counts, but a time never ends on a day that is not worked."""

    office: OfficeHours

    def ends(self, moment: datetime) -> datetime:
        """Return the first closing time of a working day that is not before this moment."""
        day = _wall(moment).date()
        closing = self.office.closing_from(day)
        return closing if closing >= moment else self.office.closing_from(day + timedelta(days=1))


ROUND_THE_CLOCK = RoundTheClock()


def keeper(unit: TimeUnit, office: OfficeHours) -> Timekeeper:
    """Return what measures time in this unit. Working days are measured in office hours."""
    match unit:
        case TimeUnit.URGENT_HOURS | TimeUnit.URGENT_MINUTES:
            return ROUND_THE_CLOCK
        case TimeUnit.CALENDAR_DAYS:
            return CalendarDays(office)
        case TimeUnit.WORKING_HOURS | TimeUnit.WORKING_DAYS:
            return office


def due(start: datetime, limit: Limit, office: OfficeHours) -> datetime:
    """Return when something that started at `start` must be done."""
    match limit.unit:
        case TimeUnit.URGENT_HOURS:
            return start + timedelta(hours=limit.amount)
        case TimeUnit.URGENT_MINUTES:
            return start + timedelta(minutes=limit.amount)
        case TimeUnit.WORKING_HOURS:
            return office.after(start, timedelta(hours=limit.amount))
        case TimeUnit.WORKING_DAYS:
            return office.closing_of_working_day(start, limit.amount)
        case TimeUnit.CALENDAR_DAYS:
            return office.closing_from(_wall(start).date() + timedelta(days=limit.amount))


def budget(start: datetime, limit: Limit, office: OfficeHours) -> timedelta:
    """Return the time a limit allows when it starts now, so that shares of it can be taken."""
    if limit.unit.is_days:
        return keeper(limit.unit, office).between(start, due(start, limit, office))
    if limit.unit is TimeUnit.URGENT_MINUTES:
        return timedelta(minutes=limit.amount)
    return timedelta(hours=limit.amount)


def _wall(moment: datetime) -> datetime:
    return moment.astimezone(CHINA).replace(tzinfo=None)


def _moment(wall: datetime) -> datetime:
    return at_local(wall.date(), wall.time())
