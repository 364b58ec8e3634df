"""A room and a judge are had once: processes that really race, and one that is killed.

pytest tests/capacity_claims/test_races.py -m race
"""

import signal
from collections import Counter

import pytest
from sqlalchemy import text

from tests.capacity_claims import racers
from tests.capacity_claims.invariants import INVARIANTS
from tests.racing import race, run_until_killed
from weijiayuan.db import db

pytestmark = pytest.mark.race

HALF_A_PAIR = """
    SELECT c.holder_id FROM claims c JOIN bookables k ON k.id = c.bookable_id
     WHERE k.capacity = 1 GROUP BY c.holder_id HAVING count(*) <> 2"""


def offenders(app):
    with app.app_context():
        asked = INVARIANTS | {"nobody has half a pair": HALF_A_PAIR}
        found = {name: db.session.execute(text(query)).all() for name, query in asked.items()}
        return {name: len(rows) for name, rows in found.items() if rows}


def test_neither_room_nor_judge_nor_hall_is_had_twice(ground, opened):
    app = opened(ground)
    facts, seen = racers.build(app), Counter()
    for counts in race(racers.client, *[(ground, facts, seed, 60) for seed in range(6)]):
        seen.update(counts)
    assert offenders(app) == {}
    assert seen["deadlock"] == 0
    for what in ("pair", "any_pair", "hall", "whole", "gave back", "claims.no_place_left"):
        assert seen[what] > 2, seen


def test_a_kill_between_room_and_judge_leaves_neither(ground, opened):
    app = opened(ground)
    facts = racers.build(app)
    for seed in range(5):
        code = run_until_killed(racers.client, ground, facts, seed, 200, 4 + seed)
        assert code == -signal.SIGKILL
        assert offenders(app) == {}
