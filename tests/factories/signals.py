"""A ledger with a past: matters on days and in grids as drawn, written in one statement."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import numpy as np

from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Mode, Source, State
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import queries as places

numbers = count(1)
CATEGORY = "09012"


def drawn(days: int, *, a_day: float, seed: int, spread: float = 1.2) -> Any:
    """Counts by day and grid of the district that ships, uneven and overdispersed."""
    chance = np.random.default_rng(seed)
    means = chance.lognormal(0, 0.7, len(places.finder().grids))
    means *= a_day / means.sum()
    return chance.negative_binomial(np.tile(means, (days, 1)) / (spread - 1), 1 / spread)


def plant(counts: Any, *, first: date, **given: Any) -> None:
    """Write matters: a row of counts is a day from `first`, a column a grid in order of codes."""
    grids, centres = places.finder().grids, _centres()
    rows = [
        _row(grids[column], centres[column], first + timedelta(days=day), nth, **given)
        for day, line in enumerate(counts)
        for column, number in enumerate(line)
        for nth in range(number)
    ]
    with transaction():
        db.session.connection().execute(Event.__table__.insert(), rows)


def _row(grid: Any, centre: Any, day: date, nth: int, **given: Any) -> dict[str, Any]:
    at = clock.at_local(day, time(8)) + timedelta(minutes=13 * nth % 700)
    usual: dict[str, Any] = {
        "id": new_id(), "created_at": at, "number": f"P{next(numbers):09}", "source": Source.RESIDENT,
        "text": "示例", "lng": centre[0], "lat": centre[1], "cell": 0, "reported_at": at, "address": "",
        "state": State.CLOSED, "category_code": CATEGORY, "confidence": 1.0, "level": 2,
        "mode": Mode.TOGETHER, "attributes": {}, "grid_id": grid.id, "grid_code": grid.code,
        "community_code": grid.community_code, "street_code": grid.street_code,
        "on_the_spot": False, "highest_level": 0, "supervision": 0, "returns": 0, "designated": False,
        "waits": 0, "extensions": 0, "reworks": 0, "reopens": 0, "reporter_reopens": 0,
        "text_check": "never", "is_sample": False,
    }  # fmt: skip
    return usual | given


def _centres() -> list[tuple[float, float]]:
    ordered = sorted(places.outlines(), key=lambda each: each[0].code)
    return [(outline.centroid.x, outline.centroid.y) for _, outline in ordered]


def at(day: date, hour: int = 0) -> datetime:
    return clock.at_local(day, time(hour))
