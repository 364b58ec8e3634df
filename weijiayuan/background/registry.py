"""What work there is, by name. Filled when the modules that hold the work are imported."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, ParamSpec

from weijiayuan.background.models import BackgroundTask
from weijiayuan.db import db
from weijiayuan.kernel import clock

P = ParamSpec("P")
ChoreWork = Callable[[datetime], str]

TRIES = 8


@dataclass(frozen=True)
class Chore:
    """Work that comes round. In one transaction with the note that it was done, or in steps."""

    name: str
    every: timedelta
    work: ChoreWork
    in_steps: bool


@dataclass(frozen=True)
class Task(Generic[P]):
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
        self._put_off(clock.now(), args, kwargs)

    def at(self, due: datetime, /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it, in the same manner, when `due` has come."""
        self._put_off(due, args, kwargs)

    def _put_off(self, due: datetime, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        arguments = json.dumps([args, kwargs], ensure_ascii=False, allow_nan=False)
        row = BackgroundTask(name=self.name, arguments=arguments, due_at=due)
        db.session.add(row)
        db.session.info.setdefault(PUT_OFF, []).append(str(row.id))


PUT_OFF = "weijiayuan.background"
CHORES: dict[str, Chore] = {}
TASKS: dict[str, Task[Any]] = {}


def every(*, minutes: float) -> Callable[[ChoreWork], ChoreWork]:
    """Do this every so many minutes: `(now) -> str`, a line about what it did or an empty one.

    It runs in one transaction, in one worker at a time. After a pause of whatever length it runs
    once, so it must ask the time what is due and never count its own runs. On SQLite nobody else
    can write while it runs: call nothing outside, and take big work in portions.
    """
    return _chore(minutes, in_steps=False)


def every_in_steps(*, minutes: float) -> Callable[[ChoreWork], ChoreWork]:
    """Do this every so many minutes, without a transaction around it: it opens its own.

    For work that waits for something outside. Killed on its way it is begun again at its next
    turn, so each of its steps must be safe to repeat.
    """
    return _chore(minutes, in_steps=True)


def task(work: Callable[P, Any]) -> Task[P]:
    """Let this be called `.later(...)`. It runs in one transaction with the note that it is done.

    What raises is tried again, up to eight times over about twenty minutes.
    """
    return _task(work, in_steps=False)


def task_in_steps(work: Callable[P, Any]) -> Task[P]:
    """Let this be called `.later(...)`, without a transaction around it: it opens its own.

    For work that waits for something outside. Killed on its way it is begun again.
    """
    return _task(work, in_steps=True)


def _chore(minutes: float, *, in_steps: bool) -> Callable[[ChoreWork], ChoreWork]:
    def registered(work: ChoreWork) -> ChoreWork:
        chore = Chore(_name(work), timedelta(minutes=minutes), work, in_steps)
        _once(CHORES, chore.name, chore)
        return work

    return registered


def _task(work: Callable[P, Any], *, in_steps: bool) -> Task[P]:
    made = Task(_name(work), work, in_steps)
    _once(TASKS, made.name, made)
    return made


def _once(known: dict[str, Any], name: str, thing: object) -> None:
    if name in known:
        raise ValueError(f"two works of one name: {name}")
    known[name] = thing


def _name(work: Callable[..., Any]) -> str:
    return f"{work.__module__}.{work.__qualname__}".removeprefix("weijiayuan.")
