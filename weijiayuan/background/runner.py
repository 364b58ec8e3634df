"""Runs what is due, whoever asks: the worker, a command, a test."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, update

from weijiayuan.background import queries
from weijiayuan.background.models import BackgroundJob, PeriodicRun
from weijiayuan.background.registry import JOBS, PERIODIC_TASKS, TRIES, Job, PeriodicTask
from weijiayuan.background.rules import EPOCH, is_due, next_run, pause_after
from weijiayuan.db import db, insert_new, reading, transaction

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
AT_ONCE = 200


class Overtaken(Exception):
    """Somebody else did this job while we did: our part must come to nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours until its lease ends."""

    id: UUID
    name: str
    arguments: str
    attempts: int


def run_due(now: datetime) -> list[str]:
    """Run every periodic task and job that is due once, and return what the periodic tasks said."""
    register_periodic_tasks()
    with reading():
        names = queries.due_periodic_tasks(now)
    said = [run_periodic_task(name, now) for name in names]
    run_due_jobs(now)
    return [line for line in said if line]


def register_periodic_tasks() -> None:
    """Give every task that is new its row, due at once."""
    with transaction():
        rows = [
            {"name": name, "due_at": EPOCH, "said": "", "failures": 0, "error": ""}
            for name in sorted(PERIODIC_TASKS)
        ]
        insert_new(PeriodicRun, rows)


def run_periodic_task(name: str, now: datetime) -> str:
    """Run a task if it is due and nobody else has it; return what it said."""
    task = PERIODIC_TASKS.get(name)
    if task is None:  # another version of the product had it
        return ""
    try:
        said = _in_steps(task, now) if task.in_steps else _in_one(task, now)
    except Exception as error:
        db.session.rollback()
        logger.exception("task failed", extra={"task": name})
        _note_failure(task, now, error)
        return ""
    if said:
        logger.info("task done", extra={"task": name, "said": said})
    return said or ""


def _in_one(task: PeriodicTask, now: datetime) -> str | None:
    with transaction():
        run = queries.run_to_claim(task.name)
        if run is None or not is_due(run.due_at, every=task.every, now=now):
            return None
        said = task.work(now)
        _note_done(task, now, said)
        return said


def _in_steps(task: PeriodicTask, now: datetime) -> str | None:
    with transaction():
        run = queries.run_to_claim(task.name)
        if run is None or not is_due(run.due_at, every=task.every, now=now):
            return None
        run.due_at = next_run(now, every=task.every)
    said = task.work(now)
    with transaction():
        _note_done(task, now, said)
    return said


def _note_done(task: PeriodicTask, now: datetime, said: str) -> None:
    db.session.execute(
        update(PeriodicRun)
        .filter_by(name=task.name)
        .values(due_at=next_run(now, every=task.every), ran_at=now, said=said, failures=0, error="")
    )


def _note_failure(task: PeriodicTask, now: datetime, error: Exception) -> None:
    """Come back sooner than the next run, but not at once. Texts may tell of people: kind only."""
    with transaction():
        run = queries.run_to_claim(task.name)
        if run is not None:
            run.failures, run.error = run.failures + 1, type(error).__name__
            run.due_at = now + min(pause_after(run.failures), task.every)


def run_due_jobs(now: datetime) -> int:
    """Run the jobs that are due, a portion at a time; return how many were taken on."""
    with reading():
        due = queries.due_jobs(now, limit=AT_ONCE)
    for job_id in due:
        run_job(job_id, now)
    return len(due)


def run_job(job_id: UUID, now: datetime) -> None:
    """Run a job if it is due and nobody else has it."""
    claim = _claim(job_id, now)
    if claim is None:
        return
    try:
        _do(JOBS[claim.name], claim)
    except Overtaken:
        db.session.rollback()
        logger.warning("job was done twice, once for nothing", extra={"job": claim.name})
    except Exception as error:
        db.session.rollback()
        logger.exception("job failed", extra={"job": claim.name, "attempts": claim.attempts})
        _put_back(claim, now, error)


def _claim(job_id: UUID, now: datetime) -> Claim | None:
    with transaction():
        row = db.session.execute(
            update(BackgroundJob)
            .where(
                BackgroundJob.id == job_id,
                BackgroundJob.failed_at.is_(None),
                BackgroundJob.due_at <= now,
            )
            .values(due_at=now + LEASE, attempts=BackgroundJob.attempts + 1)
            .returning(
                BackgroundJob.id,
                BackgroundJob.name,
                BackgroundJob.arguments,
                BackgroundJob.attempts,
            )
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return Claim(*row) if row else None


def _do(job: Job[Any], claim: Claim) -> None:
    args, kwargs = json.loads(claim.arguments)
    if job.in_steps:
        job.work(*args, **kwargs)
        with transaction():
            _delete_done(claim)
        return
    with transaction():
        job.work(*args, **kwargs)
        _delete_done(claim)


def _delete_done(claim: Claim) -> None:
    """Delete the row of what is done; it is gone if somebody did it after our lease ended."""
    gone = db.session.execute(
        delete(BackgroundJob)
        .where(BackgroundJob.id == claim.id, BackgroundJob.attempts == claim.attempts)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", gone).rowcount != 1:
        raise Overtaken


def _put_back(claim: Claim, now: datetime, error: Exception) -> None:
    given_up = claim.attempts >= TRIES
    with transaction():
        db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.id == claim.id, BackgroundJob.attempts == claim.attempts)
            .values(
                due_at=now + pause_after(claim.attempts),
                failed_at=now if given_up else None,
                error=type(error).__name__,
            )
            .execution_options(synchronize_session=False)
        )


def retry_failed(now: datetime) -> int:
    """Make jobs that were given up due again; return how many."""
    with transaction():
        changed = db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.failed_at.is_not(None))
            .values(failed_at=None, attempts=0, due_at=now)
            .execution_options(synchronize_session=False)
        )
    return cast("CursorResult[Any]", changed).rowcount
