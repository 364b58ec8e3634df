"""The turn that a request has at work, given up while it waits for somebody outside.

The web server lets few requests work at one time (`web.turns`). One that waits for WeChat does not
work: whoever calls outside says so here, and others go on meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """How to give the turn of this request up and how to wait for it again."""

    give_up: Callable[[], None]
    take_again: Callable[[], None]


held: ContextVar[Turn | None] = ContextVar("held", default=None)


@contextmanager
def waiting_outside() -> Iterator[None]:
    """Let others work during the block. Outside of a request it does nothing."""
    turn = held.get()
    if turn is None:
        yield
        return
    turn.give_up()
    try:
        yield
    finally:
        turn.take_again()
