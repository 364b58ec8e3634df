"""Opening hours by weekday and season, and the slots that follow from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Any

from weijiayuan.kernel.clock import at_local, day_in_words, local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.working_calendar import WorkingCalendar

MIDNIGHT = 24 * 60
LONGEST_SLOT = 12 * 60
EVERY_DAY = frozenset(range(1, 8))
WEEKDAYS = "一二三四五六日"
SHUT_FOR_NOW = "暂不开放"


class DayKind(StrEnum):
    """What the State Council's calendar makes of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"  # a Saturday or Sunday worked in lieu (调休)


class OnHolidays(StrEnum):
    CLOSED = "closed"
    USUAL = "usual"
    SUNDAY = "sunday"


class OnMakeupDays(StrEnum):
    USUAL = "usual"
    WORKDAY = "workday"  # keeps Friday's hours


Calendar = Callable[[date], DayKind]


def calendar_of(working: WorkingCalendar) -> Calendar:
    """Return what the working calendar makes of a day, for timetables.

    A marked day is a holiday or a weekend worked in lieu; every other day is ordinary.
    """

    def kind(day: date) -> DayKind:
        if day not in working.marked:
            return DayKind.ORDINARY
        return DayKind.MAKEUP if working.is_working_day(day) else DayKind.HOLIDAY

    return kind


