"""How many questions a list asks does not depend on how long it is."""

import pytest

from tests.factories.accounts import make_resident
from tests.factories.jobs import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_application,
    make_employer,
    make_job,
    make_open_job,
)
from weijiayuan.accounts.rules import Role
from weijiayuan.jobs.rules.states import JobState


def asked(statements, read):
    statements.clear()
    assert read().status_code == 200
    return len(statements)


def fill(person, count):
    employer = make_employer(person.resident, name=f"第{count}家")
    jobs = [
        make_open_job(employer, community_code=(COMMUNITY, OTHER_COMMUNITY)[n % 2])
        for n in range(count)
    ]
    for _ in jobs:
        make_application(jobs[0], make_resident())
    for job in jobs:
        make_job(make_employer(), state=JobState.IN_REVIEW, submitted_at=job.published_at)
    return employer, jobs


@pytest.mark.parametrize("count", [2, 9])
def test_lists_ask_as_much_for_nine_as_for_two(as_resident, as_role, statements, count):
    boss, clerk, seeker = as_resident(), as_role(Role.DEPARTMENT), as_resident()
    employer, jobs = fill(boss, count)
    for job in jobs:
        make_application(job, seeker.resident)

    assert asked(statements, lambda: boss.get(f"/api/v1/employers/{employer.id}/jobs")) <= 7
    assert asked(statements, lambda: boss.get(f"/api/v1/jobs/{jobs[0].id}/applications")) <= 8
    assert asked(statements, lambda: seeker.get("/api/v1/me/applications")) <= 3
    # five for the list, two that put the look on the trail
    assert asked(statements, lambda: clerk.get("/api/v1/staff/jobs/queue")) <= 7
