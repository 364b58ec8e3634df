"""One transaction for what many ask at the same time (group commit).

Whoever finds nobody at work takes everything that waits, does it in one transaction and tells each
what became of it; who comes meanwhile waits for the next one. The more wait, the less each costs,
and nobody is answered before the commit.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app
from sqlalchemy.exc import OperationalError

from weijiayuan.db.transaction import transaction
from weijiayuan.kernel.concurrency_permit import waiting_outside

Asked = TypeVar("Asked")
Told = TypeVar("Told")


@dataclass(slots=True, eq=False)
class _Call(Generic[Asked, Told]):
    """What one caller asked; `told` or `fault` once it is done."""

    asked: Asked
    weight: int
    told: list[Told] = field(default_factory=list)
    fault: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.told) or self.fault is not None


@dataclass(slots=True, eq=False)
class _Queue(Generic[Asked, Told]):
    """The callers of one application in the order in which they came, one of them at work."""

    waiting: deque[_Call[Asked, Told]] = field(default_factory=deque)
    turn: Lock = field(default_factory=Lock)

    def next_calls(self, most: int) -> list[_Call[Asked, Told]]:
        """Take the first call and those after it, as many as weigh no more than `most`."""
        found = [self.waiting.popleft()]
        weight = found[0].weight
        while self.waiting and (weight := weight + self.waiting[0].weight) <= most:
            found.append(self.waiting.popleft())
        return found


@dataclass(frozen=True, slots=True)
class GroupCommit(Generic[Asked, Told]):
    """Asks `work` of what several callers ask, in order; it tells as many answers.

    Together they weigh no more than `most`, or one alone is heavier. Fails `work` for several, each
    is done alone, so that nobody fails by another's fault.
    """

    name: str
    work: Callable[[Sequence[Asked]], Sequence[Told]]
    most: int

    def ask(self, asked: Asked, *, weight: int) -> Told:
        """Return what `work` tells once it is committed. Raises what it raises."""
        queue: _Queue[Asked, Told] = current_app.extensions.setdefault(self.name, _Queue())
        call: _Call[Asked, Told] = _Call(asked, weight)
        queue.waiting.append(call)
        with waiting_outside(), queue.turn:
            while not call.is_done:
                self._do(queue.next_calls(self.most))
        if call.fault is not None:
            raise call.fault
        return call.told[0]

    def _do(self, calls: Sequence[_Call[Asked, Told]]) -> None:
        try:
            with current_app.app_context(), transaction():
                told = self.work([each.asked for each in calls])
        except BaseException as fault:  # noqa: BLE001  # it is raised where it was asked
            is_ending = not isinstance(fault, Exception)
            if len(calls) == 1 or is_ending or isinstance(fault, OperationalError):
                for each in calls:
                    each.fault = fault
                return
            for each in calls:
                self._do([each])
        else:
            for each, answer in zip(calls, told, strict=True):
                each.told.append(answer)
