"""Run the migrations inside the application that `flask db` was started with."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

migrate = current_app.extensions["migrate"]


def run() -> None:
    with migrate.db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:  # tables are rebuilt in place; their references are checked at the end
            outside_transactions(connection, "PRAGMA foreign_keys = OFF")
        else:  # an index over years of matters takes longer than a request may
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if on_sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise RuntimeError(f"rows refer to rows that are not there: {broken[:5]}")
            connection.rollback()
            outside_transactions(connection, "PRAGMA foreign_keys = ON")


def outside_transactions(connection: Connection, statement: str) -> None:
    """Tell SQLite something that it does not hear inside a transaction, as SQLAlchemy begins one."""
    connection.connection.driver_connection.execute(statement)


run()
