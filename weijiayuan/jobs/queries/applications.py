"""Applications, profiles, saved searches and reports."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from weijiayuan.db import db
from weijiayuan.jobs.errors import (
    ApplicationNotFound,
    FairNotFound,
    ReportNotFound,
    SavedSearchNotFound,
)
from weijiayuan.jobs.models import (
    Application,
    ApplicationMove,
    Employer,
    EmployerMember,
    Fair,
    FairPost,
    FairStand,
    Job,
    JobProfile,
    JobReport,
    SavedSearch,
)
from weijiayuan.jobs.models.applications import ReportState
from weijiayuan.jobs.models.job_fairs import FairState
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


def recruiters(employer_id: UUID) -> Sequence[UUID]:
    """Return the ids of the residents who act for the employer."""
    people = select(EmployerMember.resident_id).where(EmployerMember.employer_id == employer_id)
    return db.session.scalars(people).all()


def profile(resident_id: UUID) -> JobProfile | None:
    """Return the resident's profile."""
    return db.session.scalar(select(JobProfile).where(JobProfile.resident_id == resident_id))


def saved_searches(resident_id: UUID) -> Sequence[SavedSearch]:
    """Return what the resident wants to be told about, oldest first."""
    mine = select(SavedSearch).where(SavedSearch.resident_id == resident_id)
    return db.session.scalars(mine.order_by(SavedSearch.id)).all()


def saved_search(search_id: UUID, resident_id: UUID) -> SavedSearch:
    """Return the resident's saved search. Raises `SavedSearchNotFound`."""
    found = db.session.get(SavedSearch, search_id)
    if found is None or found.resident_id != resident_id:
        raise SavedSearchNotFound
    return found


def searches_behind(number: int, *, limit: int) -> Sequence[SavedSearch]:
    """Return saved searches that have not seen the publication with this number."""
    behind = select(SavedSearch).where(SavedSearch.seen_number < number)
    return db.session.scalars(behind.order_by(SavedSearch.id).limit(limit)).all()


def reports_in(state: ReportState) -> Select[JobReport]:
    """Select the reports in a state with their posts."""
    whole = joinedload(JobReport.job).joinedload(Job.employer)
    return select(JobReport).where(JobReport.state == state).options(whole)


def report_to_settle(report_id: UUID) -> JobReport:
    """Return the report, locked. Raises `ReportNotFound`."""
    found = db.session.scalar(select(JobReport).where(JobReport.id == report_id).with_for_update())
    if found is None:
        raise ReportNotFound
    return found


def fair(fair_id: UUID, *, published: bool = False) -> Fair:
    """Return the fair, only if people may see it where asked. Raises `FairNotFound`."""
    found = db.session.get(Fair, fair_id)
    if found is None or (published and found.state is FairState.DRAFT):
        raise FairNotFound
    return found


def every_fair() -> Select[Fair]:
    """Select the fairs in every state."""
    return select(Fair)


def fairs_to_come(now: datetime, market_id: UUID | None) -> Select[Fair]:
    """Select the published fairs that have not ended, of one market if it is named."""
    coming = select(Fair).where(Fair.state == FairState.PUBLISHED, Fair.ends_at > now)
    return coming if market_id is None else coming.where(Fair.market_id == market_id)


def stands(fair_id: UUID) -> Sequence[tuple[str, Employer]]:
    """Return the stands of a fair with their employers."""
    rows = (
        select(FairStand.label, Employer)
        .join(Employer, Employer.id == FairStand.employer_id)
        .where(FairStand.fair_id == fair_id)
        .order_by(FairStand.label, FairStand.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def fair_jobs(fair_id: UUID) -> Sequence[Job]:
    """Return the posts that are shown at a fair."""
    rows = (
        select(Job)
        .join(FairPost, FairPost.job_id == Job.id)
        .where(FairPost.fair_id == fair_id)
        .options(joinedload(Job.employer))
        .order_by(Job.title, Job.id)
    )
    return db.session.scalars(rows).all()
