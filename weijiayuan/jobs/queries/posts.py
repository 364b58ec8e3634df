"""Posts, their history and their answer rate."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.jobs.errors import JobNotFound
from weijiayuan.jobs.models import Application, Employer, EmployerMember, Job, JobBoard, JobChange
from weijiayuan.jobs.models.applications import JobReport, ReportState
from weijiayuan.jobs.queries.search_conditions import BOARD
from weijiayuan.jobs.rules.reply_deadlines import RATE_AFTER, AnswerRate
from weijiayuan.jobs.rules.states import BARRED, ApplicationState, JobState
from weijiayuan.kernel.ids import new_id
from weijiayuan.places.models import Community

CAME_DOWN = ("taken_down", "refused", "reported")
MOST_KEPT = 300  # posts that one is compared with


def job(job_id: UUID) -> Job:
    """Return the post. Raises `JobNotFound`."""
    found = db.session.get(Job, job_id)
    if found is None:
        raise JobNotFound
    return found


def job_to_change(job_id: UUID) -> Job:
    """Return the post, locked until the transaction ends."""
    wanted = select(Job).where(Job.id == job_id).with_for_update()
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise JobNotFound
    return found


def is_open(found: Job, *, today: date) -> bool:
    """Say whether the post is in public and not run out."""
    return (
        found.state is JobState.PUBLISHED
        and found.valid_until is not None
        and found.valid_until >= today
    )


def job_of(job_id: UUID, *, resident_id: UUID, to_change: bool = True) -> Job:
    """Return the post for somebody who acts for its employer. Raises `JobNotFound`."""
    found = job_to_change(job_id) if to_change else job(job_id)
    if not acts_for(found.employer_id, resident_id):
        raise JobNotFound
    return found


def acts_for(employer_id: UUID, resident_id: UUID) -> bool:
    """Say whether the resident acts for the employer."""
    member = select(EmployerMember.id).where(
        EmployerMember.employer_id == employer_id, EmployerMember.resident_id == resident_id
    )
    return db.session.scalar(select(member.exists())) or False


def has_applied(job_id: UUID, resident_id: UUID) -> bool:
    """Say whether the resident ever applied for the post."""
    mine = select(Application.id).where(
        Application.job_id == job_id, Application.resident_id == resident_id
    )
    return db.session.scalar(select(mine.exists())) or False


def jobs_of(employer_id: UUID, state: JobState | None) -> Select[Job]:
    """Select the posts of an employer, in a state if one is named."""
    mine = select(Job).where(Job.employer_id == employer_id)
    mine = mine.options(joinedload(Job.employer, innerjoin=True))
    return mine if state is None else mine.where(Job.state == state)


def offered_beside(found: Job) -> Sequence[Job]:
    """Return the employer's other posts of this title that are in public or on the way there."""
    states = [JobState.PUBLISHED, JobState.IN_REVIEW]
    others = select(Job).where(
        Job.employer_id == found.employer_id,
        Job.id != found.id,
        Job.title == found.title,
        Job.state.in_(states),
    )
    return db.session.scalars(others).all()


def offered_in_the_same_place(found: Job) -> Sequence[Job]:
    """Return the employer's other posts of this kind and community, in public or on the way."""
    others = select(Job).where(
        Job.employer_id == found.employer_id,
        Job.id != found.id,
        Job.kind == found.kind,
        Job.community_code == found.community_code,
        Job.user_employer == found.user_employer,
        Job.state.in_([JobState.PUBLISHED, JobState.IN_REVIEW]),
    )
    return db.session.scalars(others).all()


def kept_from_public(found: Job) -> Sequence[Job]:
    """Return the same people's other posts that came down or were refused, the newest first.

    The same people: whoever acts for its employer, under any employer.
    """
    people = select(EmployerMember.resident_id).where(
        EmployerMember.employer_id == found.employer_id
    )
    theirs = select(EmployerMember.employer_id).where(EmployerMember.resident_id.in_(people))
    kept = select(Job).where(
        or_(Job.employer_id == found.employer_id, Job.employer_id.in_(theirs)),
        Job.id != found.id,
        Job.needs_review,
        Job.id.in_(select(JobChange.job_id).where(JobChange.what.in_(CAME_DOWN))),
    )
    return db.session.scalars(kept.order_by(Job.id.desc()).limit(MOST_KEPT)).all()


def in_review() -> Select[Job]:
    """Select the posts that wait for a person, with their employers."""
    waiting = select(Job).where(Job.state == JobState.IN_REVIEW)
    return waiting.options(joinedload(Job.employer, innerjoin=True))


def community_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of communities by code."""
    named = select(Community.code, Community.name).where(Community.code.in_(codes))
    return {code: name for code, name in db.session.execute(named) if code}


def history(job_id: UUID) -> Sequence[JobChange]:
    """Return what happened to the post, oldest first."""
    steps = select(JobChange).where(JobChange.job_id == job_id).order_by(JobChange.id)
    return db.session.scalars(steps).all()


def answer_rate(employer_id: UUID, *, now: datetime) -> AnswerRate:
    """Return how many applications of at least 14 days the employer answered."""
    due = select(func.count(), func.count(Application.answered_at)).where(
        Application.job_id.in_(select(Job.id).where(Job.employer_id == employer_id)),
        Application.created_at <= now - RATE_AFTER,
        Application.state != ApplicationState.WITHDRAWN,
    )
    count, answered = db.session.execute(due).one()
    return AnswerRate(count, answered)


def run_out(today: date) -> Sequence[Job]:
    """Return the published and paused posts whose last day is past."""
    past = select(Job).where(
        Job.state.in_([JobState.PUBLISHED, JobState.PAUSED]), Job.valid_until < today
    )
    return db.session.scalars(past.limit(500)).all()


def running_out(first: date, last: date, *, published_before: datetime) -> Sequence[Job]:
    """Return the published posts whose last day is between the two, new ones left out."""
    ending = select(Job).where(
        Job.state == JobState.PUBLISHED,
        Job.valid_until.between(first, last),
        Job.published_at < published_before,
    )
    return db.session.scalars(ending).all()


def open_among(jobs: Iterable[Job], *, today: date) -> list[Job]:
    """Return those of the posts that anyone may see."""
    return [job for job in jobs if is_open(job, today=today)]


def open_jobs_of(employer_id: UUID) -> Sequence[Job]:
    """Return the posts of an employer that are in public, locked."""
    mine = select(Job).where(Job.employer_id == employer_id, Job.state == JobState.PUBLISHED)
    return db.session.scalars(mine.with_for_update()).all()


def open_reports(job_id: UUID) -> int:
    """Return how many people report the post and wait for an answer."""
    count = (
        select(func.count())
        .select_from(JobReport)
        .where(JobReport.job_id == job_id, JobReport.state == ReportState.OPEN)
    )
    return db.session.scalar(count) or 0


def board_version() -> UUID | None:
    """Return the token of what the public sees of the open posts."""
    return db.session.scalar(select(JobBoard.token).where(JobBoard.name == BOARD))


def move_board() -> None:
    """Say that what the public sees has changed."""
    db.session.execute(update(JobBoard).where(JobBoard.name == BOARD).values(token=new_id()))


def open_ids(today: date) -> Sequence[tuple[UUID, datetime]]:
    """Return every open post with the moment it was published, newest first, for the sitemap."""
    rows = (
        select(Job.id, Job.published_at)
        .join(Employer)
        .where(
            Job.state == JobState.PUBLISHED,
            Job.valid_until >= today,
            Employer.state.not_in(BARRED),
        )
        .order_by(Job.published_at.desc())
        .limit(50_000)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows) if row[1]]
