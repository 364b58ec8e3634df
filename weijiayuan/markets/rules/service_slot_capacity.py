"""The arithmetic of a menu line: how many people a stall can serve, and in which windows."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import ceil

from weijiayuan.kernel.time_span import Span
from weijiayuan.markets.rules.states import ItemMode

WALK_IN_SHARE = 0.2
"""The part of a stall's places kept for people who just come, unless the organiser says."""
ELDER_SHARE = 0.1
"""The part kept for elders without phones, unless the organiser says."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places by who may take them."""

    sign_up: int
    walk_in: int = 0
    elder: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.sign_up + self.walk_in + self.elder


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One service on the menu, as far as rules look at it; `minutes` is the time for one person."""

    service: str
    provider: str
    span: Span
    minutes: int
    stations: int
    places: Places
    mode: ItemMode = ItemMode.QUEUE
    window_minutes: int | None = None


def capacity(span: Span, *, minutes: int, stations: int) -> int:
    """Return how many people can be served: whole turns only, at every station.

    >>> from datetime import UTC, datetime
    >>> nine = datetime(2026, 11, 28, 1, tzinfo=UTC)
    >>> capacity(Span(nine, nine + timedelta(hours=2)), minutes=15, stations=3)
    24
    """
    return stations * int(span.length / timedelta(minutes=minutes))


def stations_needed(span: Span, *, minutes: int, places: int) -> int:
    """Return the least number of stations that serves so many people, never less than one."""
    turns = max(int(span.length / timedelta(minutes=minutes)), 1)
    return max(ceil(places / turns), 1)


def usual_places(total: int) -> Places:
    """Split a stall's capacity in the usual way: most for sign-up, some kept for those who come.

    >>> usual_places(24)
    Places(sign_up=17, walk_in=5, elder=2)
    """
    walk_in, elder = round(total * WALK_IN_SHARE), round(total * ELDER_SHARE)
    return Places(sign_up=total - walk_in - elder, walk_in=walk_in, elder=elder)


def windows(line: MenuLine) -> list[Span]:
    """Return the windows people sign up for; a queue or a draw has one, the whole time.

    A rest too short for one person's turn joins the window before it.
    """
    if line.mode is not ItemMode.WINDOWS or not line.window_minutes:
        return [line.span]
    step = timedelta(minutes=max(line.window_minutes, line.minutes))
    count = max(int(line.span.length / step), 1)
    starts = [line.span.starts_at + step * index for index in range(count)]
    if line.span.ends_at - starts[-1] - step >= timedelta(minutes=line.minutes):
        starts.append(starts[-1] + step)
    return [Span(start, end) for start, end in pairwise([*starts, line.span.ends_at])]


def spread(places: Places, spans: list[Span]) -> list[Places]:
    """Share places over windows in proportion to their length, the whole sum exactly."""
    return [
        Places(sign_up=sign_up, walk_in=walk_in, elder=elder)
        for sign_up, walk_in, elder in zip(
            _share(places.sign_up, spans),
            _share(places.walk_in, spans),
            _share(places.elder, spans),
            strict=True,
        )
    ]


def _share(total: int, spans: list[Span]) -> list[int]:
    lengths = [int(span.length.total_seconds()) for span in spans]
    ends = [total * sum(lengths[: index + 1]) // sum(lengths) for index in range(len(lengths))]
    return [end - start for start, end in pairwise([0, *ends])]
