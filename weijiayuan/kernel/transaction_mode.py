"""What a transaction is for, said before it begins."""

import logging
from contextvars import ContextVar
from enum import Enum

logger = logging.getLogger(__name__)
IS_STRICT = False
"""Tests are: elsewhere a person is better served late than with an error, and we are told."""


class TransactionMode(Enum):
    """Reading asks for no lock and leaves nothing behind; writing ends in a commit."""

    UNSAID = "unsaid"  # commands, migrations and tests that manage their own transaction
    READING = "reading"
    WRITING = "writing"


intent: ContextVar[TransactionMode] = ContextVar("intent", default=TransactionMode.UNSAID)


class SlowWhileWriting(RuntimeError):
    """Slow work was begun while others wait for our locks: a mistake of ours."""


def stay_out_of_writing() -> None:
    """Complain inside a transaction that writes: said first by whatever is slow.

    Hashing, papers and sheets take tens of milliseconds to seconds; on SQLite nobody in the city
    writes meanwhile, and on PostgreSQL locks and a connection are held. Raises `SlowWhileWriting`
    where mistakes are looked for (`IS_STRICT`).
    """
    if intent.get() is not TransactionMode.WRITING:
        return
    if IS_STRICT:
        raise SlowWhileWriting
    logger.error("slow work while others wait for our locks", stack_info=True)
