"""A space-time scan: a zone and a window of days with more than their usual share.

Conditional on how many matters the whole district had in the window, so that a storm, which fills
every grid, lifts none of them. With C matters in the zone, N in the window and B = N x the zone's
usual share: where C > B, LLR = C ln(C/B) + (N-C) ln((N-C)/(N-B)), else 0. The statistic is the
largest LLR over all zones and over windows of one to seven days (Kulldorff 2001; compared with
seven other methods at one false-alarm rate in the facts on sensing and risk, 4.2).

The usual share of a grid is its share of the 56 days that end a week before, with half a matter
added to each grid, so that a grid where nothing ever happened is not impossible.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weijiayuan.governance.surge_detection.rules.scan_zones import Floats, Zones

LONGEST_WINDOW = 7
BASELINE_DAYS = 56
HISTORY = BASELINE_DAYS + LONGEST_WINDOW
"""Days that a statistic looks at, the day itself included as the last."""
ADDED = 0.5
AT_ONCE = 256
MOST_ZONES = 3

Counts = NDArray[np.int64]
"""Whole numbers of matters: one row a day, the earliest first, one column a grid."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A zone and window with more than usual. `days` count back from the last, that day included.

    `expected` is the zone's usual share of all matters of the window.
    """

    grids: tuple[int, ...]
    days: int
    observed: int
    expected: float
    statistic: float

    @property
    def ratio(self) -> float:
        return self.observed / self.expected


def clusters(history: Counts, zones: Zones) -> list[Cluster]:
    """Return the most unusual zone of the last day, and up to two more that do not overlap it.

    `history` has exactly `HISTORY` days. Raises `ValueError` for another number.
    """
    if len(history) != HISTORY:
        raise ValueError(f"a scan looks at {HISTORY} days, not {len(history)}")
    share = zones.sums(shares(history[:BASELINE_DAYS].sum(axis=0)[None]).T)
    sums = [history[-days:].sum(axis=0) for days in range(1, LONGEST_WINDOW + 1)]
    found = zones.sums(np.array(sums, dtype=float).T)
    totals = np.array([each.sum() for each in sums], dtype=float)
    ratios = likelihood_ratios(found, totals, _Usual.of(share))
    return list(_apart(ratios, found, totals * share, zones))


def _apart(ratios: Floats, found: Floats, expected: Floats, zones: Zones) -> Iterator[Cluster]:
    """Yield the best zones in turn, each without a grid of those before."""
    left = ratios.copy()
    for _ in range(MOST_ZONES):
        row, column = np.unravel_index(int(left.argmax()), left.shape)
        if left[row, column] <= 0:
            return
        members = zones.members[row]
        yield Cluster(
            grids=members,
            days=int(column) + 1,
            observed=round(found[row, column]),
            expected=float(expected[row, column]),
            statistic=float(ratios[row, column]),
        )
        left[zones.matrix[:, list(members)].any(axis=1)] = 0.0


def statistics(history: Counts, zones: Zones, last: Counts | None = None) -> Floats:
    """Return the largest likelihood ratio of each day that has a whole history before it.

    `last` are the counts of the same days as far as they had gone when somebody looked; without it
    every day is looked at when it is over.
    """
    sums = np.vstack([np.zeros(history.shape[1]), np.cumsum(history, axis=0)])
    missing = np.zeros_like(history) if last is None else history - last
    days = np.arange(HISTORY - 1, len(history))
    usual = shares(sums[days - LONGEST_WINDOW + 1] - sums[days - HISTORY + 1])
    best = np.zeros(len(days))
    for begin in range(0, len(days), AT_ONCE):
        part = slice(begin, begin + AT_ONCE)
        known = _Usual.of(zones.matrix @ usual[part].T)
        for window in range(1, LONGEST_WINDOW + 1):
            here = sums[days[part] + 1] - sums[days[part] - window + 1] - missing[days[part]]
            ratio = likelihood_ratios(zones.matrix @ here.T, here.sum(axis=1), known)
            best[part] = np.maximum(best[part], ratio.max(axis=0))
    return best


def shares(matters: Floats | Counts) -> Floats:
    """Return each grid's usual share of the district's matters, a row for each row."""
    smoothed = matters + ADDED
    return np.asarray(smoothed / smoothed.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Usual:
    """The usual shares of zones (rows) on days (columns), with their logarithms."""

    share: Floats
    inside: Floats
    outside: Floats

    @classmethod
    def of(cls, share: Floats) -> "_Usual":
        with np.errstate(divide="ignore"):
            return cls(share, np.log(share), np.log1p(-np.minimum(share, 1.0)))


def likelihood_ratios(found: Floats, totals: Floats, usual: "_Usual") -> Floats:
    """Return the log-likelihood ratio of each zone (row) and window (column); 0 for fewer."""
    rest = totals - found
    ratio = _times_log(found) + _times_log(rest) - _times_log(totals) - found * usual.inside
    ratio -= np.where(rest > 0, rest, 0.0) * np.where(np.isfinite(usual.outside), usual.outside, 0)
    return np.where(found > totals * usual.share, ratio, 0.0)


def _times_log(count: Floats) -> Floats:
    """Return x ln x for whole numbers, and 0 for 0."""
    numbers = count.astype(np.intp)
    table = np.arange(int(numbers.max(initial=0)) + 1, dtype=float)
    table[1:] *= np.log(table[1:])
    return np.asarray(table[numbers])
