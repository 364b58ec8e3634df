"""Questions about what is due."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.background.models import BackgroundJob, PeriodicRun
from weijiayuan.db import db


def due_periodic_tasks(now: datetime) -> Sequence[str]:
    """Return the names of the periodic tasks that are due."""
    return db.session.scalars(
        select(PeriodicRun.name).where(PeriodicRun.due_at <= now).order_by(PeriodicRun.name)
    ).all()


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
