"""Questions about what is due."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.background.models import BackgroundTask, ChoreTurn
from weijiayuan.db import db


def due_chores(now: datetime) -> Sequence[str]:
    """Return the names of the chores whose turn has come."""
    return db.session.scalars(
        select(ChoreTurn.name).where(ChoreTurn.due_at <= now).order_by(ChoreTurn.name)
    ).all()


def due_tasks(now: datetime, *, limit: int) -> Sequence[UUID]:
    """Return the tasks that are due, the longest waiting first."""
    return db.session.scalars(
        select(BackgroundTask.id)
        .where(BackgroundTask.failed_at.is_(None), BackgroundTask.due_at <= now)
        .order_by(BackgroundTask.due_at, BackgroundTask.id)
        .limit(limit)
    ).all()


def turn_to_take(name: str) -> ChoreTurn | None:
    """Return a chore's turn, locked; None while another worker has it."""
    return db.session.scalars(
        select(ChoreTurn).filter_by(name=name).with_for_update(skip_locked=True)
    ).one_or_none()


def turns() -> Sequence[ChoreTurn]:
    return db.session.scalars(select(ChoreTurn).order_by(ChoreTurn.name)).all()


def failed_tasks() -> Sequence[BackgroundTask]:
    """Return the tasks that were given up."""
    return db.session.scalars(
        select(BackgroundTask)
        .where(BackgroundTask.failed_at.is_not(None))
        .order_by(BackgroundTask.failed_at)
    ).all()


def waiting_count() -> int:
    """Return how many tasks are still to be done."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(BackgroundTask)
            .where(BackgroundTask.failed_at.is_(None))
        )
        or 0
    )
