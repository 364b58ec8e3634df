"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from weijiayuan.db.base import db
from weijiayuan.kernel.transaction_mode import TransactionMode, intent


@contextmanager
def transaction() -> Iterator[None]:
    """Commit when the block ends well, roll back when it raises. Nothing else commits.

    Inside `reading` it ends the reading first: what was seen there may have changed.
    """
    if intent.get() is TransactionMode.READING:
        db.session.rollback()
    said = intent.set(TransactionMode.WRITING)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        intent.reset(said)


@contextmanager
def savepoint() -> Iterator[None]:
    """Take back what the block changed when it raises, and nothing else of the transaction."""
    nested = db.session.begin_nested()
    try:
        yield
        db.session.flush()
    except BaseException:
        nested.rollback()
        raise
    nested.commit()


@contextmanager
def reading() -> Iterator[None]:
    """Read, and leave nothing behind; a statement that changes rows raises `WroteWhileReading`.

    On SQLite everything read is one state of the database. On PostgreSQL each statement sees what
    was committed before it, as everywhere under READ COMMITTED, and costs one round trip: there
    is no transaction to begin and to end.
    """
    said = intent.set(TransactionMode.READING)
    try:
        yield
    finally:
        db.session.rollback()
        intent.reset(said)
