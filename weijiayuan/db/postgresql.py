"""What a pool of PostgreSQL connections must be told."""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from weijiayuan.kernel.transaction_mode import TransactionMode, intent

RESTED_SECONDS = 5.0
RESTED = "weijiayuan.rests_since"
NOT_HERE_ANY_MORE = frozenset({"25006", "26000", "42P05", "57P01", "57P02", "57P03", "57P04"})
"""PostgreSQL's codes of a server that leads no more, shuts down, starts, or is another one."""
CONNECTION_EXCEPTION = "08"
"""The class of codes, also PgBouncer's, of connections that broke or could not be made."""


def configure(engine: Engine, *, limits: Mapping[str, int] | None = None) -> None:
    """Spare the round trips that nobody needs.

    Reading needs no transaction under READ COMMITTED, where each statement sees what was committed
    before it. And a connection is asked whether it still lives only when it has rested for a while,
    not before every use as by the pool's own `pre_ping`.

    `limits` are set for each transaction that writes, where they cannot be set for a connection.
    """
    event.listen(engine, "handle_error", leave_wrong_server)
    setting = "; ".join(f"SET LOCAL {name} = {number}" for name, number in (limits or {}).items())

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        alone = intent.get() is TransactionMode.READING
        try:
            if driver.autocommit != alone:
                driver.autocommit = alone
            if setting and not alone:
                driver.execute(setting)
        except engine.dialect.loaded_dbapi.Error as error:
            connection._handle_dbapi_exception(error, setting, None, None, None)  # noqa: SLF001  # as its own BEGIN

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


def leave_wrong_server(context: ExceptionContext) -> None:
    """Let go of a connection that led to a server which cannot serve us any more."""
    code = getattr(context.original_exception, "sqlstate", None) or ""
    if code in NOT_HERE_ANY_MORE or code.startswith(CONNECTION_EXCEPTION):
        context.is_disconnect = True
