"""Job fairs."""

from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.db import db
from weijiayuan.jobs.errors import EmployerNotVerified, JobNotFound
from weijiayuan.jobs.models import Fair, FairPost, FairStand, Job
from weijiayuan.jobs.models.job_fairs import FairState
from weijiayuan.jobs.queries import employers, job_fairs, posts
from weijiayuan.jobs.rules.states import EmployerState


def plan(given: dict[str, Any]) -> Fair:
    """Plan a fair with its stands and posts; nobody sees it before it is published."""
    stands, shown = given.pop("stands"), given.pop("job_ids")
    fair = Fair(**given)
    db.session.add(fair)
    db.session.flush()
    set_up(fair, stands, shown)
    audit.record("jobs.fair_planned", subject_kind="job_fair", subject_id=fair.id)
    return fair


def change(fair_id: UUID, given: dict[str, Any]) -> Fair:
    """Replace a fair's details, stands and posts."""
    fair = job_fairs.fair(fair_id)
    stands, shown = given.pop("stands"), given.pop("job_ids")
    for name, value in given.items():
        setattr(fair, name, value)
    fair.stands.clear()
    fair.posts.clear()
    db.session.flush()
    set_up(fair, stands, shown)
    audit.record("jobs.fair_changed", subject_kind="job_fair", subject_id=fair_id)
    return fair


def set_up(fair: Fair, stands: list[dict[str, Any]], shown: list[UUID]) -> None:
    """Give each employer a stand and each post a place; posts belong to employers who are there."""
    present = {}
    for stand in stands:
        employer = employers.employer(stand["employer_id"])
        if employer.state is not EmployerState.VERIFIED:
            raise EmployerNotVerified
        present[employer.id] = stand["label"]
    fair.stands.extend(
        FairStand(fair_id=fair.id, employer_id=employer_id, label=label)
        for employer_id, label in present.items()
    )
    for job_id in dict.fromkeys(shown):
        fair.posts.append(FairPost(fair_id=fair.id, job_id=present_post(job_id, present).id))


def present_post(job_id: UUID, present: dict[UUID, str]) -> Job:
    """Return the post if its employer has a stand. Raises `JobNotFound`."""
    job = posts.job(job_id)
    if job.employer_id not in present:
        raise JobNotFound
    return job


def announce(fair_id: UUID, state: FairState) -> Fair:
    """Publish a fair, or cancel it."""
    fair = job_fairs.fair(fair_id)
    fair.state = state
    audit.record(f"jobs.fair_{state.value}", subject_kind="job_fair", subject_id=fair_id)
    return fair
