"""Questions about what is due."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.background.models import BackgroundJob, PeriodicRun
from weijiayuan.background.registry import PERIODIC_TASKS
from weijiayuan.background.rules import is_due
from weijiayuan.db import db


def due_periodic_tasks(now: datetime) -> Sequence[str]:
    """Return the names of the periodic tasks that are due, or due at an impossible time."""
    return [
        run.name
        for run in periodic_runs()
        if (task := PERIODIC_TASKS.get(run.name)) and is_due(run.due_at, every=task.every, now=now)
    ]


def longest_due(now: datetime) -> datetime | None:
    """Return since when the job has been due that waits longest."""
    first = (
        select(BackgroundJob.due_at, BackgroundJob.created_at)
        .where(BackgroundJob.failed_at.is_(None), BackgroundJob.due_at <= now)
        .order_by(BackgroundJob.due_at, BackgroundJob.id)
        .limit(1)
    )
    row = db.session.execute(first).first()
    return max(row.due_at, row.created_at) if row else None


def is_job_coming(name: str, argument: str) -> bool:
    """Tell whether a job of this name about something (an id) is still to be done or tried."""
    found = select(BackgroundJob.id).where(
        BackgroundJob.name == name,
        BackgroundJob.failed_at.is_(None),
        BackgroundJob.arguments.contains(argument, autoescape=True),
    )
    return db.session.scalar(found.limit(1)) is not None


def due_jobs(now: datetime, *, limit: int) -> Sequence[UUID]:
    """Return the jobs that are due, the longest waiting first."""
    return db.session.scalars(
        select(BackgroundJob.id)
        .where(BackgroundJob.failed_at.is_(None), BackgroundJob.due_at <= now)
        .order_by(BackgroundJob.due_at, BackgroundJob.id)
        .limit(limit)
    ).all()


def run_to_claim(name: str) -> PeriodicRun | None:
    """Return the row of a periodic task, locked; None while another worker has it."""
    return db.session.scalars(
        select(PeriodicRun).filter_by(name=name).with_for_update(skip_locked=True)
    ).one_or_none()


def periodic_runs() -> Sequence[PeriodicRun]:
    return db.session.scalars(select(PeriodicRun).order_by(PeriodicRun.name)).all()


def failed_jobs() -> Sequence[BackgroundJob]:
    """Return the jobs that were given up."""
    return db.session.scalars(
        select(BackgroundJob)
        .where(BackgroundJob.failed_at.is_not(None))
        .order_by(BackgroundJob.failed_at)
    ).all()


def waiting_count() -> int:
    """Return how many jobs are still to be done."""
    return (
        db.session.scalar(
            select(func.count()).select_from(BackgroundJob).where(BackgroundJob.failed_at.is_(None))
        )
        or 0
    )
