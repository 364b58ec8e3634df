"""`python -m benchmarks.signals [null] [power] [storms] [year] [run]`: the risk map's promises.

The sample grids with uneven rates, a pattern of weekdays and more spread than chance alone. Lines
are drawn as the product draws them each night: from a year of the district's own days, with two
looks a day. Every figure is of days and seeds that no line was drawn by.
"""

import argparse
import json
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import shapely
from flask_migrate import upgrade
from numpy.random import Generator

from benchmarks.history import History as Ledger
from benchmarks.history import fill
from benchmarks.measure import Row, say, table
from weijiayuan.app import create_app
from weijiayuan.db import insert_new, reading, transaction
from weijiayuan.governance.surge_detection import (
    daily_counts,
    detection,
    kept_counts,
    service,
    threshold_calibration,
)
from weijiayuan.governance.surge_detection.daily_counts import Counted, Layout
from weijiayuan.governance.surge_detection.models import SignalCalibration
from weijiayuan.governance.surge_detection.rules import calibration, scan_schedule, space_time_scan
from weijiayuan.governance.surge_detection.rules.calibration import Line, World, imitate
from weijiayuan.governance.surge_detection.rules.category_families import Family, families
from weijiayuan.governance.surge_detection.rules.scan_zones import zones_around
from weijiayuan.governance.surge_detection.rules.space_time_scan import HISTORY, Counts
from weijiayuan.kernel import clock
from weijiayuan.settings import Settings

