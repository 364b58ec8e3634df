"""Runs what is due, whoever asks: the worker, a command, a test."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, update

from weijiayuan.background import queries
from weijiayuan.background.models import BackgroundTask, ChoreTurn
from weijiayuan.background.registry import CHORES, TASKS, TRIES, Chore, Task
from weijiayuan.background.rules import EPOCH, next_turn, pause_after
from weijiayuan.db import db, insert_new, reading, transaction

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
AT_ONCE = 200


class Overtaken(Exception):
    """Somebody else did this task while we did: our part must come to nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A task that is ours until its lease ends."""

    id: UUID
    name: str
    arguments: str
    attempts: int


def run_due(now: datetime) -> list[str]:
    """Run every chore and task that is due once, and return what the chores said."""
    register_chores()
    with reading():
        names = queries.due_chores(now)
    said = [run_chore(name, now) for name in names]
    run_due_tasks(now)
    return [line for line in said if line]


def register_chores() -> None:
    """Give every chore that is new its row, due at once."""
    with transaction():
        rows = [
            {"name": name, "due_at": EPOCH, "said": "", "failures": 0, "error": ""}
            for name in sorted(CHORES)
        ]
        insert_new(ChoreTurn, rows)


def run_chore(name: str, now: datetime) -> str:
    """Run a chore if it is due and nobody else has it; return what it said."""
    chore = CHORES.get(name)
    if chore is None:  # another version of the product had it
        return ""
    try:
        said = _in_steps(chore, now) if chore.in_steps else _in_one(chore, now)
    except Exception as error:
        db.session.rollback()
        logger.exception("chore failed", extra={"chore": name})
        _note_failure(chore, now, error)
        return ""
    if said:
        logger.info("chore done", extra={"chore": name, "said": said})
    return said or ""


def _in_one(chore: Chore, now: datetime) -> str | None:
    with transaction():
        turn = queries.turn_to_take(chore.name)
        if turn is None or turn.due_at > now:
            return None
        said = chore.work(now)
        _note_done(chore, now, said)
        return said


def _in_steps(chore: Chore, now: datetime) -> str | None:
    with transaction():
        turn = queries.turn_to_take(chore.name)
        if turn is None or turn.due_at > now:
            return None
        turn.due_at = next_turn(now, every=chore.every)
    said = chore.work(now)
    with transaction():
        _note_done(chore, now, said)
    return said


def _note_done(chore: Chore, now: datetime, said: str) -> None:
    db.session.execute(
        update(ChoreTurn)
        .filter_by(name=chore.name)
        .values(
            due_at=next_turn(now, every=chore.every), ran_at=now, said=said, failures=0, error=""
        )
    )


def _note_failure(chore: Chore, now: datetime, error: Exception) -> None:
    """Come back sooner than the next turn, but not at once. Texts may tell of people: kind only."""
    with transaction():
        turn = queries.turn_to_take(chore.name)
        if turn is not None:
            turn.failures, turn.error = turn.failures + 1, type(error).__name__
            turn.due_at = now + min(pause_after(turn.failures), chore.every)


def run_due_tasks(now: datetime) -> int:
    """Run the tasks that are due, a portion at a time; return how many were taken on."""
    with reading():
        due = queries.due_tasks(now, limit=AT_ONCE)
    for task_id in due:
        run_task(task_id, now)
    return len(due)


def run_task(task_id: UUID, now: datetime) -> None:
    """Run a task if it is due and nobody else has it."""
    claim = _claim(task_id, now)
    if claim is None:
        return
    try:
        _do(TASKS[claim.name], claim)
    except Overtaken:
        db.session.rollback()
        logger.warning("task was done twice, once for nothing", extra={"task": claim.name})
    except Exception as error:
        db.session.rollback()
        logger.exception("task failed", extra={"task": claim.name, "attempts": claim.attempts})
        _put_back(claim, now, error)


def _claim(task_id: UUID, now: datetime) -> Claim | None:
    with transaction():
        row = db.session.execute(
            update(BackgroundTask)
            .where(
                BackgroundTask.id == task_id,
                BackgroundTask.failed_at.is_(None),
                BackgroundTask.due_at <= now,
            )
            .values(due_at=now + LEASE, attempts=BackgroundTask.attempts + 1)
            .returning(
                BackgroundTask.id,
                BackgroundTask.name,
                BackgroundTask.arguments,
                BackgroundTask.attempts,
            )
            .execution_options(synchronize_session=False)
        ).one_or_none()
    return Claim(*row) if row else None


def _do(task: Task[Any], claim: Claim) -> None:
    args, kwargs = json.loads(claim.arguments)
    if task.in_steps:
        task.work(*args, **kwargs)
        with transaction():
            _strike_out(claim)
        return
    with transaction():
        task.work(*args, **kwargs)
        _strike_out(claim)


def _strike_out(claim: Claim) -> None:
    """Delete the row of what is done; it is gone if somebody did it after our lease ended."""
    gone = db.session.execute(
        delete(BackgroundTask)
        .where(BackgroundTask.id == claim.id, BackgroundTask.attempts == claim.attempts)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", gone).rowcount != 1:
        raise Overtaken


def _put_back(claim: Claim, now: datetime, error: Exception) -> None:
    given_up = claim.attempts >= TRIES
    with transaction():
        db.session.execute(
            update(BackgroundTask)
            .where(BackgroundTask.id == claim.id, BackgroundTask.attempts == claim.attempts)
            .values(
                due_at=now + pause_after(claim.attempts),
                failed_at=now if given_up else None,
                error=type(error).__name__,
            )
            .execution_options(synchronize_session=False)
        )


def take_up_again(now: datetime) -> int:
    """Make tasks that were given up due again; return how many."""
    with transaction():
        changed = db.session.execute(
            update(BackgroundTask)
            .where(BackgroundTask.failed_at.is_not(None))
            .values(failed_at=None, attempts=0, due_at=now)
            .execution_options(synchronize_session=False)
        )
    return cast("CursorResult[Any]", changed).rowcount
