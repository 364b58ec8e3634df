"""Applications, and the profiles they are made from."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from weijiayuan.db import db
from weijiayuan.jobs.errors import ApplicationNotFound
from weijiayuan.jobs.models import Application, ApplicationMove, Job, JobProfile
from weijiayuan.jobs.rules.reply_deadlines import REMIND_AFTER
from weijiayuan.jobs.rules.states import LIVE, ApplicationState


def application_to_change(application_id: UUID) -> Application:
    """Return the application, locked until the transaction ends."""
    wanted = select(Application).where(Application.id == application_id).with_for_update()
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise ApplicationNotFound
    return found


def my_application(application_id: UUID, resident_id: UUID) -> Application:
    """Return the resident's own application. Raises `ApplicationNotFound`."""
    found = db.session.get(Application, application_id)
    if found is None or found.resident_id != resident_id:
        raise ApplicationNotFound
    return found


def my_applications(resident_id: UUID, job_id: UUID | None) -> Select[Application]:
    """Select the resident's applications, to one post if named, with posts and employers."""
    whole = joinedload(Application.job).joinedload(Job.employer)
    mine = select(Application).where(Application.resident_id == resident_id).options(whole)
    return mine if job_id is None else mine.where(Application.job_id == job_id)


def applications_for(job_id: UUID, state: ApplicationState | None) -> Select[Application]:
    """Select the applications for a post that were not withdrawn."""
    here = select(Application).where(Application.job_id == job_id)
    if state is None:
        return here.where(Application.state != ApplicationState.WITHDRAWN)
    return here.where(Application.state == state)


def counts_by_state(job_id: UUID) -> dict[str, int]:
    """Return how many applications for the post are in each state."""
    counted = (
        select(Application.state, func.count())
        .where(Application.job_id == job_id)
        .group_by(Application.state)
    )
    return {state.value: count for state, count in db.session.execute(counted)}


def moves(application_id: UUID) -> Sequence[ApplicationMove]:
    """Return the steps of an application, oldest first."""
    steps = (
        select(ApplicationMove)
        .where(ApplicationMove.application_id == application_id)
        .order_by(ApplicationMove.id)
    )
    return db.session.scalars(steps).all()


def to_remind(now: datetime) -> Sequence[Application]:
    """Return the applications that wait for seven days and of which nobody was reminded."""
    waiting = select(Application).where(
        Application.answered_at.is_(None),
        Application.reminded_at.is_(None),
        Application.created_at <= now - REMIND_AFTER,
        Application.state.in_([ApplicationState.SENT, ApplicationState.SEEN]),
    )
    return db.session.scalars(waiting.order_by(Application.created_at).limit(500)).all()


def standing_applicants(job_id: UUID) -> Sequence[Application]:
    """Return the applications for a post that are still on their way."""
    wanted = select(Application).where(Application.job_id == job_id, Application.state.in_(LIVE))
    return db.session.scalars(wanted.order_by(Application.id)).all()


def standing_with(employer_id: UUID) -> Sequence[Application]:
    """Return the applications to an employer that are still on their way, with their posts."""
    wanted = (
        select(Application)
        .join(Application.job)
        .where(Job.employer_id == employer_id, Application.state.in_(LIVE))
        .options(contains_eager(Application.job))
    )
    return db.session.scalars(wanted.order_by(Application.id)).all()


def last_no(job_id: UUID, resident_id: UUID) -> Application | None:
    """Return the newest application of the resident for a post that its employer refused."""
    mine = (Application.job_id == job_id, Application.resident_id == resident_id)
    refused = select(Application).where(*mine, Application.state == ApplicationState.REJECTED)
    return db.session.scalar(refused.order_by(Application.id.desc()).limit(1))


def profile(resident_id: UUID) -> JobProfile | None:
    """Return the resident's profile."""
    return db.session.scalar(select(JobProfile).where(JobProfile.resident_id == resident_id))
