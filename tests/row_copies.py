"""Rows kept as the database itself writes them, so that putting them back costs next to nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table


def copied(connection: Connection, table: Table) -> Any:
    """Return all rows of a table, to be given back to `put`."""
    if connection.dialect.name == "postgresql":
        return _copied_from_postgresql(connection, table)
    return connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').fetchall()


def put(connection: Connection, table: Table, rows: Any) -> None:
    """Write rows that were `copied` from the same table of a like database."""
    if connection.dialect.name == "postgresql":
        with _driver(connection).cursor().copy(f"COPY {table.name} FROM STDIN BINARY") as copy:
            copy.write(rows)
    elif rows:
        connection.exec_driver_sql(_insert(table, rows), [tuple(row) for row in rows])


def _copied_from_postgresql(connection: Connection, table: Table) -> bytes:
    with _driver(connection).cursor().copy(f"COPY {table.name} TO STDOUT BINARY") as copy:
        return b"".join(copy)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _insert(table: Table, rows: Sequence[Any]) -> str:
    return f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(rows[0]))})'
