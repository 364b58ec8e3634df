"""A slow change in one grid: a cumulative sum that remembers small excesses (CUSUM).

For counts x with usual mean m: S = max(0, S + x ln R - m (R - 1)), the log-likelihood ratio of R
times as many against as many as usual. R is 1.5: what a scan of seven days cannot see in a grid,
half as much again over weeks.
"""

import numpy as np

from weijiayuan.governance.surge_detection.rules.scan_zones import Floats
from weijiayuan.governance.surge_detection.rules.space_time_scan import ADDED, BASELINE_DAYS, Counts

TIMES = 1.5
LAG = 28
"""The baseline ends so many days before, or a slow rise would become usual while it rises."""
HISTORY = BASELINE_DAYS + LAG
REMEMBERED = 60
"""Days after which a sum is forgotten: it begins anew so many days before it is asked for."""


def sums(history: Counts, weekday: Floats) -> Floats:
    """Return the sum of each grid at the end of each day that has a baseline before it.

    `weekday` is how busy each day of the history is against the mean of its week.
    """
    added = np.vstack([np.zeros(history.shape[1]), np.cumsum(history, axis=0)])
    days = np.arange(HISTORY, len(history))
    usual = (added[days - LAG] - added[days - HISTORY] + ADDED) / BASELINE_DAYS
    steps = history[days] * np.log(TIMES) - usual * weekday[days][:, None] * (TIMES - 1)
    found = np.zeros((len(days), history.shape[1]))
    now = np.zeros(history.shape[1])
    for day, step in enumerate(steps):
        now = found[day] = np.maximum(0.0, now + step)
    return found
