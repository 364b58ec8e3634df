"""Booked once: processes that really race, one that is killed, and bugs that must be noticed.

pytest tests/venues/test_races.py -m race
"""

import signal
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.racing import race, run_until_killed
from tests.venues import bugs, racers
from tests.venues.invariants import broken
from tests.venues.racers import Part
from weijiayuan.db import db

pytestmark = pytest.mark.race
RACERS, MOVES = 6, 60


@pytest.fixture
def scene(ground, opened):
    """A database of its own with venues and people; `scene(guarded=False)` for restored bugs."""

    def build(*, guarded=True):
        app = opened(ground)
        return app, ground, racers.build(app, guarded=guarded)

    return build


def holds(app):
    with app.app_context():
        return broken()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_a_crowd_does_every_invariant_holds(scene, tmp_path, seed):
    app, settings, facts = scene()
    diary = tmp_path / "diary"

    crowds = [
        (settings, facts, seed * 100 + n, Part(MOVES, None, str(diary))) for n in range(RACERS)
    ]
    seen = Counter()
    for counts in race(racers.crowd, *crowds):
        seen.update(counts)

    assert holds(app) == {}
    assert seen["deadlock"] == 0
    assert seen["book"] > 5, seen
    assert seen["venues.slot_full"] > 5, seen
    assert seen["wait"] > 2, seen
    assert all_exist(app, diary)


def all_exist(app, diary):
    """Every booking that anybody was told of is in the database."""
    told = set(Path(diary).read_text(encoding="ascii").split())
    with app.app_context():
        rows = db.session.execute(text("SELECT id FROM venue_bookings")).scalars()
        return told <= {dashed(str(one)) for one in rows}


def dashed(one):
    return str(UUID(one))


def test_a_kill_in_the_middle_loses_nothing_that_was_promised(scene, tmp_path):
    app, settings, facts = scene()
    diary = tmp_path / "diary"
    for seed in range(4):
        code = run_until_killed(racers.killed_midway, settings, facts, seed, str(diary))
        assert code == -signal.SIGKILL
        assert holds(app) == {}
    survivors = [(settings, facts, 50 + n, Part(20, None, str(diary))) for n in range(3)]
    race(racers.crowd, *survivors)
    assert holds(app) == {}
    assert all_exist(app, diary)


@pytest.mark.parametrize("name", bugs.SWITCHES)
def test_a_restored_bug_is_noticed(scene, name, engine):
    if engine.name == "sqlite":
        pytest.skip("shown where most of them come out: SQLite lets one writer in at a time")
    app, settings, facts = scene(guarded=False)
    runner = RUNNERS.get(bugs.SWITCHES[name], racers.crowd)
    for attempt in range(12):
        part = Part(MOVES, bugs.SWITCHES[name])
        seeds = range(attempt * 60, attempt * 60 + RACERS)
        race(runner, *[(settings, facts, seed, part) for seed in seeds])
        if name in holds(app):
            return
    pytest.fail(f"nobody noticed that {bugs.SWITCHES[name].__name__} was restored: {holds(app)}")


RUNNERS = {
    bugs.check_then_insert: racers.herd,
    bugs.count_then_insert: racers.herd,
    bugs.no_person_lock: racers.twins,
}


@pytest.mark.parametrize("runner", [racers.herd, racers.twins])
def test_a_herd_after_the_same_places_gets_each_once(scene, runner):
    app, settings, facts = scene()
    seen = Counter()
    for counts in race(runner, *[(settings, facts, n, Part(36)) for n in range(RACERS)]):
        seen.update(counts)
    assert holds(app) == {}
    assert seen["book"] >= 36
    assert sum(seen.values()) == 36 * RACERS


def test_a_room_is_kept_or_booked_and_never_both(scene):
    app, settings, facts = scene()
    seen = Counter()
    for counts in race(racers.keepers, *[(settings, facts, n, Part(24)) for n in range(RACERS)]):
        seen.update(counts)
    assert holds(app) == {}
    assert seen["hold"] + seen["book"] > 2, seen
    assert seen["venues.venue_in_use"] + seen["venues.room_kept"] + seen["hold"] > 2, seen


@pytest.mark.parametrize("net", ["lock", "constraint"])
def test_either_net_alone_keeps_a_seat_from_being_held_twice(scene, net):
    app, settings, facts = scene(guarded=net == "constraint")
    bug = bugs.no_lock if net == "constraint" else None
    crowds = [(settings, facts, 700 + n, Part(MOVES, bug)) for n in range(RACERS)]
    race(racers.crowd, *crowds)
    found = holds(app)
    assert "no seat is held twice at one time" not in found
    assert "no slot or session holds more than its capacity" not in found
