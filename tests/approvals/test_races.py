"""One licence, whoever races for it and whatever dies: both engines, processes that really commit.

pytest tests/approvals/test_races.py -m race
"""

import signal
from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.approvals import racers
from tests.approvals.racers import THREADS
from tests.racing import race, run_until_killed
from weijiayuan.approvals.models import Licence, LicencePaper, RegisteredName
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.background.runner import run_due_jobs
from weijiayuan.db import db
from weijiayuan.kernel import clock

pytestmark = pytest.mark.race
CLIENTS = 32


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def standing(app):
    with app.app_context():
        return count(Licence), count(RegisteredName), count(LicencePaper)


def test_thirty_two_people_race_for_one_name_and_one_has_it(ground, opened):
    app = opened(ground)
    tokens = racers.build(app, CLIENTS)
    parts = [tokens[n : n + THREADS] for n in range(0, CLIENTS, THREADS)]

    seen = Counter()
    for found in race(
        racers.for_one_name, *[(ground, part, 100 + n * THREADS) for n, part in enumerate(parts)]
    ):
        seen.update(found)

    assert seen == {(201, "auto"): 1, (201, "correct"): CLIENTS - 1}
    assert standing(app) == (1, 1, 1)


def test_thirty_two_requests_of_one_person_make_one_licence(ground, opened):
    app = opened(ground)
    [token] = racers.build(app, 1)
    with app.app_context():
        racers.identified(app.test_client(), token, racers.id_number("1990-05-01"), "one")

    seen = Counter()
    for found in race(
        racers.as_one_person, *[(ground, token, n) for n in range(CLIENTS // THREADS)]
    ):
        seen.update(found)

    assert seen[201, "auto"] == 1
    assert all(status < 500 for status, _ in seen), seen
    assert standing(app)[0] == 1


def test_eight_people_race_with_one_code_and_one_takes_over(ground, opened):
    app = opened(ground)
    old, *tokens = racers.build(app, 1 + 2 * THREADS)
    with app.app_context():
        code = racers.offered(app.test_client(), old)

    parts = [(ground, tokens[n : n + THREADS], code, 100 + n) for n in (0, THREADS)]
    seen = sum(race(racers.for_one_code, *parts), Counter())

    assert seen == {(201, "auto"): 1, (404, "approvals.handover_not_found"): 2 * THREADS - 1}
    with app.app_context():
        versions = db.session.scalars(select(Licence).order_by(Licence.version)).all()
        assert [each.is_current for each in versions] == [False, True]
        assert len({each.resident_id for each in versions}) == 2


def test_a_kill_between_approval_and_seal_loses_nothing_and_shows_no_half_licence(ground, opened):
    app = opened(ground)
    [token] = racers.build(app, 1)

    assert run_until_killed(racers.killed_before_the_seal, ground, token) == -signal.SIGKILL

    with app.app_context():
        licence = db.session.scalars(select(Licence)).one()
        assert licence.sealed_at is None
        with pytest.raises(queries.LicenceNotFound):
            queries.licence(licence.uscc)
        db.session.rollback()
        run_due_jobs(clock.now())
        db.session.rollback()
        assert queries.licence(licence.uscc).pdf_sha256
        assert (count(Licence), count(LicencePaper)) == (1, 1)
