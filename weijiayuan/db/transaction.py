"""The one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from weijiayuan.db.base import db
from weijiayuan.db.sqlite import writing


@contextmanager
def transaction() -> Iterator[None]:
    """Commit when the block ends well, roll back when it raises. Nothing else commits."""
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read one consistent state and leave nothing behind."""
    try:
        yield
    finally:
        db.session.rollback()
