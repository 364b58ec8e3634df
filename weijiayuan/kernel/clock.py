"""The only place that asks the machine for the time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the one exception the ban is made for


def local_date(moment: datetime) -> date:
    """Return the calendar date that people in the district read at this moment."""
    return moment.astimezone(CHINA).date()


def at_local(day: date, clock_time: time) -> datetime:
    """Return the moment of a wall-clock time in the district, in UTC."""
    return datetime.combine(day, clock_time, tzinfo=CHINA).astimezone(UTC)


def day_in_words(day: date) -> str:
    """Write a date as residents read it.

    >>> day_in_words(date(2026, 11, 23))
    '11月23日(周一)'
    """
    return f"{day.month}月{day.day}日(周{'一二三四五六日'[day.weekday()]})"


def moment_in_words(moment: datetime) -> str:
    """Write a moment as residents read it, in the district's time.

    >>> moment_in_words(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    '11月23日(周一)09:00'
    """
    local = moment.astimezone(CHINA)
    return f"{day_in_words(local.date())}{local:%H:%M}"