GRIDS = (
    Path(__file__).parents[1] / "weijiayuan/data/districts/guangming/places/sample_grids.geojson"
)
METRES_A_DEGREE = (102_600.0, 110_900.0)
WEEKDAY = np.array([1.1, 1.05, 1.0, 1.0, 1.05, 0.95, 0.85])
BY_NOON = 0.45
"""Which share of a day's matters is there at the look at noon."""
LOOKS = (BY_NOON, 1.0)
LEARNT = 364
CASES = 200
FIRST = date(2026, 1, 5)
REDRAWN = 30
ALLOWED = calibration.FALSE_IN_100_DAYS
CLUSTERS = ALLOWED * calibration.SHARES["cluster"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signals")
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    rows = [row for name in parser.parse_args().parts for row in PARTS[name]()]
    print(f"\n{table(rows)}")


def centres() -> list[tuple[float, float]]:
    """The middles of the sample grids in metres."""
    grids = json.loads(GRIDS.read_text("utf-8"))["features"]
    middles = [shapely.geometry.shape(each["geometry"]).centroid for each in grids]
    return [(at.x * METRES_A_DEGREE[0], at.y * METRES_A_DEGREE[1]) for at in middles]


ZONES = zones_around(centres())
COUNT = ZONES.grids


def district(a_day: float, spread: float, seed: int = 1) -> World:
    """A family of so many matters a day, as uneven as grids are."""
    means = np.random.default_rng(seed).lognormal(0, 0.7, COUNT)
    return World(means * a_day / means.sum(), WEEKDAY / WEEKDAY.mean(), spread, LOOKS)


def learnt(world: World, chance: Generator) -> World:
    """What the product knows of a district: a year of its days."""
    return calibration.world_of(imitate(world, LEARNT, chance), first_weekday=0, gone=LOOKS)


def drawn(world: World, seed: int) -> Line:
    chance = np.random.default_rng(seed)
    return calibration.cluster_line(learnt(world, chance), ZONES, chance, allowed=CLUSTERS)


def null() -> Iterator[Row]:
    """Acceptance 1: what chance alone raises on 2,000 other days."""
    for a_day in (15, 60, 240):
        for spread in (1.0, 1.5):
            say(f"null, {a_day} a day, overdispersion {spread}")
            world = district(a_day, spread)
            line = drawn(world, 11)
            rate = calibration.false_rate(line, world, ZONES, np.random.default_rng(12))
            yield Row(
                f"null: {a_day} a day, overdispersion {spread}",
                f"{rate:.2f} false episodes in 100 days (line {line.threshold:.2f})",
                "0.5 to 2.0",
                0.5 <= rate <= 2.0,
            )


def storms() -> Iterator[Row]:
    """Acceptance 2: two days in a hundred with three times as much everywhere."""
    for a_day in (15, 60, 240):
        say(f"storms, {a_day} a day")
        world = district(a_day, 1.2)
        line, chance = drawn(world, 21), np.random.default_rng(22)
        days = calibration.PROOF_DAYS + HISTORY - 1
        times = np.where(chance.random(days) < 0.02, 3.0, 1.0)
        counts = _days(_means(world, days) * times[:, None], world.spread, chance)
        raised = calibration.looked_at(counts, world, ZONES, chance) >= line.threshold
        rate = 100 * calibration.episodes(raised) / calibration.PROOF_DAYS
        yield Row(
            f"storms: {a_day} a day, 2 % of days threefold",
            f"{rate:.2f} false episodes in 100 days",
            "≤ 2.0",
            rate <= 2.0,
        )


def _means(world: World, days: int) -> np.ndarray:
    return world.means * world.weekday[np.arange(days) % 7][:, None]


def _days(means: np.ndarray, spread: float, chance: Generator) -> Counts:
    return chance.negative_binomial(means / (spread - 1), 1 / spread)


@dataclass(frozen=True)
class Case:
    """How much more there is, and what share of outbreaks must be found within a week."""

    a_day: int
    times: float
    wanted: float | None = None


def power() -> Iterator[Row]:
    """Acceptance 2: 200 outbreaks of one to four neighbouring grids, and how soon they are told."""
    for case in (
        Case(60, 5, 0.75), Case(240, 3, 0.85), Case(240, 5), Case(60, 3), Case(15, 5), Case(240, 2),
    ):  # fmt: skip
        say(f"power, {case.a_day} a day, {case.times:g} times as much")
        world = district(case.a_day, 1.2)
        line, raw = drawn(world, 31), _raw_line(world)
        chance = np.random.default_rng(int(1000 * case.times + case.a_day))
        outbreaks = [_outbreak(world, case.times, chance) for _ in range(CASES)]
        found = [_told_on(days, struck, line, chance) for days, struck in outbreaks]
        counted = [_counted_on(days, struck, raw) for days, struck in outbreaks]
        yield _told(case, found, counted)


def _told(case: Case, found: Sequence[int | None], counted: Sequence[int | None]) -> Row:
    within = {days: sum(d is not None and d < days for d in found) / CASES for days in (3, 7)}
    raw = sum(each is not None for each in counted) / CASES
    soon = sorted(each + 1 for each in found if each is not None)
    good = case.wanted and within[7] >= case.wanted and within[7] >= 2 * raw
    lead = f", told on day {statistics.median(soon):g} (median)" if soon else ""
    return Row(
        f"power: {case.a_day} a day, {case.times:g} times as much in 1-4 grids",
        f"{within[7]:.2f} within 7 days, {within[3]:.2f} within 3{lead}; "
        f"plain counts of 7 days {raw:.2f}",
        f"≥ {case.wanted:.2f} and twice the plain count" if case.wanted else "",
        bool(good) if case.wanted else None,
    )


def _outbreak(world: World, times: float, chance: Generator) -> tuple[Counts, set[int]]:
    """Days of which the last seven have more in some neighbouring grids."""
    means = _means(world, HISTORY + 6)
    size = int(chance.integers(1, 5))
    zone = _neighbours(int(chance.integers(COUNT)), size)
    means[-7:, zone] *= times
    return _days(means, world.spread, chance), set(zone)


def _neighbours(grid: int, size: int) -> list[int]:
    where = np.asarray(centres())
    apart = ((where - where[grid]) ** 2).sum(axis=1)
    return [int(each) for each in np.argsort(apart, kind="stable")[:size]]


def _told_on(days: Counts, struck: set[int], line: Line, chance: Generator) -> int | None:
    """On which day of an outbreak it is told, with two looks a day; only what overlaps counts."""
    for day in range(7):
        seen = days[day : day + HISTORY]
        for share in LOOKS:
            until = seen.copy()
            until[-1] = chance.binomial(seen[-1], share)
            told = space_time_scan.clusters(until, ZONES)
            if any(each.statistic >= line.threshold and struck & set(each.grids) for each in told):
                return day
    return None


def _raw_line(world: World) -> float:
    """The plain count of seven days that chance reaches as rarely as the scan's line."""
    days = imitate(world, calibration.DAYS + 6, np.random.default_rng(41))
    sums = np.cumsum(np.vstack([np.zeros(COUNT), days]), axis=0)
    tops = (sums[7:] - sums[:-7]).max(axis=1)
    most = int(calibration.DAYS * CLUSTERS / 100)
    lowest = tops.max() + 1
    for candidate in np.unique(tops)[::-1]:
        if calibration.episodes(tops >= candidate) > most:
            break
        lowest = candidate
    return float(lowest)


def _counted_on(days: Counts, struck: set[int], line: float) -> int | None:
    for day in range(7):
        week = days[day + HISTORY - 7 : day + HISTORY].sum(axis=0)
        if week[sorted(struck)].max() >= line and week.max() == week[sorted(struck)].max():
            return day
    return None


def year() -> Iterator[Row]:
    """A year in which nothing happens, through the product's own looks of every kind."""
    grids = tuple(SimpleNamespace(id=n, code=f"{n:03}") for n in range(COUNT))
    layout = Layout(grids, ZONES)  # type: ignore[arg-type]  # codes are all that is asked of them
    for a_day in (15, 60, 240):
        say(f"a year of noise, {a_day} a day")
        chance = np.random.default_rng(51 + a_day)
        world = district(a_day, 1.2)
        days = imitate(world, LEARNT + 365, chance)
        told = list(_told_in_year(days, layout, chance))
        raised = np.zeros(365, dtype=bool)
        raised[[day for day, _ in told]] = True
        rate = 100 * calibration.episodes(raised) / 365
        kinds = {kind: sum(each == kind for _, each in told) for kind in {k for _, k in told}}
        yield Row(
            f"a year of noise: {a_day} a day, lines drawn anew every {REDRAWN} days",
            f"{rate:.2f} false episodes in 100 days; looks that raised: {kinds}",
            "0.5 to 2.0 on average over families",
        )


def _told_in_year(days: Counts, layout: Layout, chance: Generator) -> Iterator[tuple[int, str]]:
    family, line = Family("noise", "noise", frozenset(), restricted=False), None
    for day in range(365):
        first = FIRST + timedelta(days=day)
        if day % REDRAWN == 0:
            past = days[day : day + LEARNT]
            known = Counted(first, past, past)
            history = threshold_calibration.History(
                family, first + timedelta(days=LEARNT), layout, known, LOOKS, ALLOWED
            )
            line = SignalCalibration(**threshold_calibration.drawn(history))
        seen = days[day + LEARNT + 1 - service.HISTORY_DAYS : day + LEARNT + 1]
        begins = first + timedelta(days=LEARNT + 1 - service.HISTORY_DAYS)
        for share in LOOKS:
            until = seen.copy()
            until[-1] = chance.binomial(seen[-1], share)
            found = Counted(begins, until, until)
            clusters = space_time_scan.clusters(until[-HISTORY:], ZONES)
            whole = share == 1.0
            for each in detection.unusual(clusters, found, layout, line, whole=whole):
                yield day, each.kind.value


def run() -> Iterator[Row]:
    """Acceptance 10: what a look at all families costs, over a year in a real ledger."""
    with tempfile.TemporaryDirectory(prefix="weijiayuan-signals-") as folder:
        app = create_app(Settings.from_env({"DATA_DIR": folder}))
        with app.app_context():
            upgrade()
            fill(Ledger(matters=110_000, a_day=300, open=2_000), say)
            with transaction():
                for family in families().by_code.values():
                    insert_new(SignalCalibration, [_some_line(family)])
            yield from _looks()


def _some_line(family: Family) -> dict:
    """A line as it stands in the database; how high it lies costs nothing."""
    curve = [50.0, 40.0, 30.0]
    return {
        "family": family.code, "day": clock.local_date(clock.now()), "families_version": "bench",
        "history_days": 365, "mean_a_day": 40.0, "spread": 1.2, "allowed_false": 1.0,
        "measured_false": 1.0, "days": 4000, "cluster_curve": curve, "cluster_threshold": 30.0,
        "creep_curve": curve, "creep_threshold": 30.0,
    }  # fmt: skip


def _looks() -> Iterator[Row]:
    """The same look from the ledger alone, and from the days that the worker has kept."""
    known = daily_counts.layout()
    for _ in range(1 + kept_counts.HISTORY_DAYS // kept_counts.ADDED_AT_ONCE):
        kept_counts.keep(clock.now())
    at = clock.now()
    begins = scan_schedule.day_of(at) - timedelta(days=service.HISTORY_DAYS - 1)

    def from_ledger() -> int:
        found = [
            daily_counts.counted(each, known, first=begins, until=at)
            for each in families().by_code.values()
        ]
        return sum(int(each.all[-1].sum()) for each in found)

    def look() -> int:
        return sum(each.matters for each in service.observe(families().by_code.values(), at))

    assert from_ledger() == look() > 0
    what = f"{len(families().by_code)} families, 110,000 matters in a year, SQLite"
    middle, longest, most = _cost(from_ledger)
    yield Row(f"counting {what}: from the ledger", _said(middle, longest, most))
    middle, longest, most = _cost(look)
    yield Row(
        f"a look at {what}: from kept days",
        _said(middle, longest, most),
        "≤ 60 ms for 8 families, ≤ 50 MB",
        middle <= 60 and most <= 50,
    )


def _cost(work: Callable[[], int]) -> tuple[float, float, float]:
    """How long it takes in the median and at most, in milliseconds, and its memory in MB."""
    times = []
    for _ in range(20):
        begin = time.process_time()
        with reading():
            work()
        times.append(1000 * (time.process_time() - begin))
    tracemalloc.start()
    with reading():
        work()
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return statistics.median(times), max(times), most


def _said(middle: float, longest: float, most: float) -> str:
    took = f"{middle:.0f} ms of a processor (median of 20, longest {longest:.0f})"
    return f"{took}, at most {most:.0f} MB"


PARTS = {"null": null, "power": power, "storms": storms, "year": year, "run": run}

if __name__ == "__main__":
    main()
