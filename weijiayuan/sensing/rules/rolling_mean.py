"""What lines of a class are held against that looks at a stretch and not at single readings."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from statistics import fmean

Measured = Sequence[tuple[datetime, float]]
FULL = 0.8
"""Of the stretch that a mean is over, so much must have been measured."""


def mean_until(stretch: Measured, at: datetime, *, over: timedelta) -> float | None:
    """Return the mean of readings that end at a moment; None where too little was measured."""
    if not stretch or at - stretch[0][0] < FULL * over:
        return None
    return fmean(value for _, value in stretch)


def means(measured: Measured, *, over: timedelta) -> Measured:
    """Return the mean at each of these readings, all of them at hand; as they are over nothing."""
    if not over:
        return measured
    found = []
    for nth, (at, _) in enumerate(measured):
        begin = bisect_left(measured, at - over, key=itemgetter(0))
        mean = mean_until(measured[begin : nth + 1], at, over=over)
        if mean is not None:
            found.append((at, mean))
    return found
