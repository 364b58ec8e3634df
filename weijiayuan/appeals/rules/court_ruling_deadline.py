"""Until when the court has to rule on an application (法释〔2011〕5号 articles 4 and 5). Pure."""

from datetime import date, timedelta

ACCEPT_WITHIN = timedelta(days=3)
RULE_WITHIN = timedelta(days=15)
LONGER_BY = timedelta(days=10)
"""Only the president of the court lets it be longer, once, for special reasons."""


def last_day(filed: date, accepted: date | None, *, extended: bool) -> date:
    """Return the last safe day of the ruling: fifteen days after acceptance, or ten more.

    Before acceptance it is reckoned from the last day on which the court has to accept. The first
    day is not counted (民法典 201); a day off rolls on by the caller's calendar.

    >>> last_day(date(2026, 11, 2), date(2026, 11, 3), extended=False)
    datetime.date(2026, 11, 18)
    """
    from_day = accepted or filed + ACCEPT_WITHIN
    return from_day + RULE_WITHIN + (LONGER_BY if extended else timedelta(0))
