"""What a service tells the reconciler: who waits for its places, and who still occupies them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from weijiayuan.kernel.time_span import Span


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first in one line: how many places they wait for, where and when."""

    bookable_id: UUID
    span: Span
    places: int


@dataclass(frozen=True, slots=True)
class Line:
    """Those who wait for the places of a service.

    `first` returns the first of every line, `serve` offers them what is free: it takes the lock,
    looks again, and is harmless when nothing is.
    """

    first: Callable[[datetime], Iterable[Waiting]]
    serve: Callable[[Waiting, datetime], None]


StillHolds = Callable[[Collection[UUID]], Collection[UUID]]
"""Says which of some holders occupy their places still."""

LINES: dict[str, Line] = {}
HOLDERS: dict[str, StillHolds] = {}


def register_line(name: str, line: Line) -> None:
    """Let the reconciler see to it that a free place reaches this line."""
    LINES[name] = line


def register_holder(holder: str, still_holds: StillHolds) -> None:
    """Let the reconciler free the places of holders of this kind that occupy nothing any more."""
    HOLDERS[holder] = still_holds
