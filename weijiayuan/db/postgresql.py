"""What a pool of PostgreSQL connections must be told."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from weijiayuan.kernel.transaction_mode import TransactionMode, intent

RESTED_SECONDS = 5.0
RESTED = "weijiayuan.rests_since"


def configure(engine: Engine, *, limits: Mapping[str, int] | None = None) -> None:
    """Spare the round trips that nobody needs.

    Reading needs no transaction under READ COMMITTED, where each statement sees what was committed
    before it. And a connection is asked whether it still lives only when it has rested for a while,
    not before every use as by the pool's own `pre_ping`.

    `limits` are set for each transaction that writes, where they cannot be set for a connection.
    """
    setting = "; ".join(f"SET LOCAL {name} = {number}" for name, number in (limits or {}).items())

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        alone = intent.get() is TransactionMode.READING
        if driver.autocommit != alone:
            driver.autocommit = alone
        if setting and not alone:
            driver.execute(setting)

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
