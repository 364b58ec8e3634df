"""Compute a signal again from its published counts: `python tools/recompute_signal.py counts.json`.

Needs nothing of the product. `counts.json` is the answer of
`GET /api/v1/governance/signals/{id}/counts`. For a cluster it draws the same circular zones around
the published centres, scans the last seven days against the 56 days before them, and says whether
zone, window, counts and statistic come out the same.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

BASELINE, WINDOWS, MOST_GRIDS, ADDED = 56, range(1, 8), 12, 0.5


def table_of(published: dict[str, Any]) -> list[list[int]]:
    """Return the counts as rows of days."""
    rows = [[0] * len(published["grids"]) for _ in range(published["days"])]
    for day, grid, count in published["cells"]:
        rows[day][grid] = count
    return rows


def zones_of(centres: list[list[float]]) -> list[tuple[int, ...]]:
    """Return every grid with its nearest neighbours, one to twelve of them; ties by order."""
    found: dict[tuple[int, ...], None] = {}
    for here in centres:
        near = sorted(range(len(centres)), key=lambda grid: (math.dist(here, centres[grid]), grid))
        for size in range(1, min(MOST_GRIDS, len(centres)) + 1):
            found[tuple(sorted(near[:size]))] = None
    return list(found)


def ratio(inside: int, total: int, usual: float) -> float:
    """Return the log-likelihood ratio: LLR = C ln(C/B) + (N-C) ln((N-C)/(N-B)) where C > B."""
    if inside <= usual:
        return 0.0
    rest = total - inside
    said = inside * math.log(inside / usual)
    return said + (rest * math.log(rest / (total - usual)) if rest else 0.0)


def strongest(rows: list[list[int]], zones: list[tuple[int, ...]]) -> tuple[Any, ...]:
    """Return statistic, zone, window, observed and expected of the most unusual zone."""
    past = [
        sum(day[grid] for day in rows[-BASELINE - 7 : -7]) + ADDED for grid in range(len(rows[0]))
    ]
    whole, best = sum(past), (0.0, (), 0, 0, 0.0)
    for window in WINDOWS:
        sums = [sum(day[grid] for day in rows[-window:]) for grid in range(len(rows[0]))]
        total = sum(sums)
        for zone in zones:
            inside = sum(sums[grid] for grid in zone)
            usual = total * sum(past[grid] for grid in zone) / whole
            found = ratio(inside, total, usual)
            if found > best[0] + 1e-9:
                best = (found, zone, window, inside, usual)
    return best


def main(path: str) -> int:
    """Say what comes out, and whether it is what was published; end with 1 where it is not."""
    published = json.loads(Path(path).read_text("utf-8"))
    if published["kind"] != "cluster":
        sys.exit(f"only clusters are computed here, this is a {published['kind']}")
    statistic, zone, window, observed, expected = strongest(
        table_of(published), zones_of(published["centres"])
    )
    same = (
        [published["grids"][grid] for grid in zone] == published["zone"]
        and (window, observed) == (published["window_days"], published["observed"])
        and math.isclose(expected, published["expected"], rel_tol=1e-9)
        and math.isclose(statistic, published["statistic"], rel_tol=1e-9)
    )
    print(f"{observed} observed, {expected:.3f} expected in {window} days, LLR {statistic:.6f}")
    print("equal to what was published" if same else "NOT equal to what was published")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
