"""What a pool of PostgreSQL connections must be told."""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

RESTED_SECONDS = 5.0
RESTED = "weijiayuan.rests_since"


def teach(engine: Engine) -> None:
    """Ask a connection whether it still lives when it has rested for a while.

    Asking before every use, as the pool's own `pre_ping` does, costs each request a round trip.
    """

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[RESTED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if time.monotonic() - record.info.get(RESTED, time.monotonic()) < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as lost:
            raise DisconnectionError from lost
