"""How far what the directory says can still be believed, by the day somebody last looked."""

from datetime import date, timedelta
from enum import StrEnum

from weijiayuan.directory.rules.vocabulary import Assurer

FRESH_FOR = timedelta(days=90)
AGEING_FOR = timedelta(days=180)


class Freshness(StrEnum):
    """Fresh up to 90 days, ageing up to 180, then stale and in no answer that nobody asked for."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"


def freshness(assured_on: date, today: date) -> Freshness:
    """Return the class of an entry on a day.

    >>> day = date(2026, 1, 1)
    >>> [freshness(day, day + timedelta(days=n)).value for n in (90, 91, 180, 181)]
    ['fresh', 'ageing', 'ageing', 'stale']
    """
    age = today - assured_on
    if age <= FRESH_FOR:
        return Freshness.FRESH
    return Freshness.AGEING if age <= AGEING_FOR else Freshness.STALE


def oldest_shown(today: date) -> date:
    """Return the first day of assurance that is not stale yet."""
    return today - AGEING_FOR


UNSEEN = frozenset({Assurer.IMPORT, Assurer.SAMPLE})
"""Who wrote an entry down without having looked."""


def in_words(assured_on: date, today: date, by: Assurer = Assurer.OWNER) -> str:
    """Say when it was last looked at, and how long ago if that is long.

    What nobody looked at is told by the day of the list it comes from.
    """
    days = (today - assured_on).days
    day = f"{assured_on.year}年{assured_on.month}月{assured_on.day}日"
    if by in UNSEEN:
        return f"按{day}的名单录入，还没有人核实过"
    told = f"已核实于{day}"
    return told if today - assured_on <= FRESH_FOR else f"{told}，已{days}天未核实"
