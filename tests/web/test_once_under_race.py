"""One key, one effect: proven with processes that really race and with a process that is killed."""

import os
import signal
from collections import Counter

import pytest
from sqlalchemy import text

from tests.factories.accounts import make_resident, token_of
from tests.racing import race, run_until_killed
from weijiayuan.app import create_app
from weijiayuan.db import db
from weijiayuan.web import idempotency

pytestmark = pytest.mark.race

CHILD = {"name": "王小明", "relation": "child"}


def ask(settings, headers):
    answer = (
        create_app(settings).test_client().post("/api/v1/me/family", json=CHILD, headers=headers)
    )
    return answer.status_code, answer.headers.get("Idempotency-Replayed", "false")


def killed_before_it_commits(settings, headers):
    app = create_app(settings)
    keep = idempotency._keep

    def keep_and_die(answer):
        keep(answer)
        os.kill(os.getpid(), signal.SIGKILL)

    idempotency._keep = keep_and_die
    app.test_client().post("/api/v1/me/family", json=CHILD, headers=headers)


@pytest.fixture
def headers(ground, opened):
    app = opened(ground)
    with app.app_context():
        token = token_of(make_resident())
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": "the-same"}


def members(app):
    with app.app_context():
        return db.session.execute(text("SELECT count(*) FROM family_members")).scalar()


def test_eight_processes_with_one_key_have_one_effect(ground, opened, headers):
    seen = Counter(race(ask, *[(ground, headers)] * 8))

    assert seen == {(201, "false"): 1, (201, "true"): 7}
    assert members(opened(ground)) == 1


def test_a_process_killed_before_its_commit_leaves_nothing_and_the_retry_acts(
    ground, opened, headers
):
    code = run_until_killed(killed_before_it_commits, ground, headers)
    app = opened(ground)
    assert code == -signal.SIGKILL
    assert members(app) == 0

    again = app.test_client().post("/api/v1/me/family", json=CHILD, headers=headers)

    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again.headers
    assert members(app) == 1
