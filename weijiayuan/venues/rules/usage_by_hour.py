"""Use by weekday and hour, for the keeper's picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from weijiayuan.kernel.clock import CHINA
from weijiayuan.kernel.time_span import Span


@dataclass(frozen=True, slots=True)
class Use:
    """People present (or expected) over a span."""

    span: Span
    people: int


def by_weekday_and_hour(uses: Iterable[Use]) -> list[list[float]]:
    """Return person-hours, a row for each weekday from Monday and a column for each hour."""
    grid = [[0.0] * 24 for _ in range(7)]
    for use in uses:
        for weekday, hour, hours in spread(use.span):
            grid[weekday][hour] += hours * use.people
    return [[round(cell, 2) for cell in row] for row in grid]


def spread(span: Span) -> Iterator[tuple[int, int, float]]:
    """Yield each local weekday and hour that a span touches, with the hours spent in it."""
    moment = span.starts_at.astimezone(CHINA)
    while moment < span.ends_at:
        following = min(span.ends_at, _next_hour(moment))
        yield moment.weekday(), moment.hour, (following - moment).total_seconds() / 3600
        moment = following.astimezone(CHINA)


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
