"""Which days the district works: weekdays, holidays and the working weekends of 调休.

Pure functions over a frozen table, so that a due time can be recomputed from what was known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from weijiayuan.kernel import clock

Window = tuple[time, time]
Span = tuple[datetime, datetime]

OFFICE_HOURS: tuple[Window, ...] = ((time(9), time(12)), (time(14), time(18)))
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """Why a day differs from the rule that Monday to Friday are worked."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day somebody announced: a holiday, or a weekend that is worked in exchange."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days of every year: announced ones as announced, the others by the statutory rule.

    `marked` wins over the weekday; `announced` are the years whose notice of the State Council's
    General Office (国务院办公厅) has been entered. Days of other years are *provisional*: Monday
    to Friday less the statutory holidays, as 调休 cannot be foreseen.
    """

    marked: Mapping[date, MarkedDay]
    announced: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on this day."""
        mark = self.marked.get(day)
        return day.weekday() < SATURDAY if mark is None else mark.kind is DayKind.WORK

    def is_provisional(self, day: date) -> bool:
        """Say whether the answer for this day may still change when its year is announced."""
        return day.year not in self.announced

    @property
    def provisional_from(self) -> date:
        """The first day after the last year of the unbroken run of announced years."""
        year = min(self.announced, default=date.min.year)
        while year in self.announced:
            year += 1
        return date(year, 1, 1)

    def name_of(self, day: date) -> str | None:
        """Return the name of the holiday, or of the holiday that this weekend is worked for."""
        mark = self.marked.get(day)
        return mark.name if mark else None

    def next_working_day(self, day: date) -> date:
        """Return the first working day after this one."""
        return self.roll_forward(day + ONE_DAY)

    def roll_forward(self, day: date) -> date:
        """Return the day itself if it is worked, else the next that is (民事诉讼法 art 85)."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; `day` itself is not counted."""
        if count < 0:
            raise ValueError(f"working days are counted forward, not {count}")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_spans(
        self, day: date, windows: tuple[Window, ...] = OFFICE_HOURS
    ) -> tuple[Span, ...]:
        """Return the working hours of a day as moments in UTC; none on a day off."""
        if not self.is_working_day(day):
            return ()
        return tuple(
            (clock.at_local(day, start), clock.at_local(day, end)) for start, end in windows
        )


def calendar_of(
    marked: Iterable[MarkedDay], *, announced: Iterable[int], statutory: Iterable[MarkedDay] = ()
) -> WorkingCalendar:
    """Join what was announced with the statutory holidays of the years that were not.

    A mark made by hand wins over a statutory day in any year.
    """
    known = frozenset(announced)
    guessed = with_substitutes(day for day in statutory if day.day.year not in known)
    by_hand = {mark.day: mark for mark in marked}
    return WorkingCalendar({mark.day: mark for mark in guessed} | by_hand, known)


def with_substitutes(statutory: Iterable[MarkedDay]) -> list[MarkedDay]:
    """Add the working day that replaces each statutory holiday falling on a weekend.

    《全国年节及纪念日放假办法》: such a holiday is made up on a working day; we take the next one.
    """
    days = {mark.day: mark for mark in statutory}
    for mark in sorted(days.values(), key=lambda mark: mark.day):
        if mark.day.weekday() >= SATURDAY:
            instead = _next_free_weekday(mark.day, taken=days)
            days[instead] = MarkedDay(instead, DayKind.OFF, f"{mark.name}补假")
    return list(days.values())


def _next_free_weekday(day: date, *, taken: Mapping[date, MarkedDay]) -> date:
    while day in taken or day.weekday() >= SATURDAY:
        day += ONE_DAY
    return day
