"""A day on which the whole district has more than usual: told once, and lifting no single grid."""

from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p

import numpy as np

from weijiayuan.governance.surge_detection.rules.scan_zones import Floats
from weijiayuan.governance.surge_detection.rules.space_time_scan import (
    BASELINE_DAYS,
    LONGEST_WINDOW,
    Counts,
)

DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Surge:
    """What a day had and usually has, and how many days apart chance alone does as much."""

    observed: int
    expected: float
    recurrence_days: float


def surge(history: Counts, weekday: Floats) -> Surge:
    """Compare the last day with its 56 days of baseline; it may not be over yet.

    `weekday` is how busy each day of the history is against the mean of its week. A day that is
    not over is held against a whole one, so it can only be found too quiet, never too busy.
    """
    past = history[-LONGEST_WINDOW - BASELINE_DAYS : -LONGEST_WINDOW]
    busy = weekday[-LONGEST_WINDOW - BASELINE_DAYS : -LONGEST_WINDOW]
    mean = float(past.sum()) / BASELINE_DAYS
    expected = max(mean * float(weekday[-1]), 0.5)
    spread = dispersion(past.sum(axis=1, keepdims=True), mean * busy[:, None])
    observed = int(history[-1].sum())
    chance = tail(observed, mean=expected, spread=spread)
    return Surge(observed, expected, 1 / chance if chance > 0 else inf)


def weekday_factors(history: Counts, first_weekday: int) -> Floats:
    """Return how busy each day of the history is against the mean of its week, in the district.

    A weekday on which nothing was ever counted has the half of a matter that the others have too.
    """
    numbers = (np.arange(len(history)) + first_weekday) % DAYS_OF_WEEK
    totals = history.sum(axis=1)
    means = np.array(
        [(totals[numbers == day].sum() + 0.5) / max((numbers == day).sum(), 1) for day in range(7)]
    )
    return np.asarray((means / means.mean())[numbers])


def dispersion(counts: Floats | Counts, means: Floats) -> float:
    """Return the variance of counts as a multiple of their means, at least 1 (Poisson)."""
    total = float(means.sum())
    if total <= 0:
        return 1.0
    spread = float(((counts - means) ** 2).sum()) / total
    return max(spread * BASELINE_DAYS / (BASELINE_DAYS - 1), 1.0)


def tail(observed: int, *, mean: float, spread: float) -> float:
    """Return the chance of at least so many, from a negative binomial with that mean and spread.

    >>> round(tail(3, mean=1.0, spread=1.0), 4)  # Poisson
    0.0803
    """
    below = sum(exp(_log_mass(count, mean, spread)) for count in range(observed))
    if below < 1 - 1e-9:
        return max(1 - below, 0.0)
    far = (exp(_log_mass(count, mean, spread)) for count in range(observed, observed + 400))
    return sum(far)


def _log_mass(count: int, mean: float, spread: float) -> float:
    if spread <= 1 + 1e-6:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean / (spread - 1)
    chance = 1 / spread
    return (
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        + size * log(chance)
        + count * log1p(-chance)
    )
