"""Announced holidays as the package `chinesecalendar` (MIT) knows them, 2004 to its last year."""

import chinese_calendar
from chinese_calendar import Holiday

from weijiayuan.places.working_calendar import DayKind, MarkedDay

SOURCE = "国务院办公厅历年放假通知，取自 PyPI chinesecalendar"


def announced_by_package() -> range:
    """Return the years whose notices the installed package carries."""
    days = chinese_calendar.holidays.keys()
    return range(min(days).year, max(days).year + 1)


def marked_by_package() -> list[MarkedDay]:
    """Return every day that those notices name, off or worked."""
    off = ((day, DayKind.OFF, name) for day, name in chinese_calendar.holidays.items())
    work = ((day, DayKind.WORK, name) for day, name in chinese_calendar.workdays.items())
    return [MarkedDay(day, kind, _in_chinese(name)) for day, kind, name in sorted([*off, *work])]


def _in_chinese(name: str) -> str:
    return next((holiday.chinese for holiday in Holiday if holiday.value == name), name)
