"""One application a person and post, no more hired than wanted, lists that land once: raced."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_resident, make_staff, token_of
from tests.factories.jobs import make_application, make_employer, make_open_job, make_places
from tests.jobs.test_lists import row, table
from tests.racing import race
from weijiayuan.accounts.rules import Role
from weijiayuan.app import create_app
from weijiayuan.db import db, transaction
from weijiayuan.jobs.models import Application, Job
from weijiayuan.jobs.rules.states import ApplicationState

pytestmark = pytest.mark.race


def post(settings, token, path, body, key):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answer = create_app(settings).test_client().post(path, json=body, headers=headers)
    return answer.status_code, answer.json.get("code") or answer.json


def test_one_person_applies_eight_times_at_once_and_applies_once(ground, opened):
    app = opened(ground)
    with app.app_context():
        job, token = make_open_job(), token_of(make_resident())
        path = f"/api/v1/jobs/{job.id}/applications"
    ended = race(post, *[(ground, token, path, {}, f"try-{n}") for n in range(8)])

    assert Counter(status for status, _ in ended) == {201: 1, 409: 7}
    assert {code for status, code in ended if status == 409} == {"jobs.already_applied"}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Application)) == 1


def test_of_six_offers_no_more_are_hired_than_are_wanted(ground, opened):
    app = opened(ground)
    with app.app_context():
        recruiter = make_resident()
        token = token_of(recruiter)
        job = make_open_job(make_employer(recruiter), wanted=2)
        ids = [
            make_application(job, make_resident(), state=ApplicationState.ACCEPTED).id
            for _ in range(6)
        ]
    paths = [f"/api/v1/jobs/applications/{each}/move" for each in ids]
    ended = race(post, *[(ground, token, path, {"to": "hired"}, path[-36:]) for path in paths])

    assert Counter(status for status, _ in ended) == {200: 2, 409: 4}
    with app.app_context():
        stored = db.session.scalars(select(Job)).one()
        hired = select(func.count()).where(Application.state == ApplicationState.HIRED)
        assert (stored.hired, stored.state.value) == (2, "closed")
        assert db.session.scalar(hired) == 2


def test_a_list_sent_by_three_at_once_lands_once(ground, opened):
    app = opened(ground)
    with app.app_context():
        with transaction():
            make_places()
        employer = make_employer()
        text = table([row(employer, number) for number in range(20)])
        tokens = [token_of(make_staff(Role.DEPARTMENT)) for _ in range(3)]
    body = {"csv": text}
    ended = race(
        post, *[(ground, token, "/api/v1/staff/jobs/imports", body, "list") for token in tokens]
    )

    assert sum(report["published"] + report["in_review"] for _, report in ended) == 20
    assert sum(report["repeated"] for _, report in ended) == 40
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == 20
