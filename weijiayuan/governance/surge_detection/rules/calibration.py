"""How large a statistic must be before anybody is told: one false alarm in a hundred days.

No constant: what chance alone reaches depends on how many matters a family has and how unevenly.
So the district's own days are imitated, some thousands of them with the same means, the same
weekdays and the same overdispersion but no cluster, and scanned as the real ones are, several
times a day. The line is drawn where the imitation would have raised as many episodes as we
promise (parametric bootstrap). An episode ends when nothing was raised for seven days.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.random import Generator

from weijiayuan.governance.surge_detection.rules import cusum_slow_rise, space_time_scan
from weijiayuan.governance.surge_detection.rules.district_surge import dispersion, weekday_factors
from weijiayuan.governance.surge_detection.rules.scan_zones import Floats, Zones
from weijiayuan.governance.surge_detection.rules.space_time_scan import ADDED, Counts

DAYS = 4000
PROOF_DAYS = 2000
GAP = 7
FALSE_IN_100_DAYS = 1.0
SHARES = {"cluster": 0.84, "creep": 0.08, "surge": 0.08}
"""What each kind of signal has of the false alarms we promise."""
MOST_RAISED = 0.05
"""Where more days are raised than one in twenty, episodes run into each other."""
MOST_SPREAD = 6.0


@dataclass(frozen=True, slots=True)
class World:
    """A district in which nothing happens but chance.

    `means` are matters a day and grid, `weekday` seven factors beginning on Monday, `spread` the
    variance over the mean, `gone` which share of a day's matters is there at each look.
    """

    means: Floats
    weekday: Floats
    spread: float
    gone: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """From where a statistic is told, and how often chance alone reaches what.

    `curve[n]` is the lowest statistic that raised at most n episodes in `days` days of chance.
    """

    threshold: float
    curve: tuple[float, ...]
    days: int

    def recurrence_days(self, statistic: float) -> float:
        """Return how many days apart chance alone reaches this: `inf` where it never did."""
        reached = (count for count, lowest in enumerate(self.curve) if lowest <= statistic)
        count = next(reached, len(self.curve))
        return self.days / count if count else inf


def world_of(history: Counts, *, first_weekday: int, gone: tuple[float, ...]) -> World:
    """Learn the means, weekdays and spread of a history of whole days."""
    factors = weekday_factors(history, first_weekday)
    means = (history.sum(axis=0) + ADDED) / len(history)
    spread = dispersion(history, means * factors[:, None])
    by_day = np.ones(7)
    by_day[(np.arange(len(history)) + first_weekday) % 7] = factors
    return World(means, by_day, min(spread, MOST_SPREAD), gone)


def imitate(world: World, days: int, chance: Generator) -> Counts:
    """Draw so many days from a negative binomial with the world's means and spread."""
    mean = world.means * world.weekday[np.arange(days) % 7][:, None]
    if world.spread <= 1 + 1e-6:
        return chance.poisson(mean)
    return chance.negative_binomial(mean / (world.spread - 1), 1 / world.spread)


def cluster_line(world: World, zones: Zones, chance: Generator, *, allowed: float) -> Line:
    """Draw the line for clusters: `allowed` episodes in 100 days."""
    days = imitate(world, DAYS + space_time_scan.HISTORY - 1, chance)
    return _line(looked_at(days, world, zones, chance), allowed)


def false_rate(line: Line, world: World, zones: Zones, chance: Generator) -> float:
    """Return the false episodes in 100 days on days that the line has not been drawn by."""
    days = imitate(world, PROOF_DAYS + space_time_scan.HISTORY - 1, chance)
    raised = looked_at(days, world, zones, chance) >= line.threshold
    return 100 * episodes(raised) / PROOF_DAYS


def looked_at(days: Counts, world: World, zones: Zones, chance: Generator) -> Floats:
    """Return the largest statistic of each day over all its looks."""
    looks = [
        space_time_scan.statistics(days, zones, None if gone >= 1 else chance.binomial(days, gone))
        for gone in world.gone
    ]
    return np.asarray(np.max(looks, axis=0))


def creep_line(world: World, chance: Generator, *, allowed: float) -> Line:
    """Draw the line for slow changes: `allowed` episodes in 100 days, over all grids."""
    days = imitate(world, DAYS + cusum_slow_rise.HISTORY, chance)
    factors = world.weekday[np.arange(len(days)) % 7]
    return _line(cusum_slow_rise.sums(days, factors).max(axis=1), allowed)


def _line(tops: Floats, allowed: float) -> Line:
    """Return the lowest line that raises no more than what is allowed."""
    curve: list[float] = []
    for candidate in np.unique(tops)[::-1]:
        days = tops >= candidate
        if days.mean() > MOST_RAISED:
            break
        raised = episodes(days)
        curve += [inf] * (raised + 1 - len(curve))
        curve[raised] = float(candidate)
    lowest = tuple(min(curve[: count + 1]) for count in range(len(curve)))
    most = min(int(len(tops) * allowed / 100), len(lowest) - 1)
    return Line(lowest[most] if lowest else inf, lowest, len(tops))


def episodes(raised: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> int:
    """Count stretches of raised days that lie more than seven days apart.

    >>> episodes(np.array([True, False, True] + [False] * 8 + [True]))
    2
    """
    days = np.flatnonzero(raised)
    return 0 if not len(days) else 1 + int((np.diff(days) > GAP).sum())
