"""How many devices of each grid are silent: counted by the database as each device would say."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from tests.factories.places import GUANGMING_SQUARE
from tests.factories.sensing import make_device, measured
from weijiayuan.db import db
from weijiayuan.sensing import observation_queries
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.alarm_policy import is_silent

ELSEWHERE = GUANGMING_SQUARE | {"lng": 113.9053, "lat": 22.7812}


def by_each(now):
    """Reckon it device by device."""
    found = {}
    for each in db.session.scalars(select(Device).where(Device.grid_code.is_not(None))):
        heard = each.last_seen_at or each.created_at
        silent = each.out_of_range_since is not None
        silent = silent or is_silent(heard, interval=each.interval, now=now)
        total, before = found.get(each.grid_code, (0, 0))
        found[each.grid_code] = total + 1, before + silent
    return found


def test_the_database_counts_silence_as_each_device_would(now):
    made = [
        make_device("gas", interval_seconds=seconds, place=place)[0]
        for seconds in (20, 60, 3600)
        for place in (GUANGMING_SQUARE, ELSEWHERE)
    ]
    seen = set()
    for minutes in (0, 1, 2, 1, 30, 200):
        now.shift(timedelta(minutes=minutes))
        if minutes in (1, 30):
            measured(made[2], [0])
            measured(made[5], [-5])
        db.session.expire_all()
        moment = datetime.now(UTC)
        counted = observation_queries.silent_by_grid(moment, now=moment)
        assert counted == by_each(moment)
        seen |= set(counted.values())
    assert len(seen) > 3
