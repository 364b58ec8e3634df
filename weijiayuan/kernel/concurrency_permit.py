"""The permit of a request to be at work, given up while it waits for somebody outside.

The web server lets few requests work at one time (`web.admission`). One that waits for WeChat
does not work: whoever calls outside says so here, and others go on meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permit:
    """How to give the permit of this request up and how to wait for it again."""

    release: Callable[[], None]
    reacquire: Callable[[], None]


current_permit: ContextVar[Permit | None] = ContextVar("held", default=None)


@contextmanager
def waiting_outside() -> Iterator[None]:
    """Let others work during the block. Outside of a request, or inside itself, it does nothing."""
    permit = current_permit.get()
    if permit is None:
        yield
        return
    permit.release()
    given_up = current_permit.set(None)
    try:
        yield
    finally:
        current_permit.reset(given_up)
        permit.reacquire()
