"""The clock that all machines share."""

from datetime import UTC, datetime

from sqlalchemy import text

from weijiayuan.db.base import db
from weijiayuan.db.transaction import reading
from weijiayuan.kernel import clock


def database_now() -> datetime:
    """Return the time as the database has it, asked in the transaction at hand.

    Machines' clocks differ, and one may be hours off; the database is one. SQLite has no clock of
    its own: its machine is the only one.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return clock.now()
    moment: datetime = db.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def read_database_clock() -> datetime:
    """Return the same outside of any transaction."""
    with reading():
        return database_now()
