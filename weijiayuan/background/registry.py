"""What work there is, by name. Filled when the modules that hold the work are imported."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, ParamSpec

from weijiayuan.background.models import BackgroundJob
from weijiayuan.background.rules import EPOCH
from weijiayuan.db import db

P = ParamSpec("P")
PeriodicWork = Callable[[datetime], str]

TRIES = 8


@dataclass(frozen=True)
class PeriodicTask:
    """Work that comes round. In one transaction with the note that it was done, or in steps."""

    name: str
    every: timedelta
    work: PeriodicWork
    in_steps: bool


@dataclass(frozen=True)
class Job(Generic[P]):
    """Work that can be put off. Called directly it is the plain function."""

    name: str
    work: Callable[P, Any]
    in_steps: bool

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.work(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it soon after the transaction at hand commits, and not at all if it does not.

        Arguments are what JSON can say: text, numbers, lists, mappings; an id is its text.
        """
        self._put_off(EPOCH, args, kwargs)  # whatever this machine's clock says

    def at(self, due: datetime, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it, in the same manner, when `due` has come."""
        self._put_off(due, args, kwargs)

    def _put_off(self, due: datetime, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        arguments = json.dumps([args, kwargs], ensure_ascii=False, allow_nan=False)
        row = BackgroundJob(name=self.name, arguments=arguments, due_at=due)
        db.session.add(row)
        db.session.info.setdefault(PUT_OFF, []).append(str(row.id))


PUT_OFF = "weijiayuan.background"
PERIODIC_TASKS: dict[str, PeriodicTask] = {}
JOBS: dict[str, Job[Any]] = {}


def every(*, minutes: float) -> Callable[[PeriodicWork], PeriodicWork]:
    """Do this every so many minutes: `(now) -> str`, a line about what it did or an empty one.

    It runs in one transaction, in one worker at a time. After a pause of whatever length it runs
    once, so it must ask the time what is due and never count its own runs. On SQLite nobody else
    can write while it runs: call nothing outside, and take big work in portions.
    """
    return _periodic(minutes, in_steps=False)


def every_in_steps(*, minutes: float) -> Callable[[PeriodicWork], PeriodicWork]:
    """Do this every so many minutes, without a transaction around it: it opens its own.

    For work that waits for something outside. Killed on its way it is begun again at its next
    run, so each of its steps must be safe to repeat.
    """
    return _periodic(minutes, in_steps=True)


def job(work: Callable[P, Any]) -> Job[P]:
    """Let this be called `.later(...)`. It runs in one transaction with the note that it is done.

    What raises is tried again, up to eight times over about twenty minutes.
    """
    return _job(work, in_steps=False)


def job_in_steps(work: Callable[P, Any]) -> Job[P]:
    """Let this be called `.later(...)`, without a transaction around it: it opens its own.

    For work that waits for something outside. Killed on its way it is begun again.
    """
    return _job(work, in_steps=True)


def _periodic(minutes: float, *, in_steps: bool) -> Callable[[PeriodicWork], PeriodicWork]:
    def registered(work: PeriodicWork) -> PeriodicWork:
        task = PeriodicTask(_name(work), timedelta(minutes=minutes), work, in_steps)
        _once(PERIODIC_TASKS, task.name, task)
        return work

    return registered


def _job(work: Callable[P, Any], *, in_steps: bool) -> Job[P]:
    made = Job(_name(work), work, in_steps)
    _once(JOBS, made.name, made)
    return made


def _once(known: dict[str, Any], name: str, thing: object) -> None:
    if name in known:
        raise ValueError(f"two jobs of one name: {name}")
    known[name] = thing


def _name(work: Callable[..., Any]) -> str:
    return f"{work.__module__}.{work.__qualname__}".removeprefix("weijiayuan.")