@dataclass(frozen=True, slots=True)
class Season:
    """A part of every year, both ends included. It may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def has(self, month: int, day: int) -> bool:
        """Say whether the day of the year lies in the season.

        >>> Season((11, 1), (2, 29)).has(1, 31), Season((11, 1), (2, 29)).has(3, 1)
        (True, False)
        """
        if self.first <= self.last:
            return self.first <= (month, day) <= self.last
        return (month, day) >= self.first or (month, day) <= self.last


ALL_YEAR = Season((1, 1), (12, 31))
LEAP_YEAR = tuple(date(2028, 1, 1) + timedelta(days=n) for n in range(366))


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of the day, in minutes after local midnight, on some weekdays of a season.

    `weekdays` counts from 1 (Monday) to 7 (Sunday); `closes` may be 1440, midnight, or later: an
    evening that runs past midnight belongs to the day on which it begins.
    """

    weekdays: frozenset[int]
    opens: int
    closes: int
    season: Season = ALL_YEAR

    def is_on(self, day: date, weekday: int) -> bool:
        return weekday in self.weekdays and self.season.has(day.month, day.day)

    def collides(self, other: "Opening") -> bool:
        """Say whether some day would be open twice at the same time."""
        return any(self._collides(other, days_later=days) for days in (-1, 0, 1)) and any(
            self.season.has(day.month, day.day) and other.season.has(day.month, day.day)
            for day in LEAP_YEAR
        )

    def _collides(self, other: "Opening", *, days_later: int) -> bool:
        """Say whether they meet when the other is of so many days later."""
        later = days_later * MIDNIGHT
        return (
            self.opens < other.closes + later
            and other.opens + later < self.closes
            and any((day + days_later - 1) % 7 + 1 in other.weekdays for day in self.weekdays)
        )


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a place is open and how its day is cut: slots of equal length, a gap after each.

    After `last_day` it is not open any more, for good.
    """

    openings: tuple[Opening, ...]
    slot_minutes: int
    gap_minutes: int = 0
    on_holidays: OnHolidays = OnHolidays.USUAL
    on_makeup_days: OnMakeupDays = OnMakeupDays.USUAL
    last_day: date | None = None

    def spans_on(self, day: date, kind: DayKind) -> list[Span]:
        """Return the slots of a day's openings in order, none cut short by closing time.

        Those of an evening that runs past midnight begin on the day after.
        """
        return [span for one in self.openings_on(day, kind) for span in self._cut(day, one)]

    def openings_on(self, day: date, kind: DayKind) -> list[Opening]:
        """Return the openings that begin on a day, in order; none when it is closed."""
        weekday = self.weekday_kept(day, kind)
        if weekday is None:
            return []
        return sorted(
            (one for one in self.openings if one.is_on(day, weekday)), key=lambda one: one.opens
        )

    def is_open(self, span: Span, calendar: Calendar) -> bool:
        """Say whether the place is open all through a stretch of time."""
        first = local_date(span.starts_at)
        days = [first + timedelta(days=n) for n in range(-1, (span.length.days) + 2)]
        openings = [(day, one) for day in days for one in self.openings_on(day, calendar(day))]
        spans = [
            Span(at_minute(day, one.opens), at_minute(day, one.closes)) for day, one in openings
        ]
        return any(stretch.contains(span) for stretch in joined(spans))

    def weekday_kept(self, day: date, kind: DayKind) -> int | None:
        """Return the weekday whose hours hold on this day, or None on a closed holiday."""
        if self.last_day is not None and day > self.last_day:
            return None
        if kind is DayKind.HOLIDAY and self.on_holidays is OnHolidays.CLOSED:
            return None
        if kind is DayKind.HOLIDAY and self.on_holidays is OnHolidays.SUNDAY:
            return 7
        if kind is DayKind.MAKEUP and self.on_makeup_days is OnMakeupDays.WORKDAY:
            return 5
        return day.isoweekday()

    def _cut(self, day: date, opening: Opening) -> Iterator[Span]:
        step = self.slot_minutes + self.gap_minutes
        last = opening.closes - self.slot_minutes
        for minute in range(opening.opens, last + 1, step):
            yield Span(at_minute(day, minute), at_minute(day, minute + self.slot_minutes))

    def faults(self) -> list[str]:
        """Name what is wrong with the timetable, as codes; an empty list when nothing is."""
        wrong = [
            ("slot_length", not 10 <= self.slot_minutes <= LONGEST_SLOT),
            ("gap_length", not 0 <= self.gap_minutes <= LONGEST_SLOT),
            ("opening_order", any(not _is_in_order(one) for one in self.openings)),
            ("opening_days", any(not _has_real_days(one) for one in self.openings)),
            ("openings_collide", any(a.collides(b) for a, b in combinations(self.openings, 2))),
        ]
        return [code for code, is_wrong in wrong if is_wrong]


def _is_in_order(opening: Opening) -> bool:
    return 0 <= opening.opens < MIDNIGHT and 0 < opening.closes - opening.opens <= MIDNIGHT


def _has_real_days(opening: Opening) -> bool:
    known = {(day.month, day.day) for day in LEAP_YEAR}
    season = {opening.season.first, opening.season.last}
    return bool(opening.weekdays) and opening.weekdays <= EVERY_DAY and season <= known


def at_minute(day: date, minute: int) -> datetime:
    """Return the moment so many minutes after a local midnight; 1440 is the next midnight."""
    days, rest = divmod(minute, MIDNIGHT)
    return at_local(day + timedelta(days=days), time(*divmod(rest, 60)))


def spans_between(
    timetable: Timetable, first: date, last: date, *, calendar: Calendar
) -> list[Span]:
    """Return every slot that begins from the first to the last day, both included, in order.

    Where a holiday's hours meet an evening that runs past midnight, the evening has its slots.
    """
    days = (first + timedelta(days=n) for n in range(-1, (last - first).days + 1))
    found: list[Span] = []
    for span in (span for day in days for span in timetable.spans_on(day, calendar(day))):
        if not found or found[-1].ends_at <= span.starts_at:
            found.append(span)
    return [span for span in found if first <= local_date(span.starts_at) <= last]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the stretches in order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.starts_at):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(span)
    return found


def clock_minutes(text: str) -> int:
    """Read a wall-clock time as minutes after midnight.

    >>> clock_minutes("09:30"), clock_minutes("23:59"), clock_minutes("24:00")
    (570, 1439, 1440)
    """
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def clock_text(minutes: int) -> str:
    """Write minutes after midnight as a wall-clock time; of the day after, as its own time.

    >>> clock_text(570), clock_text(1440), clock_text(1560)
    ('09:30', '24:00', '02:00')
    """
    if minutes > MIDNIGHT:
        minutes -= MIDNIGHT
    return f"{minutes // 60:02}:{minutes % 60:02}"


def to_data(timetable: Timetable) -> dict[str, Any]:
    """Return the timetable as it is stored and sent."""
    return {
        "openings": [
            {
                "weekdays": sorted(one.weekdays),
                "opens": clock_text(one.opens),
                "closes": clock_text(one.closes),
                "from": "{:02}-{:02}".format(*one.season.first),
                "to": "{:02}-{:02}".format(*one.season.last),
            }
            for one in timetable.openings
        ],
        "slot_minutes": timetable.slot_minutes,
        "gap_minutes": timetable.gap_minutes,
        "on_holidays": timetable.on_holidays.value,
        "on_makeup_days": timetable.on_makeup_days.value,
    } | ({"last_day": timetable.last_day.isoformat()} if timetable.last_day else {})


def from_data(data: Mapping[str, Any]) -> Timetable:
    """Read back what `to_data` wrote."""
    return Timetable(
        openings=tuple(_opening(one) for one in data["openings"]),
        slot_minutes=data["slot_minutes"],
        gap_minutes=data["gap_minutes"],
        on_holidays=OnHolidays(data["on_holidays"]),
        on_makeup_days=OnMakeupDays(data["on_makeup_days"]),
        last_day=date.fromisoformat(data["last_day"]) if data.get("last_day") else None,
    )


def _opening(data: Mapping[str, Any]) -> Opening:
    opens, closes = clock_minutes(data["opens"]), clock_minutes(data["closes"])
    return Opening(
        weekdays=frozenset(data["weekdays"]),
        opens=opens,
        closes=closes + MIDNIGHT if closes < opens else closes,
        season=Season(_month_day(data["from"]), _month_day(data["to"])),
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def sentences(timetable: Timetable) -> list[str]:
    """Say the opening hours as a notice on the door would; without any it is shut for now."""
    if not timetable.openings:
        return [SHUT_FOR_NOW]
    lines = [_opening_sentence(one) for one in timetable.openings]
    if timetable.on_holidays is OnHolidays.CLOSED:
        lines.append("法定节假日闭馆")
    elif timetable.on_holidays is OnHolidays.SUNDAY:
        lines.append("法定节假日按周日时间开放")
    if timetable.on_makeup_days is OnMakeupDays.WORKDAY:
        lines.append("调休上班日按周五时间开放")
    if timetable.last_day is not None:
        lines.append(f"开放到{timetable.last_day.year}年{day_in_words(timetable.last_day)}为止")
    return lines


def _opening_sentence(opening: Opening) -> str:
    season = "" if opening.season == ALL_YEAR else _season_words(opening.season)
    next_day = "次日" if opening.closes > MIDNIGHT else ""
    hours = f"{clock_text(opening.opens)}至{next_day}{clock_text(opening.closes)}"
    return f"{season}{weekday_words(sorted(opening.weekdays))}{hours}"


def _season_words(season: Season) -> str:
    (month, day), (last_month, last_day) = season.first, season.last
    return f"{month}月{day}日至{last_month}月{last_day}日"


def weekday_words(weekdays: Sequence[int]) -> str:
    """Name weekdays briefly.

    >>> weekday_words([1, 2, 3, 4, 5]), weekday_words([6, 7]), weekday_words([1, 3])
    ('周一至周五', '周六至周日', '周一、周三')
    """
    if len(weekdays) == 7:
        return "每天"
    if len(weekdays) > 1 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"周{WEEKDAYS[weekdays[0] - 1]}至周{WEEKDAYS[weekdays[-1] - 1]}"
    return "、".join(f"周{WEEKDAYS[day - 1]}" for day in weekdays)
