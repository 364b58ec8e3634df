"""Whether anything was committed since: a mark that changes whenever somebody commits.

Much cheaper than asking any table. SQLite counts the commits of others per connection (`PRAGMA
data_version`), and ours never writes; PostgreSQL names the set of visible transactions
(`pg_current_snapshot()`), which is the same only while nobody has committed anything.
"""

import time
from threading import Lock
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, make_url

Marker = tuple[int, str]
"""When the connection was opened, and what the database said."""
STATEMENTS = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT pg_current_snapshot()::text",
}


class ChangeMarker:
    """The mark of one database, read over a connection of its own, opened when first asked."""

    def __init__(self, database_url: str, *, prepares: bool = True) -> None:
        self._url, self._prepares = make_url(database_url), prepares
        self._statement = STATEMENTS[self._url.get_backend_name()]
        self._lock = Lock()
        self._driver: Any = None
        self._connection: Any = None
        self._opened = 0

    def read(self) -> Marker | None:
        """Return the mark of this moment, or None when the database does not answer.

        Two equal marks mean that everything read after the first still holds at the second.
        """
        with self._lock:
            self._driver = self._driver or self._url.get_dialect().import_dbapi()
            try:
                if self._connection is None:
                    self._connection = connect(self._url, self._driver, prepares=self._prepares)
                    self._opened = time.monotonic_ns()
                return self._opened, str(self._connection.execute(self._statement).fetchone()[0])
            except self._driver.Error:
                self._close()
                return None

    def close(self) -> None:
        """Close the connection; the next reading opens another."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def connect(url: URL, driver: Any, *, prepares: bool = True) -> Any:
    """Open a connection that never writes. A file that is not there is an error, not made.

    Behind PgBouncer nothing may be prepared on the server.
    """
    if url.get_backend_name() == "sqlite":
        file = f"file:{quote(url.database or '')}?mode=rw"
        return driver.connect(file, uri=True, isolation_level=None, check_same_thread=False)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    threshold = 0 if prepares else None
    return driver.connect(plain, autocommit=True, connect_timeout=2, prepare_threshold=threshold)
